"""A mixed integer programme over measures: which to take and, within a horizon, when each begins. Pure."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import gcd, inf
from time import monotonic
from typing import Protocol

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import csr_array

from reports.scenarios.scheduling import Task, earliest_ends
from scoring.counts import FloatArray

PROVED, IMPOSSIBLE = 0, 2  # states in which milp ends; 1 is out of time
MOST_SLOTS = 120  # beginnings that are told apart within a horizon


class Measured(Task, Protocol):
    """A task that cannot go along with some others."""

    @property
    def excludes(self) -> tuple[str, ...]: ...


@dataclass(frozen=True)
class Solution:
    """What the solver found: the value and what no solution can be below; when each chosen measure begins.

    `value` is None where there is no solution, and `is_proved` says whether that, or that none is better, is proved.
    """

    value: float | None
    bound: float
    is_proved: bool
    starts: Mapping[str, int]

    @property
    def chosen(self) -> frozenset[str]:
        """The codes of the measures."""
        return frozenset(self.starts)


class Programme:
    """Variables are pairs of a measure and the month in which it begins; without a horizon each has one."""

    def __init__(self, tasks: Sequence[Measured], months: int | None, at_once: int | None, until: float) -> None:
        """`until`: on the clock of `time.monotonic`; what is not proved by then stays open."""
        self._tasks = tasks
        self._places = {task.code: place for place, task in enumerate(tasks)}
        self._until = until
        self._step, self._pairs = _pairs(tasks, months)
        self._measure = np.array([place for place, _start in self._pairs], np.intp)
        self._start = np.array([start for _place, start in self._pairs], np.int64)
        self._rows: list[tuple[FloatArray, float, float]] = []
        self._highest = np.ones(len(self._pairs))
        if months is not None:
            self._once_each()
        self._relate(is_timed=months is not None)
        if months is not None and at_once is not None:
            self._crowd(months, at_once)

    def weighed(self, numbers: Sequence[float]) -> FloatArray:
        """One number for each measure, on its variables."""
        return np.array(numbers, np.float64)[self._measure] if len(self._pairs) else np.zeros(0)

    def ends(self) -> FloatArray:
        """The month at which a measure ends; without a horizon, at the earliest."""
        earliest = earliest_ends(self._tasks)
        months = [task.months for task in self._tasks]
        if self._step:
            return self._start + self.weighed(months)
        return self.weighed([earliest[task.code] for task in self._tasks])

    def at_most(self, numbers: Sequence[float], limit: float) -> None:
        """The sum of the numbers of the chosen measures is at most this."""
        self._rows.append((self.weighed(numbers), -inf, limit))

    def at_least(self, numbers: Sequence[float], limit: float) -> None:
        """The sum of the numbers of the chosen measures is at least this."""
        self._rows.append((self.weighed(numbers), limit, inf))

    def ban(self, codes: Collection[str]) -> None:
        """None of these is chosen."""
        self._highest[[self._tasks[place].code in codes for place in self._measure]] = 0

    def require(self, codes: Collection[str]) -> None:
        """Each of these is chosen. An unknown code makes every choice impossible."""
        for code in codes:
            self._rows.append((self._one(code), 1, inf))

    def forbid(self, chosen: Collection[str]) -> None:
        """This very choice is no solution."""
        signs = [1.0 if task.code in chosen else -1.0 for task in self._tasks]
        self._rows.append((self.weighed(signs), -inf, len(chosen) - 1))

    def least(self, numbers: Sequence[float]) -> Solution:
        """The solution with the smallest sum of the numbers of its measures."""
        return self.least_of(self.weighed(numbers), [])

    def least_of(self, weights: FloatArray, kept: Iterable[tuple[FloatArray, int]]) -> Solution:
        """The same for numbers on variables; no sum of `kept` may exceed its whole number."""
        rows = [*self._rows, *((row, -inf, limit + 0.5) for row, limit in kept)]
        left = self._until - monotonic()
        if not self._pairs:
            is_possible = all(low <= 0 <= high for _row, low, high in rows)
            return Solution(0.0 if is_possible else None, 0.0, True, {})
        if left <= 0:
            return Solution(None, -inf, False, {})
        found = milp(
            weights,
            integrality=np.ones(len(weights)),
            bounds=Bounds(0, self._highest),
            constraints=_constraints(rows, len(weights)),
            options={"time_limit": left, "mip_rel_gap": 0.0},
        )
        return self._read(found, weights)

    def _read(self, found: object, weights: FloatArray) -> Solution:
        """What HiGHS answered."""
        status, x = getattr(found, "status", 4), getattr(found, "x", None)
        bound = getattr(found, "mip_dual_bound", None)
        if x is None:
            return Solution(None, -inf, status == IMPOSSIBLE, {})
        taken = np.flatnonzero(np.round(x))
        starts = {self._tasks[self._measure[one]].code: int(self._start[one]) for one in taken}
        return Solution(float(weights[taken].sum()), -inf if bound is None else float(bound), status == PROVED, starts)

    def _once_each(self) -> None:
        for place in range(len(self._tasks)):
            self._rows.append((np.where(self._measure == place, 1.0, 0.0), -inf, 1))

    def _relate(self, is_timed: bool) -> None:
        """What a measure needs comes before it; what it excludes stays away."""
        for task in self._tasks:
            for need in task.needs:
                if need not in self._places:
                    continue
                if is_timed:
                    self._come_before(need, task.code)
                else:
                    self._rows.append((self._one(task.code) - self._one(need), -inf, 0))
            for other in task.excludes:
                if self._places.get(other, -1) > self._places[task.code]:
                    self._rows.append((self._one(task.code) + self._one(other), -inf, 1))

    def _come_before(self, need: str, code: str) -> None:
        """Whatever has begun by a month needs what has ended by then."""
        months = self._tasks[self._places[need]].months
        for moment in sorted(set(self._start[self._measure == self._places[code]].tolist())):
            begun = self._one(code) * (self._start <= moment)
            ended = self._one(need) * (self._start + months <= moment)
            self._rows.append((begun - ended, -inf, 0))
        if not (self._measure == self._places[need]).any():
            self._rows.append((self._one(code), -inf, 0))

    def _crowd(self, months: int, at_once: int) -> None:
        """So many are under way together."""
        ends = self._start + self.weighed([task.months for task in self._tasks])
        for moment in range(0, months, self._step or 1):
            self._rows.append((np.where((self._start <= moment) & (moment < ends), 1.0, 0.0), -inf, at_once))

    def _one(self, code: str) -> FloatArray:
        return np.where(self._measure == self._places.get(code, -1), 1.0, 0.0)


def slots_of(tasks: Sequence[Task], months: int) -> int:
    """How many beginnings a horizon has: measures begin when others end, so at sums of what they take."""
    step = gcd(*(task.months for task in tasks)) if tasks else 1
    return -(-months // step)


def _pairs(tasks: Sequence[Task], months: int | None) -> tuple[int, list[tuple[int, int]]]:
    if months is None:
        return 0, [(place, 0) for place in range(len(tasks))]
    step = gcd(*(task.months for task in tasks)) if tasks else 1
    starts = range(0, months, step)
    return step, [
        (place, start) for place, task in enumerate(tasks) for start in starts if start + task.months <= months
    ]


def _constraints(rows: Sequence[tuple[FloatArray, float, float]], width: int) -> list[LinearConstraint]:
    if not rows:
        return []
    matrix = csr_array(np.stack([row for row, _low, _high in rows]).reshape(len(rows), width))
    return [LinearConstraint(matrix, [low for _row, low, _high in rows], [high for _row, _low, high in rows])]
