"""Figures of scenarios: pictures with the sentence that says what matters, in the active language."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from reports.charts import Chart
from reports.figures import UnitView, capitalised
from reports.scenarios.courses import CompareRow, CourseWords, Moment, draw_compare, draw_course
from reports.scenarios.drawing import LevelRow, Pair, PairWords, draw_changes_matrix, draw_pyramids
from reports.scenarios.goals import Focus, is_reached
from reports.scenarios.outcomes import Outcome
from scoring.results import Family, Measure, cell_code, split_cell


def pair_of(outcome: Outcome, measure: Measure, family: Family = Family.OVERALL, code: str = "") -> Pair:
    """A score before and after."""
    return Pair(outcome.before.score(measure, family, code), outcome.after.score(measure, family, code))


def focus_name(view: UnitView, focus: Focus) -> str:
    """What a score is called: its measure and part."""
    part = view.part(focus.family, focus.code)
    return _("%(part)s (%(measure)s)") % {"part": part, "measure": view.terms.called(focus.measure).lower()}


def change_sentence(view: UnitView, outcome: Outcome) -> str:
    """The combined overall score before and after."""
    numbers, pair = view.terms.numbers, pair_of(outcome, Measure.COMBINED)
    if pair.before is None or pair.after is None:
        return _("There is no combined score to compare.")
    if not pair.has_changed(view.terms):
        return _("The combined overall score stays at %(score)s.") % {"score": numbers.score(pair.after)}
    return _("Combined overall score: %(before)s before, %(after)s after (%(change)s).") % {
        "before": numbers.score(pair.before),
        "after": numbers.score(pair.after),
        "change": numbers.gap(pair.change),
    }


def band_sentence(view: UnitView, outcome: Outcome) -> str:
    """Which bands change."""
    terms, pair = view.terms, pair_of(outcome, Measure.COMBINED)
    if pair.before is None or pair.after is None:
        return ""
    before, after = terms.band(pair.before), terms.band(pair.after)
    if before == after:
        return _("The band stays: “%(band)s”.") % {"band": after}
    return _("The band changes from “%(before)s” to “%(after)s”.") % {"before": before, "after": after}


def pyramids_figure(view: UnitView, outcome: Outcome) -> Chart:
    """The levels before and after."""
    levels = [level.code for level in view.instrument.levels]
    pairs = {code: pair_of(outcome, Measure.COMBINED, Family.LEVELS, code) for code in levels}
    rows = [
        LevelRow(
            capitalised(view.level(code)),
            pair_of(outcome, Measure.FACTS, Family.LEVELS, code),
            pair_of(outcome, Measure.PERCEPTIONS, Family.LEVELS, code),
            pairs[code],
        )
        for code in levels
    ]
    most = _largest(pairs)
    sentence = change_sentence(view, outcome)
    if most and pairs[most].has_changed(view.terms):
        numbers = view.terms.numbers
        largest = _("The largest change among the levels: %(level)s, from %(before)s to %(after)s.") % {
            "level": view.level(most),
            "before": numbers.score(pairs[most].before),
            "after": numbers.score(pairs[most].after),
        }
        sentence = f"{sentence} {largest}"
    caption = view.caption("pyramids", _("Pyramid of the levels before and after"), sentence)
    return draw_pyramids(view.terms, caption, rows, PairWords(_("Now"), _("After the measures")))


def matrix_figure(view: UnitView, outcome: Outcome, measure: Measure) -> Chart | None:
    """Cells of a source before and after; None where it has no score."""
    if outcome.before.score(measure) is None:
        return None
    levels = [level.code for level in view.instrument.levels]
    areas = outcome.before.codes(Family.AREAS)
    cells = {
        cell_code(level, area): pair_of(outcome, measure, Family.CELLS, cell_code(level, area))
        for area in areas
        for level in levels
    }
    titles = {
        Measure.FACTS: _("Areas by levels before and after: facts"),
        Measure.PERCEPTIONS: _("Areas by levels before and after: perceptions"),
    }
    rows = [(capitalised(view.area(area)), [cells[cell_code(level, area)] for level in levels]) for area in areas]
    caption = view.caption(f"changes-{measure}", titles[measure], _cell_sentence(view, cells))
    return draw_changes_matrix(view.terms, caption, [capitalised(view.level(level)) for level in levels], rows)


def _cell_sentence(view: UnitView, cells: Mapping[str, Pair]) -> str:
    most, numbers = _largest(cells), view.terms.numbers
    if most is None or not cells[most].has_changed(view.terms):
        return _("No cell changes.")
    level, area = split_cell(most)
    changed = sum(pair.has_changed(view.terms) for pair in cells.values())
    values = {
        "n": numbers.count(changed),
        "level": view.level(level),
        "area": view.area(area),
        "before": numbers.score(cells[most].before),
        "after": numbers.score(cells[most].after),
    }
    return _("Cells that change: %(n)s. The most: %(level)s, %(area)s – from %(before)s to %(after)s.") % values


def _largest(pairs: Mapping[str, Pair]) -> str | None:
    known = {code: abs(pair.change) for code, pair in pairs.items() if pair.change is not None}
    return max(known, key=known.__getitem__, default=None)


def course_figure(view: UnitView, outcome: Outcome) -> Chart | None:
    """How the score grows as measures end; None without measures or without a score."""
    now = outcome.before.at(outcome.focus)
    if not outcome.steps or now is None:
        return None
    ends = sorted({step.end for step in outcome.steps})
    moments = [Moment(0, now)]
    for end in ends:
        ended = [step for step in outcome.steps if step.end == end]
        moments.append(Moment(end, ended[0].reached or 0.0, tuple(dict.fromkeys(step.code for step in ended))))
    words = CourseWords(
        month=_("Months from the beginning"), measures=_("Measures that end"), goal=_("Goal"), nothing=_("none")
    )
    title = _("The score as measures end: %(score)s") % {"score": focus_name(view, outcome.focus)}
    caption = view.caption("course", title, _course_sentence(view, outcome, moments))
    return draw_course(view.terms, caption, moments, words, outcome.target)


def _course_sentence(view: UnitView, outcome: Outcome, moments: Sequence[Moment]) -> str:
    numbers, last = view.terms.numbers, moments[-1]
    reached = outcome.target is not None and next(
        (moment for moment in moments if is_reached(moment.score, outcome.target)), None
    )
    if reached and outcome.target is not None:
        return ngettext(
            "The goal of %(target)s is reached after %(n)s month, with a score of %(score)s.",
            "The goal of %(target)s is reached after %(n)s months, with a score of %(score)s.",
            reached.month,
        ) % {
            "target": numbers.score(outcome.target),
            "n": numbers.count(reached.month),
            "score": numbers.score(reached.score),
        }
    return ngettext(
        "The last measure ends after %(n)s month; the score is then %(score)s, against %(now)s at the beginning.",
        "The last measure ends after %(n)s months; the score is then %(score)s, against %(now)s at the beginning.",
        last.month,
    ) % {
        "n": numbers.count(last.month),
        "score": numbers.score(last.score),
        "now": numbers.score(moments[0].score),
    }


def _common(scores: Sequence[float | None]) -> float | None:
    """What all share; None where scenarios were computed from different counts."""
    return scores[0] if len(set(scores)) == 1 else None


def compare_figure(view: UnitView, scenarios: Sequence[tuple[str, Outcome]]) -> Chart:
    """Scenarios of one unit side by side: combined scores, overall and of the levels."""
    names, outcomes = [name for name, _outcome in scenarios], [outcome for _name, outcome in scenarios]
    parts = [(Family.OVERALL, ""), *((Family.LEVELS, level.code) for level in reversed(view.instrument.levels))]
    rows = [
        CompareRow(
            view.part(family, code),
            _common([outcome.before.score(Measure.COMBINED, family, code) for outcome in outcomes]),
            tuple(outcome.after.score(Measure.COMBINED, family, code) for outcome in outcomes),
        )
        for family, code in parts
    ]
    caption = view.caption("compare", _("Combined scores after each scenario"), _compare_sentence(view, scenarios))
    return draw_compare(view.terms, caption, names, rows, _("Now"))


def _compare_sentence(view: UnitView, scenarios: Sequence[tuple[str, Outcome]]) -> str:
    """Which scenario leads highest and which takes least, by what is shown of them."""
    numbers = view.terms.numbers
    said = [
        (name, numbers.score(one.after.score(Measure.COMBINED)), numbers.count(one.effort)) for name, one in scenarios
    ]
    best, score, effort = said[
        max(range(len(said)), key=lambda place: scenarios[place][1].after.score(Measure.COMBINED) or 0)
    ]
    least, least_score, least_effort = said[min(range(len(said)), key=lambda place: scenarios[place][1].effort)]
    values = {"best": best, "score": score, "effort": effort}
    if len({one[1:] for one in said}) == 1:
        return (
            _("The scenarios lead to the same combined overall score, %(score)s, with the same effort, %(effort)s.")
            % values
        )
    if (score, effort) == (least_score, least_effort):
        return (
            _("“%(best)s” has both the highest combined overall score (%(score)s) and the least effort (%(effort)s).")
            % values
        )
    return _(
        "The highest combined overall score: “%(best)s” (%(score)s, effort %(effort)s); "
        "the least effort: “%(least)s” (%(least_effort)s, score %(least_score)s)."
    ) % (values | {"least": least, "least_effort": least_effort, "least_score": least_score})
