"""Which perceptions may not be published: those of too few respondents, and those that give such away. Pure.

Method, section 7. Facts are public. Whatever rests on a suppressed item is suppressed with it: cells, levels, the
combined score, the gap. Regions and the mean of all institutions tell sums of their institutions: what the published
institutions leave over must come from two institutions at least and from as many respondents as the threshold asks.
Where it does not, another institution is suppressed too, that of the fewest respondents.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from scoring.exposure import find_exposed
from scoring.frame import Frame, build_frame
from scoring.hiding import BELOW, Hidden, Part, UnitKey, key_of, perceptions_of, scored_parts
from scoring.methods import Method
from scoring.results import RoundScores, UnitScores, UnitTier
from surveys.content import Instrument, Tier


def find_hidden(scores: RoundScores, instrument: Instrument, method: Method) -> Mapping[UnitKey, Hidden]:
    """What may not be published of each unit; units of which everything may are there with nothing hidden."""
    frames = {tier: build_frame(instrument, method, tier) for tier in Tier}
    hidden = {key_of(unit): Hidden(_too_few(unit, method.suppression_threshold)) for unit in scores.units}
    _Institutions(scores, method.suppression_threshold).protect(hidden)
    _hide_parts(scores, frames, hidden)
    while exposed := list(find_exposed(scores, frames[Tier.INSTITUTION], hidden)):
        _hide_totals(scores, exposed, hidden)
        _hide_parts(scores, frames, hidden)
    return hidden


def _too_few(unit: UnitScores, threshold: int) -> set[str]:
    return {code for code in perceptions_of(unit) if unit.items[code].n < threshold}


def _hide_parts(scores: RoundScores, frames: Mapping[Tier, Frame], hidden: dict[UnitKey, Hidden]) -> None:
    for unit in scores.units:
        frame = frames[Tier.NATIONAL if unit.unit.tier is UnitTier.NATIONAL else Tier.INSTITUTION]
        hidden[key_of(unit)].parts |= _parts_of(hidden[key_of(unit)].items, frame)
    _protect_parts(scores, hidden)


def _hide_totals(scores: RoundScores, exposed: Iterable[tuple[str, str]], hidden: dict[UnitKey, Hidden]) -> None:
    """The last resort: an item that sums of several parts would give away is hidden in every sum."""
    for _unit, item in exposed:
        for total in scores.units:
            if total.unit.tier in BELOW:
                hidden[key_of(total)].items.add(item)


def _parts_of(items: set[str], frame: Frame) -> set[Part]:
    """The parts that rest on any of these items, and the means of such parts."""
    places = {frame.places[code] for code in items if code in frame.places}
    source = frame.perceptions
    return {
        (part.family, part.code)
        for part, members in zip(source.parts, source.members, strict=True)
        if places.intersection(members.tolist())
    }


class _Institutions:
    """Institutions, and the regions and mean that tell sums of them."""

    def __init__(self, scores: RoundScores, threshold: int) -> None:
        self._threshold = threshold
        self._units = [one for one in scores.units if one.unit.tier is UnitTier.INSTITUTION]
        self._regions = [one for one in scores.units if one.unit.tier is UnitTier.SUBNATIONAL]
        self._everyone = next((one for one in scores.units if one.unit.tier is UnitTier.ALL_INSTITUTIONS), None)

    def protect(self, hidden: dict[UnitKey, Hidden]) -> None:
        """Hide more items until no sum gives one away."""
        for item in sorted({code for unit in self._units for code in perceptions_of(unit)}):
            while not self._is_safe(item, hidden):
                pass

    def _is_safe(self, item: str, hidden: dict[UnitKey, Hidden]) -> bool:
        """Whether the item is; else something more of it has been hidden."""
        rest = []
        for region in [*self._regions, None]:
            code = region.unit.code if region else ""
            members = [one for one in self._having(item) if one.unit.region == code]
            if region is None or item in hidden[key_of(region)].items:
                rest += members
            elif not self._leaves_enough(members, item, hidden):
                self._hide_one(members, region, item, hidden)
                return False
        if self._everyone is None or item in hidden[key_of(self._everyone)].items:
            return True
        if self._leaves_enough(rest, item, hidden):
            return True
        self._hide_beside(rest, item, hidden)
        return False

    def _having(self, item: str) -> list[UnitScores]:
        return [one for one in self._units if one.items[item].score is not None]

    def _leaves_enough(self, members: Iterable[UnitScores], item: str, hidden: Mapping[UnitKey, Hidden]) -> bool:
        """Whether what the public can subtract is the sum of several, of enough respondents, and not all or nothing:
        a sum of zeros tells each of them."""
        left = [one.items[item] for one in members if item in hidden[key_of(one)].items]
        if not left:
            return True
        mean = sum(one.score or 0 for one in left) / len(left)
        return len(left) > 1 and sum(one.n for one in left) >= self._threshold and 0 < mean < 1

    def _hide_one(
        self, members: Iterable[UnitScores], total: UnitScores, item: str, hidden: dict[UnitKey, Hidden]
    ) -> None:
        """Hide the item of the institution with the fewest answers; where all are hidden, that of their region."""
        least = _least(members, item, hidden) or total
        hidden[key_of(least)].items.add(item)

    def _hide_beside(self, rest: list[UnitScores], item: str, hidden: dict[UnitKey, Hidden]) -> None:
        """The same for the mean of all: rather another institution, even of a region that is then hidden with it."""
        assert self._everyone is not None
        least = _least(rest, item, hidden) or _least(self._having(item), item, hidden)
        hidden[key_of(least or self._everyone)].items.add(item)
        if least and least.unit.region:
            hidden[UnitTier.SUBNATIONAL, least.unit.region].items.add(item)


def _least(members: Iterable[UnitScores], item: str, hidden: Mapping[UnitKey, Hidden]) -> UnitScores | None:
    """The institution with the fewest answers to an item among those that show it; None where none does."""
    shown = [one for one in members if item not in hidden[key_of(one)].items]
    return min(shown, key=lambda one: (one.items[item].n, one.unit.code), default=None)


def _protect_parts(scores: RoundScores, hidden: dict[UnitKey, Hidden]) -> None:
    """Hide a part of a region, or of all institutions, where a single institution's part would be left over."""
    units = [one for one in scores.units if one.unit.tier is UnitTier.INSTITUTION]
    for region in (one for one in scores.units if one.unit.tier is UnitTier.SUBNATIONAL):
        for part in scored_parts(region):
            left = [one for one in units if one.unit.region == region.unit.code and hidden[key_of(one)].hides(*part)]
            if len(left) == 1:
                hidden[key_of(region)].parts.add(part)
    for everyone in (one for one in scores.units if one.unit.tier is UnitTier.ALL_INSTITUTIONS):
        for part in scored_parts(everyone):
            left = [one for one in units if hidden[key_of(one)].hides(*part) and not _is_told(one, part, hidden)]
            if len(left) == 1:
                hidden[key_of(everyone)].parts.add(part)


def _is_told(unit: UnitScores, part: Part, hidden: Mapping[UnitKey, Hidden]) -> bool:
    """Whether a published region tells the sum that the institution's part belongs to."""
    region = hidden.get((UnitTier.SUBNATIONAL, unit.unit.region))
    return region is not None and not region.hides(*part)
