"""Two rounds of one instrument: may they be compared, and why. Pure.

The thresholds are this project's operationalisation; they stand here and nowhere else (method, "Rounds over time").
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from enum import StrEnum
from typing import Any

from scoring.document import MeasuredUnit, Validated
from scoring.methods import Method
from scoring.results import SOURCES, Unit, UnitTier
from surveys.content import Instrument, Scored
from surveys.content.lineage import Kin, Kinship, trace

ALIKE = 0.9  # from this share of common items or institutions on, two rounds are comparable
HALF = 0.5  # below this share of common items they are not
SMALL_BASE = 30  # with fewer responses in one of them, they are comparable in part only
MIX = 0.1  # how much of the responses may have come in another way, or from others


class Verdict(StrEnum):
    """How far two rounds can be compared."""

    COMPARABLE = "comparable"
    PARTLY = "partly"
    NOT = "not"


_ORDER = (Verdict.COMPARABLE, Verdict.PARTLY, Verdict.NOT)


class Ground(StrEnum):
    """What a verdict looks at."""

    COUNTRY = "country"
    INSTRUMENT = "instrument"
    VERSION = "version"
    ITEMS = "items"
    LEVEL = "level"
    METHOD = "method"
    COUNTS = "counts"  # methods that count responses in different ways
    SECTIONS = "sections"
    INSTITUTIONS = "institutions"
    BASE = "base"
    MODES = "modes"
    TYPES = "types"


@dataclass(frozen=True)
class Reason:
    """What was found of one ground, and what it alone allows. `values`: numbers and codes for its sentence."""

    ground: Ground
    allows: Verdict
    values: Mapping[str, Any]


@dataclass(frozen=True)
class Side:
    """A round, as far as comparing goes. `modes`, `types`: how many responses by mode and by type of respondent.

    `sections`: the codes of those that it asks. `regions` are found again in the `region` of the institutions.
    """

    country: str
    instrument: Instrument
    method: Method
    sections: frozenset[str]
    measured: tuple[MeasuredUnit, ...]
    regions: tuple[Unit, ...]
    validated: Validated
    modes: Mapping[str, int]
    types: Mapping[str, int]

    @property
    def base(self) -> int:
        """How many responses count."""
        return sum(int(one.counts.respondents.sum()) for one in self.measured if one.unit.tier is UnitTier.NATIONAL)

    @property
    def institutions(self) -> frozenset[str]:
        """The codes of those that take part."""
        return frozenset(one.unit.code for one in self.measured if one.unit.tier is UnitTier.INSTITUTION)

    @property
    def scored_sections(self) -> frozenset[str]:
        """The codes of the sections asked that enter scores."""
        return frozenset(
            one.code for one in self.instrument.sections if one.source in SOURCES and one.code in self.sections
        )


@dataclass(frozen=True)
class Judgement:
    """What can be compared. `common`: codes of the scored items that both rounds asked in the same meaning."""

    verdict: Verdict
    reasons: tuple[Reason, ...]
    lineage: tuple[Kin, ...]
    common: frozenset[str]

    @property
    def breaks(self) -> tuple[Ground, ...]:
        """Why the line between the two rounds is broken: another version, another method, or both."""
        grounds = (Ground.INSTRUMENT, Ground.VERSION, Ground.METHOD, Ground.COUNTS)
        return tuple(
            reason.ground
            for reason in self.reasons
            if reason.ground in grounds and reason.values["earlier"] != reason.values["later"]
        )


def judge(earlier: Side, later: Side, others: Iterable[Instrument] = ()) -> Judgement:
    """The verdict on two rounds; the worst of what each ground allows.

    `others`: further versions of the instrument, through which items may descend.
    """
    is_one_instrument = earlier.instrument.code == later.instrument.code
    lineage = trace(earlier.instrument, later.instrument, others) if is_one_instrument else ()
    common = frozenset(_common(lineage, earlier, later))
    reasons = tuple(_reasons(earlier, later, lineage, common))
    verdict = max((reason.allows for reason in reasons), key=_ORDER.index)
    return Judgement(verdict, reasons, lineage, common)


def _common(lineage: Iterable[Kin], earlier: Side, later: Side) -> Iterator[str]:
    """The items that are the same, scored, and in a section that both rounds asked."""
    for kin in lineage:
        if kin.kinship is not Kinship.SAME or later.instrument.items_by_code[kin.code].scored is Scored.NO:
            continue
        sections = {side.instrument.section_by_item[kin.code].code for side in (earlier, later)}
        if all(sections <= side.sections for side in (earlier, later)):
            yield kin.code


def _reasons(earlier: Side, later: Side, lineage: Sequence[Kin], common: Collection[str]) -> Iterator[Reason]:
    yield _equal(Ground.COUNTRY, earlier.country, later.country, otherwise=Verdict.NOT)
    yield _equal(Ground.INSTRUMENT, earlier.instrument.code, later.instrument.code, otherwise=Verdict.NOT)
    if lineage:
        # Another version is no obstacle in itself: its items are weighed next.
        versions = (earlier.instrument.version, later.instrument.version)
        yield _equal(Ground.VERSION, *versions, otherwise=Verdict.COMPARABLE)
        yield from _item_reasons(earlier, later, lineage, common)
        yield from _section_reasons(earlier, later)
    yield from _method_reasons(earlier.method, later.method)
    yield from _institution_reasons(earlier, later)
    yield _base_reason(earlier, later)
    yield from _mix_reason(Ground.MODES, earlier.modes, later.modes)
    yield from _mix_reason(Ground.TYPES, earlier.types, later.types)


def _equal(ground: Ground, earlier: str, later: str, otherwise: Verdict) -> Reason:
    allows = Verdict.COMPARABLE if earlier == later else otherwise
    return Reason(ground, allows, {"earlier": earlier, "later": later})


def _item_reasons(earlier: Side, later: Side, lineage: Sequence[Kin], common: Collection[str]) -> Iterator[Reason]:
    """Common items among all items of either round that enter the levels; then level by level."""
    before, after = _levels_of(earlier.instrument), _levels_of(later.instrument)
    everything = before.keys() | after.keys()
    ours = everything & set(common)
    counted = {kind: sum(kin.kinship is kind for kin in lineage) for kind in Kinship}
    allows = _allowed(len(ours), len(everything)) if ours else Verdict.NOT
    yield Reason(Ground.ITEMS, allows, {"common": len(ours), "all": len(everything), "kinds": counted})
    for level in later.instrument.levels:
        of_level = {
            code for code in everything if level.code in before.get(code, ()) or level.code in after.get(code, ())
        }
        shared = of_level & ours
        # A thin level weighs on the whole only as far as its items do: alone it makes nothing incomparable.
        allows = Verdict.COMPARABLE if _share(len(shared), len(of_level)) >= ALIKE else Verdict.PARTLY
        yield Reason(Ground.LEVEL, allows, {"level": level.code, "common": len(shared), "all": len(of_level)})


def _levels_of(instrument: Instrument) -> Mapping[str, tuple[str, ...]]:
    return {item.code: item.levels for item in instrument.scored_items if item.scored is Scored.LEVEL}


def _allowed(common: int, everything: int) -> Verdict:
    share = _share(common, everything)
    if share >= ALIKE:
        return Verdict.COMPARABLE
    return Verdict.PARTLY if share >= HALF else Verdict.NOT


def _share(part: int, whole: int) -> float:
    return part / whole if whole else 1.0


def _section_reasons(earlier: Side, later: Side) -> Iterator[Reason]:
    before, after = earlier.scored_sections, later.scored_sections
    allows = Verdict.COMPARABLE if before == after else Verdict.PARTLY
    yield Reason(Ground.SECTIONS, allows, {"earlier": sorted(before), "later": sorted(after)})


# What pages call the options of a method, and what must be equal for counts to be used again.
_COUNTING = ("weight_by_participants", "groups")
_NAMES = ("code", "title", "all_institutions", "bands", "suppression_threshold")


def _method_reasons(earlier: Method, later: Method) -> Iterator[Reason]:
    options = [field.name for field in fields(Method) if field.name not in _NAMES]
    differing = [name for name in options if getattr(earlier, name) != getattr(later, name)]
    values = {"earlier": earlier.code, "later": later.code, "options": [o for o in differing if o not in _COUNTING]}
    yield Reason(Ground.METHOD, Verdict.COMPARABLE if earlier.code == later.code else Verdict.PARTLY, values)
    if counting := [name for name in differing if name in _COUNTING]:
        yield Reason(Ground.COUNTS, Verdict.NOT, values | {"options": counting})


def _institution_reasons(earlier: Side, later: Side) -> Iterator[Reason]:
    before, after = earlier.institutions, later.institutions
    if before or after:
        both, either = len(before & after), len(before | after)
        allows = Verdict.COMPARABLE if both >= ALIKE * either else Verdict.PARTLY
        yield Reason(Ground.INSTITUTIONS, allows, {"both": both, "earlier": len(before), "later": len(after)})


def _base_reason(earlier: Side, later: Side) -> Reason:
    smallest = min(earlier.base, later.base)
    allows = Verdict.COMPARABLE if smallest >= SMALL_BASE else Verdict.PARTLY
    if smallest < later.method.suppression_threshold:
        allows = Verdict.NOT
    return Reason(Ground.BASE, allows, {"earlier": earlier.base, "later": later.base})


def _mix_reason(ground: Ground, earlier: Mapping[str, int], later: Mapping[str, int]) -> Iterator[Reason]:
    """How much of the responses would have to change their kind for the two mixes to be the same."""
    before, after = sum(earlier.values()), sum(later.values())
    if not before or not after:
        return
    kinds = earlier.keys() | later.keys()
    moved = sum(abs(later.get(kind, 0) / after - earlier.get(kind, 0) / before) for kind in kinds) / 2
    allows = Verdict.COMPARABLE if moved <= MIX + 1e-12 else Verdict.PARTLY
    widest = max(sorted(kinds), key=lambda kind: abs(later.get(kind, 0) / after - earlier.get(kind, 0) / before))
    yield Reason(
        ground,
        allows,
        {
            "moved": moved,
            "kind": widest,
            "earlier": earlier.get(widest, 0) / before,
            "later": later.get(widest, 0) / after,
        },
    )
