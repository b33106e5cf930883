"""One theme from all sides: what is laid down, what is practised, what people perceive.

A theme is an area, a level or a technology of the instrument. Its sides follow from the instrument as well: the source
of knowledge and whether items are about the country or about institutions.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from reports.charts import Table
from reports.charts.dots import DotRow, draw_dots
from reports.workbench.addresses import item_address, passport
from reports.workbench.frame import Asked, Content, Control, Page, Panel
from reports.workbench.pages.points import bounds, cell, dot, item_dot, item_point, point, series
from reports.workbench.specs import dots
from scoring.display import on_hundred
from scoring.results import SOURCES, Family, ItemScore, Measure, Score, UnitScores, UnitTier
from surveys.content import Item, Scored, Source, Tier

FAMILIES = (Family.AREAS, Family.LEVELS, Family.TECHNOLOGIES)


@dataclass(frozen=True)
class Side:
    """What one part of the instrument says of a theme. `section`: its title; `unit`: whom it is about."""

    source: Source
    tier: Tier
    section: str
    scores: UnitScores
    unit: str
    items: tuple[Item, ...]
    score: Score | None

    @property
    def name(self) -> str:
        """The section and whom it is about."""
        return f"{self.section} – {self.unit}"


def build(asked: Asked) -> Content:
    """The sides of a theme beside each other, then their items."""
    themes = _themes(asked)
    choices = [(f"{family}:{code}", _theme_name(asked, family, code)) for family, code in themes]
    default = max(choices, key=lambda pair: len(list(_sides(asked, *pair[0].split(":")))))[0] if choices else ""
    value = asked.options.get("theme", default)
    chosen = value if value in dict(choices) else default
    control = Control("theme", _("Theme"), choices, chosen)
    family, _colon, code = chosen.partition(":")
    sides = list(_sides(asked, family, code)) if chosen else []
    known = [side for side in sides if side.score and side.score.score is not None]
    if not known:
        return Content((), [control], _("No item of this theme has a score under these filters."))
    title = dict(choices)[chosen]
    panels = [_together(asked, title, (family, code), sides, known), *(_items(asked, title, side) for side in known)]
    return Content([panel for panel in panels if panel], [control])


def _themes(asked: Asked) -> list[tuple[Family, str]]:
    """Areas, levels and technologies for which at least two sides have items."""
    codes = {
        Family.AREAS: [area.code for area in asked.view.instrument.areas],
        Family.LEVELS: [level.code for level in asked.view.instrument.levels],
        Family.TECHNOLOGIES: [technology.code for technology in asked.view.instrument.technologies],
    }
    found = [(family, code) for family in FAMILIES for code in codes[family]]
    return [(family, code) for family, code in found if len(list(_sides(asked, family, code))) > 1]


def _theme_name(asked: Asked, family: Family, code: str) -> str:
    name = asked.view.part(family, code)
    match family:
        case Family.AREAS:
            return _("Area: %(name)s") % {"name": name}
        case Family.LEVELS:
            return _("Level: %(name)s") % {"name": name}
    return _("Technology: %(name)s") % {"name": name}


def _enters(item: Item, family: str, code: str) -> bool:
    if item.scored is not Scored.LEVEL:
        return False
    match family:
        case Family.AREAS:
            return item.area == code
        case Family.LEVELS:
            return code in item.levels
    return code in item.technologies


def _sides(asked: Asked, family: str, code: str) -> Iterator[Side]:
    """The sides that have items: facts before perceptions, the country before institutions."""
    view = asked.view
    for source in SOURCES:
        for tier in (Tier.NATIONAL, Tier.INSTITUTION):
            ours = [
                (section, tuple(item for item in section.items() if item.tier is tier and _enters(item, family, code)))
                for section in view.instrument.sections
                if section.source is source
            ]
            items = tuple(item for _section, found in ours for item in found)
            scores = _unit(asked, tier)
            if not items or scores is None:
                continue
            title = ", ".join(view.words(section.title) for section, found in ours if found)
            score = scores.of(Measure(source)).part(family, code)
            yield Side(source, tier, title, scores, scores.unit.called(view.terms.language), items, score)


def _unit(asked: Asked, tier: Tier) -> UnitScores | None:
    """Whom items of a tier are about: the country; the institution or region chosen, else all institutions."""
    if tier is Tier.NATIONAL:
        return asked.results.nation
    own = asked.view.scores
    return asked.results.mean if own.unit.tier is UnitTier.NATIONAL else own


def _together(asked: Asked, title: str, part: tuple[str, str], sides: list[Side], known: list[Side]) -> Panel:
    terms = asked.view.terms
    rows = [DotRow(side.name, (dot(terms, side.score),)) for side in sides]
    words = terms.words
    table = Table(
        (_("Side"), words.source, words.score, words.band, words.items, words.coverage, words.responses),
        tuple(
            (
                side.name,
                terms.called(Measure(side.source)),
                cell(terms, side.score),
                terms.band(side.score.score if side.score else None),
                str(len(side.items)),
                terms.coverage(side.score) if side.score else terms.numbers.share(None),
                terms.numbers.count(side.scores.respondents),
            )
            for side in sides
        ),
    )
    caption = asked.view.caption("theme", title, _sentence(asked, known))
    spec = dots([side.name for side in sides], [series(0, title, [point(terms, side.score) for side in sides])])
    return Panel(
        draw_dots(terms, caption, (title,), rows, table),
        spec,
        _("Sides rest on different items and different people: their distance is a question to ask, not a test."),
        cells={
            (place, 2): passport(asked, side.scores.unit, (side.source, *part))
            for place, side in enumerate(sides)
            if side.score
        },
    )


def _items(asked: Asked, title: str, side: Side) -> Panel | None:
    """The items of a side, in the order of the instrument."""
    found = [(item, side.scores.items[item.code]) for item in side.items if item.code in side.scores.items]
    if not found:
        return None
    view, terms, numbers = asked.view, asked.view.terms, asked.view.terms.numbers
    names = [view.question(item.code) for item, _score in found]
    rows = [DotRow(name, (item_dot(terms, score),)) for name, (_item, score) in zip(names, found, strict=True)]
    table = Table(
        (
            terms.words.item,
            terms.words.score,
            terms.words.interval,
            terms.words.band,
            _("Answers (n)"),
            _("Do not know"),
        ),
        tuple(
            (
                name,
                numbers.score(score.score),
                numbers.interval(*bounds(score)),
                terms.band(score.score),
                numbers.count(score.n),
                numbers.count(score.dk),
            )
            for name, (_item, score) in zip(names, found, strict=True)
        ),
    )
    addresses = [item_address(asked, item.code, side.scores.unit) for item, _score in found]
    points = [item_point(terms, score, address) for (_item, score), address in zip(found, addresses, strict=True)]
    caption = view.caption(f"theme-{side.source}-{side.tier}", side.name, _items_sentence(asked, side, found))
    return Panel(
        draw_dots(terms, caption, (title,), rows, table),
        dots(names, [series(0, title, [*points])]),
        links=dict(enumerate(addresses)),
        cells={(place, 1): address for place, address in enumerate(addresses)},
        codes=[item.code for item, _score in found],
    )


def _sentence(asked: Asked, known: list[Side]) -> str:
    """The highest and the lowest side, where they differ as shown."""
    numbers = asked.view.terms.numbers
    best, worst = (pick(known, key=lambda side: _value(side)) for pick in (max, min))
    if on_hundred(_value(best)) == on_hundred(_value(worst)):
        return _("All sides that have a score have the same: %(score)s.") % {"score": numbers.score(_value(best))}
    return _("The highest score: “%(best)s” (%(high)s); the lowest: “%(worst)s” (%(low)s).") % {
        "best": best.name,
        "high": numbers.score(_value(best)),
        "worst": worst.name,
        "low": numbers.score(_value(worst)),
    }


def _value(side: Side) -> float:
    return side.score.score or 0.0 if side.score else 0.0


def _items_sentence(asked: Asked, side: Side, found: list[tuple[Item, ItemScore]]) -> str:
    numbers = asked.view.terms.numbers
    known = [score for _item, score in found if score.score is not None]
    best, worst = (pick(known, key=lambda score: score.score or 0) for pick in (max, min))
    return _("The highest score: item %(best)s (%(high)s); the lowest: item %(worst)s (%(low)s).") % {
        "best": best.code,
        "high": numbers.score(best.score),
        "worst": worst.code,
        "low": numbers.score(worst.score),
    }


THEMES = Page(
    "themes",
    gettext_lazy("One theme"),
    gettext_lazy("Do law, practice and perception agree on a theme?"),
    build,
)
