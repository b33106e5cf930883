"""A document in the making: styles, languages, headings, lists, pictures, tables, running lines. Knows no report."""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from typing import Any

import docx
from docx.document import Document as DocxDocument
from docx.enum.section import WD_ORIENT
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_TAB_ALIGNMENT
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Mm, Pt, RGBColor
from docx.text.paragraph import Paragraph

from reports.report.word import markup

LOCALES = {"kk": "kk-KZ", "ru": "ru-RU", "en": "en-GB"}
FONT = "Arial"  # has every Kazakh letter and is on every desk
INK, BLUE, MUTED, WARNING = "16222E", "123F66", "52606D", "6D3009"
_SIZES = {"Heading 1": 18, "Heading 2": 13, "Heading 3": 11, "Title": 26, "Subtitle": 15, "TOC Heading": 18}
_OWN = {  # our paragraph styles: size, colour, space after, in points
    "Table Text": (8.5, INK, 1),
    "Dense Table Text": (7, INK, 0.5),
    "Lead": (10.5, MUTED, 6),
    "Note": (8, MUTED, 4),
    "Gap": (4, INK, 0),
    "Warning": (9, WARNING, 6),
    "Contents 1": (10, INK, 3),
    "Contents 2": (9, MUTED, 1),
}


class Document:
    """A document of python-docx with our styles. Anchors may be any words: bookmarks get names of their own."""

    def __init__(self, language: str, title: str, subject: str, made_at: datetime) -> None:
        self._docx: DocxDocument = docx.Document()
        self._bookmarks: dict[str, int] = {}
        self._pictures = 0
        self._describe(LOCALES.get(language, language), title, subject, made_at)
        _set_page(self._docx)
        for name, points in _SIZES.items():
            _shape(self._docx.styles[name], points, BLUE, space=6)
        for name, (size, colour, space) in _OWN.items():
            _shape(self._docx.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH), size, colour, space)
        _shape(self._docx.styles["Caption"], 9.5, INK, space=2)
        _shape(self._docx.styles["Normal"], 10, INK, space=5)
        self._docx.styles["Warning"].font.bold = True
        self._docx.styles["Heading 1"].paragraph_format.page_break_before = True

    def paragraph(
        self, words: str, style: str = "Normal", anchor: str = "", keeps_with_next: bool = False
    ) -> Paragraph:
        """A paragraph. `anchor`: what links name."""
        made = self._docx.add_paragraph(words, style)
        if anchor:
            markup.add_bookmark(made, *self._bookmark(anchor))
        if keeps_with_next:
            made.paragraph_format.keep_with_next = True
        return made

    def heading(self, level: int, words: str, anchor: str = "") -> None:
        """A heading of level 1 to 3."""
        self.paragraph(words, f"Heading {level}", anchor)

    def labelled(self, pairs: Iterable[tuple[str, str]], style: str = "Note") -> None:
        """Names in bold with their words, in one paragraph."""
        made = self._docx.add_paragraph(style=style)
        for place, (name, words) in enumerate(pairs):
            made.add_run(f"{' · ' if place else ''}{name}:").bold = True
            made.add_run(f" {words}")

    def link(self, words: str, anchor: str, style: str = "Note") -> None:
        """A paragraph that leads to an anchor."""
        markup.add_link(self._docx.add_paragraph(style=style), self._bookmark(anchor)[1], words)

    def points(self, points: Iterable[str]) -> None:
        """A list of points."""
        for words in points:
            self.paragraph(words, "List Bullet")

    def numbered(self, entries: Sequence[str], anchors: Sequence[str] = ()) -> None:
        """A list that counts from 1."""
        if not entries:
            return
        numbering = self._new_numbering()
        for place, words in enumerate(entries):
            made = self.paragraph(words, "List Number", anchors[place] if anchors else "")
            properties = made._p.get_or_add_pPr().get_or_add_numPr()
            properties.get_or_add_ilvl().val = 0
            properties.get_or_add_numId().val = numbering

    def caption(self, words: str, number: int, anchor: str = "") -> None:
        """The caption of a figure, above it; the word processor counts on where figures come and go.

        `words` hold the number once as a word of its own.
        """
        made = self.paragraph("", "Caption", keeps_with_next=True)
        before, _number, after = words.partition(str(number))
        made.add_run(before)
        markup.add_field(made, "SEQ Figure \\* ARABIC", str(number))
        made.add_run(after)
        if anchor:
            markup.add_bookmark(made, *self._bookmark(anchor))

    def picture(self, content: bytes, alternative: str) -> None:
        """A picture (PNG) as wide as the text, with the words for those who do not see it."""
        made = self._docx.add_paragraph()
        made.paragraph_format.keep_with_next = True
        self._pictures += 1
        shape = made.add_run().add_picture(io.BytesIO(content), width=Mm(markup.TEXT_WIDTH))
        shape._inline.docPr.set("descr", alternative)
        shape._inline.docPr.set("name", f"Figure {self._pictures}")

    def table(
        self,
        header: Sequence[str],
        rows: Sequence[Sequence[str]],
        widths: Sequence[int],
        texts: int = 1,
        caption: str = "",
        description: str = "",
        anchor: str = "",
        is_dense: bool = False,
    ) -> None:
        """A table; see `markup.table`. `caption`: stands above it; `description`: what it is called where it is not."""
        if caption or anchor:
            self.paragraph(caption or description, "Caption", anchor, keeps_with_next=True)
        made = markup.table(header, rows, widths, texts, description or caption, is_dense)
        self._docx._body._body._insert_tbl(made)
        self._docx.add_paragraph(style="Gap")

    def running_lines(self, left: str, right: str, foot: str) -> None:
        """What stands above and below each page; the page's number is below."""
        section = self._docx.sections[0]
        head = section.header.paragraphs[0]
        head.text = f"{left}\t{right}"
        below = section.footer.paragraphs[0]
        below.text = f"{foot}\t"
        markup.add_field(below, "PAGE", "1")
        below.add_run(" / ")
        markup.add_field(below, "NUMPAGES", "1")
        for line in (head, below):
            line.paragraph_format.tab_stops.clear_all()
            line.paragraph_format.tab_stops.add_tab_stop(Mm(markup.TEXT_WIDTH), WD_TAB_ALIGNMENT.RIGHT)
        below.paragraph_format.right_indent = Mm(0)
        for name in ("Header", "Footer"):
            _shape(self._docx.styles[name], 7, MUTED, space=0)

    def contents(self, entries: Iterable[tuple[int, str, str]]) -> None:
        """A table of contents that leads somewhere at once and gets its page numbers when the reader updates it.

        `entries`: level, words, anchor.
        """
        lines = list(entries)
        for place, (level, words, anchor) in enumerate(lines):
            made = self._docx.add_paragraph(style=f"Contents {level}")
            if level > 1:
                made.paragraph_format.left_indent = Mm(6)
            if place == 0:
                for run in _field_start('TOC \\o "1-2" \\h \\z \\u'):
                    made._p.append(run)
            markup.add_link(made, self._bookmark(anchor)[1], words)
            if place == len(lines) - 1:
                made._p.append(parse_xml(f'<w:r {nsdecls("w")}><w:fldChar w:fldCharType="end"/></w:r>'))

    def as_bytes(self) -> bytes:
        """The file."""
        written = io.BytesIO()
        self._docx.save(written)
        return written.getvalue()

    def _bookmark(self, anchor: str) -> tuple[int, str]:
        number = self._bookmarks.setdefault(anchor, len(self._bookmarks) + 1)
        return number, f"place{number}"

    def _describe(self, locale: str, title: str, subject: str, made_at: datetime) -> None:
        properties = self._docx.core_properties
        properties.title, properties.subject, properties.language = title, subject, locale
        properties.author = properties.last_modified_by = properties.comments = ""
        properties.created = properties.modified = made_at.astimezone(UTC)
        defaults = self._docx.styles.element.find(qn("w:docDefaults")).find(qn("w:rPrDefault")).find(qn("w:rPr"))
        for language in defaults.findall(qn("w:lang")):
            defaults.remove(language)
        defaults.append(parse_xml(f'<w:lang {nsdecls("w")} w:val="{locale}" w:eastAsia="{locale}" w:bidi="ar-SA"/>'))

    def _new_numbering(self) -> int:
        """A numbering that starts anew, like that of the style of numbered lists."""
        numbering = self._docx.part.numbering_part.element
        style: Any = self._docx.styles["List Number"].element
        number_of_style = style.pPr.numPr.numId.val
        like = numbering.num_having_numId(number_of_style)
        made = numbering.add_num(like.abstractNumId.val)
        made.add_lvlOverride(ilvl=0).add_startOverride(1)
        return int(made.numId)


def _field_start(instruction: str) -> list[Any]:
    runs = (
        '<w:fldChar w:fldCharType="begin"/>',
        f'<w:instrText xml:space="preserve"> {instruction} </w:instrText>',
        '<w:fldChar w:fldCharType="separate"/>',
    )
    return [parse_xml(f"<w:r {nsdecls('w')}>{run}</w:r>") for run in runs]


def _set_page(made: DocxDocument) -> None:
    """A4, the margins of the PDF."""
    section = made.sections[0]
    section.orientation = WD_ORIENT.PORTRAIT
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin = section.right_margin = Mm(20)
    section.top_margin, section.bottom_margin = Mm(25), Mm(24)


def _shape(style: Any, size: float, colour: str, space: float) -> None:
    """Size, colour and font of a style, in every script."""
    style.font.size, style.font.name = Pt(size), FONT
    style.font.color.rgb = RGBColor.from_string(colour)
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for name in list(fonts.attrib):
        del fonts.attrib[name]
    for script in ("ascii", "hAnsi", "cs", "eastAsia"):
        fonts.set(qn(f"w:{script}"), FONT)
    style.paragraph_format.space_after = Pt(space)
