"""The diagnostic report as DOCX: word for word what the PDF says, in the same order."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from django.utils.translation import gettext as _

from reports.charts.raster import as_png
from reports.passport.codes import Reference
from reports.report.values import (
    Band,
    Block,
    BlockKind,
    Chapter,
    DiagnosticReport,
    Figure,
    Recommendation,
    ReportTable,
    Section,
    Summary,
)
from reports.report.word.document import Document
from reports.report.word.markup import TEXT_WIDTH

_NAMES = 56  # millimetres of the names in a list of definitions


def write_docx(report: DiagnosticReport) -> bytes:
    """The report as a file that people can go on writing in. In the language that is active."""
    title = f"{report.title}: {report.unit} – {report.round_title}"
    made = Document(report.language, title, report.provenance, datetime.fromisoformat(report.moment))
    made.running_lines(report.title, report.unit, report.provenance)
    _cover(made, report)
    _contents(made, report)
    if report.foreword:
        made.heading(1, _("Foreword"), "foreword")
        _blocks(made, report.foreword)
    made.heading(1, _("Summary"), "summary")
    _warnings(made, report)
    for summary in report.summaries:
        _summary(made, summary)
    if report.first_steps:
        made.heading(2, _("What to do first"), "first-steps")
        made.numbered(report.first_steps)
    for chapter in report.chapters:
        _chapter(made, chapter)
    return made.as_bytes()


def _cover(made: Document, report: DiagnosticReport) -> None:
    made.paragraph(report.round_title, "Lead")
    made.paragraph(report.title, "Title")
    made.paragraph(report.unit, "Subtitle")
    made.paragraph(report.tier, "Lead")
    _warnings(made, report)
    made.table((), report.facts, (_NAMES, TEXT_WIDTH - _NAMES), texts=2, description=_("About this report"))
    made.paragraph(f"{report.country}, {report.date}")


def _warnings(made: Document, report: DiagnosticReport) -> None:
    for words in filter(None, (report.warning, *report.cautions)):
        made.paragraph(words, "Warning")


def _contents(made: Document, report: DiagnosticReport) -> None:
    made.paragraph(_("Contents"), "TOC Heading").paragraph_format.page_break_before = True
    made.contents(_entries(report))


def _entries(report: DiagnosticReport) -> Iterator[tuple[int, str, str]]:
    if report.foreword:
        yield 1, _("Foreword"), "foreword"
    yield 1, _("Summary"), "summary"
    for chapter in report.chapters:
        yield 1, _heading_of(chapter), chapter.anchor
        if chapter.is_listed:
            for section in chapter.sections:
                yield 2, section.title, section.anchor


def _heading_of(chapter: Chapter) -> str:
    return f"{chapter.number}. {chapter.title}" if chapter.number else chapter.title


def _summary(made: Document, summary: Summary) -> None:
    made.heading(2, summary.title)
    columns = len(summary.numbers)
    labels = [number.label for number in summary.numbers]
    rows = [[number.value for number in summary.numbers], [number.note for number in summary.numbers]]
    made.table(labels, rows, [TEXT_WIDTH / columns] * columns, columns, description=summary.title, is_key=True)
    made.points(summary.sentences)
    if summary.passport:
        _reference(made, summary.passport)


def _chapter(made: Document, chapter: Chapter) -> None:
    if chapter.number.isdecimal():
        made.chapter(chapter.title, chapter.anchor)
    else:
        made.heading(1, _heading_of(chapter), chapter.anchor)
    if chapter.lead:
        made.paragraph(chapter.lead, "Lead", keeps_with_next=True)
    _blocks(made, chapter.blocks)
    for section in chapter.sections:
        _section(made, section)


def _blocks(made: Document, blocks: tuple[Block, ...]) -> None:
    for block in blocks:
        match block.kind:
            case BlockKind.POINTS:
                made.points(block.lines)
            case BlockKind.NUMBERED:
                made.numbered(block.lines)
            case BlockKind.PARAGRAPH:
                for line in block.lines:
                    made.paragraph(line)


def _section(made: Document, section: Section) -> None:
    made.heading(2, section.title, section.anchor)
    for words in section.paragraphs:
        made.paragraph(words, keeps_with_next=bool(section.figures or section.tables))
    made.points(section.points)
    if section.definitions:
        made.table((), section.definitions, (_NAMES, TEXT_WIDTH - _NAMES), texts=2, description=section.title)
    if section.bands:
        _bands(made, section.bands)
    for figure in section.figures:
        _figure(made, figure)
    for place, table in enumerate(section.tables, start=1):
        _table(made, table, section, holds_next=bool(section.passport) and place == len(section.tables))
    for recommendation in section.recommendations:
        _recommendation(made, recommendation)
    if section.citations:
        made.numbered([one.words for one in section.citations], [one.anchor for one in section.citations])
    if section.passport:
        _reference(made, section.passport)
    for note in section.notes:
        made.paragraph(note, "Note")


def _bands(made: Document, bands: tuple[Band, ...]) -> None:
    rows = [(f"{band.place} {band.name}", band.range, band.meaning) for band in bands]
    made.table(
        (_("Band"), _("Score"), _("Meaning")), rows, (36, 24, 110), texts=3, description=_("Bands of the scores")
    )


def _figure(made: Document, figure: Figure) -> None:
    chart = figure.chart
    words = _("Figure %(number)s. %(title)s") % {"number": figure.number, "title": chart.title}
    made.caption(words, figure.number, f"figure-{chart.key}")
    made.paragraph(chart.sentence, keeps_with_next=True)
    made.picture(as_png(chart.svg), f"{chart.title}. {chart.sentence}")
    made.link(_("Table to this figure"), figure.table)


def _table(made: Document, table: ReportTable, section: Section, holds_next: bool) -> None:
    widths = table.columns() or (TEXT_WIDTH / len(table.header),) * len(table.header)
    made.table(
        table.header,
        table.rows,
        widths,
        table.texts,
        table.caption,
        section.title,
        table.anchor,
        table.is_dense,
        holds_next=holds_next,
    )


def _reference(made: Document, passport: Reference) -> None:
    made.address(f"{_('Where these numbers come from:')} {passport.code} ·", passport.address)


def _recommendation(made: Document, recommendation: Recommendation) -> None:
    advice = recommendation.advice
    made.heading(3, f"{recommendation.number}. {advice.title}")
    made.paragraph(advice.action)
    made.numbered(advice.steps)
    made.paragraph(" ".join((advice.reason, *(example for _country, example in advice.examples))))
    reasons = (f"{reason} ({code.code})" if code else reason for reason, code in recommendation.reasons)
    made.labelled([(_("Why here"), " ".join(reasons))])
    if recommendation.answer:
        made.labelled([(_("Answer"), recommendation.answer)])
    made.labelled(
        [
            (_("Levels"), advice.levels),
            (_("Area"), advice.area),
            (_("Effort"), advice.effort),
            (_("Costs"), advice.costs),
            (_("Horizon"), advice.horizon),
        ]
    )
    places = " ".join(f"[{citation.number}]" for citation in recommendation.citations)
    made.labelled([(_("Taken from"), f"{places} {advice.place}".strip())])
