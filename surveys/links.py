"""Personal links: 32 random bytes in an address; the database keeps only their hash."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Sequence

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.utils.translation import gettext_lazy as _

from surveys.models import Institution, PersonalLink, Response, Round


class UnknownLink(Http404):
    """Raised for a link that was never given out."""


class LinkRevoked(PermissionDenied):
    """Raised when somebody opens a link that was withdrawn."""


def create_link(
    survey_round: Round,
    institution: Institution | None = None,
    sections: Sequence[str] = (),
    label: str = "",
    response: Response | None = None,
) -> tuple[PersonalLink, str]:
    """A new link and its secret, which is never to be had again. Without sections it asks those of the round."""
    secret = secrets.token_urlsafe(32)
    link = PersonalLink.objects.create(
        round=survey_round,
        secret_hash=hash_of(secret),
        institution=institution,
        sections=list(sections),
        label=label,
        response=response,
    )
    return link, secret


def hash_of(secret: str) -> str:
    """What the database knows of a secret. It is too long to be guessed, so one plain round of SHA-256 will do."""
    return hashlib.sha256(secret.encode("utf-8", "surrogatepass")).hexdigest()


def find_link(secret: str) -> PersonalLink:
    """The link with this secret, its round and institution loaded.

    Raises UnknownLink for a forged one, LinkRevoked for a withdrawn one.
    """
    link = PersonalLink.objects.select_related("round", "institution").filter(secret_hash=hash_of(secret)).first()
    if link is None:
        raise UnknownLink(_("There is no such personal link. Check that you have copied the whole address."))
    require_valid(link)
    return link


def require_valid(link: PersonalLink) -> None:
    """Raise LinkRevoked for a link that was withdrawn."""
    if link.revoked_at is not None:
        raise LinkRevoked(_("This personal link has been withdrawn. Ask the people who invited you for a new one."))
