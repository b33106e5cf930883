"""The repository of recommendations as pure content: TOML in, frozen values out, and what is wrong with them.

A recommendation says what to do, why, and when it applies: its triggers name items, cells or gaps of an instrument
and the score below which they fire. Pure: nothing here knows Django or a database.
"""

from __future__ import annotations

import tomllib
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property

from surveys.content import LANGUAGES, Instrument, ItemType, Scored, Source, Text, Tier
from surveys.content.read import build

MEASURED_SOURCES = (Source.FACTS, Source.PERCEPTIONS)


class BrokenRecommendations(ValueError):
    """The file holds no recommendations. `problems` holds one sentence for each defect."""

    def __init__(self, problems: list[str]) -> None:
        super().__init__("; ".join(problems))
        self.problems = problems


class TriggerKind(StrEnum):
    """What a trigger looks at."""

    ITEM = "item"  # the score of an item
    CELL = "cell"  # the score of level × area in one source
    DO_NOT_KNOW = "do_not_know"  # the share of Do not know in the answers to an item
    GAP = "gap"  # perceptions minus facts of a level


class Effort(StrEnum):
    """What carrying it out costs, in people and money."""

    LOW = "low"
    MEDIUM = "medium"
    HIGH = "high"


class Horizon(StrEnum):
    """How soon it can be done."""

    MONTHS = "months"
    YEAR = "year"
    YEARS = "years"


@dataclass(frozen=True)
class SourceDocument:
    """A document that recommendations cite: a bibliographic description in each language."""

    code: str
    text: Text


@dataclass(frozen=True)
class Trigger:
    """When a recommendation applies: any target weaker than the bound fires it.

    `targets` are item codes (item, do_not_know), `level.area` (cell) or levels (gap). `below` bounds scores (0 to 1)
    and gaps (-1 to 1); `share` is the least share of Do not know (0 to 1); `source` belongs to cells only.
    """

    kind: TriggerKind
    targets: tuple[str, ...]
    below: float | None = None
    share: float | None = None
    source: Source | None = None

    @property
    def bound(self) -> float:
        """The score, gap or share at which the trigger fires."""
        bound = self.share if self.kind is TriggerKind.DO_NOT_KNOW else self.below
        if bound is None:
            raise ValueError(f"A trigger of kind {self.kind} has no bound: find_problems names it.")
        return bound


@dataclass(frozen=True)
class Recommendation:
    """What to do, why, when; `place` says where in the sources it stands, `example` is optional."""

    code: str
    title: Text
    action: Text
    reason: Text
    levels: tuple[str, ...]
    area: str
    tiers: tuple[Tier, ...]
    effort: Effort
    horizon: Horizon
    sources: tuple[str, ...]
    place: Text
    triggers: tuple[Trigger, ...]
    example: Text = field(default_factory=dict)


@dataclass(frozen=True)
class RecommendationFile:
    """The recommendations for one instrument and the documents they cite."""

    instrument: str
    sources: tuple[SourceDocument, ...]
    recommendations: tuple[Recommendation, ...]

    @cached_property
    def sources_by_code(self) -> dict[str, SourceDocument]:
        """Every cited document by its code."""
        return {source.code: source for source in self.sources}


def read_recommendations(toml: str) -> RecommendationFile:
    """The recommendations written in `toml`. Raises BrokenRecommendations with every defect of form."""
    try:
        data = tomllib.loads(toml)
    except tomllib.TOMLDecodeError as error:
        raise BrokenRecommendations([f"This is not a TOML file: {error}."]) from error
    problems: list[str] = []
    file: RecommendationFile = build(RecommendationFile, data, "file", problems)
    if problems:
        raise BrokenRecommendations(problems)
    return file


def find_problems(file: RecommendationFile, instrument: Instrument) -> Iterator[str]:
    """Every defect that forbids using the file with the instrument, one sentence each; nothing for a sound one."""
    if file.instrument != instrument.code:
        yield f"The file is for the instrument {file.instrument!r}, not for {instrument.code!r}."
    for name, members in (("Source", file.sources), ("Recommendation", file.recommendations)):
        yield from (f"{name} {code} is there {n} times." for code, n in _repeated(member.code for member in members))
    cited = {code for recommendation in file.recommendations for code in recommendation.sources}
    for source in file.sources:
        yield from _missing_languages(source.code, "text", source.text)
        if source.code not in cited:
            yield f"Source {source.code} is cited by no recommendation."
    for recommendation in file.recommendations:
        yield from _text_problems(recommendation)
        yield from _dimension_problems(recommendation, instrument)
        yield from _source_problems(recommendation, file)
        yield from _trigger_problems(recommendation, instrument)


def _repeated(values: Iterator[str]) -> list[tuple[str, int]]:
    return [(value, n) for value, n in Counter(values).items() if n > 1]


def _missing_languages(code: str, name: str, text: Text) -> Iterator[str]:
    if missing := [language for language in LANGUAGES if not text.get(language, "").strip()]:
        yield f"{code}: {name} lacks {', '.join(missing)}."


def _text_problems(recommendation: Recommendation) -> Iterator[str]:
    code = recommendation.code
    for name in ("title", "action", "reason", "place"):
        yield from _missing_languages(code, name, getattr(recommendation, name))
    if recommendation.example:
        yield from _missing_languages(code, "example", recommendation.example)


def _dimension_problems(recommendation: Recommendation, instrument: Instrument) -> Iterator[str]:
    code = recommendation.code
    levels = {level.code for level in instrument.levels}
    if not recommendation.levels:
        yield f"{code} names no level."
    yield from (f"{code} names an unknown level {level!r}." for level in recommendation.levels if level not in levels)
    if recommendation.area not in {area.code for area in instrument.areas}:
        yield f"{code} names an unknown area {recommendation.area!r}."
    if not recommendation.tiers:
        yield f"{code} names no tier."
    named = (*recommendation.levels, *recommendation.tiers)
    yield from (f"{code} names {value} {n} times." for value, n in _repeated(iter(named)))


def _source_problems(recommendation: Recommendation, file: RecommendationFile) -> Iterator[str]:
    code = recommendation.code
    if not recommendation.sources:
        yield f"{code} names no source."
    for source in recommendation.sources:
        if source not in file.sources_by_code:
            yield f"{code} names an unknown source {source!r}."
    yield from (f"{code} names the source {source} {n} times." for source, n in _repeated(iter(recommendation.sources)))


def _trigger_problems(recommendation: Recommendation, instrument: Instrument) -> Iterator[str]:
    code = recommendation.code
    measured = _measured(instrument)
    fired: set[Tier] = set()
    if not recommendation.triggers:
        yield f"{code} has no trigger."
    for trigger in recommendation.triggers:
        yield from (f"{code}: {problem}" for problem in _bound_problems(trigger))
        if not trigger.targets:
            yield f"{code}: a trigger of kind {trigger.kind} has no targets."
        for target in trigger.targets:
            if problem := _target_problem(trigger, target, instrument):
                yield f"{code}: {problem}"
                continue
            tiers = _tiers_of(trigger, target, instrument, measured)
            if not tiers & set(recommendation.tiers):
                yield f"{code}: {target} is not measured at the tier {', '.join(recommendation.tiers)}."
            fired |= tiers
    named = (f"{trigger.kind} {trigger.source or ''} {target}" for trigger in recommendation.triggers
             for target in trigger.targets)  # fmt: skip
    yield from (f"{code} watches {' '.join(name.split())} {n} times." for name, n in _repeated(named))
    if recommendation.triggers:
        yield from (f"{code} has no trigger for the tier {tier}." for tier in recommendation.tiers if tier not in fired)


def _bound_problems(trigger: Trigger) -> Iterator[str]:
    """What a kind needs and what it must not have; bounds at which it would always or never fire are wrong."""
    kind = trigger.kind
    if kind is TriggerKind.DO_NOT_KNOW:
        if trigger.share is None or not 0 < trigger.share <= 1:
            yield f"a trigger of kind {kind} needs a share above 0 and at most 1."
        if trigger.below is not None:
            yield f"a trigger of kind {kind} has share, not below."
    else:
        low = -1 if kind is TriggerKind.GAP else 0
        if trigger.below is None or not low < trigger.below <= 1:
            yield f"a trigger of kind {kind} needs below above {low} and at most 1."
        if trigger.share is not None:
            yield f"a trigger of kind {kind} has below, not share."
    if kind is TriggerKind.CELL:
        if trigger.source not in MEASURED_SOURCES:
            yield f"a trigger of kind {kind} needs a source: {' or '.join(MEASURED_SOURCES)}."
    elif trigger.source is not None:
        yield f"a trigger of kind {kind} has no source."


def _target_problem(trigger: Trigger, target: str, instrument: Instrument) -> str:
    """Why the instrument cannot give a value for the target; empty where it can."""
    if trigger.kind is TriggerKind.CELL:
        level, _, area = target.partition(".")
        if level not in {level.code for level in instrument.levels} or area not in {a.code for a in instrument.areas}:
            return f"{target!r} is no cell of the instrument."
    elif trigger.kind is TriggerKind.GAP:
        if target not in {level.code for level in instrument.levels}:
            return f"{target!r} is no level of the instrument."
    else:
        item = instrument.items_by_code.get(target)
        if item is None:
            return f"{target!r} is no item of the instrument."
        if item.scored is Scored.NO:
            return f"{target} is not scored."
        if trigger.kind is TriggerKind.DO_NOT_KNOW and item.type is not ItemType.YNDK:
            return f"{target} cannot be answered by Do not know."
    return ""


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
        return {tier for tier, source, *cell in measured if source is trigger.source and ".".join(cell) == target}
    if trigger.kind is TriggerKind.GAP:
        facts, perceptions = (
            {tier for tier, source, level, _ in measured if source is wanted and level == target}
            for wanted in MEASURED_SOURCES
        )
        return facts & perceptions
    return {instrument.items_by_code[target].tier}
