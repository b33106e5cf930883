"""Names of the parts of an entry, and its values as people read them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from django.utils.text import capfirst
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from reports.labels import COSTS, EFFORTS, HORIZONS
from reports.number_format import number_format
from reports.recommendations.content import Recommendation, Trigger, TriggerKind
from scoring.results import split_cell
from surveys.content import Instrument, Source, Text, in_language
from surveys.countries import country_name

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

FIELDS: Mapping[str, _StrPromise] = {
    "title": gettext_lazy("Title"),
    "action": gettext_lazy("What to do"),
    "reason": gettext_lazy("Why"),
    "steps": gettext_lazy("Steps"),
    "examples": gettext_lazy("Examples by country"),
    "sources": gettext_lazy("Sources"),
    "place": gettext_lazy("Place in the source"),
    "levels": gettext_lazy("Levels"),
    "area": gettext_lazy("Area"),
    "tiers": gettext_lazy("For whom"),
    "effort": gettext_lazy("Effort"),
    "costs": gettext_lazy("Costs"),
    "horizon": gettext_lazy("Time needed"),
    "triggers": gettext_lazy("When it applies"),
}

KINDS: Mapping[TriggerKind, _StrPromise] = {
    TriggerKind.ITEM: gettext_lazy("score of an item"),
    TriggerKind.CELL: gettext_lazy("score of a cell (level and area)"),
    TriggerKind.LEVEL: gettext_lazy("score of a level"),
    TriggerKind.GAP: gettext_lazy("gap between perceptions and facts"),
    TriggerKind.DO_NOT_KNOW: gettext_lazy("share of Do not know"),
    TriggerKind.COMPARISON: gettext_lazy("difference from the mean of all institutions"),
}
SOURCES: Mapping[Source, _StrPromise] = {
    Source.FACTS: gettext_lazy("facts"),
    Source.PERCEPTIONS: gettext_lazy("perceptions"),
}
TIERS: Mapping[str, _StrPromise] = {"national": gettext_lazy("the nation"), "institution": gettext_lazy("institutions")}


def here(text: Text) -> str:
    """A text in the language of the page."""
    return in_language(text, get_language() or "")


def target_name(kind: TriggerKind, target: str, instrument: Instrument | None) -> str:
    """What a trigger looks at: an item by code and words, a cell or a level by name; the code where it is unknown."""
    if instrument is None:
        return target
    levels = {level.code: here(level.text) for level in instrument.levels}
    if kind is TriggerKind.CELL:
        level, area = split_cell(target)
        areas = {one.code: here(one.text) for one in instrument.areas}
        return f"{capfirst(levels.get(level, level))}: {areas.get(area, area)}"
    if kind in (TriggerKind.GAP, TriggerKind.LEVEL):
        return capfirst(levels.get(target, target))
    item = instrument.items_by_code.get(target)
    return f"{target}. {here(item.text)}" if item else target


def condition_words(trigger: Trigger) -> str:
    """What is asked of each target: the beginning of a list of them."""
    numbers = number_format(get_language() or "")
    if trigger.kind is TriggerKind.DO_NOT_KNOW:
        return _("Share of Do not know at least %(bound)s:") % {"bound": numbers.share(trigger.share)}
    if trigger.kind is TriggerKind.GAP:
        return _("Gap between perceptions and facts below %(bound)s:") % {"bound": numbers.gap(trigger.below)}
    bound = {"bound": numbers.score(trigger.below)}
    if trigger.kind is TriggerKind.COMPARISON:
        return _("Difference from the mean of all institutions below %(bound)s:") % {
            "bound": numbers.gap(trigger.below)
        }
    if trigger.source is Source.FACTS:
        return _("Score by facts below %(bound)s:") % bound
    if trigger.source is Source.PERCEPTIONS:
        return _("Score by perceptions below %(bound)s:") % bound
    return _("Score below %(bound)s:") % bound


def groups_in_words(
    triggers: tuple[Trigger, ...], instrument: Instrument | None
) -> list[list[tuple[str, tuple[str, ...]]]]:
    """The groups of an entry: each a list of (what is asked, of which targets)."""
    return [
        [
            (condition_words(one), tuple(target_name(one.kind, target, instrument) for target in one.targets))
            for one in (trigger, *trigger.also)
        ]
        for trigger in triggers
    ]


def values_in_words(entry: Recommendation, instrument: Instrument | None) -> dict[str, str]:
    """The values that are the same in every language, by the name of the field."""
    dimensions = [*instrument.levels, *instrument.areas] if instrument else []
    names = {one.code: here(one.text) for one in dimensions}
    return {
        "levels": ", ".join(names.get(level, level) for level in entry.levels),
        "area": names.get(entry.area, entry.area),
        "tiers": ", ".join(str(TIERS[tier]) for tier in entry.tiers),
        "effort": str(dict(EFFORTS)[entry.effort]),
        "costs": str(dict(COSTS)[entry.costs]),
        "horizon": str(dict(HORIZONS)[entry.horizon]),
        "sources": ", ".join(entry.sources),
        "triggers": "\n".join(_trigger_lines(entry.triggers, instrument)),
        "examples": "",
    }


def _trigger_lines(triggers: tuple[Trigger, ...], instrument: Instrument | None) -> Iterator[str]:
    for number, group in enumerate(groups_in_words(triggers, instrument)):
        if number:
            yield _("or")
        for asked, targets in group:
            yield f"{asked} {'; '.join(targets)}"


def country(code: str) -> str:
    """The name of a country in the language of the page."""
    return here(country_name(code))


def choices_of(values: Any) -> list[tuple[str, str]]:
    """Dimensions of an instrument as choices of a form."""
    return [(one.code, capfirst(here(one.text))) for one in values]
