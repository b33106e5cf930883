"""Personal links: 32 random bytes in an address; the database keeps only their hash."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Sequence
from typing import TYPE_CHECKING

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.utils.translation import gettext_lazy as _

from surveys.models import Institution, Participant, PersonalLink, Phase, Response, Round

if TYPE_CHECKING:
    from django.contrib.auth.base_user import AbstractBaseUser


class UnknownLink(Http404):
    """Raised for a link that was never given out."""


class LinkRevoked(PermissionDenied):
    """Raised when somebody opens a link that was withdrawn."""


class LinkExpired(PermissionDenied):
    """Raised when somebody opens a link of a round that is over."""


def create_link(
    survey_round: Round,
    institution: Institution | None = None,
    sections: Sequence[str] = (),
    label: str = "",
    response: Response | None = None,
    *,
    participant: Participant | None = None,
    chapters: Sequence[str] = (),
    made_by: AbstractBaseUser | None = None,
) -> tuple[PersonalLink, str]:
    """A new link and its secret, which is never to be had again. Without sections it asks those of the round.

    A participant's link leads to her response, if she has begun one. `chapters` (codes): for a delegated link.
    """
    secret = secrets.token_urlsafe(32)
    if participant is not None and response is None:
        response = Response.objects.filter(participant=participant).first()
    link = PersonalLink.objects.create(
        round=survey_round,
        secret_hash=hash_of(secret),
        institution=institution,
        sections=list(sections),
        chapters=list(chapters),
        label=label,
        participant=participant,
        response=response,
        made_by_id=made_by.pk if made_by else None,
    )
    return link, secret


def hash_of(secret: str) -> str:
    """What the database knows of a secret. It is too long to be guessed, so one plain round of SHA-256 will do."""
    return hashlib.sha256(secret.encode("utf-8", "surrogatepass")).hexdigest()


def find_link(secret: str) -> PersonalLink:
    """The link with this secret, its round and institution loaded.

    Raises UnknownLink for a forged one, LinkRevoked for a withdrawn one, LinkExpired for one of a round that is over.
    """
    link = (
        PersonalLink.objects.select_related("round", "institution", "participant")
        .filter(secret_hash=hash_of(secret))
        .first()
    )
    if link is None:
        raise UnknownLink(_("There is no such personal link. Check that you have copied the whole address."))
    require_valid(link)
    return link


def lock_link(link: PersonalLink) -> PersonalLink:
    """The link as it is now, its round and response loaded, locked against a second beginning.

    Links of one participant are locked by the participant: two of them begin only one response.
    """
    if link.participant_id is not None:
        Participant.objects.select_for_update().get(pk=link.participant_id)
    found = PersonalLink.objects.select_for_update(of=["self"]).select_related("round", "response")
    return found.get(pk=link.pk)


def require_valid(link: PersonalLink) -> None:
    """Raise LinkRevoked for a link that was withdrawn, LinkExpired once its round (loaded) publishes."""
    if link.revoked_at is not None:
        raise LinkRevoked(_("This personal link has been withdrawn. Ask the people who invited you for a new one."))
    if link.round.phase() == Phase.PUBLISH:
        raise LinkExpired(_("This round is over, and its personal links have expired."))
