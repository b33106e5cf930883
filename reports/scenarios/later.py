"""A scenario against a later round, in words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models.functions import Coalesce
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from reports.figures import UnitView
from reports.permissions import rounds_with_results
from reports.results import Results
from reports.scenarios.figures import focus_name
from reports.scenarios.holding import Came, Fit, HeldStep, find_followers, hold_scores, hold_steps
from reports.scenarios.outcomes import Outcome
from scoring.results import UnitScores, UnitTier
from surveys.models import Round

CAME: Mapping[Came, Promise] = {
    Came.TRUE: gettext_lazy("came true: the score is as planned or more, or has risen into the band that was planned"),
    Came.RISEN: gettext_lazy("higher than before by more than chance explains, but not in the band that was planned"),
    Came.ALIKE: gettext_lazy("no clear change: the interval holds the earlier score"),
    Came.FALLEN: gettext_lazy("lower than before by more than chance explains"),
    Came.UNKNOWN: gettext_lazy("has no score in the later round"),
    Came.GONE: gettext_lazy("is not asked in the later round"),
    Came.AWAY: gettext_lazy("the institution has no part in the later round, or you may not see its results"),
}
FITS: Mapping[Fit, Promise] = {
    Fit.WITHIN: gettext_lazy("the planned score lies within the interval of the one reached"),
    Fit.BELOW: gettext_lazy("more was reached than planned, by more than chance explains"),
    Fit.ABOVE: gettext_lazy("less was reached than planned, by more than chance explains"),
    Fit.UNKNOWN: gettext_lazy("cannot be judged: a score or its interval is missing"),
}


@dataclass(frozen=True)
class HeldRow:
    """A measure or a score, held against the later round."""

    name: str
    before: str
    planned: str
    reached: str
    verdict: str
    is_good: bool


def later_rounds(user: Any, survey_round: Round) -> list[Round]:
    """Rounds of the same country after this one whose results the user may see, the earliest first.

    A round begins when it opens; one without such a day when it was made.
    """
    begin = survey_round.opens_at or survey_round.created_at
    rounds = rounds_with_results(user).filter(country=survey_round.country).exclude(pk=survey_round.pk)
    begun = rounds.annotate(begins_at=Coalesce("opens_at", "created_at")).filter(begins_at__gt=begin)
    return list(begun.select_related("version").order_by("begins_at", "pk"))


def held_rows(
    view: UnitView, outcome: Outcome, later: UnitScores, results: Results, names: Mapping[str, str]
) -> dict[str, Any]:
    """Scores and measures for the page. `view`: of the earlier round; `later`, `results`: the unit in the later one.

    `names`: of institutions by code.
    """
    numbers = view.terms.numbers
    scores = [
        HeldRow(
            focus_name(view, one.focus),
            numbers.score(one.before),
            numbers.score(one.planned),
            view.terms.with_interval(one.reached),
            str(FITS[one.fit]),
            one.fit in (Fit.WITHIN, Fit.BELOW),
        )
        for one in hold_scores(outcome, later)
    ]
    steps = []
    units = {"": later} | {one.unit.code: one for one in results.units(UnitTier.INSTITUTION)}
    for held in hold_steps(outcome, units, find_followers(results.instrument), results.method):
        reached = numbers.score(held.score)
        if held.score is not None and held.low is not None:
            reached = f"{reached} ({numbers.interval(held.low, held.high)})"
        steps.append(
            HeldRow(
                _step_name(view, held, names),
                numbers.score(held.step.score),
                numbers.score(held.step.becomes),
                reached,
                str(CAME[held.came]),
                held.came is Came.TRUE,
            )
        )
    true = sum(row.is_good for row in steps)
    summary = _("Measures that came true: %(true)s of %(all)s.") % {
        "true": numbers.count(true),
        "all": numbers.count(len(steps)),
    }
    return {"scores": scores, "steps": steps, "summary": summary}


def _step_name(view: UnitView, held: HeldStep, names: Mapping[str, str]) -> str:
    code, body = held.step.code, held.step.body
    name = view.question(code) if code in view.instrument.items_by_code else code
    if held.item and held.item != code:
        name = _("%(item)s (now %(code)s)") % {"item": name, "code": held.item}
    return f"{names.get(body, body)}: {name}" if body else name


def lineage_notes(before: Results, after: Results) -> list[str]:
    """What makes the two rounds hard to compare."""
    notes = []
    if before.survey_round.version_id != after.survey_round.version_id:
        notes.append(
            _(
                "The rounds used different versions of the questionnaire: "
                "a part of a change may come from other questions."
            )
        )
    if before.survey_round.method != after.survey_round.method:
        notes.append(_("The rounds were scored by different methods: a part of a change may come from that."))
    return notes
