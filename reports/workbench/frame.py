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
from surveys.models import Round

NONE = "-"
"""In addresses: a question about the respondent that she left empty."""


@dataclass(frozen=True)
class Filters:
    """Which responses a page is about; empty sets set no limit. They stand in the address under these names.

    Only the type of respondent can be unknown (NONE): every response has a language and a mode.
    """

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
            respondent_types=frozenset("" if value == NONE else value for value in self.type),
            languages=self.language,
            modes=self.mode,
        )


@dataclass(frozen=True)
class Asked:
    """What an analyst asks. `results`: of the filtered responses only; `whole`: of all.

    `view`: the unit of the page among `results`, in the active language. `options`: what else stands in the address.
    `rounds`: other rounds of which this reader may see all results, the newest first. `query`: the filters and the
    unit as they stand in addresses, to lead on to other pages of the workbench.
    """

    results: Results
    whole: Results
    filters: Filters
    view: UnitView
    options: QueryDict
    rounds: Sequence[Round] = ()
    query: str = ""


@dataclass(frozen=True)
class Control:
    """Something to choose on a page: a name in the address, a label, (value, words) and what is chosen.

    `chosen`: a value, or a set of them where several may be chosen at once.
    """

    name: str
    label: str
    choices: Sequence[tuple[str, str]]
    chosen: str | frozenset[str]

    @property
    def is_many(self) -> bool:
        """Whether several may be chosen."""
        return not isinstance(self.chosen, str)

    def marked(self) -> list[tuple[str, str, bool]]:
        """Value, words, whether chosen."""
        chosen = {self.chosen} if isinstance(self.chosen, str) else self.chosen
        return [(value, words, value in chosen) for value, words in self.choices]


@dataclass(frozen=True)
class Panel:
    """A picture with its sentence and table; `spec`: the same numbers for the chart that can be explored (None: none).

    The picture stands where no script runs. A spec is what a function of `reports.workbench.specs` returns. `links`:
    for rows of the table, by place, where they lead; `heads`: the same for its columns; `cells`: for cells, by row and
    column (the name of the row is column 0). `codes`: one for each row of
    the table, for files. `shades`: for rows of the table, the band of each cell from the second on (None: no colour);
    such a table stands open, with heads that stay in sight.
    """

    chart: Chart
    spec: Mapping[str, Any] | None = None
    note: str = ""
    links: Mapping[int, str] | None = None
    codes: Sequence[str] = ()
    heads: Mapping[int, str] | None = None
    cells: Mapping[tuple[int, int], str] | None = None
    shades: Sequence[Sequence[int | None]] = ()

    @property
    def spec_id(self) -> str:
        """Where the page keeps the spec."""
        return f"{self.chart.key}-spec"


@dataclass(frozen=True)
class Content:
    """What a page shows. `nothing`: why it can show nothing, as a whole sentence; empty where it can.

    `refused`: what a page could not do of what its own options ask, as whole sentences. `lead`: what stands above the
    panels, rendered by the page's own template.
    """

    panels: Sequence[Panel]
    controls: Sequence[Control] = ()
    nothing: str = ""
    refused: Sequence[str] = ()
    lead: str = ""


@dataclass(frozen=True)
class Page:
    """A page of the workbench. `title` and `question` are lazy translations; the question is one that analysts ask.

    `has_unit`: whether the page is about one unit, so that one can be chosen.
    """

    code: str
    title: Any
    question: Any
    build: Callable[[Asked], Content]
    has_unit: bool = True
