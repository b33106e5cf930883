"""Work that waits for the worker: the mail that gives a colleague her link."""

from __future__ import annotations

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override
from django_tasks import task

from surveys.delegating import NothingToWithdraw, copy_link
from surveys.models import PersonalLink


@task()
def mail_delegation(link: int, email: str, language: str, site: str) -> bool:
    """Send a colleague a link of her own, made only now, so that no secret waits in a queue; whether it was sent.

    `site`: scheme and host of the addresses. A link withdrawn meanwhile sends nothing. A mail that the server refuses
    leaves no link behind: the task fails, and can be run again.
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
            "address": site + reverse("answer-link", kwargs={"secret": secret}),
        }
        message = EmailMultiAlternatives(
            subject=_("Chapters for you to answer: %(round)s") % {"round": found.round},
            body=render_to_string("fieldwork/coordination/mail.txt", context),
            from_email=settings.DEFAULT_FROM_EMAIL,
            to=[email],
        )
        message.attach_alternative(render_to_string("fieldwork/coordination/mail.html", context), "text/html")
        message.send()
    return True
