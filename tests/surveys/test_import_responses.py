"""The command that imports responses: what it says, and the report that it writes."""

from __future__ import annotations

import csv
import errno
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.utils import translation

from surveys.importing.ledger import Ledger
from surveys.models import Response, Round
from tests.surveys.importing import ID, OTHER_ID, Writer

pytestmark = pytest.mark.django_db


@pytest.fixture
def write(tmp_path: Path) -> Writer:
    return Writer(tmp_path)


def command(*arguments: str | Path) -> str:
    stream = StringIO()
    call_command("import_responses", *map(str, arguments), "--language", "en", stdout=stream, stderr=stream)
    return stream.getvalue()


def test_the_command_leaves_bad_rows_out_and_lists_them(survey_round: Round, write: Writer, tmp_path: Path) -> None:
    report = tmp_path / "report.csv"
    path = write("response_id,F1.1.a,F1.1.b", f"{ID},yes,no", f"{OTHER_ID},no,maybe", ",no,yes")
    entries = write("response_id,N1.1.name", f"{ID},x", f"{OTHER_ID},y", name="entries.csv")
    said = command("r1", path, "--d", entries, "--skip-bad", "--report", report)
    assert "Responses imported: 2. Entries imported: 1." in said
    assert "Rows left out because of bad cells: 2." in said
    assert "Warning, 1 times: Answers under a question that is not answered Yes" in said
    assert str(Response.objects.get(pk=ID).answers["N1.1"]) == "[{'N1.1.name': 'x'}]"
    rows = list(csv.DictReader(report.open(encoding="utf-8-sig", newline="")))
    assert [(row["file"], row["row"], row["column"], row["value"], row["kind"]) for row in rows] == [
        ("responses.csv", "3", "F1.1.b", "maybe", "error"),
        ("responses.csv", "4", "F1.1.b", "yes", "warning"),
        ("entries.csv", "3", "response_id", OTHER_ID, "error"),
    ]


def test_the_command_makes_a_report_of_its_own_when_rows_are_left_out(survey_round: Round, write: Writer) -> None:
    path = write("F1.1.a", "maybe", "yes")
    command("r1", path, "--skip-bad")
    assert "maybe" in path.with_name("responses.problems.csv").read_text("utf-8-sig")


def test_the_command_refuses_a_file_with_a_bad_cell(survey_round: Round, write: Writer) -> None:
    with pytest.raises(CommandError, match=r"row 2, column F1\.1\.a: .*\nNothing was imported\."):
        command("r1", write("F1.1.a", "maybe"))


def test_the_command_names_at_most_a_thousand_bad_cells(survey_round: Round, write: Writer) -> None:
    with pytest.raises(CommandError, match="And 5 more problems: --report writes them all"):
        command("r1", write("F1.1.a", *["maybe"] * 1005))


def test_the_command_speaks_the_language_asked_for(survey_round: Round, write: Writer) -> None:
    with pytest.raises(CommandError) as caught, translation.override("en"):
        call_command("import_responses", "r1", str(write("F1.1.a,Z9", "yes,no")), "--language", "kk")
    with translation.override("kk"):
        assert translation.gettext("Nothing was imported.") in str(caught.value)


def test_the_report_never_overwrites_what_is_imported(survey_round: Round, write: Writer) -> None:
    path = write("F1.1.a", "yes")
    with pytest.raises(CommandError, match="would overwrite"):
        command("r1", path, "--report", path)
    assert path.read_text("utf-8") == "F1.1.a\nyes\n"


def test_a_report_that_cannot_be_written_is_named(survey_round: Round, write: Writer, tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="cannot be written"):
        command("r1", write("F1.1.a", "yes"), "--report", tmp_path / "none" / "report.csv")


def test_a_round_that_is_not_there_is_named(survey_round: Round, write: Writer) -> None:
    with pytest.raises(CommandError, match="r9"):
        command("r9", write("F1.1.a", "yes"))


def test_a_full_disk_ends_the_command_in_words(
    survey_round: Round, write: Writer, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*arguments: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(Ledger, "accept", full)
    with pytest.raises(CommandError, match="The site has no room to store anything at the moment"):
        command("r1", write("response_id,F1.1.a", f"{ID},yes"))
    assert not Response.objects.exists()


def test_a_fault_of_the_command_is_not_called_trouble(
    survey_round: Round, write: Writer, monkeypatch: pytest.MonkeyPatch
) -> None:
    def faulty(*arguments: object) -> None:
        raise RuntimeError("a fault of ours")

    monkeypatch.setattr(Ledger, "accept", faulty)
    with pytest.raises(RuntimeError, match="of ours"):
        command("r1", write("response_id,F1.1.a", f"{ID},yes"))
