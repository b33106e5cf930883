"""Which recommendations apply to a unit, and because of which values. Pure: scores in, matches out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from reports.recommendations.content import Effort, Recommendation, Trigger, TriggerKind
from scoring.results import ItemScore, UnitScores, UnitTier
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


def find_recommendations(recommendations: Iterable[Recommendation], scores: UnitScores) -> list[Match]:
    """The recommendations that apply to the unit: the most urgent first, then the least effort, then as in the file.

    Regions and the mean of all institutions are answered by the entries for institutions. What has no value fires
    nothing. An item whose only answers are No because its parent is No fires nothing either: the parent's
    recommendation comes first.
    """
    tier = Tier.NATIONAL if scores.unit.tier is UnitTier.NATIONAL else Tier.INSTITUTION
    matches = [
        Match(recommendation, fired)
        for recommendation in recommendations
        if tier in recommendation.tiers and (fired := _weakest_first(recommendation, scores))
    ]
    efforts = list(Effort)
    return sorted(
        matches, key=lambda match: (-round(match.urgency, PRECISION), efforts.index(match.recommendation.effort))
    )


def _weakest_first(recommendation: Recommendation, scores: UnitScores) -> tuple[FiredTrigger, ...]:
    fired = (one for trigger in recommendation.triggers for one in _fired(trigger, scores))
    return tuple(sorted(fired, key=lambda one: -round(one.distance, PRECISION)))


def _fired(trigger: Trigger, scores: UnitScores) -> Iterator[FiredTrigger]:
    for target in trigger.targets:
        value, n = _value(trigger, target, scores)
        if value is None:
            continue
        is_reached = value >= trigger.bound if trigger.kind is TriggerKind.DO_NOT_KNOW else value < trigger.bound
        if is_reached:
            yield FiredTrigger(trigger.kind, target, value, trigger.bound, n, trigger.source)


def _value(trigger: Trigger, target: str, scores: UnitScores) -> tuple[float | None, int | None]:
    """What the trigger compares with its bound, and the answers behind it; None for what the unit does not have."""
    match trigger.kind:
        case TriggerKind.CELL:
            source = scores.perceptions if trigger.source is Source.PERCEPTIONS else scores.facts
            cell = source.cells.get(target)
            return (cell.score if cell else None), None
        case TriggerKind.GAP:
            gap = scores.gap.levels.get(target)
            return (gap.score if gap else None), None
        case TriggerKind.DO_NOT_KNOW | TriggerKind.ITEM:
            item = scores.items.get(target)
            if item is None:
                return None, None
            if trigger.kind is TriggerKind.DO_NOT_KNOW:
                return item.dk_share, item.yes + item.no + item.dk
            return (None if _follows_parent_only(item) else item.score), item.n


def _follows_parent_only(item: ItemScore) -> bool:
    """Whether nobody answered the item itself: all its answers are No because the parent is."""
    return 0 < item.structural == item.yes + item.no
