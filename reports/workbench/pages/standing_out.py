"""The items in which a unit differs most from the mean of others, up and down."""

from __future__ import annotations

from dataclasses import dataclass
from statistics import fmean

from django.utils.translation import gettext as _

from reports.charts import Table
from reports.charts.dots import Dot, DotRow, draw_dots
from reports.workbench.addresses import item_address
from reports.workbench.frame import Asked, Panel
from reports.workbench.pages.peers import Peers
from reports.workbench.pages.points import bounds, item_dot, item_point, series
from reports.workbench.specs import Point, dots
from scoring.display import on_hundred
from scoring.results import ItemScore

SHOWN = 6  # items up, and as many down


@dataclass(frozen=True)
class Differing:
    """An item of the unit with the mean of `n` others."""

    item: ItemScore
    own: float
    mean: float
    n: int

    @property
    def difference(self) -> float:
        """From -1 to 1."""
        return self.own - self.mean


def find_differing(asked: Asked, peers: Peers) -> list[Differing]:
    """The items that lie furthest above the mean of the others, then those furthest below; as scores are shown."""
    found = []
    for code, item in asked.view.scores.items.items():
        others = [member.items[code].score for member in peers.members if code in member.items]
        known = [score for score in others if score is not None]
        if item.score is not None and len(known) > 1:
            found.append(Differing(item, item.score, fmean(known), len(known)))
    ordered = sorted(found, key=lambda one: -one.difference)
    above = [one for one in ordered if on_hundred(one.difference) > 0][:SHOWN]
    below = [one for one in ordered if on_hundred(one.difference) < 0][-SHOWN:]
    return [*above, *below]


def items_panel(asked: Asked, peers: Peers) -> Panel | None:
    """What stands out; None where nothing does."""
    found = find_differing(asked, peers)
    if not found:
        return None
    view, terms, numbers = asked.view, asked.view.terms, asked.view.terms.numbers
    unit = view.scores.unit
    names = [view.question(one.item.code) for one in found]
    rows = [
        DotRow(name, (item_dot(terms, one.item), Dot(one.mean, None, None, numbers.score(one.mean))))
        for name, one in zip(names, found, strict=True)
    ]
    table = Table(
        (terms.words.item, view.name, terms.words.interval, peers.name, _("Difference"), _("Institutions (n)")),
        tuple(
            (
                name,
                numbers.score(one.own),
                numbers.interval(*bounds(one.item)),
                numbers.score(one.mean),
                numbers.gap(one.difference),
                numbers.count(one.n),
            )
            for name, one in zip(names, found, strict=True)
        ),
    )
    caption = view.caption("standing-out", _("Items that stand out"), _sentence(asked, found))
    addresses = [item_address(asked, one.item.code, unit) for one in found]
    cells = {(place, 1): address for place, address in enumerate(addresses)}
    if peers.unit:
        cells |= {(place, 3): item_address(asked, one.item.code, peers.unit) for place, one in enumerate(found)}
    own = [item_point(terms, one.item, address) for one, address in zip(found, addresses, strict=True)]
    others = [
        Point(one.mean, numbers.score(one.mean), f"{numbers.score(one.mean)}\n{_institutions(asked, one)}")
        for one in found
    ]
    return Panel(
        draw_dots(terms, caption, (view.name, peers.name), rows, table),
        dots(names, [series(0, view.name, [*own]), series(1, peers.name, [*others])]),
        links=dict(enumerate(addresses)),
        cells=cells,
        codes=[one.item.code for one in found],
    )


def _institutions(asked: Asked, one: Differing) -> str:
    return _("institutions: %(n)s") % {"n": asked.view.terms.numbers.count(one.n)}


def _sentence(asked: Asked, found: list[Differing]) -> str:
    """The item furthest from the mean of the others, and where it lies."""
    numbers = asked.view.terms.numbers
    widest = max(found, key=lambda one: abs(one.difference))
    values = {
        "code": widest.item.code,
        "score": numbers.score(widest.own),
        "mean": numbers.score(widest.mean),
        "difference": numbers.gap(widest.difference),
    }
    if widest.difference > 0:
        return (
            _("Item %(code)s stands out most: %(score)s against a mean of %(mean)s (%(difference)s), a strength.")
            % values
        )
    return (
        _("Item %(code)s stands out most: %(score)s against a mean of %(mean)s (%(difference)s), a weakness.") % values
    )
