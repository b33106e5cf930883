"""The diagnostic report: built as frozen values, printed as PDF/UA."""

from reports.report.building import build_report
from reports.report.printing import print_report, write_html
from reports.report.values import DiagnosticReport

__all__ = ["DiagnosticReport", "build_report", "print_report", "write_html"]
