"""A person's data: found, shown, handed over, erased."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import formats, timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from fieldwork.access import round_page
from fieldwork.privacy.erasing import erase
from fieldwork.privacy.exporting import summary_of, write_zip
from fieldwork.privacy.forms import WITHDRAW, EraseForm, FindForm
from fieldwork.privacy.records import Held, find_records, gather
from fieldwork.privacy.retention import is_due
from fieldwork.tabs import sees_people, show
from surveys.downloads import ZIP, download
from surveys.models import Contact, Round

TAB = "work-privacy"
RECORD = "record"


@round_page(sees_people)
def index(request: HttpRequest, survey_round: Round) -> HttpResponse:
    """How long contacts are kept; whom to look for; what was found."""
    form = FindForm(request.GET if "words" in request.GET else None)
    words = form.cleaned_data["words"] if form.is_valid() else ""
    context = {
        "form": form,
        "words": words,
        "found": find_records(survey_round, words) if words else None,
        "contacts": Contact.objects.filter(round=survey_round).count(),
        "is_due": is_due(survey_round),
        "notices": survey_round.notices.order_by("-number"),
    }
    return show(request, survey_round, TAB, "fieldwork/privacy/index.html", context, 422 if form.errors else 200)


@round_page(sees_people)
def person(request: HttpRequest, survey_round: Round) -> HttpResponse:
    """Everything about the records chosen; posted: erase it."""
    records = (request.POST if request.method == "POST" else request.GET).getlist(RECORD)
    if not records:
        messages.warning(request, _("Choose at least one record."))
        return redirect(TAB, survey_round.code)
    held = _held(survey_round, records)
    form = EraseForm(survey_round.code, held.names, request.POST or None)
    if request.method == "POST" and form.is_valid():
        erased = erase(held, form.cleaned_data["reason"], request.user, form.cleaned_data["answers"] == WITHDRAW)
        messages.success(request, _("The personal data are erased."))
        if erased.withdrawn:
            sentence = ngettext("%(n)d response was withdrawn.", "%(n)d responses were withdrawn.", erased.withdrawn)
            messages.success(request, sentence % {"n": erased.withdrawn})
        return redirect(TAB, survey_round.code)
    with timezone.override(survey_round.zone):
        context: dict[str, Any] = {
            "form": form,
            "records": records,
            "file": urlencode([(RECORD, key) for key in records]),
            **summary_of(held),
        }
        status = 422 if request.method == "POST" else 200
        return show(request, survey_round, TAB, "fieldwork/privacy/person.html", context, status)


@require_safe
@round_page(sees_people)
def export(request: HttpRequest, survey_round: Round) -> HttpResponse:
    """All of it as an archive."""
    held = _held(survey_round, request.GET.getlist(RECORD))
    day = formats.date_format(timezone.localdate(), "Y-m-d")
    return download(write_zip(held), f"person-{survey_round.code}-{day}.zip", ZIP)


def _held(survey_round: Round, records: list[str]) -> Held:
    held = gather(survey_round, records)
    if held is None:
        raise Http404
    return held
