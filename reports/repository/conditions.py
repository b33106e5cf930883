"""Triggers in a form: groups joined by or, conditions within a group joined by and; bounds in the units people see.

A page without scripts posts all of it each time; what was typed is kept whatever it is. The fields of condition c of
group g are named `kind-g-c`, `source-g-c`, `bound-g-c`, `target-g-c` (once for each), `search-g-c`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from decimal import Decimal, InvalidOperation

from django.http import QueryDict
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from reports.number_format import MINUS, NO_BREAK, number_format
from reports.recommendations.content import Trigger, TriggerKind
from reports.repository.words import here, target_name
from scoring.results import SOURCES, cell_code
from surveys.content import Instrument, ItemType, Scored, Source

SEPARATOR = " · "  # between the code and the words of a target in the list that is searched
OFFERED = 12  # targets that a search by words may find
GROUPS, CONDITIONS = 20, 10  # at most
ON_ITEMS = (TriggerKind.ITEM, TriggerKind.DO_NOT_KNOW, TriggerKind.COMPARISON)
WITH_SOURCE = (TriggerKind.CELL, TriggerKind.LEVEL)
SIGNED = (TriggerKind.GAP, TriggerKind.COMPARISON)
_NAME = re.compile(r"kind-(\d{1,3})-(\d{1,3})")


@dataclass(frozen=True)
class Condition:
    """One condition as it was typed. `found`: targets that the words searched for could mean."""

    kind: TriggerKind
    targets: tuple[str, ...] = ()
    bound: str = ""
    source: str = ""
    search: str = ""
    found: tuple[str, ...] = ()
    errors: tuple[tuple[str, str], ...] = ()  # field and sentence

    @property
    def value(self) -> float | None:
        """The bound as content has it (a score, gap or share); None for no number."""
        typed = self.bound.replace(NO_BREAK, "").replace(" ", "").replace(MINUS, "-").replace(",", ".").rstrip("%")
        try:
            number = Decimal(typed)
        except InvalidOperation:
            return None
        return float(number / 100) if number.is_finite() and abs(number) < 1000 else None

    def as_trigger(self) -> Trigger:
        """As content has it."""
        is_share = self.kind is TriggerKind.DO_NOT_KNOW
        return Trigger(
            kind=self.kind,
            targets=self.targets,
            below=None if is_share else self.value,
            share=self.value if is_share else None,
            source=Source(self.source) if self.kind in WITH_SOURCE and self.source in set(SOURCES) else None,
        )


Groups = tuple[tuple[Condition, ...], ...]


@dataclass(frozen=True)
class Choices:
    """What triggers of an instrument can look at, by code: scored items, those with Do not know, cells, levels."""

    instrument: Instrument
    items: dict[str, str] = field(default_factory=dict)
    cells: dict[str, str] = field(default_factory=dict)
    levels: dict[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, instrument: Instrument) -> Choices:
        """In the language of the page."""
        scored = [item for item in instrument.items_by_code.values() if item.scored is not Scored.NO]
        levels = [level.code for level in instrument.levels]
        cells = [cell_code(level, area.code) for level in levels for area in instrument.areas]
        return cls(
            instrument,
            items={item.code: here(item.text) for item in scored},
            cells={code: target_name(TriggerKind.CELL, code, instrument) for code in cells},
            levels={code: target_name(TriggerKind.LEVEL, code, instrument) for code in levels},
        )

    def fixed(self, kind: TriggerKind) -> dict[str, str]:
        """The targets that are few enough to be ticked in a list; empty for items, which are searched."""
        return self.cells if kind is TriggerKind.CELL else {} if kind in ON_ITEMS else self.levels

    def find(self, words: str, kind: TriggerKind) -> list[str]:
        """The items that somebody means: by code, by a line of the list, or by words that all stand in them."""
        code = words.split(SEPARATOR, maxsplit=1)[0].strip()
        known = {
            item: text
            for item, text in self.items.items()
            if kind is not TriggerKind.DO_NOT_KNOW or self.instrument.items_by_code[item].type is ItemType.YNDK
        }
        by_code = {item.casefold(): item for item in known}
        if code.casefold() in by_code:
            return [by_code[code.casefold()]]
        wanted = words.casefold().split()
        return [item for item, text in known.items() if all(word in text.casefold() for word in wanted)]


def groups_of(triggers: tuple[Trigger, ...]) -> Groups:
    """Triggers as the form shows them."""
    return tuple(tuple(_shown(one) for one in (trigger, *trigger.also)) for trigger in triggers)


def _shown(trigger: Trigger) -> Condition:
    bound = trigger.share if trigger.kind is TriggerKind.DO_NOT_KNOW else trigger.below
    numbers = number_format(get_language() or "")
    typed = "" if bound is None else numbers.plain(bound * 100, places=2)
    return Condition(trigger.kind, trigger.targets, typed, trigger.source or "")


def triggers_of(groups: Groups) -> tuple[Trigger, ...]:
    """What the form says as content has it; the conditions after the first of a group must fire with it."""
    made = [[condition.as_trigger() for condition in group] for group in groups if group]
    return tuple(replace(first, also=tuple(others)) for first, *others in made)


def read_groups(posted: QueryDict, choices: Choices) -> Groups:
    """What was posted, in its order; words that were searched for become a target, or a choice of some."""
    groups: dict[str, list[Condition]] = {}
    for name in posted:
        if match := _NAME.fullmatch(name):
            group, place = match.groups()
            if posted[name] in set(TriggerKind) and len(groups) <= GROUPS:
                groups.setdefault(group, []).append(_read(posted, f"{group}-{place}", choices))
    return tuple(tuple(conditions[:CONDITIONS]) for conditions in groups.values())


def _read(posted: QueryDict, place: str, choices: Choices) -> Condition:
    condition = Condition(
        kind=TriggerKind(posted.get(f"kind-{place}", "")),
        targets=tuple(dict.fromkeys(posted.getlist(f"target-{place}"))),
        bound=posted.get(f"bound-{place}", "").strip()[:20],
        source=posted.get(f"source-{place}", ""),
        search=posted.get(f"search-{place}", "").strip()[:200],
    )
    if not condition.search:
        return condition
    found = [code for code in choices.find(condition.search, condition.kind) if code not in condition.targets]
    if len(found) == 1:
        return replace(condition, targets=(*condition.targets, *found), search="")
    return replace(condition, found=tuple(found[:OFFERED]))


def changed(groups: Groups, do: str, posted: QueryDict) -> Groups:
    """The form after a button that adds or removes: `add-group`, `add-2` (to group 2), `remove-2-1`, `search-…`."""
    kind = posted.get(f"new-{do.removeprefix('add-')}", "")
    if do.startswith("add-") and kind in set(TriggerKind):
        new = Condition(TriggerKind(kind))
        if do == "add-group":
            return (*groups, (new,))[:GROUPS]
        return tuple(
            (*group, new)[:CONDITIONS] if do == f"add-{number}" else group for number, group in enumerate(groups)
        )
    if do.startswith("remove-"):
        left = (
            tuple(one for place, one in enumerate(group) if do != f"remove-{number}-{place}")
            for number, group in enumerate(groups)
        )
        return tuple(group for group in left if group)
    return groups


def checked(groups: Groups) -> Groups:
    """The same with what keeps each condition from being saved."""
    return tuple(tuple(replace(one, errors=tuple(_errors(one))) for one in group) for group in groups)


def _errors(condition: Condition) -> Iterator[tuple[str, str]]:
    value, is_signed = condition.value, condition.kind in SIGNED
    if condition.search and condition.found:
        yield "search", _("Several items have these words: tick those that you mean.")
    elif condition.search:
        yield "search", _("No item has these words. Give a code, or other words.")
    elif not condition.targets:
        yield "search", _("Choose what to look at.")
    if value is None:
        yield "bound", _("Give the bound as a number.")
    elif is_signed and not -1 < value <= 1:
        yield "bound", _("Give a bound above −100 and at most 100.")
    elif not is_signed and not 0 < value <= 1:
        yield "bound", _("Give a bound above 0 and at most 100.")
    if condition.kind in WITH_SOURCE and condition.source not in set(SOURCES):
        yield "source", _("Choose facts or perceptions.")


def has_errors(groups: Groups) -> bool:
    """Whether anything keeps them from being saved."""
    return any(one.errors for group in groups for one in group)
