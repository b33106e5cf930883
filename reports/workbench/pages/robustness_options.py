"""What scores would be under other options of the method."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from urllib.parse import urlencode

from django.utils.translation import gettext as _

from reports.charts import Chart, Table
from reports.charts.ranges import RangeRow, RangeWords, draw_ranges
from reports.passport.options import OPTIONS, code_of, variant_words
from reports.workbench.addresses import Place, passport_cells
from reports.workbench.frame import Asked, Panel
from reports.workbench.pages.robustness_bounds import head_parts, span_words
from scoring.display import on_hundred
from scoring.results import Measure
from scoring.robustness import Members, Spread, Variant, spread_of

Row = tuple[str, Spread]
FIELDS = ("structural", "do_not_know", "weights", "by_participants")


def options_panel(asked: Asked, measure: Measure, members: Members, places: Sequence[int]) -> Panel | None:
    """The overall score and the levels under all combinations of options; None where nothing has a score."""
    if not places:
        return None
    spreads = spread_of(members, places)
    rows = [(asked.view.part(*part), spreads[(measure, *part)]) for part in head_parts(asked)]
    if rows[0][1].own is None:
        return None
    return Panel(
        _chart(asked, measure, rows),
        note=_note(members.others is not None),
        cells=_cells(asked, measure, rows[0][1].variants),
    )


def _cells(asked: Asked, measure: Measure, variants: Sequence[Variant]) -> dict[tuple[int, int], str]:
    """Each score leads to its passport, computed by the options of its row."""
    parts: list[Place | None] = [(measure, *part) for part in head_parts(asked)]
    cells = passport_cells(asked, asked.view.scores.unit, [parts] * len(variants))
    return {
        (row, column): address if variants[row].is_own else f"{address}&{urlencode({OPTIONS: code_of(variants[row])})}"
        for (row, column), address in cells.items()
    }


def _chart(asked: Asked, measure: Measure, rows: Sequence[Row]) -> Chart:
    view, numbers = asked.view, asked.view.terms.numbers
    title = _("Sensitivity: under other options of the method (%(measure)s)") % {
        "measure": view.terms.called(measure).lower()
    }
    drawn = [
        RangeRow(
            name, one.own, one.span, (None, None), f"{numbers.score(one.own)} ({span_words(asked, one.span)})"
        )
        for name, one in rows
    ]  # fmt: skip
    words = RangeWords(_("Score by the method"), _("from the lowest to the highest of all combinations"), "")
    variants = rows[0][1].variants
    table = Table(
        (_("Options"), *(name for name, _spread in rows)),
        tuple(
            (variant_words(variant), *(numbers.score(spread.scores[place]) for _name, spread in rows))
            for place, variant in enumerate(variants)
        ),
    )
    caption = view.caption("options", title, _sentence(asked, rows[0][1]))
    return draw_ranges(view.terms, caption, words, drawn, table)


def _sentence(asked: Asked, overall: Spread) -> str:
    numbers, (low, high) = asked.view.terms.numbers, overall.span
    values = {
        "count": numbers.count(len(overall.variants)),
        "low": numbers.score(low),
        "high": numbers.score(high),
        "own": numbers.score(overall.own),
    }
    if on_hundred(low or 0) == on_hundred(high or 0):
        return _("The overall score is %(own)s under every one of the %(count)s combinations of options.") % values
    first = _(
        "As the method has it, the overall score is %(own)s; over %(count)s combinations of options it lies between "
        "%(low)s and %(high)s."
    )
    moves = moves_of(overall)
    field = max(moves, key=lambda name: moves[name])
    change = numbers.score(moves[field])
    return " ".join([first % values, *([_largest(field) % {"change": change}] if on_hundred(moves[field]) else [])])


def moves_of(spread: Spread) -> Mapping[str, float]:
    """By how much each option alone moves the score, the others as the method has them."""
    own = next(variant for variant in spread.variants if variant.is_own)
    found = {}
    for field in FIELDS:
        rest = [name for name in FIELDS if name != field]
        scores = [
            score
            for variant, score in spread.pairs()
            if score is not None and all(getattr(variant, name) == getattr(own, name) for name in rest)
        ]
        found[field] = max(scores) - min(scores) if scores else 0.0
    return found


def _largest(field: str) -> str:
    return {
        "structural": _("What follows from a No above matters most: alone it moves the score by up to %(change)s."),
        "do_not_know": _("What Do not know counts as matters most: alone it moves the score by up to %(change)s."),
        "weights": _("The weights of the sources matter most: alone they move the score by up to %(change)s."),
        "by_participants": _(
            "How responses given together are counted matters most: alone it moves the score by up to %(change)s."
        ),
    }[field]


def _note(has_groups: bool) -> str:
    if has_groups:
        return _("The weights change combined scores only. The options of the round’s method are not touched by this.")
    return _(
        "The weights change combined scores only. No counted response was given by several people together, so that "
        "this option makes no difference here. The options of the round’s method are not touched by this."
    )
