"""What the page shows as files: every score and item of a unit, with the versions they come from."""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator
from itertools import chain
from typing import Any

from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font

from reports.figures import UnitView
from reports.results import Results
from scoring.display import on_hundred
from scoring.results import Measure
from surveys.coding import POINTS
from surveys.spreadsheets import write_rows
from surveys.workbooks import writable

Row = list[Any]


def as_csv(results: Results, view: UnitView) -> bytes:
    """Three parts with a blank line after each: what the file is about, scores, items."""
    return write_rows(chain(_about(results, view), [[]], _scores(view), [[]], _items(view), [[]]))


def as_xlsx(results: Results, view: UnitView) -> bytes:
    """A workbook with one sheet for each part."""
    workbook = Workbook(write_only=True)
    for title, rows in ((_("Scores"), _scores(view)), (_("Items"), _items(view)), (_("About"), _about(results, view))):
        sheet = workbook.create_sheet(title[:31])
        sheet.column_dimensions["A"].width = sheet.column_dimensions["C"].width = 40
        for place, row in enumerate(rows):
            sheet.append([_cell(sheet, value, is_head=place == 0) for value in row])
    written = io.BytesIO()
    workbook.save(written)
    return written.getvalue()


def _cell(sheet: Any, value: Any, is_head: bool) -> WriteOnlyCell:
    cell = WriteOnlyCell(sheet, value=writable(value) if isinstance(value, str) else value)
    if isinstance(value, str):
        cell.data_type = "s"  # never a formula
    if is_head:
        cell.font = Font(bold=True)
    return cell


def _about(results: Results, view: UnitView) -> Iterator[Row]:
    facts, version = results.scores.round, results.survey_round.version
    yield [_("Round"), str(results.survey_round)]
    yield [_("Unit"), view.name]
    if results.survey_round.is_synthetic:
        yield [_("Synthetic data"), _("The answers were made up; they say nothing about any country.")]
    yield [_("Respondents (n)"), view.scores.respondents]
    yield [_("Instrument"), f"{version.code} {version.version}", version.checksum]
    yield [_("Method"), results.method.code, _("Scores are this project’s operationalisation of the source.")]
    yield [_("Computed"), facts.computed_at.isoformat(), results.evidence.checksum]


def _scores(view: UnitView) -> Iterator[Row]:
    yield [_("Source"), _("Kind"), _("Name"), _("Score"), _("Low"), _("High"), _("Items"), _("Mapped items")]
    for measure in Measure:
        for family, code, score in view.scores.of(measure).parts():
            named = [view.terms.called(measure), family.value, view.part(family, code)]
            yield [*named, *_numbers(score), score.items, score.mapped]


def _items(view: UnitView) -> Iterator[Row]:
    yield [
        *(_("Code"), _("Question"), _("Score"), _("Low"), _("High"), _("Answers (n)"), _("Yes"), _("No")),
        *(_("of which because the parent is No"), _("Do not know"), *map(str, range(POINTS)), _("Missing")),
        *(_("Agreement"), _("validated")),
    ]
    for code, item in view.scores.items.items():
        is_scale = item.distribution is not None
        facts: Iterable[Any] = [None] * 4 if is_scale else [item.yes, item.no, item.structural, item.dk]
        yield [
            *(code, view.item(view.instrument.items_by_code[code]), *_numbers(item), item.n, *facts),
            *(item.distribution or [None] * POINTS),
            *(item.missing, item.agreement, item.is_validated),
        ]


def _numbers(score: Any) -> Iterator[float | None]:
    """Score and interval from 0 to 100, rounded as they are shown."""
    for number in (score.score, score.low, score.high):
        yield None if number is None else float(on_hundred(number))
