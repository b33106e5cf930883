"""Places as ranges: institutions and regions in order, with the places that each could have."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from django.utils.translation import gettext as _

from reports.charts import Chart, Table
from reports.charts.ranges import RangeRow, RangeWords, draw_ranges
from reports.number_format import RANGE
from reports.workbench.addresses import page_address, passport
from reports.workbench.frame import Asked, Panel
from scoring.results import Family, Measure, UnitScores, UnitTier
from scoring.robustness import Members, Places, Ranked, rank

MOST = 40  # rows that a picture shows; its table has all

Part = tuple[Measure, Family, str]


def ranks_panel(
    asked: Asked, institutions: Members, groups: Mapping[str, Sequence[int]], part: Part, tier: UnitTier
) -> Panel | None:
    """The places of the institutions, or of the regions; None where fewer than two have the score."""
    ranked = rank(institutions, groups, part)
    if len(ranked) < 2:
        return None
    units = {one.unit.code: one for one in asked.results.units(tier)}
    chart = _chart(asked, ranked, units, part, tier)
    links = {place: page_address(asked, "robustness", units[one.code].unit) for place, one in enumerate(ranked)}
    cells = {(place, 1): passport(asked, units[one.code].unit, part) for place, one in enumerate(ranked)}
    return Panel(chart, note=_note(asked, len(ranked)), links=links, cells=cells, codes=[one.code for one in ranked])


def _chart(
    asked: Asked, ranked: Sequence[Ranked], units: Mapping[str, UnitScores], part: Part, tier: UnitTier
) -> Chart:
    view, numbers = asked.view, asked.view.terms.numbers
    names = {code: one.unit.called(view.terms.language) for code, one in units.items()}
    own = view.scores.unit.code if view.scores.unit.tier is tier else ""
    titles = {
        UnitTier.INSTITUTION: _("Places of institutions (%(part)s, %(measure)s)"),
        UnitTier.SUBNATIONAL: _("Places of regions (%(part)s, %(measure)s)"),
    }
    title = titles[tier] % {"part": view.part(*part[1:]).lower(), "measure": view.terms.called(part[0]).lower()}
    drawn = [
        RangeRow(
            names[one.code],
            (one.place.first + one.place.last) / 2,
            one.by_chance,
            one.whole,
            place_words(one.whole),
            is_marked=one.code == own,
        )
        for one in _nearest(ranked, own)
    ]
    table = Table(
        (
            _("Name"),
            _("Score"),
            _("Place"),
            _("Places by chance"),
            _("Places by options"),
            _("Places in all"),
            _("Respondents (n)"),
        ),
        tuple(
            (
                names[one.code],
                numbers.score(one.score),
                *(place_words(places) for places in (one.place, one.by_chance, one.by_options, one.whole)),
                numbers.count(units[one.code].respondents),
            )
            for one in ranked
        ),
    )
    words = RangeWords(_("Place by the score"), _("by chance"), _("by chance or by the options of the method"))
    caption = view.caption(f"ranks-{tier}", title, _sentence(asked, ranked, names, own))
    return draw_ranges(view.terms, caption, words, drawn, table, _ticks(len(ranked)))


def _nearest(ranked: Sequence[Ranked], own: str) -> Sequence[Ranked]:
    """As many as a picture shows: the first ones, or those around the unit of the page."""
    at = next((place for place, one in enumerate(ranked) if one.code == own), 0)
    first = max(0, min(at - MOST // 2, len(ranked) - MOST))
    return ranked[first : first + MOST]


def _ticks(units: int) -> list[tuple[float, str]]:
    step = max(1, -(-units // 10))
    places = [1, *range(1 + step, units - step // 2, step), units]
    return [(float(place), str(place)) for place in places]


def place_words(places: Places) -> str:
    """A place, or from the best to the worst."""
    return str(places.first) if places.first == places.last else f"{places.first}{RANGE}{places.last}"


def _sentence(asked: Asked, ranked: Sequence[Ranked], names: Mapping[str, str], own: str) -> str:
    count = asked.view.terms.numbers.count
    one = next((one for one in ranked if one.code == own), None)
    if one is not None:
        values = {"name": names[own], "first": one.whole.first, "last": one.whole.last, "of": count(one.of)}
        if one.whole.first == one.whole.last:
            return _("%(name)s stands at place %(first)s of %(of)s, by chance and by every option.") % values
        return _("%(name)s stands between place %(first)s and place %(last)s of %(of)s.") % values
    sure = sum(one.whole.first == one.whole.last for one in ranked)
    values = {
        "first": count(sum(one.whole.first == 1 for one in ranked)),
        "sure": count(sure),
        "of": count(len(ranked)),
    }
    return _("Could stand first: %(first)s of %(of)s. Have one certain place: %(sure)s of %(of)s.") % values


def _note(asked: Asked, units: int) -> str:
    numbers, method = asked.view.terms.numbers, asked.results.method
    told = {"confidence": numbers.share(method.confidence), "most": numbers.count(MOST)}
    text = _(
        "By chance: a unit precedes another only where the jackknife interval of their difference leaves zero out, so "
        "strictly that the range of a unit holds with %(confidence)s for all its comparisons together. By options: all "
        "combinations of the table above. Equal scores share their places."
    )
    more = _("The picture shows %(most)s units, the table all of them.")
    return " ".join([text % told, *([more % told] if units > MOST else [])])
