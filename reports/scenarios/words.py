"""Names of what scenarios call by a code, and the sentences of proofs, in the reader's language."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext, pgettext_lazy

from reports.figures import UnitView
from reports.labels import COSTS, EFFORTS, HORIZONS
from reports.scenarios.giving_way import Limit, WayOut
from reports.scenarios.goals import Goal, GoalKind, is_reached
from reports.scenarios.measures import Expense, LeftOut, Turn
from reports.scenarios.outcomes import Outcome
from reports.scenarios.planning import Proof, Verdict
from scoring.results import Measure, UnitTier

TURNS: Mapping[Turn, Promise] = {
    Turn.YES: gettext_lazy("turned to Yes"),
    Turn.NO: gettext_lazy("turned to No, which is favourable here"),
    Turn.RAISE: gettext_lazy("opinions rise (an assumption)"),
    Turn.LOWER: gettext_lazy("opinions fall, which is favourable here (an assumption)"),
}
LEFT_OUT: Mapping[LeftOut, Promise] = {
    LeftOut.NO_SCORE: gettext_lazy("it has no score: a measure would change what the mean is taken over"),
    LeftOut.PARENT: gettext_lazy(
        "it is asked only where another item is Yes, and that one cannot be turned to Yes here"
    ),
    LeftOut.BASE: gettext_lazy("turning it would change which of the items asked below it have a score"),
}
GOALS = [
    (GoalKind.BAND.value, gettext_lazy("reach the band with this number")),
    (GoalKind.SCORE.value, gettext_lazy("reach this score")),
    (GoalKind.RISE.value, gettext_lazy("rise by so many points")),
]
BEST_PEER: Mapping[UnitTier, Promise] = {
    UnitTier.INSTITUTION: gettext_lazy("reach the best of the other institutions"),
    UnitTier.SUBNATIONAL: gettext_lazy("reach the best of the other regions"),
}
"""A country and all institutions together have no peers."""
SHORTEST = 0.1  # seconds that are told apart
LIMITS: Mapping[Limit, Promise] = {
    Limit.EFFORT: pgettext_lazy("limit of a plan", "effort"),
    Limit.MONTHS: pgettext_lazy("limit of a plan", "months"),
    Limit.AT_ONCE: pgettext_lazy("limit of a plan", "measures at once"),
    Limit.MEASURES: pgettext_lazy("limit of a plan", "number of measures"),
    Limit.INSTITUTIONS: pgettext_lazy("limit of a plan", "number of institutions that act"),
    Limit.BANNED: pgettext_lazy("limit of a plan", "measures out of bounds"),
}


def effort_name(expense: Expense) -> str:
    """The class of effort, with a word where nothing is known of it."""
    if expense.effort is None:
        return pgettext("effort", "medium, taken for granted")
    return str(dict(EFFORTS)[expense.effort.value])


def horizon_name(expense: Expense) -> str:
    """The class of time."""
    return pgettext("horizon", "not known") if expense.horizon is None else str(dict(HORIZONS)[expense.horizon.value])


def costs_name(expense: Expense) -> str:
    """The class of costs."""
    return pgettext("costs", "not known") if expense.costs is None else str(dict(COSTS)[expense.costs.value])


def now_words(view: UnitView) -> str:
    """The overall scores of today with their bands."""
    terms, said = view.terms, []
    for measure in (Measure.COMBINED, Measure.FACTS):
        score = view.scores.of(measure).overall.score
        band = f" ({terms.band(score)})" if score is not None else ""
        said.append(f"{terms.called(measure)} – {terms.numbers.score(score)}{band}")
    return "; ".join(said)


def bands_words(view: UnitView) -> str:
    """The bands by their numbers, with the scores at which they begin."""
    terms = view.terms
    said = [f"{band.value} – {terms.band(band.low)} ({terms.numbers.score(band.low)}+)" for band in terms.method.bands]
    return _("Bands: %(bands)s.") % {"bands": "; ".join(said)}


def goal_sentence(view: UnitView, goal: Goal, target: float | None, part: str) -> str:
    """The goal as it was asked for, with the score that it means."""
    numbers = view.terms.numbers
    values = {"part": part, "target": numbers.score(target)}
    match goal.kind:
        case GoalKind.BAND:
            values |= {"band": view.terms.band(target)}
            return _("Goal: %(part)s in the band “%(band)s”, a score of %(target)s or more.") % values
        case GoalKind.RISE:
            values |= {"points": numbers.plain(goal.value)}
            return _("Goal: %(part)s higher by %(points)s points, a score of %(target)s or more.") % values
        case GoalKind.PEER if view.scores.unit.tier is UnitTier.SUBNATIONAL:
            return _("Goal: %(part)s as high as in the best of the other regions, %(target)s or more.") % values
        case GoalKind.PEER:
            return _("Goal: %(part)s as high as in the best of the other institutions, %(target)s or more.") % values
        case GoalKind.SCORE:
            return _("Goal: %(part)s at %(target)s or more.") % values


def proof_sentences(view: UnitView, outcome: Outcome) -> Iterator[str]:
    """What the solver proved, in words."""
    proof, numbers = outcome.proof, view.terms.numbers
    if proof is None:
        return
    match proof.verdict:
        case Verdict.PROVED:
            yield from _proved(view, outcome, proof)
        case Verdict.GAP:
            values = {
                "effort": numbers.count(proof.effort or 0),
                "bound": numbers.plain(proof.bound or 0.0),
                "gap": numbers.share(proof.gap),
            }
            yield (
                _(
                    "Time ran out before the proof was complete: this plan has the effort %(effort)s, "
                    "none can have less than %(bound)s, so it is off by %(gap)s at most."
                )
                % values
            )
        case Verdict.IMPOSSIBLE:
            yield _("It is proved that no choice of measures reaches this goal within these limits.")
        case Verdict.UNKNOWN:
            yield _("Time ran out before any plan was found. Nothing is proved: loosen a limit or leave measures out.")
    if proof.seconds < SHORTEST:
        yield _("Computed by HiGHS, a program for exact optimisation, in less than %(seconds)s s.") % {
            "seconds": numbers.plain(SHORTEST)
        }
    else:
        yield _("Computed by HiGHS, a program for exact optimisation, in about %(seconds)s s.") % {
            "seconds": numbers.plain(proof.seconds)
        }


def _proved(view: UnitView, outcome: Outcome, proof: Proof) -> Iterator[str]:
    numbers = view.terms.numbers
    values = {"effort": numbers.count(proof.effort or 0), "gap": numbers.share(0.0)}
    if not outcome.steps and is_reached(outcome.before.at(outcome.focus), outcome.target or 0.0):
        yield _("The goal is reached already: no measure is needed.")
    else:
        yield _("Proved cheapest: the effort is %(effort)s and no plan can have less (gap %(gap)s).") % values
    if proof.is_settled and outcome.steps:
        yield _(
            "Among equally cheap plans it has the fewest measures, among those the earliest ends, "
            "and then the highest score."
        )


def way_out_sentences(view: UnitView, outcome: Outcome) -> Iterator[str]:
    """Which limit must give way, and what is possible."""
    way_out, now = outcome.way_out, outcome.before.at(outcome.focus)
    if way_out is None or now is None:
        return
    numbers = view.terms.numbers
    if way_out.most is None:
        yield _("The measures that must be in the plan already break the limits.")
    else:
        values = {"score": numbers.score(now + way_out.most)}
        yield _("Within these limits no more than %(score)s can be reached.") % values
    yield from _given_way(view, way_out)
    if way_out.effort_unlimited is None:
        best = numbers.score(now + way_out.unlimited)
        yield _("Even without any limit the measures reach no more than %(score)s.") % {"score": best}
    else:
        effort = numbers.count(way_out.effort_unlimited)
        yield _("Without any limit the goal can be reached with an effort of %(effort)s.") % {"effort": effort}


def _given_way(view: UnitView, way_out: WayOut) -> Iterator[str]:
    for limit, effort in way_out.enough:
        values = {"limit": str(LIMITS[limit]), "effort": view.terms.numbers.count(effort)}
        yield _("It is enough to give up one limit – %(limit)s: the goal then takes an effort of %(effort)s.") % values
    if not way_out.is_proved:
        yield _("Time ran out before every limit was looked at: another one may be enough as well.")
    elif not way_out.enough and way_out.effort_unlimited is not None:
        yield _("Giving up one limit is not enough: several must give way together.")
