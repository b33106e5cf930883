"""Every part of a report with numbers says where they come from, and the printed code leads there."""

from __future__ import annotations

import io
import re

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import translation
from pypdf import PdfReader

from reports.passport.codes import read_code
from reports.report import build_report, print_report
from reports.results import results_of
from surveys.models import Institution, Round


def test_every_part_of_a_report_with_scores_has_a_reference_that_leads_there(
    analysts_client: Client, answered_round: Round
) -> None:
    results = results_of(answered_round)
    report = build_report(results, results.nation)
    scored = [
        section
        for chapter in report.chapters
        for section in chapter.sections
        if section.figures and not section.anchor.startswith(("context", "series"))
    ]
    assert len(scored) > 5
    assert [section.anchor for section in scored if section.passport is None] == []
    references = {section.passport for section in scored} | {part.passport for part in report.summaries}
    for reference in references:
        assert reference is not None
        path = reverse("passport", args=[reference.code])
        assert reference.address.endswith(path)
        answer = analysts_client.get(path, follow=True)
        assert answer.status_code == 200
        assert f'id="{answer.redirect_chain[-1][0].rpartition("#")[2]}"' in answer.text


# Chapters and annexes whose tables hold no score, and why.
EXCEPTIONS = {
    "reading": "examples and bands",
    "context": "what respondents answered in numbers, with n and bounds; series of other bodies, with their sources",
    "recommendations": "each reason has a code of its own",
    "scenarios": "of earlier counts, where the scenario was not computed anew: it says so",
    "data": "tables of the figures above, each with its code there",
    "method": "versions and options",
    "sources": "documents",
}


@pytest.mark.parametrize("tier", ["national", "institution"])
def test_every_printed_table_with_numbers_has_a_reference(
    answered_round: Round, institution: Institution, tier: str
) -> None:
    results = results_of(answered_round)
    scores = results.nation if tier == "national" else results.unit(tier, institution.code)
    assert scores is not None
    report = build_report(results, scores)
    with_numbers = [
        (chapter.anchor, section)
        for chapter in report.chapters
        for section in chapter.sections
        if any(
            letter.isdigit() for table in section.tables for row in table.rows for cell in row[1:] for letter in cell
        )
    ]
    assert len(with_numbers) > 3
    assert [section.anchor for place, section in with_numbers if not section.passport and place not in EXCEPTIONS] == []


def test_the_references_are_printed_and_can_be_followed(answered_round: Round, institution: Institution) -> None:
    with translation.override("en"):
        results = results_of(answered_round)
        scores = results.unit("institution", institution.code)
        assert scores is not None
        document = PdfReader(io.BytesIO(print_report(build_report(results, scores))))
    text = "".join(page.extract_text() for page in document.pages)
    codes = set(re.findall(r"r1-[0-9a-f]{8}-[a-z2-7]{7}", text))
    assert len(codes) > 3
    assert all(read_code(code) for code in codes)
    links = {
        annotation.get_object().get("/A", {}).get("/URI", "")
        for page in document.pages
        for annotation in page.get("/Annots") or ()
    }
    assert {code for code in codes if any(code in link for link in links)} == codes
