"""What the synthetic ministry answered to recommendations, and what synthetic readers think of them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.utils import timezone, translation

from metep.demo.fieldwork.staff import Staff
from reports.actions.answers import fired_by, institution_of
from reports.advice import Advice, advise
from reports.figures import UnitView
from reports.models import Action, ActionDecision, Recommendation, Vote
from reports.results import Results, results_of
from reports.terms import terms_of
from scoring.results import UnitScores, UnitTier
from surveys.models import Round

ANSWERED = 8  # recommendations of each unit
COMMENTS = ("Қадамдары түсінікті (синтетикалық пікір).", "Мысалы көбірек болса екен (синтетикалық пікір).")


@dataclass(frozen=True)
class Decided:
    """A decision with its reason and who is responsible; `days`: from today to the day it is due."""

    decision: ActionDecision
    reason: str = ""
    responsible: str = ""
    days: int | None = None


DECISIONS = (
    Decided(ActionDecision.DONE, responsible="Цифрлық даму басқармасы (синтетикалық)"),
    Decided(ActionDecision.ACCEPTED, responsible="Ақпарат бөлімі (синтетикалық)", days=90),
    Decided(ActionDecision.POSTPONED, reason="Бюджет келесі жылы қаралады (синтетикалық).", days=180),
    Decided(ActionDecision.REJECTED, reason="Бұл міндет басқа органға жүктелген (синтетикалық)."),
    Decided(ActionDecision.ACCEPTED, responsible="Заң басқармасы (синтетикалық)", days=-20),
)


def make_decisions(earlier: Round, survey_round: Round, staff: Staff) -> None:
    """Answers of the country and of the first institution after both rounds; opinions on a few recommendations."""
    with translation.override("kk"):
        for one, answered in ((earlier, ANSWERED), (survey_round, ANSWERED // 2)):
            results = results_of(one)
            for scores in _units(results):
                _answer(results, scores, answered, staff)
    _judge(staff)


def _units(results: Results) -> list[UnitScores]:
    return [results.nation, *results.units(UnitTier.INSTITUTION)[:1]]


def _answer(results: Results, scores: UnitScores, number: int, staff: Staff) -> None:
    view = UnitView(scores, results.instrument, terms_of(results.method))
    by = staff.administrator if scores.unit.tier is UnitTier.NATIONAL else staff.coordinator
    institution = institution_of(results.survey_round, scores.unit)
    for place, advice in enumerate(advise(view, mean=results.mean)[:number]):
        values = _values(advice, DECISIONS[place % len(DECISIONS)]) | {"by": by}
        entry = Recommendation.objects.get(instrument=advice.instrument, code=advice.code)
        Action.objects.update_or_create(
            round=results.survey_round,
            institution=institution,
            recommendation=entry,
            defaults=values | {"edition": entry.edition},
        )


def _values(advice: Advice, decided: Decided) -> dict[str, Any]:
    return {
        "decision": decided.decision,
        "reason": decided.reason,
        "responsible": decided.responsible,
        "due_on": None if decided.days is None else timezone.localdate() + timedelta(days=decided.days),
        "fired": fired_by(advice),
    }


def _judge(staff: Staff) -> None:
    for place, entry in enumerate(Recommendation.objects.advising()[:6]):
        comment = COMMENTS[place // 2] if place in (0, 2) else ""
        Vote.objects.update_or_create(
            recommendation=entry, by=staff.analyst, defaults={"is_useful": place != 2, "comment": comment}
        )
