"""Files of units, batches, texts of reports."""

from __future__ import annotations

from tests.access.people import MISSING, Rule, give, results

NOT_YET = results() | give(MISSING, "analyst", "analyst_here", "reader", "administrator")

FILES = {
    "dashboard-files": Rule(results(), "code"),
    "dashboard-file": Rule(results(), "code file_kind language"),
    "report-batches": Rule(results(), "code"),
    "report-batch": Rule(results(), "code batch"),
    "report-batch-progress": Rule(results(), "code batch"),
    "report-batch-cancel": Rule(results(), "code batch", is_posted=True),
    "report-batch-resume": Rule(results(), "code batch", is_posted=True),
    "report-texts": Rule(results(), "code"),
    "report-text": Rule(results(), "code text_place"),
    "report-batch-archive": Rule(NOT_YET, "code batch"),
}
