"""The bridge: worked by hand, held against published figures, and against scoring the common items by brute force."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import replace

import numpy as np
import pytest
from scipy.stats import t as student

from scoring.bridging import BridgedUnit, Change, bridge, item_change
from scoring.comparing import Side, judge
from scoring.counts import Counts
from scoring.document import MeasuredUnit, score_round
from scoring.frame import build_frame, items_of
from scoring.methods import Method
from scoring.results import Family, Measure, RoundScores, Unit, UnitTier
from surveys.coding import CODES, Code
from surveys.content import Instrument, Item, Tier
from tests.contents import standard_method
from tests.scoring.instruments import MIXED
from tests.scoring.rounds import COUNTRY, random_round, round_facts
from tests.scoring.versions import another, recoded, side

NATION = Unit(UnitTier.NATIONAL, COUNTRY, {"en": "Country"})


def bridged(earlier: Side, later: Side) -> dict[tuple[str, str], BridgedUnit]:
    units = bridge(earlier, later, judge(earlier, later).common)
    return {(unit.unit.tier, unit.unit.code): unit for unit in units}


def one_item_side(*groups: tuple[int, int], instrument: Instrument = MIXED) -> Side:
    """A round in which only F1.a was answered: for each jackknife group so many Yes and No."""
    method = standard_method()
    items = items_of(instrument, Tier.NATIONAL)
    counts = Counts.nobody(len(items), method.groups)
    place = [item.code for item in items].index("F1.a")
    for group, (yes, no) in enumerate(groups):
        counts.answers[place, Code.YES, group] = yes
        counts.answers[place, Code.NO, group] = no
        counts.respondents[group] = yes + no
    return Side(
        country=COUNTRY,
        instrument=instrument,
        method=method,
        sections=frozenset("FVN"),
        measured=(MeasuredUnit(NATION, counts),),
        regions=(),
        validated={},
        modes={},
        types={},
    )


def test_a_change_worked_by_hand() -> None:
    """Ten answers in two groups each: 4 of 10 Yes, then 8 of 10.

    Without one group: 3/5 or 1/5, later 3/5 or 5/5. Each standard error is the root of 1/2 (0.2² + 0.2²) = 0.2; that of
    the change the root of 0.08. Welch: 0.08² / (0.04² + 0.04²) = 2 degrees of freedom, t = 4.3027.
    """
    change = bridged(one_item_side((1, 4), (3, 2)), one_item_side((5, 0), (3, 2)))["national", COUNTRY].change(
        Measure.FACTS
    )
    half = 4.302652729911275 * math.sqrt(0.08)
    assert change.value == pytest.approx(0.4)
    assert change.low == pytest.approx(0.4 - half)
    assert change.high == 1.0  # 0.4 + 1.217, cut
    assert not change.is_apart


def test_a_change_of_an_item_has_the_interval_of_newcombe() -> None:
    """56 of 70 against 48 of 80: 0.20 (0.0524 to 0.3339) by his method 10 (Newcombe 1998, table II)."""
    units = bridged(one_item_side((48, 32)), one_item_side((56, 14)))
    change = units["national", COUNTRY].items["F1.a"]
    assert (change.value, change.low, change.high) == pytest.approx((0.2, 0.0524, 0.3339), abs=5e-5)
    assert change.is_apart


def test_one_group_gives_a_change_without_an_interval() -> None:
    change = bridged(one_item_side((1, 4)), one_item_side((5, 0), (3, 2)))["national", COUNTRY].change(Measure.FACTS)
    assert change.value == pytest.approx(0.6)
    assert (change.low, change.high) == (None, None)


def test_where_nothing_varies_the_change_is_exact() -> None:
    units = bridged(one_item_side((0, 3), (0, 2)), one_item_side((3, 0), (2, 0)))
    assert units["national", COUNTRY].change(Measure.FACTS) == Change(1.0, 1.0, 1.0)


def test_validated_facts_are_exact() -> None:
    earlier = replace(one_item_side((1, 4), (3, 2)), validated={(COUNTRY, "F1.a"): "no"})
    later = replace(one_item_side((5, 0), (3, 2)), validated={(COUNTRY, "F1.a"): "yes"})
    unit = bridged(earlier, later)["national", COUNTRY]
    assert unit.items["F1.a"] == Change(1.0)
    assert unit.change(Measure.FACTS) == Change(1.0, 1.0, 1.0)
    half_settled = bridged(earlier, one_item_side((5, 0), (3, 2)))["national", COUNTRY].items["F1.a"]
    item = bridged(earlier, one_item_side((5, 0), (3, 2)))["national", COUNTRY].later.items["F1.a"]
    assert (half_settled.value, half_settled.low, half_settled.high) == pytest.approx((0.8, item.low, item.high))


# By brute force: instruments that have nothing but the common items, scored as any round is.


def _earlier_item(item: Item) -> Item:
    return recoded(F2_c="F2_old", V1_a="V1_old")(item)


EARLIER = another("0", _earlier_item, without=["V2.b", "F1.a1.1"])
DROPPED = ["F2.c", "V1.a", "V2.b", "F1.a1.1"]


@pytest.fixture(scope="module")
def sides() -> tuple[Side, Side]:
    """Two rounds in which everybody answers everything, with an institution in one of them only."""
    before = random_round(EARLIER, seed=5, responses=300, institutions=5)
    after = random_round(MIXED, seed=6, responses=400, institutions=6)
    for survey in (before, after):  # a fact settled as Do not know has no score, and would leave the bridge
        survey.validated = {place: value for place, value in survey.validated.items() if value != "dk"}
    return side(before, EARLIER), side(after, MIXED)


def _score(of: Side, common_only: Instrument, method: Method) -> RoundScores:
    """The units of both rounds, scored on an instrument of the common items only."""
    units = []
    for one in of.measured:
        if one.unit.code == "I5":
            continue
        tier = Tier.NATIONAL if one.unit.tier is UnitTier.NATIONAL else Tier.INSTITUTION
        places = {item.code: place for place, item in enumerate(items_of(of.instrument, tier))}
        rows = [places[item.code] for item in items_of(common_only, tier)]
        units.append(MeasuredUnit(one.unit, Counts(one.counts.answers[rows], one.counts.respondents)))
    survey = random_round(MIXED, seed=1, responses=0, institutions=0)
    return score_round(common_only, method, round_facts(survey), units, of.regions, of.validated)


def test_bridge_scores_are_those_of_the_common_items_alone(sides: tuple[Side, Side]) -> None:
    earlier, later = sides
    common_only = another("common", without=DROPPED)
    units = bridged(earlier, later)
    expected = [_score(one, common_only, later.method) for one in sides]
    assert len(units) == 1 + 3 + 5 + 1  # nation, regions, institutions in both, all of these
    for (tier, code), unit in units.items():
        for ours, theirs in zip((unit.earlier, unit.later), expected, strict=True):
            scores = theirs.unit(UnitTier(tier), code)
            assert scores is not None
            for measure in Measure:
                for (_family, _code, one), (_f, _c, other) in zip(
                    ours.of(measure).parts(), scores.of(measure).parts(), strict=True
                ):
                    assert (one.score, one.low, one.high) == pytest.approx((other.score, other.low, other.high))


def test_intervals_of_changes_add_the_variances_of_both_rounds(sides: tuple[Side, Side]) -> None:
    earlier, later = sides
    unit = bridged(earlier, later)["national", COUNTRY]
    common_only = another("common", without=DROPPED)
    for measure, family, code in [
        (Measure.FACTS, Family.OVERALL, ""),
        (Measure.PERCEPTIONS, Family.LEVELS, "decision"),
        (Measure.COMBINED, Family.OVERALL, ""),
        (Measure.GAP, Family.LEVELS, "consultation"),
        (Measure.FACTS, Family.CELLS, "information.legal"),
    ]:
        values, variances, freedoms = [], [], []
        for one in sides:
            replicates = list(_without_each_group(one, common_only, measure, family, code))
            whole = _part(_score(one, common_only, later.method), measure, family, code)
            k = len(replicates)
            values.append(whole)
            variances.append((k - 1) / k * float(np.sum((np.array(replicates) - np.mean(replicates)) ** 2)))
            freedoms.append(k - 1)
        total = sum(variances)
        freedom = total**2 / sum(v**2 / f for v, f in zip(variances, freedoms, strict=True))
        half = student.ppf(0.975, freedom) * math.sqrt(total)
        difference = values[1] - values[0]
        change = unit.change(measure, family, code)
        assert (change.value, change.low, change.high) == pytest.approx(
            (difference, difference - half, difference + half)
        )


def _without_each_group(
    of: Side, common_only: Instrument, measure: Measure, family: Family, code: str
) -> Iterator[float]:
    for group in range(of.method.groups):
        nation = of.measured[0]
        if nation.counts.respondents[group]:
            answers, respondents = nation.counts.answers.copy(), nation.counts.respondents.copy()
            answers[:, :, group] = 0
            respondents[group] = 0
            less = replace(of, measured=(MeasuredUnit(nation.unit, Counts(answers, respondents)),))
            yield _part(_score(less, common_only, of.method), measure, family, code)


def _part(scores: RoundScores, measure: Measure, family: Family, code: str) -> float:
    unit = scores.unit(UnitTier.NATIONAL, COUNTRY)
    assert unit is not None
    part = unit.of(measure).part(family, code)
    assert part is not None
    assert part.score is not None
    return part.score


def test_a_round_against_itself_has_not_changed(sides: tuple[Side, Side]) -> None:
    for unit in bridged(sides[1], sides[1]).values():
        for change in unit.changes.values():
            assert change.value in (None, 0.0)
            assert change.low is None or change.low <= 0 <= (change.high or 0)


def test_back_in_time_the_change_turns_its_sign() -> None:
    earlier, later = (side(random_round(MIXED, seed, responses=90, institutions=3)) for seed in (8, 9))
    there, back = bridged(earlier, later), bridged(later, earlier)
    for key, unit in there.items():
        for place, change in unit.changes.items():
            turned = back[key].changes[place]
            assert change.value == pytest.approx(None if turned.value is None else -turned.value)


def test_both_rounds_have_the_method_of_the_later_one(sides: tuple[Side, Side]) -> None:
    earlier, later = sides
    method = replace(standard_method(), code="m/2", confidence=0.5)
    narrow = bridged(earlier, replace(later, method=method))["national", COUNTRY].earlier.combined.overall
    wide = bridged(earlier, later)["national", COUNTRY].earlier.combined.overall
    assert narrow.score == wide.score
    assert narrow.low is not None
    assert wide.low is not None
    assert narrow.low > wide.low


def test_within_a_unit_only_items_with_a_score_in_both_rounds_count() -> None:
    """Who answers nothing to an item in one round must not move the level by it."""
    earlier, later = one_item_side((1, 4), (3, 2)), one_item_side((5, 0), (3, 2))
    counts = later.measured[0].counts
    place = [item.code for item in items_of(MIXED, Tier.NATIONAL)].index("F1.b")
    counts.answers[place, Code.YES, 0] = 5  # a reverse item that nobody answered in the earlier round
    unit = bridged(earlier, later)["national", COUNTRY]
    assert unit.change(Measure.FACTS).value == pytest.approx(0.4)
    assert unit.items["F1.b"] == Change(None)
    assert unit.later.facts.overall.items == 1


def test_units_of_one_round_only_are_left_out(sides: tuple[Side, Side]) -> None:
    assert ("institution", "I5") not in bridged(*sides)
    assert ("institution", "I4") in bridged(*sides)


def test_a_frame_of_some_items_has_only_these(method: Method) -> None:
    frame = build_frame(MIXED, method, Tier.NATIONAL, {"F1.a", "V1.b"})
    assert [item.code for item in frame.items] == ["F1.a", "V1.b"]
    assert frame.values.shape == (2, CODES)
    whole = build_frame(MIXED, method, Tier.NATIONAL)
    assert frame.facts.parts == whole.facts.parts
    assert frame.facts.mapped.sum() < whole.facts.mapped.sum()


def test_an_item_without_a_score_in_one_round_has_no_change() -> None:
    units = bridged(one_item_side((1, 4)), one_item_side((5, 0)))
    unit = units["national", COUNTRY]
    assert item_change(unit.earlier.items["F1.b"], unit.later.items["F1.b"]) == Change(None)
