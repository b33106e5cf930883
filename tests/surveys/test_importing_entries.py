"""Entries of repeating tables from a file of their own."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.utils import translation

from surveys.importing import Doubt
from surveys.models import Response, Round
from surveys.spreadsheets import BadFile
from tests.surveys.importing import ID, OTHER_ID, Writer, copy_round, problems_of, run

pytestmark = pytest.mark.django_db


@pytest.fixture
def write(tmp_path: Path) -> Writer:
    return Writer(tmp_path)


def test_entries_are_added_to_their_responses_in_order(
    survey_round: Round, write: Writer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("surveys.importing.entries.BATCH", 2)
    entries = write(
        "response_id,N1.1.name,N1.1.end,N1.1.media,N1.1.url",
        f"{ID},Бірінші,ongoing,site;other,example.org",
        f"{OTHER_ID},Басқа,,,",
        f"{ID.upper()},Екінші,31.12.2026,,",
        name="entries.csv",
    )
    imported, _report = run(survey_round, write("response_id,F1.1.a", f"{ID},yes", f"{OTHER_ID},no"), entries)
    assert imported.entries == 3
    assert Response.objects.get(pk=ID).answers == {
        "F1.1.a": "yes",
        "N1.1": [
            {
                "N1.1.name": "Бірінші",
                "N1.1.end": "ongoing",
                "N1.1.media": ["site", "other"],
                "N1.1.url": "https://example.org",
            },
            {"N1.1.name": "Екінші", "N1.1.end": "2026-12-31"},
        ],
    }


def test_entries_go_to_the_copy_in_this_round(survey_round: Round, write: Writer) -> None:
    responses = write("response_id,F1.1.a", f"{ID},yes")
    run(survey_round, responses)
    copy_of_round = copy_round(survey_round)
    run(copy_of_round, responses, write("response_id,N1.1.name", f"{ID},x", name="entries.csv"))
    assert "N1.1" in copy_of_round.responses.get().answers
    assert "N1.1" not in survey_round.responses.get().answers


@pytest.mark.parametrize(
    ("row", "words"),
    [
        (f"{OTHER_ID},x,", "column response_id: No response with this identifier is imported with these entries."),
        (",x,", "column response_id: “” is not an identifier."),
        (f"{ID},x,never", "column N1.1.end: “never” is not a date."),
        (f"{ID},,", "row 2: The row holds no answer."),
        (f"{ID},x,,surplus", "row 2: The row has more cells than the header."),
    ],
)
def test_a_bad_entry_is_named(survey_round: Round, write: Writer, row: str, words: str) -> None:
    entries = write("response_id,N1.1.name,N1.1.end", row, name="entries.csv")
    [problem] = problems_of(survey_round, write("response_id,F1.1.a", f"{ID},yes"), entries)
    assert problem.startswith("entries.csv, row 2")
    assert words in problem


def test_an_entry_of_a_section_that_was_not_asked_is_a_warning(survey_round: Round, write: Writer) -> None:
    entries = write("response_id,N1.1.name", f"{ID},x", name="entries.csv")
    _imported, report = run(survey_round, write("response_id,sections,F1.1.a", f"{ID},F,yes"), entries)
    assert dict(report.doubt_counts) == {Doubt.OUTSIDE_SECTIONS: 1}


def test_entries_need_responses_with_identifiers(survey_round: Round, write: Writer) -> None:
    with translation.override("en"), pytest.raises(BadFile, match="columns are missing: response_id"):
        run(survey_round, write("F1.1.a", "yes"), write("response_id,N1.1.name", name="entries.csv"))
