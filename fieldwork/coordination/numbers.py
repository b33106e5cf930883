"""A round in numbers, of what the reader may see."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, OuterRef, Q, Subquery

from fieldwork.coordination.access import visible_institutions
from fieldwork.coordination.signing import in_force
from fieldwork.models import Card, CardState, CheckRun, Finding
from surveys.models import MissingCount, Response, ResponseState, Role, Round
from surveys.roles import (
    has_role,
    institutions_coordinated,
    may_administer,
    may_analyse,
    may_review,
)
from surveys.running_counts import count
from surveys.state_counts import count_responses


@dataclass(frozen=True)
class Numbers:
    """What there is in a round; None where the reader is not to know.

    `states`: how many responses are in each state (its words, the number), those without any left out. `signed` of
    `institutions` are signed off. `findings`: of the latest finished run of the checks, which was at `checked_at`.
    """

    states: list[tuple[ResponseState, int]]
    signed: int | None
    institutions: int | None
    missing: int | None
    cards: int | None
    findings: int | None
    checked_at: Any

    @property
    def responses(self) -> int:
        """All responses that the reader may see."""
        return sum(number for _state, number in self.states)

    def in_state(self, *states: ResponseState) -> int:
        """How many responses are in one of these states."""
        return sum(number for state, number in self.states if state in states)


def sees_everything(user: Any, survey_round: Round) -> bool:
    """Whether the reader may count all responses: not only an institution's, her own or a workshop's."""
    return may_review(user, survey_round) or may_analyse(user, survey_round)


def count_states(user: Any, survey_round: Round) -> Counter[str]:
    """How many responses are in each state: of all for reviewers and analysts, for others of what is theirs."""
    if sees_everything(user, survey_round):
        return count_responses(survey_round, "state")
    own = institutions_coordinated(user, survey_round)
    found = count_responses(survey_round, "state", institution__in=own) if own else Counter[str]()
    mine = Q()
    if has_role(user, Role.CLERK, survey_round):
        mine |= Q(entered_by=user.pk)
    if has_role(user, Role.FACILITATOR, survey_round):
        mine |= Q(workshop__facilitator=user.pk)
    if mine:
        others = Response.objects.filter(mine, round=survey_round).exclude(institution__in=own).order_by()
        found.update(dict(others.values_list("state").annotate(number=Count("pk"))))
    return found


def count_round(user: Any, survey_round: Round) -> Numbers:
    """The numbers of a round for a reader."""
    found = count_states(user, survey_round)
    sees_all = sees_everything(user, survey_round)
    own = institutions_coordinated(user, survey_round)
    is_involved = sees_all or bool(own)
    signed, institutions = _count_signed(user, survey_round, sees_all=sees_all) if is_involved else (None, None)
    findings, checked_at = _count_findings(survey_round) if may_review(user, survey_round) else (None, None)
    return Numbers(
        [(state, found[state]) for state in ResponseState if state in found],
        signed,
        institutions,
        _count_missing(user, survey_round, own) if own or may_administer(user) else None,
        _count_cards(user, survey_round, own) if own or may_review(user, survey_round) else None,
        findings,
        checked_at,
    )


def _count_signed(user: Any, survey_round: Round, *, sees_all: bool) -> tuple[int, int]:
    institutions = survey_round.institutions.all() if sees_all else visible_institutions(user, survey_round)
    signed = in_force(survey_round).filter(institution__in=institutions.values("pk"))
    return signed.count(), institutions.count()


def _count_missing(user: Any, survey_round: Round, own: set[int]) -> int:
    own_only = {} if may_administer(user) else {"institution__in": own}
    return count(MissingCount, survey_round, "round", **own_only).total()


def _count_cards(user: Any, survey_round: Round, own: set[int]) -> int:
    cards = Card.objects.filter(round=survey_round, state=CardState.OPEN)
    return (cards if may_review(user, survey_round) else cards.filter(institution__in=own)).count()


def _count_findings(survey_round: Round) -> tuple[int | None, Any]:
    """(findings, when) of the latest finished run of the checks; None where there was none."""
    number = Finding.objects.filter(run=OuterRef("pk")).order_by().values("run").annotate(number=Count("pk"))
    runs = CheckRun.objects.filter(round=survey_round, finished_at__isnull=False)
    run = runs.annotate(number=Subquery(number.values("number"))).order_by("-started_at").first()
    return (run.number or 0, run.finished_at) if run else (None, None)
