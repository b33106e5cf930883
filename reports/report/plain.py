"""Documents simpler than the diagnostic report: a head, facts, chapters of the same values; printed as PDF/UA."""

from __future__ import annotations

from dataclasses import dataclass

from django.template.loader import render_to_string

from reports.report.printing import STYLE
from reports.report.values import Chapter
from surveys.printing import print_html


@dataclass(frozen=True)
class PlainReport:
    """A whole document. `lead`: paragraphs below the head; the rest as in the diagnostic report."""

    language: str
    title: str
    unit: str
    tier: str
    round_title: str
    date: str
    moment: str
    warning: str
    cautions: tuple[str, ...]
    facts: tuple[tuple[str, str], ...]
    lead: tuple[str, ...]
    chapters: tuple[Chapter, ...]
    provenance: str


def print_plain(report: PlainReport) -> bytes:
    """The document as PDF/UA-1."""
    sections = (section for chapter in report.chapters for section in chapter.sections)
    pictures = {figure.chart.key: figure.chart.svg for section in sections for figure in section.figures}
    return print_html(render_to_string("reports/pdf/plain.html", {"report": report}), STYLE, pictures)
