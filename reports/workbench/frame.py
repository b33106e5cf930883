"""What every page of the workbench is made of: filters, what is asked, panels. A page says how to build its panels."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.http import QueryDict

from reports.charts import Chart
from reports.figures import UnitView
from reports.results import Results
from scoring.selecting import Selection


@dataclass(frozen=True)
class Filters:
    """Which responses a page is about; empty sets set no limit. They stand in the address under these names."""

    region: frozenset[str] = frozenset()
    kind: frozenset[str] = frozenset()
    type: frozenset[str] = frozenset()
    language: frozenset[str] = frozenset()
    mode: frozenset[str] = frozenset()

    @property
    def selection(self) -> Selection:
        """The same for `scoring.selecting`."""
        return Selection(
            regions=self.region,
            kinds=self.kind,
            respondent_types=self.type,
            languages=self.language,
            modes=self.mode,
        )


@dataclass(frozen=True)
class Asked:
    """What an analyst asks. `results`: of the filtered responses only; `whole`: of all.

    `view`: the unit of the page among `results`, in the active language. `options`: what else stands in the address.
    """

    results: Results
    whole: Results
    filters: Filters
    view: UnitView
    options: QueryDict


@dataclass(frozen=True)
class Control:
    """Something to choose on a page: a name in the address, a label, (value, words) and what is chosen."""

    name: str
    label: str
    choices: Sequence[tuple[str, str]]
    chosen: str


@dataclass(frozen=True)
class Panel:
    """A picture with its sentence and table; `spec`: the same numbers for the chart that can be explored (None: none).

    The picture stands where no script runs. `links`: for rows of the table, by place, where they lead.
    """

    chart: Chart
    spec: Mapping[str, Any] | None = None
    note: str = ""
    links: Mapping[int, str] | None = None


@dataclass(frozen=True)
class Content:
    """What a page shows. `nothing`: why it can show nothing, as a whole sentence; empty where it can."""

    panels: Sequence[Panel]
    controls: Sequence[Control] = ()
    nothing: str = ""


@dataclass(frozen=True)
class Page:
    """A page of the workbench. `title` and `question` are lazy translations; the question is one that analysts ask."""

    code: str
    title: Any
    question: Any
    build: Callable[[Asked], Content]
