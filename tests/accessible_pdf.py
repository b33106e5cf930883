"""What PDF/UA-1 asks of a document, as far as tags, names and fonts can tell without a person who reads it."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Any

import pikepdf

HEADINGS = {f"/H{level}": level for level in range(1, 7)}
MANY_PAGES = 6  # from which on bookmarks are needed
Element = tuple[Any, str]
"""An element of the structure tree, and the language that it is in."""


def elements(node: Any, language: str) -> Iterator[Element]:
    """Every element below a node, in reading order."""
    if isinstance(node, pikepdf.Array):
        for child in node:
            yield from elements(child, language)
    elif isinstance(node, pikepdf.Dictionary):
        own = str(node.get("/Lang", language))
        if "/S" in node:
            yield node, own
        if "/K" in node:
            yield from elements(node.K, own)


def faults_of(document: bytes) -> list[str]:
    """What is wrong, a line for each; empty for a document that reads well."""
    with pikepdf.open(io.BytesIO(document)) as pdf:
        if "/StructTreeRoot" not in pdf.Root:
            return ["nothing is tagged"]
        language = str(pdf.Root.get("/Lang", ""))
        found = list(elements(pdf.Root.StructTreeRoot.K, language))
        checks = (of_the_whole(pdf), of_headings(found), of_pictures(found), of_tables(found), of_pages(pdf))
        return [fault for check in checks for fault in check]


def of_the_whole(pdf: pikepdf.Pdf) -> Iterator[str]:
    """Its language, its title, its bookmarks."""
    if str(pdf.Root.get("/Lang", "")) not in ("kk", "ru", "en"):
        yield "no language"
    if not bool(pdf.Root.get("/MarkInfo", {}).get("/Marked", False)):
        yield "not marked as tagged"
    if not bool(pdf.Root.get("/ViewerPreferences", {}).get("/DisplayDocTitle", False)):
        yield "shows the name of the file in place of its title"
    with pdf.open_metadata() as metadata:
        if metadata.get("pdfuaid:part") != "1":
            yield "does not say that it is PDF/UA-1"
        if not str(metadata.get("dc:title", "")).strip():
            yield "no title"
    if len(pdf.pages) >= MANY_PAGES and "/Outlines" not in pdf.Root:
        yield f"{len(pdf.pages)} pages and no bookmarks"


def of_headings(found: list[Element]) -> Iterator[str]:
    """The first is of level 1; none skips a level."""
    before = 0
    for element, _language in found:
        level = HEADINGS.get(str(element.S), 0)
        if level > before + 1:
            yield f"a heading of level {level} after one of level {before}"
        before = level or before


def of_pictures(found: list[Element]) -> Iterator[str]:
    """Each has words in place of it, or is told to be decoration by having no element at all."""
    for element, _language in found:
        if str(element.S) == "/Figure" and not str(element.get("/Alt", "")).strip():
            yield "a picture without words"


def of_tables(found: list[Element]) -> Iterator[str]:
    """Headers say whether they head a row or a column; every table has one."""
    for table in (element for element, _language in found if str(element.S) == "/Table"):
        kinds = [element for element, _language in elements(table.get("/K", pikepdf.Array()), "")]
        heads = [element for element in kinds if str(element.S) == "/TH"]
        if not heads:
            yield "a table without headers"
        # SCOPE


def scope_of(head: Any) -> str:
    attributes = head.get("/A", pikepdf.Array())
    every = attributes if isinstance(attributes, pikepdf.Array) else [attributes]
    return next((str(one.Scope) for one in every if isinstance(one, pikepdf.Dictionary) and "/Scope" in one), "")


def of_pages(pdf: pikepdf.Pdf) -> Iterator[str]:
    """All content is an element or left out on purpose; links have words; letters come with their fonts."""
    for number, page in enumerate(pdf.pages, 1):
        links = page.get("/Annots", pikepdf.Array())
        yield from (f"page {number}: a link without words" for link in links if not str(link.get("/Contents", "")))
        if len(links) and str(page.get("/Tabs", "")) != "/S":
            yield f"page {number}: the tab key does not follow the reading order"
        for font in page.get("/Resources", {}).get("/Font", {}).values():
            described = font.DescendantFonts[0] if "/DescendantFonts" in font else font
            if not {"/FontFile", "/FontFile2", "/FontFile3"} & set(described.get("/FontDescriptor", {}).keys()):
                yield f"page {number}: letters of {font.get('/BaseFont')} do not come with it"
        depth = 0
        for operands, operator in pikepdf.parse_content_stream(page):
            name = str(operator)
            depth += (name in ("BDC", "BMC")) - (name == "EMC")
            if name in ("Tj", "TJ", "Do", "f", "S", "B") and not depth:
                yield f"page {number}: something is drawn that is neither an element nor left out ({name} {operands})"
                break
