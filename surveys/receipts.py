"""A copy of one's answers to keep: PDF/UA, written by WeasyPrint, in the language of the response."""

from __future__ import annotations

from typing import Any

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
    from weasyprint.text.fonts import FontConfiguration
    from weasyprint.urls import URLFetcher

    with override(response.language):
        html = render_to_string("surveys/copy.html", describe(response))
    fonts = FontConfiguration()
    from_disk, from_nowhere = URLFetcher(allowed_protocols=["file"]), URLFetcher(allowed_protocols=[])
    paths = [path for path in map(finders.find, _STYLES) if isinstance(path, str)]
    styles = [CSS(filename=path, font_config=fonts, url_fetcher=from_disk) for path in paths]
    # A copy shows words only: nothing that a person typed may make the server fetch anything.
    document = HTML(string=html, url_fetcher=from_nowhere)
    written: bytes = document.write_pdf(stylesheets=styles, font_config=fonts, pdf_variant="pdf/ua-1")
    return written


def describe(response: Response) -> dict[str, Any]:
    """What the template of the copy needs, in the active language."""
    return {
        "response": response,
        "survey_round": response.round,
        "language": response.language,
        "check": check(response, asked_of(response, response.language)),
    }
