"""An institution signs off what was answered for it; the sign-off ends when something of it changes afterwards."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, gettext_noop

from fieldwork.models import SignOff
from surveys.models import Institution, Phase, Response, ResponseEvent, ResponseState, Round

if TYPE_CHECKING:
    from django.contrib.auth.base_user import AbstractBaseUser

PHASES = (Phase.COLLECT, Phase.VALIDATE)
"""When institutions sign off."""
CHANGED_AFTERWARDS = gettext_noop("A response of the institution changed after the sign-off.")
"""The reason of a sign-off that ended by itself; it is told in the reader's language."""


class NotInPhase(PermissionDenied):
    """Raised when somebody signs off or withdraws in a phase that is not for it."""

    def __init__(self) -> None:
        super().__init__(gettext_lazy("Institutions sign off while answers are collected or facts are validated."))


class AlreadySigned(Exception):
    """Raised when the institution was signed off already, perhaps at this very moment."""


class NothingToSign(Exception):
    """Raised when nothing was submitted for the institution."""


def require_phase(survey_round: Round) -> None:
    """Raise NotInPhase unless institutions sign off now."""
    if survey_round.phase() not in PHASES:
        raise NotInPhase


def in_force(survey_round: Round) -> QuerySet[SignOff]:
    """Sign-offs of the round that hold: neither withdrawn nor followed by a change of what was signed."""
    return all_in_force().filter(round=survey_round)


def all_in_force() -> QuerySet[SignOff]:
    """The same of every round."""
    return SignOff.objects.filter(_is_unchanged(), withdrawn_at=None)


def _is_unchanged() -> Q:
    """Acceptance changes nothing; all else that becomes of a response does, and so does one that came in later."""
    of_institution = {"round": OuterRef("round"), "institution": OuterRef("institution")}
    events = ResponseEvent.objects.filter(
        response__round=OuterRef("round"), response__institution=OuterRef("institution"), at__gt=OuterRef("at")
    ).exclude(state=ResponseState.ACCEPTED)
    later = Response.objects.counted().filter(**of_institution, submitted_at__gt=OuterRef("at"))
    return ~Exists(events) & ~Exists(later)


@transaction.atomic
def sign_off(survey_round: Round, institution: Institution, by: AbstractBaseUser, note: str = "") -> SignOff:
    """Sign off for an institution. Raises NotInPhase, NothingToSign, AlreadySigned."""
    require_phase(survey_round)
    if not Response.objects.counted().filter(round=survey_round, institution=institution).exists():
        raise NothingToSign
    withdraw_outdated(survey_round, institution)
    try:
        with transaction.atomic():
            return SignOff.objects.create(round=survey_round, institution=institution, by_id=by.pk, note=note)
    except IntegrityError as error:
        raise AlreadySigned from error


def withdraw_sign_off(survey_round: Round, institution: Institution, reason: str) -> bool:
    """End the institution's sign-off, if it has one; whether it had."""
    standing = SignOff.objects.filter(round=survey_round, institution=institution, withdrawn_at=None)
    return bool(standing.update(withdrawn_at=timezone.now(), withdrawal_reason=reason))


def withdraw_outdated(survey_round: Round, institution: Institution | None = None) -> int:
    """Write down the end of sign-offs that a later change has ended (of one institution, or all); how many."""
    standing = SignOff.objects.filter(~_is_unchanged(), round=survey_round, withdrawn_at=None)
    if institution is not None:
        standing = standing.filter(institution=institution)
    return standing.update(withdrawn_at=timezone.now(), withdrawal_reason=CHANGED_AFTERWARDS)


def sign_off_of(survey_round: Round, institution: Institution) -> SignOff | None:
    """The sign-off that holds, its author loaded; None where there is none."""
    return in_force(survey_round).filter(institution=institution).select_related("by").first()


def earlier_sign_offs(survey_round: Round, institution: Institution) -> list[SignOff]:
    """Those that hold no longer, the latest first; one ended by a change says so, written down or not."""
    ended = SignOff.objects.filter(round=survey_round, institution=institution).exclude(
        pk__in=in_force(survey_round).values("pk")
    )
    found = list(ended.select_related("by").order_by(F("at").desc())[:10])
    for one in found:
        one.withdrawal_reason = _(one.withdrawal_reason or CHANGED_AFTERWARDS)
    return found
