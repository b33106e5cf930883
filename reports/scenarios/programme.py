"""A mixed integer programme over measures: which to take and, within a horizon, when each begins. Pure."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import gcd, inf
from time import monotonic
from typing import Protocol

import numpy as np

from reports.scenarios.rules import Columns, Rule, constraints_of, rule_of
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
    """Variables are pairs of a measure and the month in which it begins; without a horizon each has one.

    Where only so many institutions may act, each has a variable of its own behind them.
    """

    def __init__(
        self,
        tasks: Sequence[Measured],
        months: int | None,
        at_once: int | None,
        until: float,
        acting: int | None = None,
    ) -> None:
        """`until`: on the clock of `time.monotonic`; what is not proved by then stays open.

        `acting`: how many institutions may act.
        """
        self._tasks = tasks
        self._until = until
        self._step, pairs = _pairs(tasks, months)
        self._measure = np.array([place for place, _start in pairs], np.intp)
        self._start = np.array([start for _place, start in pairs], np.int64)
        self._bodies = list(dict.fromkeys(task.body for task in tasks)) if acting is not None else []
        self._width = len(pairs) + len(self._bodies)
        self._columns = _by_task(tasks, self._measure)
        self._rules: list[Rule] = []
        self._highest = np.ones(self._width)
        if months is not None:
            self._once_each()
        self._relate(is_timed=months is not None)
        if months is not None and at_once is not None:
            self._crowd(months, at_once)
        if acting is not None:
            self._act(acting)

    def weighed(self, numbers: Sequence[float]) -> FloatArray:
        """One number for each measure, on its variables."""
        weights = np.zeros(self._width)
        if len(self._measure):
            weights[: len(self._measure)] = np.array(numbers, np.float64)[self._measure]
        return weights

    def ends(self) -> FloatArray:
        """The month at which a measure ends; without a horizon, at the earliest."""
        if not self._step:
            earliest = earliest_ends(self._tasks)
            return self.weighed([earliest[task.code] for task in self._tasks])
        ends = self.weighed([task.months for task in self._tasks])
        ends[: len(self._start)] += self._start
        return ends

    def at_most(self, numbers: Sequence[float], limit: float) -> None:
        """The sum of the numbers of the chosen measures is at most this."""
        self._rules.append(rule_of(self.weighed(numbers), -inf, limit))

    def at_least(self, numbers: Sequence[float], limit: float) -> None:
        """The sum of the numbers of the chosen measures is at least this."""
        self._rules.append(rule_of(self.weighed(numbers), limit, inf))

    def ban(self, codes: Collection[str]) -> None:
        """None of these is chosen."""
        for code in codes:
            self._highest[self._of(code)] = 0

    def require_one_of(self, codes: Collection[str]) -> None:
        """One of these at least is chosen. Without any that is known every choice is impossible."""
        self._add([(self._of(code), 1.0) for code in codes], 1, inf)

    def forbid(self, chosen: Collection[str]) -> None:
        """This very choice is no solution."""
        signs = [1.0 if task.code in chosen else -1.0 for task in self._tasks]
        self._rules.append(rule_of(self.weighed(signs), -inf, len(chosen) - 1))

    def least(self, numbers: Sequence[float]) -> Solution:
        """The solution with the smallest sum of the numbers of its measures."""
        return self.least_of(self.weighed(numbers), [])

    def least_of(self, weights: FloatArray, kept: Iterable[tuple[FloatArray, int]]) -> Solution:
        """The same for numbers on variables; no sum of `kept` may exceed its whole number."""
        from scipy.optimize import Bounds, milp  # 24 MB, which most processes never need

        rules = [*self._rules, *(rule_of(row, -inf, limit + 0.5) for row, limit in kept)]
        left = self._until - monotonic()
        if not len(self._measure):
            is_possible = all(rule.low <= 0 <= rule.high for rule in rules)
            return Solution(0.0 if is_possible else None, 0.0, True, {})
        if left <= 0:
            return Solution(None, -inf, False, {})
        found = milp(
            weights,
            integrality=np.ones(self._width),
            bounds=Bounds(0, self._highest),
            constraints=constraints_of(rules, self._width),
            options={"time_limit": left, "mip_rel_gap": 0.0},
        )
        return self._read(found, weights)

    def _read(self, found: object, weights: FloatArray) -> Solution:
        """What HiGHS answered."""
        status, x = getattr(found, "status", 4), getattr(found, "x", None)
        bound = getattr(found, "mip_dual_bound", None)
        if x is None:
            return Solution(None, -inf, status == IMPOSSIBLE, {})
        taken = np.flatnonzero(np.round(x[: len(self._measure)]))
        starts = {self._tasks[self._measure[one]].code: int(self._start[one]) for one in taken}
        return Solution(float(weights[taken].sum()), -inf if bound is None else float(bound), status == PROVED, starts)

    def _once_each(self) -> None:
        for task in self._tasks:
            self._add([(self._of(task.code), 1.0)], -inf, 1)

    def _relate(self, is_timed: bool) -> None:
        """What a measure needs comes before it; what it excludes stays away."""
        places = {task.code: place for place, task in enumerate(self._tasks)}
        for task in self._tasks:
            for need in task.needs:
                if need not in places:
                    continue
                if is_timed:
                    self._come_before(self._tasks[places[need]], task)
                else:
                    self._add([(self._of(task.code), 1.0), (self._of(need), -1.0)], -inf, 0)
            for other in task.excludes:
                if places.get(other, -1) > places[task.code]:
                    self._add([(self._of(task.code), 1.0), (self._of(other), 1.0)], -inf, 1)

    def _come_before(self, need: Task, task: Task) -> None:
        """Whatever has begun by a month needs what has ended by then."""
        ours, theirs = self._of(task.code), self._of(need.code)
        for moment in sorted(set(self._start[ours].tolist())):
            begun = ours[self._start[ours] <= moment]
            ended = theirs[self._start[theirs] + need.months <= moment]
            self._add([(begun, 1.0), (ended, -1.0)], -inf, 0)

    def _crowd(self, months: int, at_once: int) -> None:
        """So many are under way together, in each institution that acts."""
        lengths = np.array([task.months for task in self._tasks], np.int64)[self._measure]
        bodies = np.array([task.body for task in self._tasks])[self._measure]
        for body in sorted(set(bodies.tolist())):
            for moment in range(0, months, self._step or 1):
                under_way = (self._start <= moment) & (moment < self._start + lengths) & (bodies == body)
                self._add([(np.flatnonzero(under_way), 1.0)], -inf, at_once)

    def _act(self, acting: int) -> None:
        """An institution acts where it takes any measure; so many do."""
        places = {body: len(self._measure) + place for place, body in enumerate(self._bodies)}
        for task in self._tasks:
            self._add([(self._of(task.code), 1.0), (np.array([places[task.body]], np.intp), -1.0)], -inf, 0)
        self._add([(np.array(list(places.values()), np.intp), 1.0)], -inf, acting)

    def _of(self, code: str) -> Columns:
        return self._columns.get(code, np.zeros(0, np.intp))

    def _add(self, parts: Sequence[tuple[Columns, float]], low: float, high: float) -> None:
        columns = [columns for columns, _weight in parts]
        weights = [np.full(len(columns), weight) for columns, weight in parts]
        nothing = np.zeros(0, np.intp)
        self._rules.append(
            Rule(np.concatenate([nothing, *columns]), np.concatenate([np.zeros(0), *weights]), low, high)
        )


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


def _by_task(tasks: Sequence[Task], measure: Columns) -> dict[str, Columns]:
    """The variables of each measure, which stand together."""
    bounds = np.searchsorted(measure, np.arange(len(tasks) + 1))
    return {task.code: np.arange(bounds[place], bounds[place + 1]) for place, task in enumerate(tasks)}
