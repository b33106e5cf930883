"""What a measurement says: numbers beside their targets, written as a table."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from statistics import median
from time import perf_counter
from typing import TypeVar

T = TypeVar("T")


@dataclass(frozen=True)
class Number:
    """One result. `at_most` and `at_least`: its target, where it has one."""

    name: str
    value: float
    unit: str = ""
    at_most: float | None = None
    at_least: float | None = None

    @property
    def target(self) -> str:
        """The target in words; empty for none."""
        if self.at_most is not None:
            return f"at most {written(self.at_most)}"
        return f"at least {written(self.at_least)}" if self.at_least is not None else ""

    @property
    def verdict(self) -> str:
        """Whether the target is met; empty for none."""
        if not self.target:
            return ""
        is_low_enough = self.at_most is None or self.value <= self.at_most
        return "met" if is_low_enough and (self.at_least is None or self.value >= self.at_least) else "MISSED"


@dataclass
class Measurement:
    """The results of one benchmark. `notes`: what a reader must know to judge them."""

    title: str
    numbers: list[Number] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    def add(
        self, name: str, value: float, unit: str = "", at_most: float | None = None, at_least: float | None = None
    ) -> None:
        """One more result."""
        self.numbers.append(Number(name, value, unit, at_most, at_least))

    def lines(self) -> Iterator[str]:
        """The results as a Markdown table."""
        yield f"## {self.title}"
        yield ""
        yield from _table(
            ("Measured", "Result", "Target", ""),
            [(n.name, f"{written(n.value)} {n.unit}".strip(), n.target, n.verdict) for n in self.numbers],
        )
        yield ""
        yield from (f"{note}\n" for note in self.notes)


def written(number: float) -> str:
    """A number for people: three digits that count, thousands apart."""
    if number and abs(number) < 100:
        return f"{number:.3g}"
    return f"{number:,.0f}"


def _table(header: Sequence[str], rows: Sequence[Sequence[str]]) -> Iterator[str]:
    widths = [max(len(row[place]) for row in (header, *rows)) for place in range(len(header))]
    for row in (header, ["-" * width for width in widths], *rows):
        yield "| " + " | ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)) + " |"


def seconds_of(work: Callable[[], object]) -> float:
    """How long something takes, by the clock on the wall."""
    start = perf_counter()
    work()
    return perf_counter() - start


def alternate(repeats: int, *works: Callable[[], float]) -> list[float]:
    """Medians of what several works measure, taken in turns: what else the machine does then disturbs all alike."""
    taken = [[work() for work in works] for _turn in range(repeats)]
    return [median(column) for column in zip(*taken, strict=True)]


def percentile(values: Iterable[float], share: float) -> float:
    """The value that so large a share of them does not exceed."""
    ordered = sorted(values)
    return ordered[min(int(len(ordered) * share), len(ordered) - 1)]
