"""Work that waits for the worker: the mail that gives a colleague her link."""

from __future__ import annotations

from django.db import transaction
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.utils.translation import override
from django_tasks import task

from fieldwork.mail import Words, make_mail, site_address
from surveys.delegating import NothingToWithdraw, copy_link
from surveys.models import PersonalLink


@task()
def mail_delegation(link: int, email: str, language: str) -> bool:
    """Send a colleague a link of her own, made only now, so that no secret waits in a queue; whether it was sent.

    A link withdrawn meanwhile sends nothing. A mail that the server refuses leaves no link behind: the task fails, and
    can be run again.
    """
    found = PersonalLink.objects.select_related("round", "institution", "response", "made_by").get(pk=link)
    with transaction.atomic(), override(language):
        try:
            secret = copy_link(found)
        except NothingToWithdraw:
            return False
        context = {
            "link": found,
            "survey_round": found.round,
            "language": language,
            "address": site_address("answer-link", secret),
        }
        words = Words(
            _("Chapters for you to answer: %(round)s") % {"round": found.round},
            render_to_string("fieldwork/coordination/mail.txt", context),
            render_to_string("fieldwork/coordination/mail.html", context),
        )
        make_mail(words, email, language).send()
    return True
