"""The answers of a unit to the recommendations of a round, as pages and reports show them."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db.models import QuerySet
from django.utils import timezone

from reports.models import Action, ActionDecision, Recommendation
from scoring.results import Unit, UnitTier
from surveys.models import Institution, Role, Round
from surveys.roles import assignments_of, institutions_coordinated, may_administer, may_analyse

if TYPE_CHECKING:
    from reports.advice import Advice

ANSWERED = (UnitTier.NATIONAL, UnitTier.INSTITUTION)
"""The units for which somebody answers; regions and all institutions together have nobody."""
CHANGE = "reports.change_action"
OPEN = (ActionDecision.ACCEPTED, ActionDecision.POSTPONED)


@dataclass(frozen=True)
class Answer:
    """What was answered to one recommendation. `name`: the decision in words; `due_on`: None without a day."""

    code: str
    title: str
    decision: ActionDecision
    name: str
    reason: str
    responsible: str
    due_on: datetime.date | None
    edition: int
    at: datetime.datetime

    @property
    def is_overdue(self) -> bool:
        """Whether it should have been done by now."""
        return self.decision in OPEN and self.due_on is not None and self.due_on < timezone.localdate()


def actions_of(survey_round: Round | None, unit: Unit) -> QuerySet[Action]:
    """The rows of the answers of a unit, after a round or after any; none for units that do not answer."""
    found = Action.objects.select_related("recommendation")
    if survey_round is not None:
        found = found.filter(round=survey_round)
    if unit.tier is UnitTier.NATIONAL:
        return found.filter(institution=None)
    return found.filter(institution__code=unit.code) if unit.tier is UnitTier.INSTITUTION else found.none()


def answers_of(survey_round: Round, unit: Unit) -> dict[str, Answer]:
    """The answers of a unit by the code of the recommendation, for pages and reports. One query."""
    return {action.recommendation.code: as_answer(action) for action in actions_of(survey_round, unit)}


def as_answer(action: Action) -> Answer:
    """A row as pages show it; its recommendation must be fetched."""
    return Answer(
        code=action.recommendation.code,
        title=str(action.recommendation),
        decision=ActionDecision(action.decision),
        name=action.get_decision_display(),
        reason=action.reason,
        responsible=action.responsible,
        due_on=action.due_on,
        edition=action.edition,
        at=action.at,
    )


def may_answer(user: Any, survey_round: Round, unit: Unit) -> bool:
    """For the country: administrators and analysts of all rounds. For an institution: its coordinator and analysts.

    That a coordinator waits until the round publishes is the rule of whoever reads results.
    """
    if may_administer(user) or user.has_perm(CHANGE):
        return unit.tier in ANSWERED
    if unit.tier is UnitTier.NATIONAL:
        return any(held.role == Role.ANALYST and held.round_id is None for held in assignments_of(user))
    if unit.tier is not UnitTier.INSTITUTION:
        return False
    if may_analyse(user, survey_round):
        return True
    coordinated = institutions_coordinated(user, survey_round)
    return survey_round.institutions.filter(pk__in=coordinated, code=unit.code).exists()


def institution_of(survey_round: Round, unit: Unit) -> Institution | None:
    """The institution that answers; None for the country."""
    if unit.tier is UnitTier.NATIONAL:
        return None
    return survey_round.institutions.get(code=unit.code)


def action_for(survey_round: Round, unit: Unit, recommendation: Recommendation) -> Action:
    """The answer to a recommendation, there or to be made."""
    there = actions_of(survey_round, unit).filter(recommendation=recommendation).first()
    institution = institution_of(survey_round, unit)
    return there or Action(round=survey_round, institution=institution, recommendation=recommendation)


def fired_by(advice: Advice) -> list[dict[str, Any]]:
    """What a recommendation applied for, to be held against the next round."""
    return [
        {"kind": one.kind.value, "target": one.target, "source": one.source, "value": one.value, "bound": one.bound}
        for one in advice.fired
    ]
