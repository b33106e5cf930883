"""A copy of one's answers to keep: PDF/UA, written by WeasyPrint, in the language of the response."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from django.contrib.staticfiles import finders
from django.template.loader import render_to_string
from django.utils.translation import override

from surveys.checking import check
from surveys.models import Response
from surveys.questionnaires import asked_of

_STYLES = ("vendor/fonts/print.css", "src/copy.css")


def write_copy(response: Response) -> bytes:
    """The PDF of a response (its round and institution loaded): what was asked, what was answered, and when."""
    # Imported here: few requests need it, and it takes a second to load.
    from weasyprint import CSS, HTML

    with override(response.language):
        html = render_to_string("surveys/copy.html", describe(response))
    styles = [CSS(filename=path) for path in map(finders.find, _STYLES) if isinstance(path, str)]
    document: bytes = HTML(string=html, url_fetcher=_refuse).write_pdf(stylesheets=styles, pdf_variant="pdf/ua-1")
    return document


def describe(response: Response) -> dict[str, Any]:
    """What the template of the copy needs, in the active language."""
    return {
        "response": response,
        "survey_round": response.round,
        "language": response.language,
        "check": check(response, asked_of(response, response.language)),
    }


def _refuse(url: str) -> dict[str, Any]:
    """A copy shows words only: nothing that a person typed may make the server fetch anything."""
    raise ValueError(f"a copy of answers loads nothing: {Path(unquote(urlsplit(url).path)).name}")
