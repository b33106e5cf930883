"""What is wrong with the triggers of a recommendation: one sentence for each defect. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from reports.recommendations.content import Recommendation, Trigger, TriggerKind
from reports.recommendations.repeated import find_repeated
from scoring.results import SOURCES, cell_code, split_cell
from surveys.content import Instrument, ItemType, Problem, Scored, Source, Tier
from surveys.content.problem import _

Measured = set[tuple[Tier, Source, str, str]]


def find_trigger_problems(recommendation: Recommendation, instrument: Instrument) -> Iterator[Problem]:
    """Every defect of the triggers of a recommendation; `field` is "triggers" in each."""
    code = recommendation.code
    if not recommendation.triggers:
        yield _("%(place)s has no trigger.", place=code, field="triggers")
        return
    measured = _measured(instrument)
    reached: set[Tier] = set()
    for trigger in recommendation.triggers:
        tiers = set(Tier)
        for condition in (trigger, *trigger.also):
            yield from _condition_problems(recommendation, condition, instrument, measured)
            tiers &= _tiers_of_condition(condition, instrument, measured)
        for condition in trigger.also:
            if condition.also:
                yield _(
                    "%(place)s: a condition that belongs to another must not have %(key)s.",
                    place=code,
                    key="also",
                    field="triggers",
                )
        reached |= tiers
    for tier in recommendation.tiers:
        if tier not in reached:
            yield _("%(place)s has no trigger for the tier %(tier)s.", place=code, tier=tier, field="triggers")
    yield from find_repeated(code, _watched(recommendation.triggers, alone=True), "triggers")
    for trigger in recommendation.triggers:
        if trigger.also:
            yield from find_repeated(code, _watched((trigger, *trigger.also)), "triggers")


def _condition_problems(
    recommendation: Recommendation, trigger: Trigger, instrument: Instrument, measured: Measured
) -> Iterator[Problem]:
    code = recommendation.code
    yield from _bound_problems(code, trigger)
    for target in trigger.targets:
        if problem := _target_problem(code, trigger, target, instrument):
            yield problem
        elif not _tiers_of(trigger, target, instrument, measured) & set(recommendation.tiers):
            yield _(
                "%(place)s: %(target)s is measured at none of its tiers.", place=code, target=target, field="triggers"
            )


def _tiers_of_condition(trigger: Trigger, instrument: Instrument, measured: Measured) -> set[Tier]:
    """The tiers at which any of the targets has a value."""
    sound = [target for target in trigger.targets if not _target_problem("", trigger, target, instrument)]
    return {tier for target in sound for tier in _tiers_of(trigger, target, instrument, measured)}


def _watched(triggers: Iterable[Trigger], *, alone: bool = False) -> Iterator[str]:
    """What is looked at; `alone`: by triggers without further conditions only."""
    for trigger in triggers:
        if not (alone and trigger.also):
            what = " ".join(filter(None, (trigger.kind, trigger.source)))
            yield from (f"{what} {target}" for target in trigger.targets)


def _bound_problems(code: str, trigger: Trigger) -> Iterator[Problem]:
    """What a kind needs and what it must not have; a bound at which it would always or never fire is wrong."""
    kind = trigger.kind
    is_share = kind is TriggerKind.DO_NOT_KNOW
    low = -1 if kind in (TriggerKind.GAP, TriggerKind.COMPARISON) else 0
    needed, surplus = ("share", "below") if is_share else ("below", "share")
    bound = getattr(trigger, needed)
    if not trigger.targets:
        yield _("%(place)s: a trigger of kind %(kind)s has no targets.", place=code, kind=kind, field="triggers")
    if bound is None or not low < bound <= 1:
        yield _(
            "%(place)s: a trigger of kind %(kind)s needs %(key)s above %(low)s and at most 1.",
            place=code,
            kind=kind,
            key=needed,
            low=low,
            field="triggers",
        )
    if getattr(trigger, surplus) is not None:
        yield _(
            "%(place)s: a trigger of kind %(kind)s must not have %(key)s.",
            place=code,
            kind=kind,
            key=surplus,
            field="triggers",
        )
    has_source = kind in (TriggerKind.CELL, TriggerKind.LEVEL)
    if has_source and trigger.source not in SOURCES:
        yield _(
            "%(place)s: a trigger of kind %(kind)s needs facts or perceptions as source.",
            place=code,
            kind=kind,
            field="triggers",
        )
    elif not has_source and trigger.source is not None:
        yield _(
            "%(place)s: a trigger of kind %(kind)s must not have %(key)s.",
            place=code,
            kind=kind,
            key="source",
            field="triggers",
        )


def _target_problem(code: str, trigger: Trigger, target: str, instrument: Instrument) -> Problem | None:
    """Why the instrument cannot give a value for the target; None where it can."""
    levels = {level.code for level in instrument.levels}
    if trigger.kind is TriggerKind.CELL:
        level, area = split_cell(target)
        if level not in levels or area not in {area.code for area in instrument.areas}:
            return _("%(place)s: %(target)s is no cell of the instrument.", place=code, target=target, field="triggers")
    elif trigger.kind in (TriggerKind.GAP, TriggerKind.LEVEL):
        if target not in levels:
            return _(
                "%(place)s: %(target)s is no level of the instrument.", place=code, target=target, field="triggers"
            )
    else:
        item = instrument.items_by_code.get(target)
        if item is None:
            return _("%(place)s: %(target)s is no item of the instrument.", place=code, target=target, field="triggers")
        if item.scored is Scored.NO:
            return _("%(place)s: %(target)s is not scored.", place=code, target=target, field="triggers")
        if trigger.kind is TriggerKind.DO_NOT_KNOW and item.type is not ItemType.YNDK:
            return _(
                "%(place)s: %(target)s cannot be answered by Do not know.", place=code, target=target, field="triggers"
            )
    return None


def _measured(instrument: Instrument) -> Measured:
    """Tier, source, level and area of every item that enters a level: the cells that can have a score."""
    return {
        (item.tier, instrument.section_by_item[item.code].source, level, item.area)
        for item in instrument.items_by_code.values()
        if item.scored is Scored.LEVEL
        for level in item.levels
    }


def _tiers_of(trigger: Trigger, target: str, instrument: Instrument, measured: Measured) -> set[Tier]:
    """The tiers at which a sound target has a value: a gap needs facts and perceptions of its level."""
    if trigger.kind is TriggerKind.CELL:
        return {tier for tier, source, *cell in measured if source is trigger.source and cell_code(*cell) == target}
    if trigger.kind is TriggerKind.LEVEL:
        return {tier for tier, source, level, _area in measured if source is trigger.source and level == target}
    if trigger.kind is TriggerKind.GAP:
        facts, perceptions = (
            {tier for tier, source, level, _area in measured if source is wanted and level == target}
            for wanted in SOURCES
        )
        return facts & perceptions
    tier = instrument.items_by_code[target].tier
    if trigger.kind is TriggerKind.COMPARISON:  # with all institutions
        return {tier} & {Tier.INSTITUTION}
    return {tier}
