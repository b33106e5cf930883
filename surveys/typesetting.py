"""HTML as PDF/UA, by WeasyPrint; see `surveys.printing`. Nothing is fetched from a network: only pictures handed over,
and our own files."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Mapping
from pathlib import Path
from urllib.parse import unquote, urlsplit

from weasyprint import CSS, DEFAULT_OPTIONS, HTML
from weasyprint.document import Document
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import FatalURLFetchingError, URLFetcher, URLFetcherResponse

from surveys.not_ours import REFUSED, NotOurs

STATIC = Path(__file__).resolve().parent.parent / "static"
FONTS = "vendor/fonts/print.css"
PICTURE = "picture"  # the scheme under which documents name pictures: picture:KEY


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


def typeset(html: str, style: str, pictures: Mapping[str, str], most: int | None = None) -> bytes | None:
    """A document as PDF/UA-1; `style`: its style sheet below `static`. None where it takes more pages than `most`.

    Raises NotOurs.
    """
    document = _render(html, style, pictures)
    return None if most is not None and len(document.pages) > most else write(document)


def main() -> None:
    """For another process: what to set comes as JSON, the document goes out, or nothing where it takes too many pages.

    It ends with REFUSED and the reason where the document asks for what is not ours.
    """
    os.nice(5)  # people who answer go first
    try:
        document = typeset(**json.load(sys.stdin.buffer))
    except NotOurs as refusal:
        sys.stderr.write(str(refusal))
        sys.exit(REFUSED)
    sys.stdout.buffer.write(document or b"")


def _render(html: str, style: str, pictures: Mapping[str, str]) -> Document:
    fetcher = OwnFiles(pictures)
    fonts = FontConfiguration()
    paths = [path for path in (STATIC / FONTS, STATIC / style) if path.is_file()]
    styles = [CSS(filename=path, font_config=fonts, url_fetcher=fetcher) for path in paths]
    document = HTML(string=html, base_url=STATIC.as_uri(), url_fetcher=fetcher)
    try:
        return document.render(stylesheets=styles, font_config=fonts, pdf_variant="pdf/ua-1")
    except FatalURLFetchingError as error:
        raise NotOurs(str(error)) from error


def write(document: Document) -> bytes:
    """The pages as PDF/UA-1."""
    written: bytes = document.write_pdf(**(DEFAULT_OPTIONS | {"pdf_variant": "pdf/ua-1"}))
    return written


if __name__ == "__main__":
    main()
