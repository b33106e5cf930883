"""Where the values come from that call for a recommendation: in the order of its reasons."""

from __future__ import annotations

from reports.advice import SHOWN_REASONS, Advice
from reports.dashboard.values import Writer
from reports.passport.codes import ITEM, Reference, Subject
from reports.passport.provenance import reference_to
from reports.recommendations import FiredTrigger, TriggerKind
from reports.results import Results
from scoring.results import Family, Measure, Unit
from surveys.content import Source

_FAMILIES = {
    TriggerKind.LEVEL: Family.LEVELS,
    TriggerKind.GAP: Family.LEVELS,
    TriggerKind.CELL: Family.CELLS,
}
"""Of the triggers that look at scores of parts; the others look at an item."""


def references_of(results: Results, unit: Unit, advice: Advice) -> tuple[Reference, ...]:
    """What can be printed beside each reason."""
    return tuple(reference_to(results, _subject(unit, fired)) for fired in advice.fired[:SHOWN_REASONS])


def addresses_of(writer: Writer, advice: Advice) -> tuple[str, ...]:
    """The page behind each reason."""
    return tuple(_address(writer, fired) for fired in advice.fired[:SHOWN_REASONS])


def _address(writer: Writer, fired: FiredTrigger) -> str:
    family = _FAMILIES.get(fired.kind)
    if family is None:
        return writer.addresses.item(fired.target)
    return writer.addresses.part(_measure(fired), family, fired.target)


def _subject(unit: Unit, fired: FiredTrigger) -> Subject:
    family = _FAMILIES.get(fired.kind)
    if family is None:
        return Subject(unit.tier.value, unit.code, ITEM, "", fired.target)
    return Subject(unit.tier.value, unit.code, _measure(fired).value, family.value, fired.target)


def _measure(fired: FiredTrigger) -> Measure:
    """As triggers read them: facts, where they do not say perceptions."""
    if fired.kind is TriggerKind.GAP:
        return Measure.GAP
    return Measure.PERCEPTIONS if fired.source is Source.PERCEPTIONS else Measure.FACTS
