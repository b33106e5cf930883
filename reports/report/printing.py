"""Print a report: values in, PDF out."""

from __future__ import annotations

from django.template.loader import render_to_string

from reports.report.values import DiagnosticReport
from surveys.printing import print_html

STYLE = "src/reports/report.css"


def write_html(report: DiagnosticReport) -> str:
    """The report as one HTML document; its pictures have the addresses `picture:KEY`."""
    return render_to_string("reports/pdf/report.html", {"report": report})


def print_report(report: DiagnosticReport) -> bytes:
    """The report as PDF/UA-1."""
    pictures = {figure.chart.key: figure.chart.svg for figure in report.figures()}
    return print_html(write_html(report), STYLE, pictures)
