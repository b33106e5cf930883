"""Suppression, tried by somebody who wants to know: what stays hidden cannot be computed from what is published."""

from __future__ import annotations

import uuid
from collections.abc import Iterator

import numpy as np
import pytest
from scipy.optimize import linprog

from scoring.document import score_round
from scoring.exposure import find_exposed, item_weights
from scoring.formulas import part_scores
from scoring.frame import Frame, build_frame
from scoring.methods import Method
from scoring.results import Family, RoundScores, UnitScores, UnitTier
from scoring.suppression import find_hidden
from surveys.content import Instrument, Source, Tier
from tests.contents import metep
from tests.scoring.reference import RawResponse, RawRound
from tests.scoring.rounds import measured, random_round, regions, round_facts

SHARP = 1e-6  # a hidden value that can lie anywhere within less than this is found out


def scored(instrument: Instrument, method: Method, survey: RawRound) -> RoundScores:
    units = measured(instrument, survey)
    return score_round(instrument, method, round_facts(survey), units, regions(survey), survey.validated)


def answered(unit: str, number: int, point: int, items: dict[str, int] | None = None) -> RawResponse:
    """A response of an institution that gives every perception about it the same point, or others as named."""
    identifier = str(uuid.uuid5(uuid.NAMESPACE_OID, f"{unit} {number}"))
    answers = {item.code: str((items or {}).get(item.code, point)) for item in about_institutions(metep())}
    return RawResponse(identifier, unit, {section.code for section in metep().sections}, answers)


def about_institutions(instrument: Instrument) -> Iterator:
    for item in instrument.scored_items:
        if item.tier is Tier.INSTITUTION and instrument.section_by_item[item.code].source is Source.PERCEPTIONS:
            yield item


def crowd(**numbers: int) -> RawRound:
    """Institutions with so many respondents; their region is the letter that their code begins with."""
    responses = [answered(unit, one, 1 + one % 4) for unit, number in numbers.items() for one in range(number)]
    return RawRound("KZ", {unit: unit[0] for unit in numbers}, responses)


def hidden_units(survey: RawRound, method: Method) -> set[str]:
    scores = scored(metep(), method, survey)
    return {code for (_tier, code), one in find_hidden(scores, metep(), method).items() if one.items}


def test_fewer_respondents_than_the_threshold_are_hidden_and_another_with_them(method: Method) -> None:
    # A2 alone would follow from the mean of its region; A3 has the fewest respondents of the others.
    assert hidden_units(crowd(A1=20, A2=4, A3=8, B1=9, B2=30), method) == {"A2", "A3"}


def test_two_hidden_ones_of_a_region_need_no_third(method: Method) -> None:
    assert hidden_units(crowd(A1=20, A2=4, A3=3, B1=9, B2=30), method) == {"A2", "A3"}


def test_two_hidden_ones_of_too_few_respondents_together_do(method: Method) -> None:
    assert hidden_units(crowd(A1=20, A2=2, A3=2, A4=7, B1=9, B2=30), method) == {"A2", "A3", "A4"}


def test_a_region_of_one_hidden_institution_is_hidden_and_so_is_another_region(method: Method) -> None:
    # What all institutions leave over beside region C must not be B1 alone: C2 goes with it, and region C with C2.
    assert hidden_units(crowd(B1=4, C1=20, C2=6), method) == {"B", "B1", "C", "C2"}


def test_with_enough_respondents_everywhere_nothing_is_hidden(method: Method) -> None:
    assert hidden_units(crowd(A1=20, A2=5, B1=9, B2=30), method) == set()


def test_whatever_rests_on_a_hidden_item_is_hidden(method: Method) -> None:
    item = next(about_institutions(metep()))
    survey = crowd(A1=20, A2=7, A3=8, B1=9, B2=30)
    for response in [one for one in survey.responses if one.unit == "A2"][:3]:
        del response.answers[item.code]
    scores = scored(metep(), method, survey)
    hidden = find_hidden(scores, metep(), method)
    assert hidden[UnitTier.INSTITUTION, "A2"].items == {item.code}
    frame = build_frame(metep(), method, Tier.INSTITUTION)
    of_unit = scores.unit(UnitTier.INSTITUTION, "A2")
    for part in frame.perceptions.parts:
        rests = item.code in item_weights(of_unit, frame, part.family, part.code)
        assert not rests or hidden[UnitTier.INSTITUTION, "A2"].hides(*part)
    assert hidden[UnitTier.INSTITUTION, "A2"].hides(Family.OVERALL, "")


def test_a_sum_of_zeros_would_tell_each_of_them(method: Method) -> None:
    survey = crowd(A1=20, A2=4, A3=4, A4=9)
    for response in survey.responses:
        if response.unit in ("A2", "A3"):
            response.answers.update((item.code, "0") for item in about_institutions(metep()))
    assert hidden_units(survey, method) == {"A2", "A3", "A4"}


def test_facts_and_the_nation_of_many_stay(method: Method) -> None:
    survey = random_round(metep(), seed=3, responses=80, institutions=6)
    scores = scored(metep(), method, survey)
    hidden = find_hidden(scores, metep(), method)
    facts = {item.code for item in metep().scored_items if metep().section_by_item[item.code].source is Source.FACTS}
    assert not facts & set().union(*(one.items for one in hidden.values()))
    assert not hidden[UnitTier.NATIONAL, "KZ"].items


@pytest.mark.parametrize("family", list(Family))
def test_weights_say_how_a_part_follows_from_its_items(method: Method, family: Family) -> None:
    scores = scored(metep(), method, random_round(metep(), seed=5, responses=40, institutions=3))
    frame = build_frame(metep(), method, Tier.INSTITUTION)
    compared = 0
    for unit in scores.units:
        if unit.unit.tier is UnitTier.INSTITUTION:
            for kind, code, score in unit.perceptions.parts():
                if kind is family and score.score is not None:
                    weights = item_weights(unit, frame, family, code)
                    assert sum(weights.values()) == pytest.approx(1)
                    mean = sum(weight * (unit.items[item].score or 0) for item, weight in weights.items())
                    assert mean == pytest.approx(score.score, abs=1e-12)
                    compared += 1
    assert compared


@pytest.mark.parametrize(("seed", "responses", "institutions"), [(1, 30, 4), (2, 60, 9), (3, 120, 12), (4, 25, 3)])
def test_an_attacker_who_knows_the_method_finds_no_hidden_value(
    method: Method, seed: int, responses: int, institutions: int
) -> None:
    scores = scored(metep(), method, random_round(metep(), seed, responses, institutions))
    hidden = find_hidden(scores, metep(), method)
    frame = build_frame(metep(), method, Tier.INSTITUTION)
    assert not list(find_exposed(scores, frame, hidden))
    attack = Attack(scores, frame, hidden)
    assert attack.unknown, "nothing is hidden: the round attacks nothing"
    assert [name for name, width in attack.widths() if width < SHARP] == []


def test_the_attacker_finds_what_careless_suppression_leaves(method: Method) -> None:
    """The attack works: with primary suppression alone it finds the hidden institution."""
    scores = scored(metep(), method, crowd(A1=20, A2=4, A3=8, B1=9, B2=30))
    hidden = find_hidden(scores, metep(), method)
    for key, one in hidden.items():
        if key[1] != "A2":
            one.items.clear()
            one.parts.clear()
    frame = build_frame(metep(), method, Tier.INSTITUTION)
    assert len(list(find_exposed(scores, frame, hidden))) == len(hidden[UnitTier.INSTITUTION, "A2"].items)
    assert all(width < SHARP for _name, width in Attack(scores, frame, hidden).widths())


class Attack:
    """Everything that is published as equations, every hidden item of an institution as an unknown from 0 to 1.

    How parts follow from items is asked of the scoring's own formula, one item at a time.
    """

    def __init__(self, scores: RoundScores, frame: Frame, hidden: dict) -> None:
        self._frame, self._hidden = frame, hidden
        self._units = [one for one in scores.units if one.unit.tier is UnitTier.INSTITUTION]
        self.unknown = [
            (one.unit.code, item) for one in self._units for item in sorted(hidden[one.unit.tier, one.unit.code].items)
        ]
        self._parts = {one.unit.code: self._gradient(one) for one in self._units}
        rows = [row for total in scores.units for row in self._published(total)]
        self._rows = np.array([row for row, _value in rows])
        self._values = np.array([value for _row, value in rows])

    def widths(self) -> Iterator[tuple[tuple[str, str], float]]:
        """Of each unknown: how wide the range is in which it can lie."""
        for place, name in enumerate(self.unknown):
            aim = np.zeros(len(self.unknown))
            aim[place] = 1
            low, high = (self._solve(sign * aim) for sign in (1, -1))
            yield name, -high - low

    def _solve(self, aim: np.ndarray) -> float:
        found = linprog(aim, A_eq=self._rows, b_eq=self._values, bounds=(0, 1), method="highs")
        assert found.status == 0, found.message
        return float(found.fun)

    def _gradient(self, unit: UnitScores) -> np.ndarray:
        """Parts by items: by how much a part moves with an item; NaN where the unit has no such part."""
        items = np.array([unit.items[item.code].score for item in self._frame.items], float)
        base = part_scores(items[:, None], self._frame.perceptions)[:, 0]
        moved = [
            part_scores((items + step)[:, None], self._frame.perceptions)[:, 0] - base for step in np.eye(len(items))
        ]
        return np.array(moved).T

    def _published(self, total: UnitScores) -> Iterator[tuple[np.ndarray, float]]:
        tier, code = total.unit.tier, total.unit.code
        if tier not in (UnitTier.SUBNATIONAL, UnitTier.ALL_INSTITUTIONS):
            return
        members = [one for one in self._units if tier is UnitTier.ALL_INSTITUTIONS or one.unit.region == code]
        shown = self._hidden[tier, code]
        for place, item in enumerate(self._frame.items):
            score = total.items[item.code]
            if score.source is Source.PERCEPTIONS and score.score is not None and item.code not in shown.items:
                having = [one.unit.code for one in members if self._item(one.unit.code, item.code) is not None]
                yield self._equation({unit: np.eye(len(self._frame.items))[place] for unit in having}, score.score)
        for place, part in enumerate(self._frame.perceptions.parts):
            value = total.perceptions.part(part.family, part.code).score
            if value is not None and not shown.hides(*part):
                weights = {one.unit.code: self._parts[one.unit.code][place] for one in members}
                present = {c: w for c, w in weights.items() if not np.isnan(w).all()}
                yield self._equation(present, value)

    def _item(self, unit: str, item: str) -> float | None:
        return next(one for one in self._units if one.unit.code == unit).items[item].score

    def _equation(self, present: dict[str, np.ndarray], mean: float) -> tuple[np.ndarray, float]:
        """The mean of the members, with what the public knows taken to the other side."""
        row, value = np.zeros(len(self.unknown)), mean * len(present)
        for unit, weights in present.items():
            for item, weight in zip(self._frame.items, np.nan_to_num(weights), strict=True):
                if weight and (unit, item.code) in self.unknown:
                    row[self.unknown.index((unit, item.code))] = weight
                elif weight:
                    value -= weight * (self._item(unit, item.code) or 0)
        return row, value
