"""Findings as a file."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _

from fieldwork.models import Finding
from fieldwork.quality.page import finding_lines
from fieldwork.quality.registry import BY_CODE
from surveys.models import Round
from surveys.workbooks import write_csv


def as_csv(findings: Iterable[Finding], survey_round: Round, language: str, place: Any) -> bytes:
    """One row for each finding (their institutions loaded), in the active language."""
    found = list(findings)
    rows = []
    for one, line in zip(found, finding_lines(found, survey_round, language, place), strict=True):
        check = BY_CODE[one.check_code]
        cells = [check.title, check.severity.label, line.about, line.item, line.sentence, line.url]
        rows.append([str(cell) for cell in cells])
    header = [_("Check"), _("Severity"), _("What it is about"), _("Item"), _("Finding"), _("Address")]
    return write_csv(header, rows)
