"""What every mail to people outside has in common: addresses of this site, its two forms, its headers."""

from __future__ import annotations

from dataclasses import dataclass

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.urls import reverse


@dataclass(frozen=True)
class Words:
    """What a mail says, in one language: `html` says the same as `text`."""

    subject: str
    text: str
    html: str


def site_address(page: str, *args: object) -> str:
    """The address of a page, in the active language, for whoever is not in a browser: a mail, a sheet of paper."""
    return str(settings.SITE_URL) + reverse(page, args=args)


def make_mail(words: Words, to: str, language: str, stop: str = "") -> EmailMultiAlternatives:
    """A mail made by a machine. `stop`: the address at which its reader asks for no more of them; empty where she
    gets only this one."""
    headers = {"Auto-Submitted": "auto-generated", "Content-Language": language}
    if stop:  # RFC 8058: mail programs show a button, and one press is enough
        headers |= {"List-Unsubscribe": f"<{stop}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"}
    subject = " ".join(words.subject.split())  # a header holds one line
    mail = EmailMultiAlternatives(subject=subject, body=words.text, to=[to], headers=headers)
    mail.attach_alternative(words.html, "text/html")
    return mail
