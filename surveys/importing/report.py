"""What was found in an imported file: every bad cell and doubtful answer, the first ones kept, all of them written."""

from __future__ import annotations

import csv
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from enum import Enum
from typing import IO, NamedTuple

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from surveys.content import short
from surveys.spreadsheets import protect

KEPT_PROBLEMS = 1000
KEPT_PLACES = 20
REPORT_HEADER = ("file", "row", "column", "value", "kind", "problem")


class Doubt(Enum):
    """An answer that is stored and does not enter the scores."""

    OUTSIDE_SECTIONS = gettext_lazy("Answers outside the sections asked do not enter the scores.")
    NO_INSTITUTION = gettext_lazy("Answers about an institution do not enter the scores when no institution is named.")
    UNDER_NOT_YES = gettext_lazy("Answers under a question that is not answered Yes do not enter the scores.")


class Place(NamedTuple):
    """A cell; without a column, a whole row."""

    file: str
    row: int
    column: str = ""

    def __str__(self) -> str:
        names = {"file": self.file, "row": self.row, "column": self.column}
        if self.column:
            return _("%(file)s, row %(row)d, column %(column)s") % names
        return _("%(file)s, row %(row)d") % names


class Problem(NamedTuple):
    """A bad cell or row, and what is allowed."""

    place: Place
    text: str

    def __str__(self) -> str:
        return f"{self.place}: {self.text}"


@dataclass
class ImportReport:
    """Filled while a file is read. `stream` receives everything as CSV; memory holds the first of each kind."""

    stream: IO[str] | None = None
    problem_count: int = 0
    bad_rows: int = 0
    problems: list[Problem] = field(default_factory=list)
    doubt_counts: Counter[Doubt] = field(default_factory=Counter)
    doubtful_places: dict[Doubt, list[Place]] = field(default_factory=lambda: defaultdict(list))

    def __post_init__(self) -> None:
        self._row: tuple[str, int] | None = None
        self._writer = csv.writer(self.stream) if self.stream else None
        if self._writer:
            self._writer.writerow(REPORT_HEADER)

    def add_problem(self, place: Place, value: str, text: str) -> None:
        """A cell (or row) that cannot be stored."""
        self.problem_count += 1
        if place[:2] != self._row:  # the problems of a row come one after the other
            self._row = place[:2]
            self.bad_rows += 1
        if len(self.problems) < KEPT_PROBLEMS:
            self.problems.append(Problem(place, text))
        self._write(place, value, "error", text)

    def add_doubt(self, place: Place, value: str, doubt: Doubt) -> None:
        """An answer that is stored and does not count."""
        self.doubt_counts[doubt] += 1
        if len(self.doubtful_places[doubt]) < KEPT_PLACES:
            self.doubtful_places[doubt].append(place)
        self._write(place, value, "warning", doubt.value)

    def _write(self, place: Place, value: str, kind: str, text: str | Promise) -> None:
        if self._writer:
            self._writer.writerow([*place[:2], place.column, protect(short(value)), kind, protect(str(text))])
