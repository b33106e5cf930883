"""What can be chosen for a scenario: measures to tick, cells, parts that a goal can name."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from reports.dashboard.values import Addresses
from reports.figures import UnitView
from reports.scenarios.expenses import Weights
from reports.scenarios.measures import Measures
from reports.scenarios.presenting import Link, Titles, links
from reports.scenarios.words import LEFT_OUT, TURNS, costs_name, effort_name, horizon_name
from scoring.results import Family, cell_code
from surveys.content import Source


@dataclass(frozen=True)
class MeasureRow:
    """A measure to tick."""

    code: str
    words: str
    address: str
    score: str
    n: str
    turn: str
    effort: str
    months: str
    costs: str
    needs: str
    excludes: str
    recommendations: tuple[Link, ...]
    is_ticked: bool = False
    is_banned: bool = False
    is_required: bool = False


@dataclass(frozen=True)
class MeasureGroup:
    """The measures of one table of the instrument."""

    title: str
    rows: tuple[MeasureRow, ...]

    @property
    def ticked(self) -> int:
        """How many are ticked."""
        return sum(row.is_ticked for row in self.rows)


def measure_groups(
    view: UnitView,
    round_code: str,
    measures: Measures,
    weights: Weights,
    titles: Titles,
    ticked: Collection[str] = (),
    banned: Collection[str] = (),
    required: Collection[str] = (),
) -> list[MeasureGroup]:
    """All measures by table of the instrument."""
    numbers, addresses, groups = view.terms.numbers, Addresses(round_code, view.scores.unit), []
    for table in view.instrument.tables():
        rows = tuple(
            MeasureRow(
                code=item.code,
                words=view.item(item),
                address=addresses.item(item.code),
                score=numbers.score(one.score),
                n=numbers.count(view.scores.items[item.code].n),
                turn=str(TURNS[one.turn]),
                effort=f"{numbers.count(weights.effort_of(one.expense))} ({effort_name(one.expense)})",
                months=f"{numbers.count(weights.months_of(one.expense))} ({horizon_name(one.expense)})",
                costs=costs_name(one.expense),
                needs=", ".join(one.needs),
                excludes=", ".join(one.excludes),
                recommendations=links(view, one.expense, titles),
                is_ticked=item.code in ticked,
                is_banned=item.code in banned,
                is_required=item.code in required,
            )
            for item in table.items
            if (one := measures.by_code.get(item.code))
        )
        if rows:
            groups.append(MeasureGroup(f"{table.code}. {view.words(table.title)}", rows))
    return groups


def left_out_rows(view: UnitView, measures: Measures) -> list[tuple[str, str]]:
    """Items without a measure, and why."""
    return [(view.question(code), str(LEFT_OUT[reason])) for code, reason in measures.left_out.items()]


def cells_of_perceptions(view: UnitView, measures: Measures) -> dict[str, list[str]]:
    """The codes of the measures in each cell of the perceptions; cells without any are left out."""
    found: dict[str, list[str]] = {}
    for code, one in measures.by_code.items():
        item = view.instrument.items_by_code[code]
        if one.is_assumed and view.instrument.section_by_item[code].source is Source.PERCEPTIONS:
            for level in item.levels:
                found.setdefault(cell_code(level, item.area), []).append(code)
    return found


def parts_of(view: UnitView) -> list[tuple[str, str]]:
    """The parts that a goal can name, as they stand in addresses."""
    facts = view.scores.facts
    codes = [(Family.OVERALL, ""), *((Family.LEVELS, code) for code in facts.levels)]
    codes += [(Family.CELLS, code) for code, score in facts.cells.items() if score.score is not None]
    return [(f"{family}:{code}", view.part(family, code)) for family, code in codes]
