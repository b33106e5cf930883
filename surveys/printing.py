"""HTML as PDF/UA, by WeasyPrint. Nothing is fetched from a network: only pictures handed over, and our own files."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from urllib.parse import unquote, urlsplit

from django.conf import settings
from django.utils.translation import gettext_noop
from weasyprint import CSS, DEFAULT_OPTIONS, HTML
from weasyprint.document import Document
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import URLFetcher, URLFetcherResponse

STATIC = Path(settings.BASE_DIR) / "static"
FONTS = "vendor/fonts/print.css"
PICTURE = "picture"  # the scheme under which documents name pictures: picture:KEY


class NotOurs(ValueError):
    """Raised when a document asks for anything but its pictures and the project's own files."""


class OwnFiles(URLFetcher):  # type: ignore[misc]  # WeasyPrint has no types
    """Hands out the pictures of a document (SVG by key) and files below `static`; refuses every other address."""

    def __init__(self, pictures: Mapping[str, str]) -> None:
        super().__init__(fail_on_errors=True)
        self._pictures = pictures

    def fetch(self, url: str, headers: Mapping[str, str] | None = None) -> URLFetcherResponse:
        """The picture or the file. Raises NotOurs."""
        scheme, _host, path, *_rest = urlsplit(url)
        if scheme == PICTURE and path in self._pictures:
            return URLFetcherResponse(url, self._pictures[path].encode(), {"Content-Type": "image/svg+xml"})
        file = Path(unquote(path)).resolve()
        if scheme == "file" and file.is_relative_to(STATIC.resolve()) and file.is_file():
            return URLFetcherResponse(url, file.read_bytes())
        raise NotOurs(f"A document fetches nothing from {url}.")


class TooLong(ValueError):
    """Raised when no setting of a document fits on one page."""

    SENTENCE = gettext_noop("No setting of this document fits on one page.")

    def __init__(self) -> None:
        super().__init__(self.SENTENCE)


def print_html(html: str, style: str, pictures: Mapping[str, str] | None = None) -> bytes:
    """A document as PDF/UA-1; `style`: its style sheet below `static`.

    Raises FatalURLFetchingError where it asks for what is not ours.
    """
    return _write(_render(html, style, pictures))


def print_on_one_page(settings: Iterable[str], style: str, pictures: Mapping[str, str] | None = None) -> bytes:
    """The first of several settings of a document that takes one page, as PDF/UA-1. Raises TooLong."""
    for html in settings:
        document = _render(html, style, pictures)
        if len(document.pages) == 1:
            return _write(document)
    raise TooLong


def _render(html: str, style: str, pictures: Mapping[str, str] | None) -> Document:
    fetcher = OwnFiles(pictures or {})
    fonts = FontConfiguration()
    paths = [path for path in (STATIC / FONTS, STATIC / style) if path.is_file()]
    styles = [CSS(filename=path, font_config=fonts, url_fetcher=fetcher) for path in paths]
    document = HTML(string=html, base_url=STATIC.as_uri(), url_fetcher=fetcher)
    return document.render(stylesheets=styles, font_config=fonts, pdf_variant="pdf/ua-1")


def _write(document: Document) -> bytes:
    written: bytes = document.write_pdf(**(DEFAULT_OPTIONS | {"pdf_variant": "pdf/ua-1"}))
    return written
