"""The page on which a participant says that she wants no more mail. It needs no account: its address is signed."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt

from fieldwork.people.keeping import unsubscribe
from fieldwork.people.letters import read_token
from surveys.models import Contact


@csrf_exempt  # mail programs post here on their own (RFC 8058); the signed address is the proof
@never_cache
def unsubscribe_page(request: HttpRequest, token: str) -> HttpResponse:
    """Opening it changes nothing, since mail servers open addresses too; pressing the button does."""
    key = read_token(token)
    if key is None:
        raise Http404(_("There is no such address. Check that you have copied the whole of it."))
    contact = get_object_or_404(Contact.objects.select_related("round"), pk=key)
    if request.method == "POST":
        if "again" in request.POST:
            Contact.objects.filter(pk=contact.pk).update(unsubscribed_at=None)
        else:
            unsubscribe(contact)
        contact.refresh_from_db()  # no redirect: RFC 8058 wants the answer here
    context = {"survey_round": contact.round, "is_unsubscribed": contact.unsubscribed_at is not None}
    return render(request, "fieldwork/people/unsubscribe.html", context)
