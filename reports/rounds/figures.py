"""The figure of two rounds: the overall score and the levels in both, joined where they may be compared."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils import formats, timezone
from django.utils.translation import gettext as _

from reports.charts import Chart, Slope, SlopeWords, Spot, Table, draw_slopes
from reports.figures import UnitView
from reports.number_format import NO_BREAK
from reports.rounds.reading import Comparison
from reports.rounds.words import break_words
from scoring.bridging import BridgedUnit, Change
from scoring.results import Family, Measure, Score, UnitScores
from surveys.models import Round

SIDES = ("earlier", "later")


@dataclass(frozen=True)
class Changed:
    """What figures of a comparison are made from. `unit`: on the common items; None where nothing can be compared.

    `view`: of the unit in the later round. `whole`: the unit's scores on all items of each round.
    """

    comparison: Comparison
    unit: BridgedUnit | None
    view: UnitView
    whole: tuple[UnitScores | None, UnitScores | None]
    measure: Measure

    @property
    def rounds(self) -> tuple[str, str]:
        """The names of the two rounds, short."""
        return name_of(self.comparison.earlier.survey_round), name_of(self.comparison.later.survey_round)


def name_of(survey_round: Round) -> str:
    """When a round took place: its code and its month."""
    moment = survey_round.opens_at or survey_round.created_at
    return f"{survey_round.code} · {formats.date_format(timezone.localtime(moment), 'm.Y')}"


def slopes_figure(changed: Changed) -> Chart:
    """The overall score and the levels of a measure in both rounds."""
    parts = [(Family.OVERALL, ""), *((Family.LEVELS, level.code) for level in changed.view.instrument.levels)]
    slopes = [_slope(changed, family, code) for family, code in parts]
    words = SlopeWords(
        rounds=_with_bases(changed),
        broken=break_words(changed.comparison.judgement.breaks),
        common=_("on the common items") if changed.unit else "",
        whole=_("on all items of the round"),
    )
    measure = changed.view.terms.called(changed.measure).lower()
    title = _("Overall score and levels in both rounds: %(measure)s") % {"measure": measure}
    caption = changed.view.caption("slopes", title, _slope_sentence(changed))
    return draw_slopes(changed.view.terms, caption, words, slopes, _slope_table(changed, parts))


def _with_bases(changed: Changed) -> tuple[str, str]:
    """The names of the rounds with the number of responses behind the unit's scores."""
    numbers = changed.view.terms.numbers
    earlier, later = (
        f"{name} (n{NO_BREAK}={NO_BREAK}{numbers.count(scores.respondents)})" if scores else name
        for name, scores in zip(changed.rounds, changed.whole, strict=True)
    )
    return earlier, later


def _slope(changed: Changed, family: Family, code: str) -> Slope:
    whole = [_part(scores, changed.measure, family, code) for scores in changed.whole]
    name = changed.view.part(family, code)
    if changed.unit is None:
        earlier, later = (Spot(None, None, None, score.score if score else None) for score in whole)
        return Slope(name, earlier, later, "")
    pair = (changed.unit.earlier, changed.unit.later)
    earlier, later = (
        _spot(_part(scores, changed.measure, family, code), full) for scores, full in zip(pair, whole, strict=True)
    )
    change = changed.unit.change(changed.measure, family, code)
    shown = "" if change.value is None else changed.view.terms.numbers.gap(change.value)
    return Slope(name, earlier, later, shown)


def _part(scores: UnitScores | None, measure: Measure, family: Family, code: str) -> Score | None:
    return scores.of(measure).part(family, code) if scores else None


def _spot(score: Score | None, whole: Score | None) -> Spot:
    if score is None:
        return Spot(None, None, None)
    full = whole.score if whole else None
    is_other = full is not None and (score.score is None or abs(full - score.score) > 1e-9)
    return Spot(score.score, score.low, score.high, full if is_other else None)


def _slope_sentence(changed: Changed) -> str:
    numbers = changed.view.terms.numbers
    if changed.unit is None:
        scores = [_part(one, changed.measure, Family.OVERALL, "") for one in changed.whole]
        values = [numbers.score(one.score if one else None) for one in scores]
        sentence = _(
            "Overall score on all items of each round: %(earlier)s, then %(later)s; the two are not comparable."
        )
        return sentence % dict(zip(SIDES, values, strict=True))
    earlier, later = (scores.of(changed.measure).overall for scores in (changed.unit.earlier, changed.unit.later))
    change = changed.unit.change(changed.measure)
    if change.value is None:
        return _("On the common items the overall score cannot be compared: one of the rounds has none.")
    said = {
        "earlier": numbers.score(earlier.score),
        "later": numbers.score(later.score),
        "change": numbers.gap(change.value),
        "interval": numbers.interval(change.low, change.high, is_gap=True),
    }
    first = _change_sentence(change) % said
    return f"{first} {_level_sentence(changed)}".strip()


def _change_sentence(change: Change) -> str:
    if change.low is None:
        return _(
            "On the common items the overall score was %(earlier)s and is %(later)s (%(change)s); the interval of "
            "the change cannot be told."
        )
    if not change.is_apart:
        return _(
            "On the common items the overall score was %(earlier)s and is %(later)s; the change of %(change)s "
            "(%(interval)s) may be due to chance."
        )
    if (change.value or 0) > 0:
        return _(
            "On the common items the overall score rose from %(earlier)s to %(later)s: by %(change)s (%(interval)s), "
            "more than chance explains."
        )
    return _(
        "On the common items the overall score fell from %(earlier)s to %(later)s: by %(change)s (%(interval)s), "
        "more than chance explains."
    )


def _level_sentence(changed: Changed) -> str:
    assert changed.unit is not None
    changes = {
        level.code: changed.unit.change(changed.measure, Family.LEVELS, level.code)
        for level in changed.view.instrument.levels
    }
    known = {code: change.value for code, change in changes.items() if change.value is not None}
    if not known:
        return ""
    widest = max(known, key=lambda code: abs(known[code]))
    return _("The largest change among the levels: %(level)s (%(change)s).") % {
        "level": changed.view.level(widest),
        "change": changed.view.terms.numbers.gap(known[widest]),
    }


def _slope_table(changed: Changed, parts: Sequence[tuple[Family, str]]) -> Table:
    terms = changed.view.terms
    names = dict(zip(SIDES, changed.rounds, strict=True))
    header: tuple[str, ...] = (_("Part"),)
    if changed.unit:
        header += (
            _("%(round)s, common items") % {"round": names["earlier"]},
            _("%(round)s, common items") % {"round": names["later"]},
            _("Change of the score"),
            terms.words.interval,
        )
    header += (
        _("%(round)s, all its items") % {"round": names["earlier"]},
        _("%(round)s, all its items") % {"round": names["later"]},
    )
    return Table(header, tuple(_slope_row(changed, family, code) for family, code in parts))


def _slope_row(changed: Changed, family: Family, code: str) -> tuple[str, ...]:
    terms, measure = changed.view.terms, changed.measure
    cells: tuple[str, ...] = (changed.view.part(family, code),)
    if changed.unit:
        change = changed.unit.change(measure, family, code)
        pair = [_part(scores, measure, family, code) for scores in (changed.unit.earlier, changed.unit.later)]
        cells += (
            *(terms.with_interval(score) if score else terms.numbers.score(None) for score in pair),
            terms.numbers.gap(change.value),
            terms.numbers.interval(change.low, change.high, is_gap=True),
        )
    whole = [_part(scores, measure, family, code) for scores in changed.whole]
    return (*cells, *(terms.with_interval(score) if score else terms.numbers.score(None) for score in whole))
