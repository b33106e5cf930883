"""Which recommendations apply to a unit, and because of which values. Pure: scores in, matches out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from reports.recommendations.content import Effort, Recommendation, Trigger, TriggerKind
from scoring.results import Family, ItemScore, UnitScores, UnitTier
from surveys.content import Source, Tier

PRECISION = 9  # decimals that count in the order: two values as weak as each other differ in the last bits


@dataclass(frozen=True)
class FiredTrigger:
    """One target weaker than its bound: what the page needs to say why.

    `value` and `bound` are a score (0 to 1), a gap (-1 to 1) or a share of Do not know (0 to 1), by `kind`.
    `n`: answers behind the value, Do not know included in its share; None for cells and gaps, which rest on many items.
    """

    kind: TriggerKind
    target: str
    value: float
    bound: float
    n: int | None = None
    source: Source | None = None

    @property
    def distance(self) -> float:
        """How far beyond the bound the value lies; never negative."""
        return abs(self.value - self.bound)


@dataclass(frozen=True)
class Match:
    """A recommendation that applies, with everything that fired it, the weakest first. Never without one."""

    recommendation: Recommendation
    fired: tuple[FiredTrigger, ...]

    @property
    def urgency(self) -> float:
        """The distance of the weakest target from its bound."""
        return self.fired[0].distance


def find_recommendations(
    recommendations: Iterable[Recommendation], scores: UnitScores, mean: UnitScores | None = None
) -> list[Match]:
    """The recommendations that apply to the unit: the most urgent first, then the least effort, then as in the file.

    Regions and the mean of all institutions are answered by the entries for institutions. What has no value fires
    nothing; so does a comparison without `mean`, the mean of all institutions. An item whose only answers are No
    because its parent is No fires nothing either: the parent's recommendation comes first.
    """
    tier = Tier.NATIONAL if scores.unit.tier is UnitTier.NATIONAL else Tier.INSTITUTION
    matches = [
        Match(recommendation, fired)
        for recommendation in recommendations
        if tier in recommendation.tiers and (fired := _weakest_first(recommendation, Values(scores, mean)))
    ]
    efforts = list(Effort)
    return sorted(
        matches, key=lambda match: (-round(match.urgency, PRECISION), efforts.index(match.recommendation.effort))
    )


@dataclass(frozen=True)
class Values:
    """What triggers look at: a unit's scores and, for comparisons, the mean of all institutions."""

    scores: UnitScores
    mean: UnitScores | None = None

    def of(self, trigger: Trigger, target: str) -> tuple[float | None, int | None]:
        """What a trigger compares with its bound, and the answers behind it; None for what the unit does not have."""
        match trigger.kind:
            case TriggerKind.CELL:
                return self._part(trigger, Family.CELLS, target), None
            case TriggerKind.LEVEL:
                return self._part(trigger, Family.LEVELS, target), None
            case TriggerKind.GAP:
                gap = self.scores.gap.levels.get(target)
                return (gap.score if gap else None), None
            case TriggerKind.COMPARISON:
                return self._difference(target)
            case TriggerKind.DO_NOT_KNOW | TriggerKind.ITEM:
                item = self.scores.items.get(target)
                if item is None:
                    return None, None
                if trigger.kind is TriggerKind.DO_NOT_KNOW:
                    return item.dk_share, item.yes + item.no + item.dk
                return (None if _follows_parent_only(item) else item.score), item.n

    def _part(self, trigger: Trigger, family: Family, target: str) -> float | None:
        source = self.scores.perceptions if trigger.source is Source.PERCEPTIONS else self.scores.facts
        part = source.part(family, target)
        return part.score if part else None

    def _difference(self, target: str) -> tuple[float | None, int | None]:
        """An item's score less its mean over all institutions."""
        item = self.scores.items.get(target)
        other = self.mean.items.get(target) if self.mean else None
        if item is None or other is None or item.score is None or other.score is None:
            return None, None
        return item.score - other.score, item.n


def _weakest_first(recommendation: Recommendation, values: Values) -> tuple[FiredTrigger, ...]:
    fired = (one for trigger in recommendation.triggers for one in fire(trigger, values))
    return tuple(sorted(fired, key=lambda one: -round(one.distance, PRECISION)))


def fire(trigger: Trigger, values: Values) -> Iterator[FiredTrigger]:
    """What of a trigger fires; nothing unless each of its conditions does."""
    conditions = [list(_fired(one, values)) for one in (trigger, *trigger.also)]
    if all(conditions):
        for fired in conditions:
            yield from fired


def _fired(trigger: Trigger, values: Values) -> Iterator[FiredTrigger]:
    for target in trigger.targets:
        value, n = values.of(trigger, target)
        if value is None:
            continue
        is_reached = value >= trigger.bound if trigger.kind is TriggerKind.DO_NOT_KNOW else value < trigger.bound
        if is_reached:
            yield FiredTrigger(trigger.kind, target, value, trigger.bound, n, trigger.source)


def _follows_parent_only(item: ItemScore) -> bool:
    """Whether nobody answered the item itself: all its answers are No because the parent is."""
    return 0 < item.structural == item.yes + item.no
