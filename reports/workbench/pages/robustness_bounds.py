"""What scores could be if uncertain answers were known."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from django.utils.translation import gettext as _

from reports.charts import Chart, Table
from reports.charts.ranges import RangeRow, RangeWords, draw_ranges
from reports.number_format import NOTHING
from reports.workbench.addresses import passport_cells
from reports.workbench.frame import Asked, Panel
from scoring.results import Family, Measure
from scoring.robustness import Bounds, Members, Span, bounds_of

Row = tuple[str, Bounds]


def bounds_panel(asked: Asked, measure: Measure, members: Members, places: Sequence[int]) -> Panel | None:
    """The bounds of the overall score and of the levels; None where nothing has a score."""
    if not places:
        return None
    view, units = asked.view, [members.units[place] for place in places]
    bounds = bounds_of(members.instrument, members.method, members.tier, units)
    rows = [(view.part(*part), bounds[(measure, *part)]) for part in head_parts(asked)]
    if rows[0][1].score is None:
        return None
    return Panel(
        _chart(asked, measure, rows),
        note=_note(asked),
        cells=passport_cells(asked, view.scores.unit, [[(measure, *part)] for part in head_parts(asked)]),
    )


def head_parts(asked: Asked) -> list[tuple[Family, str]]:
    """The overall score and the levels."""
    return [(Family.OVERALL, ""), *((Family.LEVELS, level.code) for level in asked.view.instrument.levels)]


def _chart(asked: Asked, measure: Measure, rows: Sequence[Row]) -> Chart:
    view, words = asked.view, _words()
    title = _("Bounds: if uncertain answers were known (%(measure)s)") % {"measure": view.terms.called(measure).lower()}
    drawn = [
        RangeRow(name, one.score, one.do_not_know, one.missing, _shown(asked, one), one.unshown) for name, one in rows
    ]
    table = Table(
        (_("Part"), words.mark, words.inner, words.outer, words.extra),
        tuple(
            (
                name,
                view.terms.numbers.score(one.score),
                span_words(asked, one.do_not_know),
                span_words(asked, one.missing),
                view.terms.numbers.score(one.unshown),
            )
            for name, one in rows
        ),
    )
    caption = view.caption("bounds", title, _sentence(asked, rows[0][1]))
    return draw_ranges(view.terms, caption, words, drawn, table)


def _words() -> RangeWords:
    return RangeWords(
        mark=_("Score"),
        inner=_("if every Do not know were No, or Yes"),
        outer=_("and every answer left empty likewise"),
        extra=_("if every Yes without evidence were No"),
    )


def _shown(asked: Asked, bounds: Bounds) -> str:
    return f"{asked.view.terms.numbers.score(bounds.score)} ({span_words(asked, bounds.missing)})"


def span_words(asked: Asked, span: Span) -> str:
    """From the lowest to the highest score."""
    return asked.view.terms.numbers.interval(*span) if span.low is not None else NOTHING


def _sentence(asked: Asked, overall: Bounds) -> str:
    score = asked.view.terms.numbers.score
    values = {
        "score": score(overall.score),
        "low": score(overall.do_not_know.low),
        "high": score(overall.do_not_know.high),
        "lowest": score(overall.missing.low),
        "highest": score(overall.missing.high),
        "unshown": score(overall.unshown),
    }
    return " ".join(
        text % values
        for text in (
            _(
                "The overall score is %(score)s; whatever hides behind Do not know, it would lie between %(low)s and "
                "%(high)s, and with all empty answers filled in between %(lowest)s and %(highest)s."
            ),
            _("If every Yes that no evidence supports were No, it would be %(unshown)s."),
        )
    )


def _note(asked: Asked) -> str:
    counts = _counts(asked)
    told = {name: asked.view.terms.numbers.count(number) for name, number in counts.items()}
    return _(
        "In the items of this unit: Yes %(yes)s, No %(no)s, Do not know %(dk)s, left empty %(missing)s. Where Yes is "
        "unfavourable, the two change places. A Yes has evidence when a counted response of the unit shows a link or a "
        "file for the item or for one below it, or when a reviewer settled it."
    ) % (told)


def _counts(asked: Asked) -> Mapping[str, int]:
    items = asked.view.scores.items.values()
    return {
        "yes": sum(item.yes for item in items),
        "no": sum(item.no for item in items),
        "dk": sum(item.dk for item in items),
        "missing": sum(item.missing for item in items),
    }
