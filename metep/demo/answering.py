"""How synthetic respondents answer: facts that hold or not, seen more or less clearly; perceptions around a merit.

Every item has a merit for every unit, on the logit scale: the effects of its level, area and technologies (from the
plan), a difficulty of its own, and how good the unit is, altogether and at each level. A fact holds with the
probability that its merit gives; respondents mostly report what holds. A perception is a point around the merit.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cached_property
from statistics import fmean
from typing import Any

import numpy as np
from numpy.typing import NDArray

from metep.demo.people import NO_UNIT, People
from metep.demo.plan import Plan
from surveys.content import Instrument, Item, ItemType, Tier
from surveys.response_files import single_items
from surveys.validating import is_fact

Floats = NDArray[np.float64]
Values = NDArray[np.object_]

YES_NO = np.array(["yes", "no", "dk"], dtype=object)
POINTS = np.array([str(point) for point in range(6)], dtype=object)
CLARITY = 1.9  # logit with which respondents report a fact as it is
BLANK = 0.012  # the share of questions that people overlook


class Answering:
    """The synthetic world and how it is answered. `merit`, `luck` and `holds` have the shape (units, items)."""

    def __init__(self, plan: Plan, instrument: Instrument, generator: np.random.Generator) -> None:
        self._plan, self._generator = plan, generator
        self._instrument = instrument
        self.items = single_items(instrument)
        self._sections = [instrument.section_by_item[item.code].code for item in self.items]
        self._places = {item.code: place for place, item in enumerate(self.items)}
        self.merit = self._draw_merit(instrument)
        national = np.array([item.tier is Tier.NATIONAL for item in self.items])
        draws = generator.random(self.merit.shape)
        self.luck: Floats = np.where(national, draws[0], draws)

    @cached_property
    def holds(self) -> NDArray[np.bool_]:
        """Which facts hold: the better the merit, the more luck suffices."""
        holds: NDArray[np.bool_] = self.luck < sigmoid(
            1.3 * np.where([item.reverse for item in self.items], -self.merit, self.merit)
        )
        return holds

    def go_back(self, world: Answering, world_plan: Plan) -> None:
        """Make this the same world as it was before the progress of the plan: the same bodies, the same luck.

        Items are found by their code or by the one they are linked with; what the other world lacks stays as drawn.
        """
        places = {unit.code: place for place, unit in enumerate(world_plan.institutions)}
        units = [places[unit.code] for unit in self._plan.institutions]
        for place, item in enumerate(self.items):
            code = item.code if item.code in world._places else item.replaces
            if code in world._places:
                self.merit[:, place] = world.merit[units, world._places[code]] - self._progress(item)
                self.luck[:, place] = world.luck[units, world._places[code]]
        self.__dict__.pop("holds", None)

    def _progress(self, item: Item) -> float:
        """How much has been gained since."""
        return self._sum_of(self._plan.progress_of, item)

    def _draw_merit(self, instrument: Instrument) -> Floats:
        units, generator = len(self._plan.institutions), self._generator
        levels = {level.code: place for place, level in enumerate(instrument.levels)}
        overall = generator.normal(0, 0.55, units)
        by_level = generator.normal(0, 0.35, (units, len(levels)))
        merit = np.zeros((units, len(self.items)))
        for place, item in enumerate(self.items):
            merit[:, place] = self._effect(item) + generator.normal(0, 0.4)
            if item.tier is Tier.INSTITUTION:
                merit[:, place] += overall
                if item.levels:
                    merit[:, place] += by_level[:, [levels[code] for code in item.levels]].mean(axis=1)
        return merit

    def _effect(self, item: Item) -> float:
        """The effects of what an item is about, and one of its own where the plan has it."""
        return self._sum_of(self._plan.effect_of, item)

    def _sum_of(self, effects: Mapping[str, float], item: Item) -> float:
        kinds = (item.levels, (item.area,), item.technologies)
        return sum(fmean(effects.get(code, 0.0) for code in codes) for codes in kinds if codes) + effects.get(
            item.code, 0.0
        )

    def answer(self, people: People, sections: Sequence[Sequence[str]], first_number: int) -> list[dict[str, Any]]:
        """The answers of each person, of the shape stored. `sections`: those that each was asked."""
        is_asked = {code: np.array([code in own for own in sections]) for code in set(self._sections)}
        values: Values = np.full((len(people), len(self.items)), None, dtype=object)
        for place, item in enumerate(self.items):
            answers = is_asked[self._sections[place]] & (place / len(self.items) <= people.stops)
            if item.tier is Tier.INSTITUTION:
                answers &= people.units != NO_UNIT
            if item.parent:
                answers &= values[:, self._places[item.parent]] == "yes"
            answers &= self._generator.random(len(people)) > BLANK * (1 + place / len(self.items))
            values[answers, place] = self._values(item, place, people, first_number)[answers]
        codes = [item.code for item in self.items]
        return [
            {code: value for code, value in zip(codes, row, strict=True) if value is not None}
            for row in values.tolist()
        ]

    def _values(self, item: Item, place: int, people: People, first_number: int) -> Values:
        if item.type is ItemType.YNDK:
            return self._report(item, place, people)
        if item.type is ItemType.SCALE05:
            return self._perceive(place, people)
        if item.code in self._plan.mean_of:
            return self._estimate(item, len(people))
        if item.code in self._plan.words_of:
            return self._write(item, people, first_number)
        return np.full(len(people), None, dtype=object)

    def _report(self, item: Item, place: int, people: People) -> Values:
        """Yes where the fact is seen to hold; Do not know the more, the further a person stands from the subject."""
        holds, merit = self.holds[people.units, place], self.merit[people.units, place]
        favour = -people.leniency if item.reverse else people.leniency
        says_yes = self._draw(np.where(holds, CLARITY, -CLARITY) + 0.45 * favour + 0.2 * merit)
        is_foreign = float(item.tier is Tier.NATIONAL)
        knows_not = self._draw(-2.7 + 0.9 * people.distance + 0.5 * is_foreign - 0.25 * merit)
        return YES_NO[np.where(knows_not, 2, np.where(says_yes, 0, 1))]

    def _perceive(self, place: int, people: People) -> Values:
        noise = self._generator.normal(0, 0.85, len(people))
        latent = 2.5 + 0.75 * self.merit[people.units, place] + 0.5 * people.leniency + noise
        return POINTS[np.clip(np.rint(latent), 0, 5).astype(int)]

    def _estimate(self, item: Item, number: int) -> Values:
        mean = self._plan.mean_of[item.code]
        low = -np.inf if item.minimum is None else item.minimum
        high = np.inf if item.maximum is None else item.maximum
        drawn = self._generator.normal(mean.mean, mean.spread, number).clip(low, high)
        rounded = np.round(drawn, 0 if item.type is ItemType.COUNT else 1)
        # A whole number is stored as one, as if it had been typed.
        return np.array([int(value) if value.is_integer() else value for value in rounded.tolist()], dtype=object)

    def _write(self, item: Item, people: People, first_number: int) -> Values:
        words = self._plan.words_of[item.code]
        found: Values = np.full(len(people), None, dtype=object)
        for row in np.flatnonzero(self._generator.random(len(people)) < words.share):
            text = words.text[self._plan.languages[people.languages[row]].code]
            found[row] = text % {"number": first_number + row}
        return found

    def _draw(self, logits: Floats) -> NDArray[np.bool_]:
        drawn: NDArray[np.bool_] = self._generator.random(len(logits)) < sigmoid(logits)
        return drawn

    def true_answers(self, unit: int | None) -> Mapping[str, str]:
        """What a reviewer would find: Yes or No for each scored fact of the country (None) or of an institution."""
        tier = Tier.NATIONAL if unit is None else Tier.INSTITUTION
        return {
            item.code: "yes" if self.holds[unit or 0, place] else "no"
            for place, item in enumerate(self.items)
            if item.tier is tier and is_fact(item, self._instrument)
        }


def sigmoid(logits: Floats) -> Floats:
    """From the logit scale to probabilities."""
    probabilities: Floats = 1 / (1 + np.exp(-logits))
    return probabilities
