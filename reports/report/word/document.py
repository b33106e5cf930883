"""A document in the making: styles, languages, headings, lists, pictures, tables, running lines. Knows no report."""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

import docx
from docx.document import Document as DocxDocument
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from docx.shared import Mm
from docx.text.paragraph import Paragraph

from reports.report.word import markup
from reports.report.word.styles import describe, set_page, set_styles


class Document:
    """A document of python-docx with our styles. Anchors may be any words: bookmarks get names of their own."""

    def __init__(self, language: str, title: str, subject: str, made_at: datetime) -> None:
        self._docx: DocxDocument = docx.Document()
        self._bookmarks: dict[str, int] = {}
        self._pictures = 0
        self._chapters: int | None = None
        describe(self._docx, language, title, subject, made_at)
        set_page(self._docx)
        set_styles(self._docx)

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

    def chapter(self, words: str, anchor: str) -> None:
        """A heading of level 1 that the word processor numbers: chapters that are moved or added are counted anew."""
        if self._chapters is None:
            self._chapters = markup.add_numbering(self._docx.part.numbering_part.element)
        _number(self.paragraph(words, "Heading 1", anchor), self._chapters)

    def labelled(self, pairs: Iterable[tuple[str, str]], style: str = "Note") -> None:
        """Names in bold with their words, in one paragraph."""
        made = self._docx.add_paragraph(style=style)
        for place, (name, words) in enumerate(pairs):
            made.add_run(f"{' · ' if place else ''}{name}:").bold = True
            made.add_run(f" {words}")

    def link(self, words: str, anchor: str, style: str = "Note") -> None:
        """A paragraph that leads to an anchor."""
        markup.add_link(self._docx.add_paragraph(style=style), self._bookmark(anchor)[1], words)

    def address(self, words: str, address: str, style: str = "Note") -> None:
        """Words that end with an address that can be followed."""
        made = self._docx.add_paragraph(f"{words} ", style)
        target = self._docx.part.relate_to(address, RELATIONSHIP_TYPE.HYPERLINK, is_external=True)
        markup.add_address(made, target, address)

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
            _number(self.paragraph(words, "List Number", anchors[place] if anchors else ""), numbering)

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
        widths: Sequence[float],
        texts: int = 1,
        caption: str = "",
        description: str = "",
        anchor: str = "",
        is_dense: bool = False,
        is_key: bool = False,
        holds_next: bool = False,
    ) -> None:
        """A table; see `markup.table`. `caption`: stands above it; `description`: what it is called where it is not.

        `is_key`: whether its first row holds the numbers of a summary, set large; `holds_next`: whether what
        follows stays with its last row.
        """
        if caption or anchor:
            self.paragraph(caption, "Caption" if caption else "Gap", anchor, keeps_with_next=True)
        large = "Table Number" if is_key else ""
        made = markup.table(header, rows, widths, texts, description or caption, is_dense, large, holds_next)
        self._docx._body._body._insert_tbl(made)
        self.paragraph("", "Gap", keeps_with_next=holds_next)

    def running_lines(self, left: str, right: str, foot: str) -> None:
        """What stands above and below each page; the page's number is below."""
        section = self._docx.sections[0]
        section.header.paragraphs[0].text = f"{left}\t{right}"
        section.footer.paragraphs[0].text = foot
        pages = section.footer.add_paragraph(style="Footer")
        pages.alignment = WD_ALIGN_PARAGRAPH.RIGHT
        markup.add_field(pages, "PAGE", "1")
        pages.add_run(" / ")
        markup.add_field(pages, "NUMPAGES", "1")

    def contents(self, entries: Iterable[tuple[int, str, str]]) -> None:
        """A table of contents that leads somewhere at once and gets its page numbers when the reader updates it.

        `entries`: level, words, anchor.
        """
        lines = list(entries)
        for place, (level, words, anchor) in enumerate(lines):
            made = self._docx.add_paragraph(style=f"toc {level}")
            if place == 0:
                for run in _field_start('TOC \\o "1-2" \\h \\z \\u'):
                    made._p.append(run)
            markup.add_link(made, self._bookmark(anchor)[1], words, with_page=True)
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


def _number(made: Paragraph, numbering: int) -> None:
    """Let a paragraph be counted."""
    properties = made._p.get_or_add_pPr().get_or_add_numPr()
    properties.get_or_add_ilvl().val = 0
    properties.get_or_add_numId().val = numbering
