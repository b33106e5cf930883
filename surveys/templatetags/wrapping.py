"""Words too long for a line."""

from __future__ import annotations

import re

from django import template

register = template.Library()

_ENDLESS = re.compile(r"\S{200,}")  # longer than addresses of web pages are, which are copied from the PDF
_PIECE = re.compile(r"\S{1,40}")
_MAY_BREAK = "\u200b"


@register.filter
def breakable(words: str) -> str:
    """The words with places to break in those without end: for one of 10,000 letters the printer takes 20 seconds."""
    return _ENDLESS.sub(lambda found: _MAY_BREAK.join(_PIECE.findall(found[0])), words)
