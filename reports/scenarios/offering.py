"""What can be chosen for a scenario: measures to tick, cells, parts that a goal can name."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from reports.dashboard.values import Addresses
from reports.figures import UnitView
from reports.scenarios.expenses import Weights
from reports.scenarios.measures import Expense, Measure
from reports.scenarios.reading import Offers
from reports.scenarios.steps import Link, Titles, links, span
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
    where: str = ""
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
    offers: Offers,
    weights: Weights,
    titles: Titles,
    ticked: Collection[str] = (),
    banned: Collection[str] = (),
    required: Collection[str] = (),
) -> list[MeasureGroup]:
    """All measures by table of the instrument; `ticked`, `banned`, `required`: items."""
    addresses, groups = Addresses(round_code, view.scores.unit), []
    for table in view.instrument.tables():
        rows = tuple(
            MeasureRow(
                code=item.code,
                words=view.item(item),
                address=addresses.item(item.code),
                score=view.terms.numbers.score(view.scores.items[item.code].score),
                n=view.terms.numbers.count(view.scores.items[item.code].n),
                turn=str(TURNS[found[0].turn]),
                effort=_span(view, found, weights.effort_of, effort_name),
                months=_span(view, found, weights.months_of, horizon_name),
                costs=", ".join(dict.fromkeys(costs_name(one.expense) for one in found)),
                needs=_codes(one.needs for one in found),
                excludes=_codes(one.excludes for one in found),
                recommendations=tuple(
                    dict.fromkeys(link for one in found for link in links(view, one.expense, titles))
                ),
                where=_where(view, offers, found),
                is_ticked=item.code in ticked,
                is_banned=item.code in banned,
                is_required=item.code in required,
            )
            for item in table.items
            if (found := [one.by_code[item.code] for one in offers.values() if item.code in one.by_code])
        )
        if rows:
            groups.append(MeasureGroup(f"{table.code}. {view.words(table.title)}", rows))
    return groups


def _span(
    view: UnitView, found: Sequence[Measure], number: Callable[[Expense], int], name: Callable[[Expense], str]
) -> str:
    """The least and the most that institutions need, with the names of their classes."""
    count = view.terms.numbers.count
    several = dict.fromkeys(name(one.expense) for one in sorted(found, key=lambda one: number(one.expense)))
    return f"{span(map(count, sorted(number(one.expense) for one in found)))} ({', '.join(several)})"


def _codes(several: Iterable[Iterable[str]]) -> str:
    return ", ".join(dict.fromkeys(code for codes in several for code in codes))


def _where(view: UnitView, offers: Offers, found: Sequence[Measure]) -> str:
    """In how many institutions the measure can be taken; empty where one unit acts."""
    if "" in offers:
        return ""
    count = view.terms.numbers.count
    return _("possible in %(n)s of %(all)s institutions") % {"n": count(len(found)), "all": count(len(offers))}


def left_out_rows(view: UnitView, offers: Offers) -> list[tuple[str, str]]:
    """Items for which nobody has a measure, and why."""
    known = {code for one in offers.values() for code in one.by_code}
    reasons = {code: reason for one in offers.values() for code, reason in one.left_out.items() if code not in known}
    return [(view.question(code), str(LEFT_OUT[reason])) for code, reason in reasons.items()]


def cells_of_perceptions(view: UnitView, offers: Offers) -> dict[str, list[str]]:
    """The items of the measures in each cell of the perceptions; cells without any are left out."""
    found: dict[str, list[str]] = {}
    for code, one in {code: one for offer in offers.values() for code, one in offer.by_code.items()}.items():
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
