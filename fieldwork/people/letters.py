"""From a mailing to the mail that one participant gets: plain text and HTML, in her language."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from email.utils import parseaddr

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.core.signing import BadSignature, Signer
from django.template.loader import render_to_string
from django.utils.html import escape
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import override

from fieldwork.mail import Words, make_mail, site_address
from fieldwork.models import Mailing
from fieldwork.people.wording import fill, told, without_empty
from surveys.models import Institution, Participant

_SIGNER_SALT = "fieldwork.people.unsubscribe"
_STOP = "{stop}"  # stands for the address by which she wants no more mail


@dataclass(frozen=True)
class Addressee:
    """Whom a mail is for. `name` and `institution` may be empty."""

    name: str
    email: str
    institution: str
    language: str
    token: str

    @classmethod
    def of(cls, participant: Participant) -> Addressee:
        """A participant, her contact and institution loaded."""
        contact, institution = participant.contact, participant.institution
        name = _name_of(institution, participant.language)
        return cls(contact.name, contact.email, name, participant.language, token_of(participant))


class Composer:
    """Makes the mails of one mailing; each language is put together once, its places filled for each mail."""

    def __init__(self, mailing: Mapping[str, tuple[str, str]], shared: Mapping[str, Mapping[str, str]]) -> None:
        self._texts, self._shared = mailing, shared
        self._skeletons: dict[tuple[str, bool], Words] = {}

    @classmethod
    def of(cls, mailing: Mailing) -> Composer:
        """For a mailing, its round loaded."""
        languages = mailing.round.languages
        texts = {one: (getattr(mailing, f"subject_{one}"), getattr(mailing, f"body_{one}")) for one in languages}
        shared = {}
        for language in languages:
            with override(language):
                title = str(mailing.round)
                shared[language] = {"round": title, "closes": told(mailing.round), "colleague": _("colleague")}
        return cls(texts, shared)

    def compose(self, addressee: Addressee, secret: str, message_id: str = "") -> EmailMultiAlternatives:
        """The mail with the link of this secret. A language that the round has given up becomes its first."""
        language = addressee.language if addressee.language in self._texts else next(iter(self._texts))
        shared = self._shared[language]
        with override(language):
            link = site_address("answer-link", secret)
            stop = site_address("unsubscribe", addressee.token)
        values = {
            "name": addressee.name or shared["colleague"],
            "round": shared["round"],
            "institution": addressee.institution,
            "closes": shared["closes"],
            "link": link,
            "stop": stop,
        }
        skeleton = self._skeleton(language, values)
        html = fill(skeleton.html, {place: escape(words) for place, words in values.items()})
        words = Words(fill(skeleton.subject, values), fill(skeleton.text, values), html)
        mail = make_mail(words, addressee.email, language, stop)
        if message_id:
            mail.extra_headers["Message-ID"] = message_id
        return mail

    def _skeleton(self, language: str, values: Mapping[str, str]) -> Words:
        key = (language, bool(values["institution"]))
        if key not in self._skeletons:
            subject, body = self._texts[language]
            body = without_empty(body, values)
            context = {"language": language, "subject": subject, "body": body, "stop": _STOP}
            with override(language):
                text = render_to_string("fieldwork/people/mail.txt", context)
                html = render_to_string("fieldwork/people/mail.html", context | {"paragraphs": _paragraphs(body)})
            self._skeletons[key] = Words(subject, text.strip() + "\n", html)
        return self._skeletons[key]


def new_message_id() -> str:
    """A name for a mail that no other has; by it a mail that comes back is known again."""
    domain = parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2] or "localhost"
    return f"<{secrets.token_hex(16)}@{domain}>"


def token_of(participant: Participant) -> str:
    """What her address for wanting no more mail holds: signed, so that nobody speaks for another."""
    return Signer(salt=_SIGNER_SALT).sign(str(participant.pk))


def read_token(token: str) -> int | None:
    """The primary key of the participant; None for a token that nobody signed."""
    try:
        return int(Signer(salt=_SIGNER_SALT).unsign(token))
    except (BadSignature, ValueError):
        return None


def _paragraphs(body: str) -> list[str]:
    """Paragraphs as HTML, their lines broken as they were typed; the link is one."""
    shown = str(escape(body)).replace("{link}", '<a href="{link}">{link}</a>')
    return [mark_safe(part.replace("\n", "<br>\n")) for part in shown.split("\n\n")]  # noqa: S308 (escaped above)


def _name_of(institution: Institution | None, language: str) -> str:
    with override(language):
        return str(institution) if institution else ""
