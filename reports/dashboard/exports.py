"""What the page shows as files: every score and item of a unit, with the versions they come from."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator
from typing import Any

from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font

from reports.dashboard.behind import unit_name
from reports.dashboard.words import COMBINED, GAP, SOURCES, part_name, spoken
from reports.results import Results
from scoring.display import on_hundred
from scoring.frame import Family
from scoring.results import LevelScores, Score, UnitScores
from surveys.content import Source

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
Row = list[Any]


def as_csv(results: Results, scores: UnitScores) -> str:
    """Scores, a blank line, items. Begins with a byte-order mark, by which spreadsheets know UTF-8."""
    written = io.StringIO()
    writer = csv.writer(written)
    for rows in (_about(results, scores), _scores(results, scores), _items(results, scores)):
        writer.writerows([_safe(cell) for cell in row] for row in rows)
        writer.writerow([])
    return f"\ufeff{written.getvalue()}"


def as_xlsx(results: Results, scores: UnitScores) -> bytes:
    """A workbook with one sheet for each kind of rows."""
    workbook = Workbook(write_only=True)
    for title, rows in (
        (_("Scores"), _scores(results, scores)),
        (_("Items"), _items(results, scores)),
        (_("About"), _about(results, scores)),
    ):
        sheet = workbook.create_sheet(title[:31])
        sheet.column_dimensions["A"].width = sheet.column_dimensions["C"].width = 40
        for place, row in enumerate(rows):
            sheet.append([_cell(sheet, value, is_head=place == 0) for value in row])
    written = io.BytesIO()
    workbook.save(written)
    return written.getvalue()


def _safe(value: Any) -> Any:
    """Text that a spreadsheet would take for a formula gets an apostrophe before it."""
    return f"'{value}" if isinstance(value, str) and value[:1] in "=+-@\t\r" and value[:1] else value


def _cell(sheet: Any, value: Any, is_head: bool) -> WriteOnlyCell:
    cell = WriteOnlyCell(sheet, value=value)
    if isinstance(value, str):
        cell.data_type = "s"  # never a formula
    if is_head:
        cell.font = Font(bold=True)
    return cell


def _about(results: Results, scores: UnitScores) -> Iterator[Row]:
    facts, version = results.scores.round, results.survey_round.version
    yield [_("Round"), str(results.survey_round)]
    yield [_("Unit"), unit_name(scores)]
    if results.survey_round.is_synthetic:
        yield [_("Synthetic data"), _("The answers were made up; they say nothing about any country.")]
    yield [_("Respondents (n)"), scores.respondents]
    yield [_("Instrument"), f"{version.code} {version.version}", version.checksum]
    yield [_("Method"), results.method.code, _("Scores are this project's operationalisation of the source.")]
    yield [_("Computed"), facts.computed_at.isoformat(), results.evidence.checksum]


def _scores(results: Results, scores: UnitScores) -> Iterator[Row]:
    yield [_("Source"), _("Kind"), _("Name"), _("Score"), _("Low"), _("High"), _("Items"), _("Mapped items")]
    sources: list[tuple[str, LevelScores]] = [
        (Source.FACTS, scores.facts),
        (Source.PERCEPTIONS, scores.perceptions),
        (COMBINED, scores.combined),
        (GAP, scores.gap),
    ]
    for source, ours in sources:
        for family, code, score in _parts(ours):
            name = part_name(results.instrument, family, code)
            yield [str(SOURCES[source]), family.value, name, *_numbers(score), score.items, score.mapped]


def _parts(ours: LevelScores) -> Iterator[tuple[Family, str, Score]]:
    yield Family.OVERALL, "", ours.overall
    for family in (Family.LEVELS, Family.AREAS, Family.CELLS, Family.TECHNOLOGIES, Family.PROFILES):
        for code, score in getattr(ours, family, {}).items():
            yield family, code, score


def _items(results: Results, scores: UnitScores) -> Iterator[Row]:
    points = [str(point) for point in range(6)]
    yield [
        *(_("Code"), _("Question"), _("Score"), _("Low"), _("High"), _("Answers (n)"), _("Yes"), _("No")),
        *(_("of which because the parent is No"), _("Do not know"), *points, _("Missing"), _("Agreement")),
        _("validated"),
    ]
    for code, item in scores.items.items():
        is_scale = item.distribution is not None
        facts: Iterable[Any] = [None] * 4 if is_scale else [item.yes, item.no, item.structural, item.dk]
        yield [
            *(code, spoken(results.instrument.items_by_code[code].text), *_numbers(item), item.n, *facts),
            *(item.distribution or [None] * 6),
            *(item.missing, item.agreement, item.is_validated),
        ]


def _numbers(score: Any) -> Iterator[float | None]:
    """Score and interval from 0 to 100, rounded as they are shown."""
    for number in (score.score, score.low, score.high):
        yield None if number is None else float(on_hundred(number))
