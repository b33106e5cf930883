"""Units compared: a heat map of items by institutions, sorted, grouped by region."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from statistics import fmean
from urllib.parse import unquote

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from reports.charts import Table, Terms
from reports.charts.heat import draw_heat
from reports.charts.parts import band_fill
from reports.workbench.addresses import item_address, page_address
from reports.workbench.frame import Asked, Content, Control, Page, Panel
from reports.workbench.pages.points import item_told
from reports.workbench.pages.units_leads import leads_of
from reports.workbench.specs import Leads, Point, Spec, heat
from scoring.display import band_of
from scoring.methods import Method
from scoring.results import Unit, UnitScores, UnitTier
from surveys.content import Item, Tier
from surveys.ordering import alphabetical

ALL = "all"
LONGEST = 28  # letters of an item in the head of a column


@dataclass(frozen=True)
class Line:
    """An institution with its items: `mean` over those that have a score (None: none has). `region`: its name."""

    scores: UnitScores
    name: str
    region: str
    mean: float | None


def build(asked: Asked) -> Content:
    """The heat map of the chosen part of the instrument."""
    parts = dict(_parts(asked))
    if not parts:
        return Content((), nothing=_("This instrument asks nothing of institutions that is scored."))
    controls = _controls(asked, parts)
    part, order, group = (str(control.chosen) for control in controls)
    items = parts[part][1]
    lines = _lines(asked, items)
    if not any(line.mean is not None for line in lines):
        return Content((), controls, _("No institution has a score in this part under these filters."))
    ordered = sort_lines(lines, order, is_grouped=group == "region")
    return Content([_panel(asked, items, ordered, parts[part][0])], controls)


def _parts(asked: Asked) -> Iterator[tuple[str, tuple[str, list[Item]]]]:
    """What can be chosen: all that is scored of institutions, each section, each chapter, each table, if it differs."""
    view = asked.view
    everything: list[Item] = []
    found: list[tuple[str, tuple[str, list[Item]]]] = []
    for section in view.instrument.sections:
        ours = [item for item in section.items() if _is_ours(item)]
        everything += ours
        if ours:
            found.append((section.code, (f"{section.code}. {view.words(section.title)}", ours)))
        for table in section.tables():
            part = [item for item in table.items if _is_ours(item)]
            if part and part != ours:
                found.append((f"{table.code}", (f"{table.code}. {view.words(table.title)}", part)))
    if everything:
        yield ALL, (_("All items about institutions"), everything)
    yield from found


def _is_ours(item: Item) -> bool:
    return item.tier is Tier.INSTITUTION and item.type.is_scored


def _controls(asked: Asked, parts: dict[str, tuple[str, list[Item]]]) -> list[Control]:
    orders = [
        ("score", _("highest score first")),
        ("low", _("lowest score first")),
        ("name", _("by name")),
        ("n", _("most responses first")),
    ]
    groups = [("", _("none")), ("region", _("by region"))]
    first = next((code for code in parts if code != ALL), ALL)
    chapters = [(code, f"{words} ({len(items)})") for code, (words, items) in parts.items()]
    return [
        Control("part", _("Part of the instrument"), chapters, _chosen(asked, "part", chapters, first)),
        Control("order", _("Order"), orders, _chosen(asked, "order", orders, "score")),
        Control("group", _("Groups"), groups, _chosen(asked, "group", groups, "")),
    ]


def _chosen(asked: Asked, name: str, choices: Sequence[tuple[str, str]], default: str) -> str:
    value = asked.options.get(name, default)
    return value if value in dict(choices) else default


def _lines(asked: Asked, items: Sequence[Item]) -> list[Line]:
    language = asked.view.terms.language
    regions = {one.unit.code: one.unit.called(language) for one in asked.results.units(UnitTier.SUBNATIONAL)}
    found = []
    for scores in asked.results.units(UnitTier.INSTITUTION):
        known = [value for item in items if (value := _score(scores, item)) is not None]
        region = regions.get(scores.unit.region, "")
        found.append(Line(scores, scores.unit.called(language), region, fmean(known) if known else None))
    return found


def _score(scores: UnitScores, item: Item) -> float | None:
    found = scores.items.get(item.code)
    return found.score if found else None


def sort_lines(lines: Sequence[Line], order: str, is_grouped: bool) -> list[Line]:
    """By score, name or number of responses; institutions without a score, and groups without a region, stay last."""
    ordered = sorted(lines, key=lambda line: alphabetical(line.name))
    if order in ("score", "low"):
        sign = 1 if order == "low" else -1
        ordered.sort(key=lambda line: (line.mean is None, sign * (line.mean or 0)))
    elif order == "n":
        ordered.sort(key=lambda line: -line.scores.respondents)
    return sorted(ordered, key=lambda line: (not line.region, alphabetical(line.region))) if is_grouped else ordered


def _panel(asked: Asked, items: Sequence[Item], lines: Sequence[Line], title: str) -> Panel:
    view, terms = asked.view, asked.view.terms
    method = terms.method
    rows = [(line.name, [line.mean, *(_score(line.scores, item) for item in items)]) for line in lines]
    bands = [[None, None, *(_band(value, method) for value in values)] for _name, values in rows]
    counted = [sum(_score(line.scores, item) is not None for line in lines) for item in items]
    with_mean = sum(line.mean is not None for line in lines)
    chart = draw_heat(
        terms,
        view.caption("units", title, _sentence(asked, lines)),
        [terms.words.mean, *(item.code for item in items)],
        rows,
        _table(asked, items, lines, [with_mean, *counted]),
    )
    whole = asked.results.mean or asked.results.nation
    addresses = [page_address(asked, "profile", line.scores.unit) for line in lines]
    return Panel(
        chart,
        _spec(asked, items, lines, addresses),
        _("Mean: of the items shown that have a score. Items are written by their codes; the table has their words."),
        links=dict(enumerate(addresses)),
        heads={place: item_address(asked, item.code, whole.unit) for place, item in enumerate(items, start=4)},
        codes=[*(line.scores.unit.code for line in lines), ""],
        shades=[*bands, []],
        cells=leads_of(asked, items, [(line.scores, line.mean) for line in lines]),
    )


def _band(value: float | None, method: Method) -> int | None:
    return None if value is None else band_of(value, method).value


def _spec(asked: Asked, items: Sequence[Item], lines: Sequence[Line], addresses: Sequence[str]) -> Spec:
    view, terms = asked.view, asked.view.terms
    cells: list[list[Point | None]] = []
    for line, address in zip(lines, addresses, strict=True):
        scores = [line.scores.items.get(item.code) for item in items]
        told = [item_told(terms, found) if found else terms.words.no_answers for found in scores]
        values = [found.score if found else None for found in scores]
        mean = Point(
            line.mean,
            terms.numbers.score(line.mean),
            terms.numbers.score(line.mean),
            address=address,
            fill=_fill(terms, line.mean),
        )
        cells.append([mean, *map(_cell, [terms] * len(items), values, told)])
    whole = Unit(UnitTier.INSTITUTION, "{row}", {})
    leads = Leads(
        unquote(item_address(asked, "{column}", whole)),
        [f"{line.scores.unit.code}" for line in lines],
        ["", *(item.code for item in items)],
    )
    columns = [terms.words.mean, *(item.code for item in items)]
    hints = [terms.words.mean, *(view.item(item) for item in items)]
    return heat([line.name for line in lines], columns, cells, hints, leads)


def _cell(terms: Terms, value: float | None, words: str) -> Point:
    return Point(value, terms.numbers.score(value), words, fill=_fill(terms, value))


def _fill(terms: Terms, value: float | None) -> str:
    return "" if value is None else band_fill(value, terms)


def _table(asked: Asked, items: Sequence[Item], lines: Sequence[Line], counted: Sequence[int]) -> Table:
    """One row for each institution, the last for how many of them have a score."""
    numbers, words = asked.view.terms.numbers, asked.view.terms.words
    header = (_("Institution"), _("Region"), _("Responses (n)"), words.mean, *(_short(asked, item) for item in items))
    rows = [
        (
            line.name,
            line.region or "–",
            numbers.count(line.scores.respondents),
            numbers.score(line.mean),
            *(numbers.score(_score(line.scores, item)) for item in items),
        )
        for line in lines
    ]
    last = (_("Institutions with a score (n)"), "", "", *(numbers.count(count) for count in counted))
    return Table(header, (*rows, last))


def _short(asked: Asked, item: Item) -> str:
    words = asked.view.item(item)
    return f"{item.code} {words if len(words) <= LONGEST else words[:LONGEST].rstrip() + '…'}"


def _sentence(asked: Asked, lines: Sequence[Line]) -> str:
    """The highest and the lowest mean over the items shown, and how many institutions have one."""
    known = [line for line in lines if line.mean is not None]
    best, worst = (pick(known, key=lambda line: line.mean or 0) for pick in (max, min))
    numbers = asked.view.terms.numbers
    if len(known) == 1:
        return _("One institution has scores here: %(name)s (mean %(score)s).") % {
            "name": best.name,
            "score": numbers.score(best.mean),
        }
    return _(
        "Of %(n)s institutions with scores here, %(best)s has the highest mean (%(high)s), "
        "%(worst)s the lowest (%(low)s)."
    ) % {
        "n": numbers.count(len(known)),
        "best": best.name,
        "high": numbers.score(best.mean),
        "worst": worst.name,
        "low": numbers.score(worst.mean),
    }


UNITS = Page(
    "units",
    gettext_lazy("Institutions"),
    gettext_lazy("Which institutions do well in which items?"),
    build,
    has_unit=False,
)
