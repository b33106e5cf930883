"""Bounds, against really changing the answers of small rounds."""

from __future__ import annotations

import copy
import dataclasses
import random
from collections.abc import Callable, Sequence

import numpy as np
import pytest

from scoring.methods import Method, Structural
from scoring.results import Family, Measure
from scoring.robustness import bounds_of
from surveys.content import Instrument, Item, Tier
from tests.scoring.certainty import OVERALL, assessed, tier_of, truth
from tests.scoring.instruments import MIXED
from tests.scoring.reference import Choices, RawResponse, RawRound, Reference
from tests.scoring.rounds import random_round

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


def test_nobody_has_no_bounds(method: Method) -> None:
    survey = RawRound("KZ", {"I0": "R0"}, [])
    found = bounds_of(MIXED, method, Tier.INSTITUTION, [assessed(MIXED, survey)["I0"]])[OVERALL]
    assert (found.score, found.do_not_know, found.missing, found.unshown) == (None, (None, None), (None, None), None)
