"""The editable report says word for word what the PDF says, with real styles, languages and alternative texts."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from itertools import pairwise

import docx
import pypdf
import pytest
from django.utils import translation
from docx.document import Document
from docx.oxml.ns import qn
from docx.table import Table
from docx.text.paragraph import Paragraph

from reports.advice import Advice
from reports.charts.raster import UnknownShape, as_png
from reports.report import DiagnosticReport, build_report, print_report
from reports.report.texts import Place
from reports.report.values import Chapter, Citation, Recommendation, Section
from reports.report.word import write_docx
from reports.results import results_of
from scoring.results import UnitTier
from surveys.models import Round

AT = datetime(2026, 11, 22, 8, tzinfo=UTC)
ADVICE = Advice(
    code="a1",
    title="Name an official",
    action="Name one official who answers for all channels.",
    reason="Where nobody answers for it, nobody answers.",
    steps=("Find the official.", "Publish the name."),
    examples=(("Kazakhstan", "An example from another country."),),
    reasons=("Item F1.1.a: score 10.0, below 50.0 (n = 12).",),
    levels="information",
    area="organisation",
    effort="low",
    costs="none",
    horizon="months",
    sources=(("s1", "A document of 2014"),),
    place="section 2",
)
WRITTEN = {
    Place.FOREWORD: {
        "kk": "Алғысөз мәтіні.",
        "ru": "Текст предисловия.",
        "en": "A foreword.\n\n- one\n- two\n\n1. first",
    },
    Place.CONCLUSIONS: {"kk": "Қорытынды.", "ru": "Вывод.", "en": "We conclude.\n\n1. again"},
}


@pytest.fixture(params=["kk", "ru", "en"])
def language(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def report_of(survey_round: Round, language: str, tier: UnitTier = UnitTier.NATIONAL) -> DiagnosticReport:
    results = results_of(survey_round)
    report = build_report(results, results.units(tier)[0], AT, WRITTEN)
    source = Citation(1, "A document of 2014")
    told = Section("advice", "What to do", recommendations=(Recommendation(1, ADVICE, (source,)),), citations=(source,))
    return replace(report, chapters=(*report.chapters, Chapter("more", "9", "Recommendations", (told,))))


@pytest.fixture(params=[UnitTier.NATIONAL, UnitTier.SUBNATIONAL, UnitTier.INSTITUTION])
def both(
    request: pytest.FixtureRequest, answered_round: Round, language: str
) -> tuple[DiagnosticReport, Document, str]:
    """A report, its DOCX and the text of its PDF."""
    with translation.override(language):
        report = report_of(answered_round, language, request.param)
        made = docx.Document(io.BytesIO(write_docx(report)))
        pdf = pypdf.PdfReader(io.BytesIO(print_report(report)))
    return report, made, "\n".join(page.extract_text() for page in pdf.pages)


def words_in(report: DiagnosticReport) -> Iterator[str]:
    """Every sentence and every cell of a report's values, but for the words in pictures, which tables say again."""
    yield from (report.title, report.unit, report.tier, report.round_title, report.country, report.date)
    yield from (report.provenance, report.warning, *report.cautions, *report.first_steps)
    for name, value in report.facts:
        yield from (name, value)
    for block in report.foreword:
        yield from block.lines
    for summary in report.summaries:
        yield from (summary.title, *summary.sentences)
        for number in summary.numbers:
            yield from (number.label, number.value, number.note)
    for chapter in report.chapters:
        yield from _of_chapter(chapter)


def _of_chapter(chapter: Chapter) -> Iterator[str]:
    yield from (chapter.title, chapter.lead)
    for block in chapter.blocks:
        yield from block.lines
    for section in chapter.sections:
        yield from _of_section(section)


def _of_section(section: Section) -> Iterator[str]:
    yield from (section.title, *section.paragraphs, *section.points, *section.notes)
    for name, words in section.definitions:
        yield from (name, words)
    for band in section.bands:
        yield from (band.name, band.range, band.meaning)
    for figure in section.figures:
        yield from (figure.chart.title, figure.chart.sentence)
    for table in section.tables:
        yield from (table.caption, *table.header)
        for row in table.rows:
            yield from row
    for recommendation in section.recommendations:
        advice = recommendation.advice
        yield from (advice.title, advice.action, advice.reason, *advice.steps, *advice.reasons, advice.place)
        yield from (advice.levels, advice.area, advice.effort, advice.costs, advice.horizon)
        yield from (example for _country, example in advice.examples)
    for citation in section.citations:
        yield citation.words


def squeezed(words: str) -> str:
    """Without spaces and hyphens: a PDF breaks its lines where it likes."""
    return re.sub(r"[\s\u00ad\u2010-]+", "", words)


def all_text(made: Document) -> str:
    parts = [paragraph.text for paragraph in made.paragraphs]
    parts += [element.text or "" for element in made.element.body.iter(qn("w:t"))]
    section = made.sections[0]
    return "\n".join(parts + [one.text for one in (*section.header.paragraphs, *section.footer.paragraphs)])


def test_every_sentence_and_every_cell_stands_in_both(both: tuple[DiagnosticReport, Document, str]) -> None:
    report, made, printed = both
    in_word, in_pdf = squeezed(all_text(made)), squeezed(printed)
    wanted = {words for words in words_in(report) if words}
    assert len(wanted) > 150
    assert {words for words in wanted if squeezed(words) not in in_word} == set()
    assert {words for words in wanted if squeezed(words) not in in_pdf} == set()


def test_its_tables_have_every_row_of_the_report(answered_round: Round, language: str) -> None:
    with translation.override(language):
        report = report_of(answered_round, language)
        made = docx.Document(io.BytesIO(write_docx(report)))
    found = [tuple(tuple(cell.text for cell in row.cells) for row in table.rows) for table in made.tables]
    for chapter in report.chapters:
        for section in chapter.sections:
            for table in section.tables:
                rows = (table.header, *table.rows)
                assert tuple(tuple(cell.replace("\xad", "") for cell in row) for row in rows) in found


def test_it_is_a_document_of_its_language_with_a_title(answered_round: Round, language: str) -> None:
    with translation.override(language):
        report = report_of(answered_round, language)
        made = docx.Document(io.BytesIO(write_docx(report)))
    locale = {"kk": "kk-KZ", "ru": "ru-RU", "en": "en-GB"}[language]
    assert made.core_properties.language == locale
    assert report.unit in made.core_properties.title
    assert made.core_properties.created == AT
    languages = {element.get(qn("w:val")) for element in made.styles.element.iter(qn("w:lang"))}
    assert languages == {locale}
    foot = made.sections[0].footer
    assert report.provenance in foot.paragraphs[0].text
    fields = [element.text.strip() for element in foot._element.iter(qn("w:instrText"))]
    assert fields == ["PAGE", "NUMPAGES"]


def test_headings_follow_each_other_and_none_is_empty(answered_round: Round, language: str) -> None:
    with translation.override(language):
        made = docx.Document(io.BytesIO(write_docx(report_of(answered_round, language))))
    levels = [
        (int(str(paragraph.style.name)[-1]), paragraph.text)
        for paragraph in made.paragraphs
        if str(paragraph.style.name).startswith("Heading")
    ]
    assert {level for level, _words in levels} >= {1, 2}
    assert all(words.strip() for _level, words in levels)
    for (before, _first), (after, _second) in pairwise(levels):
        assert after <= before + 1


def test_every_picture_has_words_and_every_table_a_repeated_header(answered_round: Round) -> None:
    with translation.override("ru"):
        report = report_of(answered_round, "ru")
        made = docx.Document(io.BytesIO(write_docx(report)))
    pictures = [element.get("descr") for element in made.element.body.iter(qn("wp:docPr"))]
    assert pictures == [f"{figure.chart.title}. {figure.chart.sentence}" for figure in report.figures()]
    assert len(made.inline_shapes) == len(pictures) > 5
    for table in made.tables:
        look = table._tbl.tblPr.find(qn("w:tblLook"))
        has_header = look.get(qn("w:firstRow")) == "1"
        assert has_header == (table.rows[0]._tr.find(f".//{qn('w:tblHeader')}") is not None)
        assert table._tbl.tblPr.find(qn("w:tblCaption")).get(qn("w:val"))


def test_lists_count_from_one_each_and_links_lead_somewhere(answered_round: Round) -> None:
    with translation.override("en"):
        made = docx.Document(io.BytesIO(write_docx(report_of(answered_round, "en"))))
    counted = [_numbering(paragraph) for paragraph in made.paragraphs if paragraph.style.name == "List Number"]
    assert counted[0] is not None
    lists = [number for place, number in enumerate(counted) if place == 0 or counted[place - 1] != number]
    assert len(lists) == len(set(lists)) >= 2  # what is written in the foreword, the first steps, the sources
    marks = {element.get(qn("w:name")) for element in made.element.body.iter(qn("w:bookmarkStart"))}
    links = list(made.element.body.iter(qn("w:hyperlink")))
    inside = {element.get(qn("w:anchor")) for element in links} - {None}
    assert inside
    assert inside <= marks
    outside = {made.part.rels[element.get(qn("r:id"))].target_ref for element in links if element.get(qn("r:id"))}
    assert outside
    assert all("/passport/r1-" in address for address in outside)
    assert [one.text for one in made.paragraphs if one.style.name == "List Bullet"][:2] == ["one", "two"]


def _numbering(paragraph: Paragraph) -> int | None:
    properties = paragraph._p.pPr.numPr if paragraph._p.pPr is not None else None
    return properties.numId.val if properties is not None else None


def test_the_contents_name_every_chapter_with_the_page_that_it_is_on(answered_round: Round, language: str) -> None:
    with translation.override(language):
        report = report_of(answered_round, language)
        made = docx.Document(io.BytesIO(write_docx(report)))
    lines = [one for one in made.paragraphs if one.style.name in ("toc 1", "toc 2")]
    assert {chapter.title for chapter in report.chapters} <= {
        line.text.partition("\t")[0].split(". ", 1)[-1] for line in lines
    }
    fields = [[found.text.split()[:2] for found in line._p.iter(qn("w:instrText"))][-1] for line in lines]
    marks = {element.get(qn("w:name")) for element in made.element.body.iter(qn("w:bookmarkStart"))}
    assert all(name == "PAGEREF" and place in marks for name, place in fields)
    update = made.settings.element.find(qn("w:updateFields"))
    assert update is not None
    assert update.get(qn("w:val")) == "true"


def test_chapters_are_counted_by_the_word_processor(answered_round: Round) -> None:
    with translation.override("en"):
        report = report_of(answered_round, "en")
        made = docx.Document(io.BytesIO(write_docx(report)))
    counted = [one for one in made.paragraphs if one.style.name == "Heading 1" and _numbering(one) is not None]
    assert [one.text for one in counted] == [one.title for one in report.chapters if one.number.isdecimal()]
    assert len({_numbering(one) for one in counted}) == 1


def test_tables_are_no_wider_than_the_text(answered_round: Round) -> None:
    with translation.override("kk"):
        made = docx.Document(io.BytesIO(write_docx(report_of(answered_round, "kk"))))
    for table in made.tables:
        assert width_of(table) <= 170.5


def width_of(table: Table) -> float:
    return sum(int(column.get(qn("w:w"))) for column in table._tbl.tblGrid) / 56.7


def test_a_picture_is_drawn_anew_as_png_and_unknown_shapes_are_refused(answered_round: Round) -> None:
    with translation.override("en"):
        svg = next(report_of(answered_round, "en").figures()).chart.svg
    assert as_png(svg).startswith(b"\x89PNG")
    for shape in ('<circle r="1"/>', '<path d="M 0 0 A 1 1 0 0 0 2 2"/>', '<path d="M 0 0" mask="m"/>'):
        with pytest.raises(UnknownShape):
            as_png(f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 10 10">{shape}</svg>')
