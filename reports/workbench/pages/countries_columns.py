"""Rounds beside each other as columns of a table: scores with their coverage, each with its way behind the number."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _

from reports.charts import Table, Terms
from reports.workbench.filtering import pairs_of
from reports.workbench.frame import Asked
from reports.workbench.pages.points import cell
from scoring.results import Family, Measure, Score, UnitScores
from surveys.models import Round

Part = tuple[Measure, Family, str]
Scores = Sequence[Score | None]


@dataclass(frozen=True)
class Column:
    """A round beside others. `name`: the country with the round, marked where its answers are synthetic."""

    survey_round: Round
    name: str
    scores: UnitScores


def table_of_columns(terms: Terms, heads: Sequence[str], names: Sequence[str], rows: Sequence[Scores]) -> Table:
    """Each country's score with its interval and its coverage. `heads`: of countries, with their n in brackets."""
    covered = [_("%(country)s: coverage") % {"country": head.rpartition(" (")[0]} for head in heads]
    return Table(
        (_("Part"), *(name for pair in zip(heads, covered, strict=True) for name in pair)),
        tuple(
            (name, *(words for score in scores for words in (cell(terms, score), _coverage(terms, score))))
            for name, scores in zip(names, rows, strict=True)
        ),
    )


def _coverage(terms: Terms, score: Score | None) -> str:
    return terms.numbers.share(None) if score is None else terms.coverage(score)


def passports_of_columns(
    asked: Asked, columns: Sequence[Column], rows: Sequence[tuple[Part, Scores]]
) -> dict[tuple[int, int], str]:
    """For cells of the table with a score: where it comes from, in its own round.

    Filters on institutions do not change these scores, so they are left out.
    """
    filters = pairs_of(asked.filters, {"region": frozenset(), "kind": frozenset()})
    found = {}
    for row, (part, scores) in enumerate(rows):
        for place, (column, score) in enumerate(zip(columns, scores, strict=True)):
            if score and score.score is not None:
                unit = column.scores.unit
                pairs = [("unit", f"{unit.tier}:{unit.code}"), *zip(("source", "family", "part"), part, strict=True)]
                address = reverse("dashboard-number", args=[column.survey_round.code])
                found[row, 1 + 2 * place] = f"{address}?{urlencode([*pairs, *filters])}"
    return found
