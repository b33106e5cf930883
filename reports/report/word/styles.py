"""The styles, the page and the languages of a document. Whoever changes a style changes all that it shapes."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from docx.document import Document as DocxDocument
from docx.enum.section import WD_ORIENT
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_TAB_ALIGNMENT, WD_TAB_LEADER
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Mm, Pt, RGBColor

from reports.report.word import markup

LOCALES = {"kk": "kk-KZ", "ru": "ru-RU", "en": "en-GB"}
FONT = "Arial"  # has every Kazakh letter and is on every desk
INK, BLUE, MUTED, WARNING = "16222E", "123F66", "52606D", "6D3009"
_SIZES = {"Heading 1": 18, "Heading 2": 13, "Heading 3": 11, "Title": 26, "Subtitle": 15, "TOC Heading": 18}
_OWN = {  # our paragraph styles: size, colour, space after, in points
    "Table Text": (8.5, INK, 1),
    "Dense Table Text": (7, INK, 0.5),
    "Table Number": (14, BLUE, 0),
    "Lead": (10.5, MUTED, 6),
    "Note": (8, MUTED, 4),
    "Gap": (4, INK, 0),
    "Warning": (9, WARNING, 6),
}
_CONTENTS = {"toc 1": (10, INK, 3, 0), "toc 2": (9, MUTED, 1, 6)}  # the last: how far to the right, in millimetres
_LISTS = {"List Bullet": 1, "List Number": 1}  # space after
_RUNNING = ("Header", "Footer")


def set_styles(made: DocxDocument) -> None:
    """Every style that a document uses, by its name in the word processor."""
    styles = made.styles
    for name, points in _SIZES.items():
        _shape(styles[name], points, BLUE, space=6)
    for name, (size, colour, space) in _OWN.items():
        _shape(styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH), size, colour, space)
    for name, (size, colour, space, left) in _CONTENTS.items():
        style: Any = styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH, builtin=True)
        _shape(style, size, colour, space)
        style.paragraph_format.left_indent = Mm(left)
        tabs = style.paragraph_format.tab_stops
        tabs.add_tab_stop(Mm(markup.TEXT_WIDTH), WD_TAB_ALIGNMENT.RIGHT, WD_TAB_LEADER.DOTS)
    for name, space in _LISTS.items():
        _shape(styles[name], 9.5, INK, space)
    for name in _RUNNING:
        _shape(styles[name], 7, MUTED, space=0)
        tabs = styles[name].paragraph_format.tab_stops
        tabs.clear_all()
        tabs.add_tab_stop(Mm(markup.TEXT_WIDTH), WD_TAB_ALIGNMENT.RIGHT)
    _shape(styles["Caption"], 9.5, INK, space=2)
    styles["Caption"].paragraph_format.space_before = Pt(5)
    _shape(styles["Normal"], 10, INK, space=5)
    styles["Warning"].font.bold = styles["Table Number"].font.bold = True
    styles["Subtitle"].font.italic = False
    styles["Heading 1"].paragraph_format.page_break_before = True


def set_page(made: DocxDocument) -> None:
    """A4, the margins of the PDF."""
    section = made.sections[0]
    section.orientation = WD_ORIENT.PORTRAIT
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin = section.right_margin = Mm(20)
    section.top_margin, section.bottom_margin = Mm(25), Mm(24)


def describe(made: DocxDocument, language: str, title: str, subject: str, made_at: datetime) -> None:
    """What the document is, and the language of all its words; page numbers are filled in when it is opened."""
    locale = LOCALES.get(language, language)
    properties = made.core_properties
    properties.title, properties.subject, properties.language = title, subject, locale
    properties.author = properties.last_modified_by = properties.comments = ""
    properties.created = properties.modified = made_at.astimezone(UTC)
    defaults = made.styles.element.find(qn("w:docDefaults")).find(qn("w:rPrDefault")).find(qn("w:rPr"))
    for known in defaults.findall(qn("w:lang")):
        defaults.remove(known)
    defaults.append(parse_xml(f'<w:lang {nsdecls("w")} w:val="{locale}" w:eastAsia="{locale}" w:bidi="ar-SA"/>'))
    settings: Any = made.settings.element
    update = parse_xml(f'<w:updateFields {nsdecls("w")} w:val="true"/>')
    after = ("w:hdrShapeDefaults", "w:footnotePr", "w:endnotePr", "w:compat", "w:rsids", "w:decimalSymbol")
    follower = next((found for found in settings if found.tag in {qn(name) for name in after}), None)
    if follower is None:
        settings.append(update)
    else:
        follower.addprevious(update)


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
