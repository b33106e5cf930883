"""Responses to files: the form, and that what goes out comes back the same."""

from __future__ import annotations

import csv
from datetime import UTC, datetime
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from surveys.exporting import Exported, export_responses
from surveys.importing import ImportReport, import_responses
from surveys.lifecycle import add_submitted, exclude
from surveys.models import CodedResponse, Institution, Response, ResponseState, Round
from tests.surveys.importing import copy_round

pytestmark = pytest.mark.django_db

ENTRY = {
    "N1.1.name": "-Жоба",
    "N1.1.end": "ongoing",
    "N1.1.media": ["site", "other"],
    "N1.1.url": "https://example.org",
}
ANSWERS: list[dict[str, Any]] = [
    {"F1.1.a": "yes", "F1.1.b": "dk", "F1.1.c": "no", "F1.1.share": 12.5, "P1.1.a": "0", "N1.1": [ENTRY]},
    {"F1.1.a": "no", "F1.1.b": "yes", "F1.1.share": 1e-7, "F2.1.a": "yes", "F2.1.a.count": 3, "P1.2.a.info": "5"},
    {},
    {"F2.1.a": "dk", "N1.1": [{"N1.1.name": 'two\nlines, "quoted"; and more'}, ENTRY, ENTRY]},
]


@pytest.fixture
def stored(survey_round: Round, institution: Institution) -> list[Response]:
    responses = [
        Response(
            round=survey_round,
            institution=institution if number % 2 else None,
            language=["kk", "ru"][number % 2],
            mode=["individual", "collective"][number % 2],
            participants=1 + number,
            sections=["F", "P", "N"][: 1 + number],
            profile={"position": "=cmd()"} if number else {},
            answers=answers,
            state=ResponseState.SUBMITTED,
            submitted_at=datetime(2026, 9, 1 + number, 12, 0, 0, 123456, UTC),
        )
        for number, answers in enumerate(ANSWERS)
    ]
    add_submitted(responses)
    return responses


def read(path: Path) -> list[dict[str, str]]:
    return list(csv.DictReader(path.open(encoding="utf-8", newline="")))


def test_the_header_is_the_form_of_response_files(survey_round: Round, tmp_path: Path) -> None:
    export_responses(survey_round, tmp_path)
    assert (tmp_path / "responses.csv").read_text("utf-8").strip() == (
        "response_id,unit,position,language,mode,participants,sections,submitted_at,"
        "F1.1.a,F1.1.b,F1.1.c,F1.1.share,F2.1.a,F2.1.a.count,P1.1.a,P1.2.a.info,P1.2.a.consult,P1.3.a"
    )
    entries = (tmp_path / "initiatives.csv").read_text("utf-8")
    assert entries.strip() == "response_id,N1.1.name,N1.1.end,N1.1.media,N1.1.url"


def test_a_row_holds_what_was_answered(survey_round: Round, stored: list[Response], tmp_path: Path) -> None:
    assert export_responses(survey_round, tmp_path) == Exported(responses=4, entries=4)
    rows = read(tmp_path / "responses.csv")
    assert [row["response_id"] for row in rows] == [str(response.pk) for response in stored]
    assert {column: value for column, value in rows[1].items() if value} == {
        "response_id": str(stored[1].pk),
        "unit": "I1",
        "position": "'=cmd()",
        "language": "ru",
        "mode": "collective",
        "participants": "2",
        "sections": "F;P",
        "submitted_at": "2026-09-02T17:00:00.123456+05:00",
        "F1.1.a": "no",
        "F1.1.b": "yes",
        "F1.1.share": "0.0000001",
        "F2.1.a": "yes",
        "F2.1.a.count": "3",
        "P1.2.a.info": "5",
    }
    assert read(tmp_path / "initiatives.csv")[0] == {
        "response_id": str(stored[0].pk),
        "N1.1.name": "'-Жоба",
        "N1.1.end": "ongoing",
        "N1.1.media": "site;other",
        "N1.1.url": "https://example.org",
    }


def test_no_exported_cell_begins_a_formula(survey_round: Round, stored: list[Response], tmp_path: Path) -> None:
    export_responses(survey_round, tmp_path)
    for path in tmp_path.iterdir():
        assert [cell for row in read(path) for cell in row.values() if cell.startswith(tuple("=+-@\t\r"))] == []


def test_names_and_addresses_of_respondents_stay_inside(
    survey_round: Round, stored: list[Response], tmp_path: Path
) -> None:
    Response.objects.update(profile={"name": "Name", "email": "name@example.org", "organisation": "Office"})
    export_responses(survey_round, tmp_path)
    text = (tmp_path / "responses.csv").read_text("utf-8")
    assert not any(words in text for words in ("Name", "name@example.org", "Office"))


def test_drafts_and_excluded_responses_stay_inside(
    survey_round: Round, stored: list[Response], response: Response, tmp_path: Path
) -> None:
    exclude(stored[0], "A test by the office.")
    assert export_responses(survey_round, tmp_path) == Exported(responses=3, entries=3)
    text = (tmp_path / "responses.csv").read_text("utf-8")
    assert str(response.pk) not in text
    assert str(stored[0].pk) not in text


def content_of(survey_round: Round) -> dict[str, Any]:
    return {
        str(response.identifier): (
            response.institution_id,
            response.language,
            response.mode,
            response.participants,
            response.sections,
            response.profile,
            response.answers,
            response.submitted_at,
            response.coded.group,
            bytes(response.coded.data),
        )
        for response in survey_round.responses.select_related("coded")
    }


@pytest.mark.parametrize("is_elsewhere", [True, False], ids=["another site", "the same site"])
@pytest.mark.parametrize("with_mark", [True, False], ids=["with mark", "without mark"])
def test_what_is_exported_is_imported_the_same(
    survey_round: Round, stored: list[Response], tmp_path: Path, with_mark: bool, is_elsewhere: bool
) -> None:
    export_responses(survey_round, tmp_path, with_mark=with_mark)
    expected = content_of(survey_round)
    target = copy_round(survey_round)
    if is_elsewhere:
        CodedResponse.objects.all().delete()
        survey_round.responses.all().delete()
    report = ImportReport()
    import_responses(target, tmp_path / "responses.csv", tmp_path / "initiatives.csv", report=report)
    assert content_of(target) == expected
    folder = tmp_path / "again"
    export_responses(target, folder)
    if not with_mark:
        assert all(path.read_bytes() == (tmp_path / path.name).read_bytes() for path in folder.iterdir())


def test_the_command_makes_the_folder_and_counts(survey_round: Round, stored: list[Response], tmp_path: Path) -> None:
    stream = StringIO()
    call_command("export_responses", "r1", str(tmp_path / "new" / "folder"), "--bom", "--language", "en", stdout=stream)
    assert stream.getvalue().strip().endswith("folder: 4. Entries: 4.")
    assert (tmp_path / "new" / "folder" / "responses.csv").read_bytes().startswith(b"\xef\xbb\xbfresponse_id")


def test_a_folder_that_cannot_be_made_is_named(survey_round: Round, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    with pytest.raises(CommandError, match="cannot be written"):
        call_command("export_responses", "r1", str(tmp_path / "file"), "--language", "en")


def test_an_export_that_fails_leaves_the_former_files(
    survey_round: Round, stored: list[Response], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "responses.csv").write_text("former")

    def fail(*_arguments: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("surveys.exporting._entry_rows", fail)
    with pytest.raises(OSError, match="No space left"):
        export_responses(survey_round, tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["responses.csv"]
    assert (tmp_path / "responses.csv").read_text() == "former"
