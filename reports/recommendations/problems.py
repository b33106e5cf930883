"""What keeps a file of recommendations from being used with an instrument: one sentence for each defect. Pure."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator

from reports.recommendations.content import Recommendation, RecommendationFile, Trigger, TriggerKind
from scoring.results import SOURCES, cell_code, split_cell
from surveys.content import Instrument, ItemType, Problem, Scored, Source, Text, Tier
from surveys.content.problem import _
from surveys.content.text import missing_languages


def find_problems(file: RecommendationFile, instrument: Instrument) -> Iterator[Problem]:
    """Every defect that forbids using the file with the instrument, one sentence each; nothing for a sound one."""
    if file.instrument != instrument.code:
        yield _(
            "The file is for the instrument %(found)s, not for %(expected)s.",
            found=file.instrument,
            expected=instrument.code,
        )
    yield from _repeated("", [source.code for source in file.sources])
    yield from _repeated("", [recommendation.code for recommendation in file.recommendations])
    cited = {code for recommendation in file.recommendations for code in recommendation.sources}
    for source in file.sources:
        yield from _missing_languages(source.code, "text", source.text)
        if source.code not in cited:
            yield _("%(place)s is a source that no recommendation cites.", place=source.code)
    for recommendation in file.recommendations:
        yield from _text_problems(recommendation)
        yield from _dimension_problems(recommendation, instrument)
        yield from _source_problems(recommendation, file)
        yield from _trigger_problems(recommendation, instrument)


def _repeated(code: str, values: Iterable[str]) -> Iterator[Problem]:
    """The values that stand more than once in a recommendation, or among the codes of the file (no `code`)."""
    for value, n in Counter(values).items():
        if n > 1 and code:
            yield _("%(place)s names %(value)s %(n)s times.", place=code, value=value, n=n)
        elif n > 1:
            yield _("%(place)s is there %(n)s times.", place=value, n=n)


def _missing_languages(code: str, key: str, text: Text) -> Iterator[Problem]:
    if missing := missing_languages(text):
        yield _("%(place)s: %(key)s lacks %(languages)s.", place=code, key=key, languages=", ".join(missing))


def _text_problems(recommendation: Recommendation) -> Iterator[Problem]:
    code = recommendation.code
    for key in ("title", "action", "reason", "place"):
        yield from _missing_languages(code, key, getattr(recommendation, key))
    if recommendation.steps:
        yield from _missing_languages(code, "steps", recommendation.steps)
    for example in recommendation.examples:
        yield from _missing_languages(code, "example", example.text)
        if not re.fullmatch(r"[A-Z]{2}", example.country):
            yield _("%(place)s: %(country)s is no country code of two letters.", place=code, country=example.country)
        if example.source and example.source not in recommendation.sources:
            yield _(
                "%(place)s: the source %(source)s of an example is none of its own.", place=code, source=example.source
            )


def _dimension_problems(recommendation: Recommendation, instrument: Instrument) -> Iterator[Problem]:
    code = recommendation.code
    known = {level.code for level in instrument.levels}
    if not recommendation.levels:
        yield _("%(place)s names no level.", place=code)
    for level in recommendation.levels:
        if level not in known:
            yield _("%(place)s names an unknown level %(level)s.", place=code, level=level)
    if recommendation.area not in {area.code for area in instrument.areas}:
        yield _("%(place)s names an unknown area %(area)s.", place=code, area=recommendation.area)
    if not recommendation.tiers:
        yield _("%(place)s names no tier.", place=code)
    yield from _repeated(code, [*recommendation.levels, *recommendation.tiers])


def _source_problems(recommendation: Recommendation, file: RecommendationFile) -> Iterator[Problem]:
    code = recommendation.code
    if not recommendation.sources:
        yield _("%(place)s names no source.", place=code)
    for source in recommendation.sources:
        if source not in file.sources_by_code:
            yield _("%(place)s names an unknown source %(source)s.", place=code, source=source)
    yield from _repeated(code, recommendation.sources)


def _trigger_problems(recommendation: Recommendation, instrument: Instrument) -> Iterator[Problem]:
    code = recommendation.code
    if not recommendation.triggers:
        yield _("%(place)s has no trigger.", place=code)
        return
    measured = _measured(instrument)
    reached: set[Tier] = set()
    for trigger in _all_triggers(recommendation):
        yield from _bound_problems(code, trigger)
        for target in trigger.targets:
            if problem := _target_problem(code, trigger, target, instrument):
                yield problem
                continue
            tiers = _tiers_of(trigger, target, instrument, measured)
            reached |= tiers
            if not tiers & set(recommendation.tiers):
                yield _("%(place)s: %(target)s is measured at none of its tiers.", place=code, target=target)
    for tier in recommendation.tiers:
        if tier not in reached:
            yield _("%(place)s has no trigger for the tier %(tier)s.", place=code, tier=tier)
    yield from _repeated(code, _watched(recommendation))


def _all_triggers(recommendation: Recommendation) -> Iterator[Trigger]:
    for trigger in recommendation.triggers:
        yield trigger
        yield from trigger.also


def _watched(recommendation: Recommendation) -> Iterator[str]:
    for trigger in recommendation.triggers:
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
        yield _("%(place)s: a trigger of kind %(kind)s has no targets.", place=code, kind=kind)
    if bound is None or not low < bound <= 1:
        yield _(
            "%(place)s: a trigger of kind %(kind)s needs %(key)s above %(low)s and at most 1.",
            place=code,
            kind=kind,
            key=needed,
            low=low,
        )
    if getattr(trigger, surplus) is not None:
        yield _("%(place)s: a trigger of kind %(kind)s must not have %(key)s.", place=code, kind=kind, key=surplus)
    has_source = kind in (TriggerKind.CELL, TriggerKind.LEVEL)
    if has_source and trigger.source not in SOURCES:
        yield _("%(place)s: a trigger of kind %(kind)s needs facts or perceptions as source.", place=code, kind=kind)
    elif not has_source and trigger.source is not None:
        yield _("%(place)s: a trigger of kind %(kind)s must not have %(key)s.", place=code, kind=kind, key="source")


def _target_problem(code: str, trigger: Trigger, target: str, instrument: Instrument) -> Problem | None:
    """Why the instrument cannot give a value for the target; None where it can."""
    levels = {level.code for level in instrument.levels}
    if trigger.kind is TriggerKind.CELL:
        level, area = split_cell(target)
        if level not in levels or area not in {area.code for area in instrument.areas}:
            return _("%(place)s: %(target)s is no cell of the instrument.", place=code, target=target)
    elif trigger.kind in (TriggerKind.GAP, TriggerKind.LEVEL):
        if target not in levels:
            return _("%(place)s: %(target)s is no level of the instrument.", place=code, target=target)
    else:
        item = instrument.items_by_code.get(target)
        if item is None:
            return _("%(place)s: %(target)s is no item of the instrument.", place=code, target=target)
        if item.scored is Scored.NO:
            return _("%(place)s: %(target)s is not scored.", place=code, target=target)
        if trigger.kind is TriggerKind.DO_NOT_KNOW and item.type is not ItemType.YNDK:
            return _("%(place)s: %(target)s cannot be answered by Do not know.", place=code, target=target)
    return None


def _measured(instrument: Instrument) -> set[tuple[Tier, Source, str, str]]:
    """Tier, source, level and area of every item that enters a level: the cells that can have a score."""
    return {
        (item.tier, instrument.section_by_item[item.code].source, level, item.area)
        for item in instrument.items_by_code.values()
        if item.scored is Scored.LEVEL
        for level in item.levels
    }


def _tiers_of(
    trigger: Trigger, target: str, instrument: Instrument, measured: set[tuple[Tier, Source, str, str]]
) -> set[Tier]:
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
    return {instrument.items_by_code[target].tier}
