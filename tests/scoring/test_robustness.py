"""Bounds, sensitivity and ranks: worked by hand, and against really changing the answers of small rounds."""

from __future__ import annotations

import copy
import dataclasses
import itertools
import math
import random
from collections.abc import Callable, Sequence

import numpy as np
import pytest
from scipy.stats import t as student

from scoring._ranks import Places, places_among, places_by_chance
from scoring._readings import Reading, read_as, read_unshown_as_no, readings_of
from scoring.counts import Counts
from scoring.formulas import item_scores
from scoring.frame import build_frame
from scoring.methods import DoNotKnow, Method, Structural, Weights
from scoring.results import Family, Measure, UnitTier
from scoring.robustness import WEIGHTS, Assessed, bounds_of, rank, spread_of, variants_of
from surveys.coding import CODES, Code
from surveys.content import Instrument, Item, Tier
from tests.contents import standard_method
from tests.scoring.instruments import MIXED
from tests.scoring.reference import Choices, RawResponse, RawRound, Reference, Values
from tests.scoring.rounds import measured, random_round

NO_REVERSE = dataclasses.replace(
    MIXED,
    sections=tuple(
        dataclasses.replace(
            section,
            chapters=tuple(
                dataclasses.replace(
                    chapter,
                    tables=tuple(
                        dataclasses.replace(
                            table, items=tuple(dataclasses.replace(item, reverse=False) for item in table.items)
                        )
                        for table in chapter.tables
                    ),
                )
                for chapter in section.chapters
            ),
        )
        for section in MIXED.sections
    ),
)
OVERALL = (Measure.COMBINED, Family.OVERALL, "")


def assessed(
    instrument: Instrument, survey: RawRound, shown: set[tuple[str, str]] | None = None
) -> dict[str, Assessed]:
    """The country and the institutions by their codes. `shown`: pairs of unit and item."""
    found = {}
    for one in measured(instrument, survey):
        code = one.unit.code
        settled = {item: value for (unit, item), value in survey.validated.items() if unit == code}
        ours = frozenset(item for unit, item in shown or () if unit == code)
        found[code] = Assessed(one.unit, one.counts, settled, ours)
    return found


def tier_of(unit: Assessed) -> Tier:
    return Tier.NATIONAL if unit.unit.tier is UnitTier.NATIONAL else Tier.INSTITUTION


Change = Callable[[RawRound, Reference, RawResponse, Item, "str | None"], "str | None"]


def changed(instrument: Instrument, survey: RawRound, change: Change) -> RawRound:
    """The round with each answer replaced by what `change` gives for what it counted as (None: as it was)."""
    other = copy.deepcopy(survey)
    reference = Reference(instrument, survey, Choices())
    for before, after in zip(survey.responses, other.responses, strict=True):
        for item in instrument.scored_items:
            new = change(survey, reference, before, item, reference.answer(before, item))
            if new is not None:
                after.answers[item.code] = new
    return other


def truth(instrument: Instrument, survey: RawRound, unit: Assessed, choices: Choices | None = None) -> Values:
    reference = Reference(instrument, survey, choices or Choices())
    return reference.estimate(unit.unit.code, tier_of(unit).value, survey.responses)


def filled(value: dict[str, str], kinds: Sequence[str]) -> Change:
    """Uncertain answers of these kinds become `value` of the type of the item."""
    return lambda _survey, _reference, _response, item, counted: value[item.type] if counted in kinds else None


@pytest.mark.parametrize("seed", range(6))
@pytest.mark.parametrize(
    ("kinds", "field"), [(("dk",), "do_not_know"), (("dk", "missing"), "missing")], ids=["do not know", "missing"]
)
def test_bounds_are_what_really_changing_the_answers_gives(
    seed: int, kinds: tuple[str, ...], field: str, method: Method
) -> None:
    survey = random_round(NO_REVERSE, seed, responses=14, institutions=2)
    for place, value in enumerate(({"yndk": "no", "scale05": "0"}, {"yndk": "yes", "scale05": "5"})):
        other = changed(NO_REVERSE, survey, filled(value, kinds))
        other.validated = {key: value["yndk"] if was == "dk" else was for key, was in survey.validated.items()}
        for unit in assessed(NO_REVERSE, survey).values():
            bounds = bounds_of(NO_REVERSE, method, tier_of(unit), [unit])
            expected = truth(NO_REVERSE, other, unit)
            for (measure, family, part), found in bounds.items():
                if measure is not Measure.GAP:
                    want = expected[measure.value, family.value, part]
                    assert getattr(found, field)[place] == pytest.approx(want, abs=1e-12), (measure, family, part)


@pytest.mark.parametrize("seed", range(8))
@pytest.mark.parametrize("structural", list(Structural))
def test_every_way_to_fill_in_uncertain_answers_stays_within_the_bounds(
    seed: int, structural: Structural, method: Method
) -> None:
    draw = random.Random(seed)
    survey = random_round(MIXED, seed + 50, responses=12, institutions=2)
    method = dataclasses.replace(method, structural=structural)
    units = assessed(MIXED, survey).values()
    bounds = {unit.unit.code: bounds_of(MIXED, method, tier_of(unit), [unit]) for unit in units}

    def at_will(
        _survey: RawRound, _reference: Reference, _response: RawResponse, item: Item, counted: str | None
    ) -> str | None:
        if counted in ("dk", "missing") and draw.random() < 0.8:
            return draw.choice(["yes", "no"]) if item.type == "yndk" else draw.choice("012345")
        return None

    for _ in range(5):
        other = changed(MIXED, survey, at_will)
        for unit in units:
            expected = truth(MIXED, other, unit, Choices(structural=structural.value))
            for (measure, family, part), found in bounds[unit.unit.code].items():
                value = expected[measure.value, family.value, part]
                low, high = found.missing
                if value is not None:
                    assert low is not None
                    assert high is not None
                    assert low - 1e-12 <= value <= high + 1e-12, (measure, family, part)


@pytest.mark.parametrize("seed", range(6))
def test_a_yes_that_nothing_shows_is_read_as_no_with_what_follows_below_it(seed: int, method: Method) -> None:
    survey = random_round(MIXED, seed, responses=14, institutions=2)
    draw = random.Random(seed)
    facts = [item for item in MIXED.scored_items if item.type == "yndk"]
    shown = {(unit, item.code) for unit in ("KZ", "I0", "I1") for item in facts if draw.random() < 0.3}
    for unit in assessed(MIXED, survey, shown).values():
        code = unit.unit.code
        seen = {item for owner, item in shown if owner == code}
        seen |= {item for (owner, item), value in survey.validated.items() if (owner, value) == (code, "yes")}
        proven = seen | {one.code for item in seen for one in MIXED.parents_of(MIXED.items_by_code[item])}

        def doubted(
            _survey: RawRound, _reference: Reference, _response: RawResponse, item: Item, counted: str | None,
            proven: set[str] = proven,
        ) -> str | None:  # fmt: skip
            return "no" if counted == "yes" and item.code not in proven and not item.reverse else None

        other = changed(MIXED, survey, doubted)
        expected = truth(MIXED, other, unit)
        for (measure, family, part), found in bounds_of(MIXED, method, tier_of(unit), [unit]).items():
            assert found.unshown == pytest.approx(expected[measure.value, family.value, part], abs=1e-12)


def test_bounds_of_a_mean_are_means_of_the_bounds(method: Method) -> None:
    survey = random_round(MIXED, 3, responses=30, institutions=3)
    units = assessed(MIXED, survey)
    members = [units[f"I{number}"] for number in range(3)]
    whole = bounds_of(MIXED, method, Tier.INSTITUTION, members)[Measure.FACTS, Family.OVERALL, ""]
    each = [bounds_of(MIXED, method, Tier.INSTITUTION, [one])[Measure.FACTS, Family.OVERALL, ""] for one in members]
    assert whole.do_not_know.low == pytest.approx(np.mean([one.do_not_know.low for one in each]))
    assert whole.unshown == pytest.approx(np.mean([one.unshown for one in each]))


def row(**times: int) -> list[int]:
    names = {"yes": Code.YES, "no": Code.NO, "structural": Code.STRUCTURAL, "dk": Code.DO_NOT_KNOW}
    counts = [0] * CODES
    for name, number in times.items():
        counts[Code.MISSING if name == "missing" else names[name]] = number
    return counts


def test_readings_of_items_worked_by_hand(method: Method) -> None:
    """F1.a: 4 Yes, 3 No, 2 Do not know, 1 empty. F1.a1 below it: of the 4, 2 Yes, 1 No, 1 Do not know.

    F1.b, where Yes is unfavourable: 1 Yes, 1 No, 2 Do not know.
    """
    frame = build_frame(MIXED, method, Tier.NATIONAL)
    answers = np.zeros((len(frame.items), CODES), np.int64)
    answers[frame.places["F1.a"]] = row(yes=4, no=3, dk=2, missing=1)
    answers[frame.places["F1.a1"]] = row(yes=2, no=1, structural=3, dk=3, missing=1)
    answers[frame.places["F1.b"]] = row(yes=1, no=1, dk=2)
    scores = item_scores(readings_of(frame, answers, {}, {"F1.a"}), frame)
    assert scores[frame.places["F1.a"]].tolist() == pytest.approx([4 / 7, 4 / 9, 6 / 9, 4 / 10, 7 / 10, 4 / 7])
    assert scores[frame.places["F1.a1"]].tolist() == pytest.approx([2 / 6, 2 / 9, 5 / 9, 2 / 10, 6 / 10, 0])
    assert scores[frame.places["F1.b"]].tolist() == pytest.approx([1 / 2, 1 / 4, 3 / 4, 1 / 4, 3 / 4, 1 / 2])
    unshown = read_unshown_as_no(frame, answers, ())
    assert unshown[frame.places["F1.a"]].tolist() == row(no=7, dk=2, missing=1)
    assert unshown[frame.places["F1.a1"]].tolist() == row(structural=7, dk=2, missing=1)


def test_what_shows_an_item_shows_those_above_it(method: Method) -> None:
    frame = build_frame(MIXED, method, Tier.NATIONAL)
    answers = np.zeros((len(frame.items), CODES), np.int64)
    answers[frame.places["F1.a"]] = row(yes=5)
    assert read_unshown_as_no(frame, answers, {"F1.a1.1"})[frame.places["F1.a"]].tolist() == row(yes=5)
    assert read_unshown_as_no(frame, answers, {"F1.b"})[frame.places["F1.a"]].tolist() == row(no=5)


def test_what_a_reviewer_settled_needs_no_evidence(method: Method) -> None:
    frame = build_frame(MIXED, method, Tier.NATIONAL)
    answers = np.zeros((len(frame.items), CODES), np.int64)
    answers[frame.places["F1.a"]] = row(yes=1, no=4)
    readings = readings_of(frame, answers, {"F1.a": "yes"}, ())
    assert item_scores(readings, frame)[frame.places["F1.a"]].tolist() == [1.0] * len(Reading)


def test_empty_answers_on_the_scale_are_read_as_its_ends(method: Method) -> None:
    frame = build_frame(MIXED, method, Tier.INSTITUTION)
    answers = np.zeros((len(frame.items), CODES), np.int64)
    for code in ("V2.a", "V2.c"):
        answers[frame.places[code], [Code.MISSING, Code.SCALE_ZERO + 3]] = (1, 1)
    low, high = (item_scores(read_as(frame, answers, [Code.MISSING], is_high), frame) for is_high in (False, True))
    assert (low[frame.places["V2.a"]], high[frame.places["V2.a"]]) == pytest.approx((0.3, 0.8))
    assert (low[frame.places["V2.c"]], high[frame.places["V2.c"]]) == pytest.approx((0.2, 0.7))  # reverse: 1 - mean / 5


def test_nobody_has_no_bounds(method: Method) -> None:
    survey = RawRound("KZ", {"I0": "R0"}, [])
    found = bounds_of(MIXED, method, Tier.INSTITUTION, [assessed(MIXED, survey)["I0"]])[OVERALL]
    assert (found.score, found.do_not_know, found.missing, found.unshown) == (None, (None, None), (None, None), None)


# Options.


@pytest.mark.parametrize("seed", range(3))
def test_every_variant_scores_as_the_reference_does(seed: int, method: Method) -> None:
    survey = random_round(MIXED, seed, responses=20, institutions=2)
    for unit in assessed(MIXED, survey).values():
        spreads = spread_of(MIXED, method, tier_of(unit), [unit])
        assert {len(spread.scores) for spread in spreads.values()} == {2 * 2 * len(WEIGHTS)}
        for number, variant in enumerate(next(iter(spreads.values())).variants):
            weights = variant.weights
            choices = Choices(variant.structural, variant.do_not_know, weights.facts, weights.perceptions)
            expected = truth(MIXED, survey, unit, choices)
            for (measure, family, part), spread in spreads.items():
                want = expected[measure.value, family.value, part]
                assert spread.scores[number] == pytest.approx(want, abs=1e-12), (variant, measure, family, part)


def test_the_methods_own_choices_come_first_and_once(method: Method) -> None:
    for own in (method, dataclasses.replace(method, combined_weights=Weights(3, 1), do_not_know=DoNotKnow.NO)):
        variants = variants_of(own, has_other_counts=False)
        assert [variant.is_own for variant in variants] == [True] + [False] * (len(variants) - 1)
        assert variants[0].weights == own.combined_weights
        assert variants[0].of(own) == own
    assert len(variants) == 24  # 3 to 1 beside the five
    assert len(variants_of(method, has_other_counts=True)) == 40


def test_the_same_weights_written_otherwise_are_no_other_variant(method: Method) -> None:
    own = dataclasses.replace(method, combined_weights=Weights(2, 2))
    assert len(variants_of(own, has_other_counts=False)) == 20


def test_counting_groups_the_other_way_is_one_more_choice(method: Method) -> None:
    survey = random_round(MIXED, 5, responses=20, institutions=1)
    unit = assessed(MIXED, survey)["I0"]
    doubled = dataclasses.replace(unit, counts=unit.counts + Counts(unit.counts.answers, unit.counts.respondents))
    spread = spread_of(MIXED, method, Tier.INSTITUTION, [unit], [doubled])[OVERALL]
    assert len(spread.scores) == 40
    own = [score for variant, score in spread.pairs() if not variant.by_participants]
    other = [score for variant, score in spread.pairs() if variant.by_participants]
    assert own == pytest.approx(other)  # twice the same answers: the same means
    assert spread.own == own[0]
    assert spread.span == (min(own), max(own))


# Ranks.


@pytest.mark.parametrize(
    ("scores", "places"),
    [
        ([], []),
        ([0.5], [(1, 1)]),
        ([0.2, 0.9, 0.5], [(3, 3), (1, 1), (2, 2)]),
        ([0.5, 0.5, 0.1], [(1, 2), (1, 2), (3, 3)]),
        ([0.5, 0.5 + 1e-12, 0.5 - 1e-12], [(1, 3)] * 3),
        ([0.3, 0.7, 0.3, 0.3], [(2, 4), (1, 1), (2, 4), (2, 4)]),
    ],
)
def test_equal_scores_share_their_places(scores: list[float], places: list[tuple[int, int]]) -> None:
    assert places_among(scores) == places


def test_places_by_chance_worked_by_hand() -> None:
    """Two groups, four units. With k = 2 the error is half the distance of the two replicates from each other.

    Errors: 0.01, 0.01, 0, unknown. There are 3 comparisons: each has the confidence 1 - 0.05/3, and t with 1 degree of
    freedom is 38.2. So 0.9 precedes 0.1 (0.8 > 38.2 * 0.0141 = 0.54) and 0.5 (0.4 > 38.2 * 0.01 = 0.382), and 0.5
    precedes 0.1; of 0.7 nothing is sure.
    """
    both = np.array([True, True])
    estimates = [
        np.array([0.9, 0.89, 0.91]),
        np.array([0.1, 0.09, 0.11]),
        np.array([0.5, 0.5, 0.5]),
        np.array([0.7, 0.7, 0.7]),
    ]
    present = [both, both, both, np.array([True, False])]
    assert student.ppf(1 - 0.05 / 3 / 2, 1) == pytest.approx(38.19, abs=0.01)
    found = places_by_chance(estimates, present, 0.95)
    assert found == [(1, 2), (3, 4), (2, 3), (1, 4)]


@pytest.mark.parametrize("seed", range(3))
def test_places_by_chance_agree_with_comparing_pair_by_pair(seed: int) -> None:
    draw = np.random.default_rng(seed)
    estimates = [np.r_[mean, mean + draw.normal(0, 0.01, 8)] for mean in draw.uniform(0, 1, 9)]
    present = [draw.random(8) < 0.8 for _ in estimates]
    found = places_by_chance(estimates, present, 0.95)
    for own, places in enumerate(found):
        better = worse = 0
        for other in range(len(estimates)):
            errors, ks = [], []
            for unit in (own, other):
                replicates = estimates[unit][1:][present[unit]]
                ks.append(len(replicates))
                errors.append(math.sqrt((ks[-1] - 1) / ks[-1] * ((replicates - replicates.mean()) ** 2).sum()))
            half = student.ppf(1 - 0.05 / 8 / 2, min(ks) - 1) * math.hypot(*errors)
            difference = estimates[other][0] - estimates[own][0]
            better += difference > half
            worse += -difference > half
        assert places == (1 + better, 9 - worse)


def test_ranks_hold_the_own_place_and_all_places_of_the_options(method: Method) -> None:
    survey = random_round(MIXED, 9, responses=80, institutions=6)
    units = assessed(MIXED, survey)
    groups = {code: [units[code]] for code in survey.institutions}
    found = rank(MIXED, method, groups, OVERALL)
    assert [one.place for one in found] == sorted(one.place for one in found)
    assert {one.of for one in found} == {6}
    seen: dict[str, set[int]] = {code: set() for code in groups}
    for structural, do_not_know, weights in itertools.product(Structural, DoNotKnow, WEIGHTS):
        choices = Choices(structural, do_not_know, weights.facts, weights.perceptions)
        scores = {code: truth(MIXED, survey, units[code], choices)["combined", "overall", ""] for code in groups}
        for place, code in enumerate(sorted(groups, key=lambda code: -(scores[code] or 0)), start=1):
            seen[code].add(place)
    for one in found:
        assert (min(seen[one.code]), max(seen[one.code])) == one.by_options
        assert one.whole.first <= one.by_options.first <= one.place.first <= one.place.last <= one.whole.last
        assert one.by_chance.first <= one.place.first
        assert one.by_chance.last >= one.place.last


def test_regions_are_ranked_by_the_mean_of_their_institutions(method: Method) -> None:
    survey = random_round(MIXED, 2, responses=60, institutions=6)
    units = assessed(MIXED, survey)
    groups = {
        region: [units[code] for code, where in survey.institutions.items() if where == region]
        for region in ("R0", "R1", "R2")
    }
    reference = Reference(MIXED, survey, Choices())
    for one in rank(MIXED, method, groups, (Measure.FACTS, Family.OVERALL, "")):
        inside = [code for code, where in survey.institutions.items() if where == one.code]
        assert one.score == pytest.approx(reference.average(inside, survey.responses)["facts", "overall", ""])
        assert one.of == 3


def test_a_unit_without_a_score_has_no_place(method: Method) -> None:
    survey = random_round(MIXED, 2, responses=40, institutions=3)
    survey.responses = [response for response in survey.responses if response.unit != "I1"]
    survey.validated = {}
    units = assessed(MIXED, survey)
    found = rank(MIXED, method, {code: [units[code]] for code in survey.institutions}, OVERALL)
    assert {one.code for one in found} == {"I0", "I2"}
    assert {one.of for one in found} == {2}
    assert rank(MIXED, method, {"I1": [units["I1"]]}, OVERALL) == []


def test_there_is_no_rank_by_a_part_that_there_is_not(method: Method) -> None:
    unit = assessed(MIXED, random_round(MIXED, 2, responses=5, institutions=1))["I0"]
    with pytest.raises(LookupError, match="gap has no cells"):
        rank(MIXED, method, {"I0": [unit]}, (Measure.GAP, Family.CELLS, "information.legal"))


def test_a_place_shared_in_a_tie_is_a_range(method: Method) -> None:
    survey = random_round(MIXED, 2, responses=30, institutions=1)
    unit = assessed(MIXED, survey)["I0"]
    found = rank(MIXED, standard_method(), {"one": [unit], "two": [unit]}, OVERALL)
    assert [one.place for one in found] == [Places(1, 2), Places(1, 2)]
