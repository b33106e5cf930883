"""Who answers the synthetic round, for which institution, in which language, and when."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

import numpy as np
from django.utils import timezone
from numpy.typing import NDArray

from metep.demo.plan import Plan, ProfileAnswer, Role
from surveys.content import Instrument, ItemType
from surveys.models import Mode

NO_UNIT = -1
BUSY_HOURS = (10.5, 15.5)  # before and after lunch


@dataclass(frozen=True)
class People:
    """Respondents, column by column; all arrays have the shape (people,).

    `roles`, `languages`, `modes`: places in the plan. `units`: places of institutions, NO_UNIT for none. `leniency`:
    how favourably a person sees things. `minutes`: from start to submission. `stops`: the share of the questionnaire
    after which a person left the rest blank.
    """

    roles: NDArray[np.int64]
    units: NDArray[np.int64]
    languages: NDArray[np.int64]
    modes: NDArray[np.int64]
    participants: NDArray[np.int64]
    leniency: NDArray[np.float64]
    distance: NDArray[np.float64]
    stops: NDArray[np.float64]
    submitted: Sequence[datetime]
    minutes: NDArray[np.float64]

    def __len__(self) -> int:
        return len(self.roles)


class Crowd:
    """Draws people by the shares of a plan. `first_day`: the day on which the round opened."""

    def __init__(self, plan: Plan, first_day: date, generator: np.random.Generator) -> None:
        self._plan, self._first_day, self._generator = plan, first_day, generator
        self._day_shares = day_shares(plan, first_day)

    def draw(self, number: int) -> People:
        """So many people."""
        plan, generator = self._plan, self._generator
        roles = self._choose([role.share for role in plan.roles], number)
        units = self._choose([unit.share for unit in plan.institutions], number)
        names_unit = generator.random(number) < np.array([role.at_institution for role in plan.roles])[roles]
        modes = self._choose([mode.share for mode in plan.modes], number)
        is_group = np.array([mode.code == Mode.COLLECTIVE for mode in plan.modes])[modes]
        drawn_stops = np.where(generator.random(number) < 0.04, generator.uniform(0.1, 0.9, number), 1.0)
        return People(
            roles=roles,
            units=np.where(names_unit, units, NO_UNIT),
            languages=self._choose([language.share for language in plan.languages], number),
            modes=modes,
            participants=np.where(is_group, generator.integers(3, 16, number), 1),
            leniency=np.array([role.leniency for role in plan.roles])[roles] + generator.normal(0, 0.6, number),
            distance=np.array([role.distance for role in plan.roles])[roles] + generator.normal(0, 0.5, number),
            stops=drawn_stops,
            submitted=self._moments(number),
            minutes=generator.lognormal(3.3, 0.5, number),
        )

    def profile_of(self, role: Role, language: str, instrument: Instrument) -> dict[str, Any]:
        """What a person of this role says of herself."""
        types = {item.code: item.type for item in instrument.profile}
        profile: dict[str, Any] = {
            item.code: self._plan.country for item in instrument.profile if item.type is ItemType.COUNTRY
        }
        for answer in role.profile:
            profile[answer.item] = self._profile_answer(answer, types[answer.item], language)
        return profile

    def _profile_answer(self, answer: ProfileAnswer, kind: ItemType, language: str) -> Any:
        if answer.text is not None:
            return answer.text[language]
        if kind is not ItemType.MULTICHOICE:
            return answer.values[self._generator.integers(len(answer.values))]
        chosen = self._generator.random(len(answer.values)) < 0.5
        chosen[self._generator.integers(len(answer.values))] = True
        return [value for value, is_chosen in zip(answer.values, chosen, strict=True) if is_chosen]

    def _choose(self, shares: Iterable[float], number: int) -> NDArray[np.int64]:
        weights = np.array(list(shares))
        return self._generator.choice(len(weights), number, p=weights / weights.sum())

    def _moments(self, number: int) -> list[datetime]:
        days = self._generator.choice(len(self._day_shares), number, p=self._day_shares)
        halves = self._generator.integers(0, 2, number)
        hours = np.clip(np.array(BUSY_HOURS)[halves] + self._generator.normal(0, 1.3, number), 7, 22)
        midnights = [datetime.combine(self._first_day + timedelta(day), time()) for day in range(len(self._day_shares))]
        return [
            timezone.make_aware(midnights[day] + timedelta(seconds=int(hour * 3600)))
            for day, hour in zip(days, hours, strict=True)
        ]


def day_shares(plan: Plan, first_day: date) -> NDArray[np.float64]:
    """How the submissions divide among the days: few on weekends, more in weeks of reminders; their sum is 1."""
    weights = np.ones(plan.days)
    for place in range(len(weights)):
        if (first_day + timedelta(place)).weekday() >= 5:
            weights[place] *= plan.weekend
        if place // 7 + 1 in plan.reminder_weeks:
            weights[place] *= plan.reminder
    return weights / weights.sum()
