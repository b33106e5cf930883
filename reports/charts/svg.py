"""What matplotlib writes as SVG, made fit for pages and print: small, without ids, styles or a fixed size. Pure.

A page may hold many charts in one document and forbid inline styles; so ids are dropped, since nothing refers to them,
and styles become attributes, which print renders faster, too.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from xml.etree import ElementTree
from xml.sax.saxutils import escape, quoteattr

from reports.charts import style

EDGE = 1  # around the drawing: lines on its border keep their full width
_UNSEEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_QUOTE = {'"': "&quot;"}
_NUMBER = re.compile(r"-?\d+\.\d+")
_DROPPED = {"id", "style"}
_INHERITED = {"font-family", "stroke-linejoin", "stroke-linecap"}
_DEFAULTS = {"font-weight": "400", "text-anchor": "start", "stroke-miterlimit": "100000"}


def readable(words: str) -> str:
    """Words without what no picture can hold."""
    return _UNSEEN.sub("", words)


def clean(written: str, key: str, language: str, title: str, description: str) -> str:
    """The drawing with a title and a description, readable aloud. `key`: unique among the charts of a page."""
    root = ElementTree.fromstring(written)  # noqa: S314 (our own output)
    width, height = (float(number) + 2 * EDGE for number in root.get("viewBox", "").split()[2:])
    attributes = {
        "xmlns": "http://www.w3.org/2000/svg",
        "class": "chart",
        "viewBox": f"-{EDGE} -{EDGE} {width:g} {height:g}",
        "width": f"{width:g}",
        "height": f"{height:g}",
        "role": "img",
        "lang": language,
        "aria-labelledby": f"{key}-title {key}-description",
        "font-family": ", ".join((*style.FAMILIES, "sans-serif")),
        "stroke-linejoin": "round",
    }
    return "".join(
        (
            f"<svg{_written(attributes)}>",
            f'<title id="{escape(key, _QUOTE)}-title">{escape(readable(title))}</title>',
            f'<desc id="{escape(key, _QUOTE)}-description">{escape(readable(description))}</desc>',
            *_shapes(root),
            "</svg>",
        )
    )


def _shapes(element: ElementTree.Element) -> Iterator[str]:
    """The shapes and texts below an element, without the groups around them."""
    for child in element:
        tag = child.tag.rpartition("}")[2]
        if tag == "g":
            yield from _shapes(child)
        elif tag == "path":
            yield f"<path{_written(_attributes(child))}/>"
        elif tag == "text":
            yield f"<text{_written(_attributes(child))}>{escape(child.text or '')}</text>"


def _attributes(element: ElementTree.Element) -> dict[str, str]:
    found = {name: value for name, value in element.attrib.items() if name not in _DROPPED}
    if found.get("transform", "").startswith("rotate(-0 "):
        del found["transform"]
    for declaration in element.get("style", "").split(";"):
        name, _, value = declaration.partition(":")
        found[name.strip()] = value.strip()
    return {
        name: _NUMBER.sub(_short, " ".join(value.split()))
        for name, value in found.items()
        if name and name not in _INHERITED and _DEFAULTS.get(name) != value
    }


def _short(number: re.Match[str]) -> str:
    return f"{float(number[0]):.2f}".rstrip("0").rstrip(".")


def _written(attributes: dict[str, str]) -> str:
    return "".join(f" {name}={quoteattr(value)}" for name, value in attributes.items())
