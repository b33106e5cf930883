"""When the measures of a plan begin and end. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol


class Task(Protocol):
    """What takes months, and comes after what it needs. `body`: the institution that does it, where several act."""

    @property
    def code(self) -> str: ...
    @property
    def months(self) -> int: ...
    @property
    def gain(self) -> float: ...
    @property
    def needs(self) -> tuple[str, ...]: ...
    @property
    def body(self) -> str: ...


@dataclass(frozen=True)
class Slot:
    """A measure in time: months from the beginning of the plan."""

    code: str
    start: int
    end: int


def schedule(tasks: Sequence[Task], at_once: int | None = None) -> tuple[Slot, ...]:
    """All tasks in time, in the order in which they begin.

    The rule: a task begins as soon as what it needs is done and its institution has fewer than `at_once` under way
    (None: any number); of several, the one that adds most for each month of it, then the first of the instrument. What
    a task needs and is not among the tasks counts as done. The needs must not go in a circle.
    """
    waiting = {task.code: task for task in tasks}
    places = {task.code: place for place, task in enumerate(tasks)}
    order = sorted(tasks, key=lambda task: (-task.gain / task.months, places[task.code]))
    ends: dict[str, int] = {}
    ends_of: dict[str, list[int]] = {task.body: [] for task in tasks}
    slots: list[Slot] = []
    moment = 0
    while waiting:
        for task in [one for one in order if one.code in waiting]:
            is_free = at_once is None or sum(end > moment for end in ends_of[task.body]) < at_once
            is_ready = all(need not in places or ends.get(need, moment + 1) <= moment for need in task.needs)
            if is_free and is_ready:
                ends[task.code] = moment + task.months
                ends_of[task.body].append(ends[task.code])
                slots.append(Slot(task.code, moment, ends[task.code]))
                del waiting[task.code]
        later = [end for end in ends.values() if end > moment]
        if not later and waiting:
            raise ValueError(f"What {', '.join(waiting)} need goes in a circle.")
        moment = min(later, default=moment)
    return tuple(sorted(slots, key=lambda slot: (slot.start, slot.end, places[slot.code])))


def earliest_ends(tasks: Sequence[Task]) -> Mapping[str, int]:
    """When each task ends at the earliest, where any number may be under way. Raises ValueError for a circle."""
    return {slot.code: slot.end for slot in schedule(tasks)}
