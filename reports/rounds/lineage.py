"""What became of the items from one round to the next, for pages."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from reports.rounds.reading import Comparison
from surveys.content import Instrument, in_language
from surveys.content.lineage import Kin, Kinship, Property


@dataclass(frozen=True)
class LineageTable:
    """Items of one fate: its name, how many, and for each the earlier and the later question and what differs."""

    title: str
    count: int
    rows: tuple[tuple[str, str, str], ...]


def lineage_tables(comparison: Comparison) -> list[LineageTable]:
    """Scored items by what became of them; fates that none had are left out."""
    earlier, later = comparison.earlier.instrument, comparison.later.instrument
    titles = {
        Kinship.SAME: _("The same in both rounds"),
        Kinship.CHANGED: _("The same question, scored in another way"),
        Kinship.REPLACED: _("Asked in another meaning"),
        Kinship.NEW: _("Only in the later round"),
        Kinship.DROPPED: _("Only in the earlier round"),
    }
    tables = []
    for kinship, title in titles.items():
        kin = [
            one for one in comparison.judgement.lineage if one.kinship is kinship and _is_scored(one, earlier, later)
        ]
        # What is the same needs no list: it is what everything else on the page is about.
        rows = () if kinship is Kinship.SAME else tuple(_row(one, earlier, later) for one in kin)
        if kin:
            tables.append(LineageTable(title, len(kin), rows))
    return tables


def _is_scored(kin: Kin, earlier: Instrument, later: Instrument) -> bool:
    sides = ((later, kin.code), (earlier, kin.before))
    return any(code and instrument.items_by_code[code].type.is_scored for instrument, code in sides)


def _row(kin: Kin, earlier: Instrument, later: Instrument) -> tuple[str, str, str]:
    return _question(earlier, kin.before), _question(later, kin.code), ", ".join(map(property_name, kin.changed))


def _question(instrument: Instrument, code: str) -> str:
    if not code:
        return "–"
    return f"{code}. {in_language(instrument.items_by_code[code].text, get_language() or '')}"


def property_name(name: Property) -> str:
    """What a property of items is called."""
    return {
        Property.TYPE: _("type of answer"),
        Property.SCALE: _("scale"),
        Property.SOURCE: _("kind of knowledge"),
        Property.TIER: _("whom it speaks about"),
        Property.PARENT: _("item above"),
        Property.REVERSE: _("direction"),
        Property.SCORED: _("whether it is scored"),
        Property.LEVELS: _("levels"),
        Property.AREA: _("area"),
    }[name]
