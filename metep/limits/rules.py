"""Which addresses are limited, and for whom.

Persons are counted by account, or by browser session that holds something, so that four hundred people behind the one
address of a ministry do not wait for each other. By the address of the network only what needs neither, and freely.
"""

from __future__ import annotations

from metep.limits.buckets import Limit

POSTS = Limit("posts", 900)
"""Everything that changes something: a respondent's page saves itself at each answer."""
BEGINNINGS = Limit("beginnings", 4000)
"""The same from browsers without a session, counted by address: people who begin, join or sign in."""
FILES = Limit("files", 240)
"""Files that are quickly made."""
PRINTS = Limit("prints", 60)
"""Files that take seconds: PDF, DOCX, archives."""
PUBLIC = Limit("public", 3000)
"""Open data, for everybody, counted by address."""
WRONG_LINKS = Limit("wrong-links", 600)
"""Addresses with a secret that let nobody in, counted by address; one that is right is never refused."""

FILE_PAGES = {
    "admin:scoring_scorerun_document",
    "admin:surveys_institution_template",
    "admin:surveys_instrumentversion_download",
    "admin:surveys_instrumentversion_texts_export",
    "repository-texts-export",
    "analysis-csv",
    "dashboard-csv",
    "dashboard-xlsx",
    "mfa_download_recovery_codes",
    "report-batch-archive",
    "response-evidence-file",
    "work-people-template",
    "work-quality-csv",
    "work-review-version-csv",
    "work-workshops-votes",
}
PRINT_PAGES = {
    "dashboard-file",
    "dashboard-report",
    "response-copy",
    "work-audit",
    "work-audit-answers",
    "work-audit-site",
    "work-institution-sign-pdf",
    "work-paper-blank",
    "work-people-sheets",
    "work-privacy-export",
    "work-workshops-protocol",
}
PUBLIC_PAGES = {"public-chart", "public-file"}
SECRET_PAGES = {"account_reset_password_from_key", "answer-link", "join-seat", "unsubscribe"}

OF_PERSONS = dict.fromkeys(FILE_PAGES, FILES) | dict.fromkeys(PRINT_PAGES, PRINTS)
OF_ADDRESSES = dict.fromkeys(PUBLIC_PAGES, PUBLIC)
