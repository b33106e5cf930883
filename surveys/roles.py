"""Who may do what in a round: small predicates over a user's roles. Whatever is not allowed here is refused.

Administrators have their rights from Django's permissions; a right to change rounds makes one of a user here.
"""

from __future__ import annotations

from typing import Any

from django.db.models import Q

from surveys.models import Assignment, Institution, Role, Round
from surveys.models.rounds import RoundQuerySet

ADMINISTER = "surveys.change_round"
SEE_CONTACTS = "surveys.view_contact"
SEE_AUDIT = "fieldwork.view_auditentry"


def assignments_of(user: Any) -> list[Assignment]:
    """The roles of a user, asked for once for each user object (that is, once a request); none for the unknown."""
    if not user.is_authenticated or not user.is_active:
        return []
    if not hasattr(user, "_assignments_held"):
        user._assignments_held = list(user.assignments.all())
    return user._assignments_held


def has_role(user: Any, role: Role, survey_round: Round) -> bool:
    """Whether the user has the role in this round, or in all."""
    return any(held.role == role and held.round_id in (None, survey_round.pk) for held in assignments_of(user))


def may_administer(user: Any) -> bool:
    """Rounds, people, mail and everything else."""
    return bool(user.is_authenticated and user.has_perm(ADMINISTER))


def may_see_contacts(user: Any) -> bool:
    """Names and addresses of participants: a right of its own."""
    return bool(user.is_authenticated and user.has_perm(SEE_CONTACTS))


def may_see_audit(user: Any) -> bool:
    """Who changed what."""
    return bool(user.is_authenticated and user.has_perm(SEE_AUDIT))


def may_analyse(user: Any, survey_round: Round) -> bool:
    """The results of the round."""
    return may_administer(user) or has_role(user, Role.ANALYST, survey_round)


def may_review(user: Any, survey_round: Round) -> bool:
    """Return and accept responses, settle facts, look at checks of quality."""
    return may_administer(user) or has_role(user, Role.REVIEWER, survey_round)


def may_facilitate(user: Any, survey_round: Round) -> bool:
    """Lead workshops of the round (her own; administrators all)."""
    return may_administer(user) or has_role(user, Role.FACILITATOR, survey_round)


def may_enter(user: Any, survey_round: Round) -> bool:
    """Type in what was answered on paper."""
    return may_administer(user) or has_role(user, Role.CLERK, survey_round)


def may_coordinate(user: Any, survey_round: Round, institution: Institution | None = None) -> bool:
    """Look after an institution's part in the round; without an institution: after that of any."""
    if may_administer(user):
        return True
    return any(
        held.role == Role.COORDINATOR
        and held.round_id in (None, survey_round.pk)
        and (institution is None or held.institution_id == institution.pk)
        for held in assignments_of(user)
    )


def institutions_coordinated(user: Any, survey_round: Round) -> set[int]:
    """Primary keys of the institutions of the round that the user looks after as their coordinator."""
    return {
        held.institution_id
        for held in assignments_of(user)
        if held.role == Role.COORDINATOR and held.round_id in (None, survey_round.pk) and held.institution_id
    }


def rounds_of(user: Any) -> RoundQuerySet:
    """The rounds in which the user has anything to do; for administrators all."""
    if may_administer(user):
        return Round.objects.all()
    held = assignments_of(user)
    if not held:
        return Round.objects.none()
    named = [one.round_id for one in held if one.round_id and one.role != Role.COORDINATOR]
    reachable = Q(pk__in=named)
    if any(one.round_id is None and one.role != Role.COORDINATOR for one in held):
        return Round.objects.all()
    for one in held:
        if one.role == Role.COORDINATOR:
            of_institution = Q(institutions=one.institution_id)
            reachable |= of_institution & Q(pk=one.round_id) if one.round_id else of_institution
    return Round.objects.filter(reachable).distinct()
