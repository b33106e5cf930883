"""Print a report: values in, PDF out. Nothing is fetched from a network."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from urllib.parse import unquote, urlsplit

from django.conf import settings
from django.template.loader import render_to_string
from weasyprint import CSS, HTML
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import URLFetcher, URLFetcherResponse

from reports.report.values import DiagnosticReport

STATIC = Path(settings.BASE_DIR) / "static"
STYLES = ("vendor/fonts/print.css", "src/reports/report.css")
CHART = "chart"  # the scheme under which the template names pictures: chart:KEY


class NotOurs(ValueError):
    """Raised when a document asks for anything but its pictures and the project's own files."""


class ReportFetcher(URLFetcher):  # type: ignore[misc]  # WeasyPrint has no types
    """Hands out the pictures of a report and files below `static`; refuses every other address."""

    def __init__(self, pictures: Mapping[str, str]) -> None:
        super().__init__(fail_on_errors=True)
        self._pictures = pictures

    def fetch(self, url: str, headers: Mapping[str, str] | None = None) -> URLFetcherResponse:
        """The picture or the file. Raises NotOurs."""
        scheme, _host, path, *_rest = urlsplit(url)
        if scheme == CHART and path in self._pictures:
            return URLFetcherResponse(url, self._pictures[path].encode(), {"Content-Type": "image/svg+xml"})
        file = Path(unquote(path)).resolve()
        if scheme == "file" and file.is_relative_to(STATIC.resolve()) and file.is_file():
            return URLFetcherResponse(url, file.read_bytes())
        raise NotOurs(f"A report fetches nothing from {url}.")


def write_html(report: DiagnosticReport) -> str:
    """The report as one HTML document; its pictures have the addresses `chart:KEY`."""
    return render_to_string("reports/pdf/report.html", {"report": report})


def print_report(report: DiagnosticReport) -> bytes:
    """The report as PDF/UA-1."""
    return print_html(write_html(report), {figure.chart.key: figure.chart.svg for figure in report.figures()})


def print_html(html: str, pictures: Mapping[str, str]) -> bytes:
    """A document as PDF/UA-1. Raises FatalURLFetchingError where it asks for what is not ours."""
    fetcher = ReportFetcher(pictures)
    fonts = FontConfiguration()
    styles = [
        CSS(filename=STATIC / name, font_config=fonts, url_fetcher=fetcher)
        for name in STYLES
        if (STATIC / name).is_file()
    ]
    document = HTML(string=html, base_url=STATIC.as_uri(), url_fetcher=fetcher)
    return document.write_pdf(stylesheets=styles, font_config=fonts, pdf_variant="pdf/ua-1")
