"""A made-up instrument in which every rule of the method has work to do."""

from __future__ import annotations

from typing import Any

from surveys.content import (
    Chapter,
    Dimension,
    Instrument,
    Item,
    ItemType,
    Scored,
    Section,
    Source,
    Table,
    Tier,
    find_problems,
)

ALL = ("information", "consultation", "decision")


def _fact(code: str, area: str, *levels: str, parent: str = "", technologies: str = "", **more: Any) -> Item:
    return _item(code, ItemType.YNDK, area, levels, technologies, parent=parent, **more)


def _view(code: str, area: str, *levels: str, technologies: str = "", **more: Any) -> Item:
    return _item(code, ItemType.SCALE05, area, levels, technologies, **more)


def _item(code: str, kind: ItemType, area: str, levels: tuple[str, ...], technologies: str, **more: Any) -> Item:
    more = {"scored": Scored.LEVEL} | more
    return Item(code, kind, {}, area=area, levels=levels, technologies=tuple(technologies.split()), **more)


def _section(code: str, source: Source, *tables: Table) -> Section:
    return Section(code, {}, source=source, chapters=(Chapter(f"{code}.chapter", {}, tables=tables),))


def _table(code: str, *items: Item) -> Table:
    return Table(code, {}, items=items)


AT = Tier.INSTITUTION
BESIDE = {"tier": AT, "scored": Scored.PROFILE}

MIXED = Instrument(
    code="mixed",
    version="1",
    title={},
    levels=tuple(Dimension(code, {}) for code in ALL),
    areas=tuple(Dimension(code, {}) for code in ("legal", "organisational", "channels", "demand")),
    technologies=tuple(Dimension(code, {}) for code in ("open", "social", "mobile", "portals")),
    sections=(
        _section(
            "F",
            Source.FACTS,
            _table(
                "F1",
                _fact("F1.a", "legal", *ALL),
                _fact("F1.a1", "legal", "information", parent="F1.a", technologies="portals"),
                _fact("F1.a1.1", "channels", "information", "consultation", parent="F1.a1", technologies="social open"),
                _fact("F1.b", "channels", "decision", reverse=True),
                _fact("F1.b1", "channels", "decision", parent="F1.b", reverse=True),
                _fact("F1.context", "", scored=Scored.NO),
                Item("F1.share", ItemType.PERCENT, {}),
            ),
            _table(
                "F2",
                _fact("F2.a", "organisational", "information", tier=AT),
                _fact("F2.a1", "organisational", "information", "decision", parent="F2.a", tier=AT),
                _fact("F2.b", "channels", "consultation", technologies="portals social", tier=AT),
                _fact("F2.c", "channels", "consultation", technologies="mobile", tier=AT, reverse=True),
            ),
        ),
        _section(
            "V",
            Source.PERCEPTIONS,
            _table(
                "V1", _view("V1.a", "legal", "information"), _view("V1.b", "channels", *ALL, technologies="portals")
            ),
            _table(
                "V2",
                _view("V2.a", "organisational", "information", "consultation", tier=AT),
                _view("V2.b", "channels", "consultation", technologies="social", tier=AT),
                _view("V2.c", "channels", "decision", tier=AT, reverse=True),
            ),
            _table(
                "V3", _view("V3.a", "demand", "information", **BESIDE), _view("V3.b", "demand", "decision", **BESIDE)
            ),
            _table("V4", _view("V4.a", "demand", "information", **BESIDE)),
        ),
        _section("N", Source.NARRATIVE, _table("N1", Item("N1.text", ItemType.TEXT, {}))),
    ),
)

# Texts and scales are of no account here; everything else must be sound.
assert all("lacks" in problem or "scale" in problem or "offer" in problem for problem in find_problems(MIXED))
