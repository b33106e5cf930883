"""The pieces of WordprocessingML that python-docx has no words for: fields, bookmarks, links, tables. Pure.

Tables are written as one string each: a report has thousands of cells.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any
from xml.sax.saxutils import escape

from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.text.paragraph import Paragraph

_W = nsdecls("w")
_WR = nsdecls("w", "r")
TEXT_WIDTH = 170  # millimetres between the margins of A4
_TWIPS = 56.7  # of a millimetre
_EDGE = 'w:val="single" w:sz="4" w:space="0" w:color="D3DAE0"'


def add_field(paragraph: Paragraph, instruction: str, shown: str) -> None:
    """A field that the word processor computes; `shown` stands until it does."""
    for run in (
        '<w:fldChar w:fldCharType="begin"/>',
        f'<w:instrText xml:space="preserve"> {escape(instruction)} </w:instrText>',
        '<w:fldChar w:fldCharType="separate"/>',
        f"<w:t>{escape(shown)}</w:t>",
        '<w:fldChar w:fldCharType="end"/>',
    ):
        paragraph._p.append(parse_xml(f"<w:r {_W}>{run}</w:r>"))


def add_link(paragraph: Paragraph, bookmark: str, words: str, with_page: bool = False) -> None:
    """Words that lead to a bookmark of the document. `with_page`: with the page it is on, after a tab."""
    page = f"<w:r><w:tab/></w:r>{_page_of(bookmark)}" if with_page else ""
    paragraph._p.append(
        parse_xml(
            f'<w:hyperlink {_W} w:anchor="{bookmark}" w:history="1">'
            f'<w:r><w:rPr><w:color w:val="1D4F7C"/></w:rPr>{_text(words)}</w:r>{page}</w:hyperlink>'
        )
    )


def _page_of(bookmark: str) -> str:
    """The number of a page, which the word processor fills in."""
    begin, end = ('<w:r><w:fldChar w:fldCharType="begin"/></w:r>', '<w:r><w:fldChar w:fldCharType="end"/></w:r>')
    return f'{begin}<w:r><w:instrText xml:space="preserve"> PAGEREF {bookmark} \\h </w:instrText></w:r>{end}'


def add_address(paragraph: Paragraph, relation: str, words: str) -> None:
    """Words that lead out of the document, by the number of the relation."""
    paragraph._p.append(
        parse_xml(
            f'<w:hyperlink {_WR} r:id="{relation}"><w:r><w:rPr><w:color w:val="1D4F7C"/></w:rPr>'
            f"{_text(words)}</w:r></w:hyperlink>"
        )
    )


def add_numbering(numbering: Any) -> int:
    """A numbering of chapters, 1. 2. 3.; its number."""
    kinds = numbering.findall(qn("w:abstractNum"))
    number = 1 + max(int(kind.get(qn("w:abstractNumId"))) for kind in kinds)
    kinds[-1].addnext(
        parse_xml(
            f'<w:abstractNum {_W} w:abstractNumId="{number}"><w:multiLevelType w:val="singleLevel"/>'
            '<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:suff w:val="space"/>'
            '<w:lvlText w:val="%1."/><w:lvlJc w:val="left"/><w:pPr><w:ind w:left="0" w:firstLine="0"/></w:pPr>'
            "</w:lvl></w:abstractNum>"
        )
    )
    return int(numbering.add_num(number).numId)


def add_bookmark(paragraph: Paragraph, number: int, name: str) -> None:
    """A place that links lead to, around all that the paragraph holds."""
    start = parse_xml(f'<w:bookmarkStart {_W} w:id="{number}" w:name="{name}"/>')
    properties = paragraph._p.pPr
    paragraph._p.insert(0 if properties is None else 1, start)
    paragraph._p.append(parse_xml(f'<w:bookmarkEnd {_W} w:id="{number}"/>'))


def table(
    header: Sequence[str],
    rows: Sequence[Sequence[str]],
    widths: Sequence[float],
    texts: int = 1,
    description: str = "",
    is_dense: bool = False,
    body_style: str = "",
    holds_next: bool = False,
) -> Any:
    """A table whose header row repeats on each page; rows are not broken, no header for an empty one.

    `texts`: how many columns hold words, the others numbers; `description`: its alternative text; `widths`: in
    millimetres; `body_style`: of the first row below the header, where it is another; `holds_next`: whether what
    follows stays on the page of the last row.
    """
    style = "Dense Table Text" if is_dense else "Table Text"
    twips = [round(width * _TWIPS) for width in widths]
    head = _row(header, twips, style, texts, is_header=True) if header else ""
    last = len(rows) - 1 if holds_next else None
    body = "".join(
        _row(row, twips, (not place and body_style) or style, texts, holds_next=place == last)
        for place, row in enumerate(rows)
    )
    columns = "".join(f'<w:gridCol w:w="{width}"/>' for width in twips)
    edges = "".join(f"<w:{side} {_EDGE}/>" for side in ("top", "bottom", "insideH"))
    named = f'<w:tblCaption w:val="{_attribute(description)}"/>' if description else ""
    return parse_xml(
        f'<w:tbl {_W}><w:tblPr><w:tblStyle w:val="TableNormal"/><w:tblW w:w="{sum(twips)}" '
        f'w:type="dxa"/><w:tblBorders>{edges}</w:tblBorders><w:tblLayout w:type="fixed"/>'
        '<w:tblCellMar><w:left w:w="60" w:type="dxa"/><w:right w:w="60" w:type="dxa"/></w:tblCellMar>'
        f'<w:tblLook w:val="00A0" w:firstRow="{int(bool(header))}" w:lastRow="0" w:firstColumn="1" w:lastColumn="0" '
        f'w:noHBand="1" w:noVBand="1"/>{named}</w:tblPr><w:tblGrid>{columns}</w:tblGrid>{head}{body}</w:tbl>'
    )


def _row(
    cells: Sequence[str],
    widths: Sequence[int],
    style: str,
    texts: int,
    is_header: bool = False,
    holds_next: bool = False,
) -> str:
    repeated = "<w:tblHeader/>" if is_header else ""
    written = "".join(_cells(cells, widths, style, texts, is_header, is_header or holds_next))
    return f"<w:tr><w:trPr><w:cantSplit/>{repeated}</w:trPr>{written}</w:tr>"


def _cells(
    cells: Sequence[str], widths: Sequence[int], style: str, texts: int, is_header: bool, holds_next: bool
) -> Iterator[str]:
    shade = '<w:shd w:val="clear" w:color="auto" w:fill="EEF1F4"/>' if is_header else ""
    bold = "<w:rPr><w:b/></w:rPr>" if is_header else ""
    keep = "<w:keepNext/>" if holds_next else ""
    for place, (words, width) in enumerate(zip(cells, widths, strict=True)):
        side = '<w:jc w:val="right"/>' if place >= texts else ""
        yield (
            f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{shade}</w:tcPr><w:p><w:pPr><w:pStyle '
            f'w:val="{style.replace(" ", "")}"/>{keep}{side}</w:pPr><w:r>{bold}{_text(words)}</w:r></w:p></w:tc>'
        )


def _text(words: str) -> str:
    """Words of a run; where they may be broken, the word processor has a mark of its own."""
    return "<w:softHyphen/>".join(f'<w:t xml:space="preserve">{escape(part)}</w:t>' for part in words.split("\xad"))


def _attribute(words: str) -> str:
    return escape(words, {'"': "&quot;"})
