"""Responses from files: what is stored, what is refused, and that nothing is written by halves."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID

import pytest
from django.utils import timezone, translation
from psycopg2 import OperationalError as ServerGone

from surveys.coding import Code
from surveys.importing import Doubt, Imported, ImportRefused, ImportReport, import_responses
from surveys.models import CodedResponse, CountChange, Institution, InstrumentVersion, Response, Round, VersionState
from surveys.spreadsheets import BadFile
from tests.surveys.importing import ID, OTHER_ID, Writer, copy_round, problems_of, run

pytestmark = pytest.mark.django_db


@pytest.fixture
def write(tmp_path: Path) -> Writer:
    return Writer(tmp_path)


def test_every_column_is_stored(survey_round: Round, institution: Institution, write: Writer) -> None:
    path = write(
        "response_id,unit,position,language,mode,participants,sections,submitted_at,F1.1.a,F1.1.b,F1.1.share,P1.1.a",
        f"{ID.upper()},I1,Маман,ru,collective,12,F;P,2026-09-01T10:00:00+00:00,yes,dk,12.5,4",
    )
    imported, report = run(survey_round, path)
    stored = Response.objects.get()
    assert imported == Imported(responses=1, entries=0, left_out=0, institutions=[])
    assert (str(stored.pk), stored.file_id, stored.institution) == (ID, None, institution)
    assert (stored.language, stored.mode, stored.participants) == ("ru", "collective", 12)
    assert (stored.sections, stored.profile) == (["F", "P"], {"position": "Маман"})
    assert stored.answers == {"F1.1.a": "yes", "F1.1.b": "dk", "F1.1.share": 12.5, "P1.1.a": "4"}
    assert stored.submitted_at == datetime(2026, 9, 1, 10, tzinfo=UTC)
    assert stored.state == "submitted"
    assert not report.doubt_counts


def test_imported_responses_count_at_once(survey_round: Round, institution: Institution, write: Writer) -> None:
    run(survey_round, write("response_id,unit,F1.1.a", f"{ID},I1,no", f"{OTHER_ID},,yes"))
    coded = {str(code.response_id): code for code in CodedResponse.objects.all()}
    assert bytes(coded[ID].data)[:2] == bytes([Code.NO, Code.STRUCTURAL])
    assert (coded[ID].group, coded[ID].institution_id) == (Response.objects.get(pk=ID).group, institution.pk)
    assert CountChange.objects.filter(sign=1).count() == 2


def test_what_is_left_empty_gets_a_default(survey_round: Round, write: Writer) -> None:
    before = timezone.now()
    run(survey_round, write("unit;language;mode;participants;sections;submitted_at;response_id;F1.1.a", ";;;;;;;yes"))
    stored = Response.objects.get()
    assert (stored.institution, stored.language, stored.mode, stored.participants) == (None, "kk", "individual", 1)
    assert stored.sections == survey_round.sections
    assert stored.submitted_at is not None
    assert before <= stored.submitted_at <= timezone.now()


@pytest.mark.parametrize(
    "cell", ["2026-09-01", "2026-09-01T00:00", "2026-08-31T19:00:00Z", "2026-09-01 00:00:00+05:00"]
)
def test_a_moment_without_a_zone_is_one_of_the_site(survey_round: Round, write: Writer, cell: str) -> None:
    run(survey_round, write("submitted_at,F1.1.a", f"{cell},yes"))
    assert Response.objects.get().submitted_at == datetime(2026, 8, 31, 19, tzinfo=UTC)


@pytest.mark.parametrize("state", ["prepared", "open"])
def test_importing_does_not_wait_until_the_round_opens(survey_round: Round, write: Writer, state: str) -> None:
    Round.objects.update(state=state)
    survey_round.refresh_from_db()
    assert run(survey_round, write("F1.1.a", "yes"))[0].responses == 1


@pytest.mark.parametrize("how", [{"state": "closed"}, {"closes_at": datetime(2020, 1, 1, tzinfo=UTC)}])
def test_a_closed_round_takes_an_import_only_on_purpose(
    survey_round: Round, write: Writer, how: dict[str, object]
) -> None:
    Round.objects.update(**how)
    survey_round.refresh_from_db()
    with translation.override("en"), pytest.raises(ImportRefused, match="--after-closing"):
        import_responses(survey_round, write("F1.1.a", "yes"), report=ImportReport())
    assert not Response.objects.exists()
    assert run(survey_round, write("F1.1.a", "yes"), may_be_closed=True)[0].responses == 1


def test_empty_columns_of_repeating_tables_are_no_fault(survey_round: Round, write: Writer) -> None:
    assert run(survey_round, write("F1.1.a,N1.1.name", "yes,"))[0].responses == 1


def test_entries_in_the_file_of_responses_are_refused_with_the_way_out(survey_round: Round, write: Writer) -> None:
    problems = problems_of(survey_round, write("F1.1.a,N1.1.name", "yes,A project"))
    assert len(problems) == 1
    assert "row 2, column N1.1.name" in problems[0]
    assert "--d" in problems[0]


def test_a_draft_version_takes_no_import(survey_round: Round, write: Writer) -> None:
    survey_round.version = InstrumentVersion(code="draft", version="1", state=VersionState.DRAFT)
    with translation.override("en"), pytest.raises(ImportRefused, match="is a draft"):
        import_responses(survey_round, write("F1.1.a", "yes"), report=ImportReport())


@pytest.mark.parametrize(
    ("column", "cell", "words"),
    [
        ("response_id", "17", "“17” is not an identifier."),
        ("response_id", "{0189c3a4-0000-4000-8000-00000000000a}", "is not an identifier"),
        ("unit", "I9", "“I9” is not in the register of institutions."),
        ("unit", "I2", "“I2” does not take part in this round."),
        ("language", "de", "“de” is not allowed here. Write one of: kk, ru, en."),
        ("mode", "group", "Write one of: individual, collective, paper."),
        ("participants", "0", "Write a whole number from 1 to 100000."),
        ("participants", "2.5", "is not a number of participants"),
        ("participants", "9999999999", "is not a number of participants"),
        ("sections", "F;Z", "“F;Z” does not name sections of this round."),
        ("sections", ";", "does not name sections"),
        ("submitted_at", "31.12.2026", "“31.12.2026” is not a day or a moment."),
        ("submitted_at", "0001-01-01", "is not a day or a moment"),
        ("F1.1.a", "Yes", "“Yes” is not one of the answers: yes, no, dk."),
        ("F1.1.share", "101", "Give a number from 0 to 100."),
        ("F2.1.a.count", "half", "“half” is not a number."),
        ("P1.1.a", "6", "is not one of the answers: 0, 1, 2, 3, 4, 5."),
        ("position", "x" * 10_001, "The text has 10001 characters"),
    ],
)
def test_a_bad_cell_is_named_with_what_is_allowed(
    survey_round: Round, write: Writer, column: str, cell: str, words: str
) -> None:
    Institution.objects.create(code="I2", country="KZ", name_kk="Екінші")
    columns = [column, "P1.3.a"]
    [problem] = problems_of(survey_round, write(";".join(columns), ";".join(['""', "1"]), ";".join([f'"{cell}"', "1"])))
    assert problem.startswith(f"responses.csv, row 3, column {column}: ")
    assert words in problem


def test_every_bad_cell_is_named(survey_round: Round, write: Writer) -> None:
    path = write("language,F1.1.a,F1.1.b", "kk,yes,no", "de,maybe,no", "kk,yes,perhaps", "kk,yes,no,5")
    assert [problem.split(": ")[0] for problem in problems_of(survey_round, path)] == [
        "responses.csv, row 3, column language",
        "responses.csv, row 3, column F1.1.a",
        "responses.csv, row 4, column F1.1.b",
        "responses.csv, row 5",
    ]


def test_a_bad_cell_after_many_good_rows_leaves_nothing_written(
    survey_round: Round, write: Writer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("surveys.importing.responses.BATCH", 2)
    assert len(problems_of(survey_round, write("F1.1.a", *["yes"] * 7, "maybe", "yes"))) == 1


def test_an_identifier_stands_in_one_row(survey_round: Round, write: Writer) -> None:
    path = write("response_id,F1.1.a", f"{ID},maybe", f"{ID.upper()},no")
    assert "This identifier stands in row 2 as well." in problems_of(survey_round, path)[1]


def test_a_file_cannot_be_imported_twice(survey_round: Round, write: Writer) -> None:
    path = write("response_id,F1.1.a", f"{ID},yes")
    run(survey_round, path)
    report = ImportReport()
    with translation.override("en"), pytest.raises(ImportRefused):
        import_responses(survey_round, path, report=report)
    assert "The round already has a response with this identifier." in report.problems[0].text
    assert (Response.objects.count(), CountChange.objects.count()) == (1, 1)


def test_a_copy_of_another_rounds_response_keeps_its_identifier(survey_round: Round, write: Writer) -> None:
    path = write("response_id,F1.1.a", f"{ID},yes")
    run(survey_round, path)
    first = Response.objects.get()
    copy_of_round = copy_round(survey_round)
    run(copy_of_round, path)
    copied = copy_of_round.responses.get()
    assert copied.pk != first.pk
    assert (copied.identifier, copied.group) == (UUID(ID), first.group)
    with pytest.raises(ImportRefused):
        run(copy_of_round, path)


def test_unknown_institutions_are_added_when_allowed(survey_round: Round, write: Writer) -> None:
    Institution.objects.create(code="I2", country="KZ", name_kk="Екінші")
    path = write("unit,F2.1.a", "I3,yes", "I2,no", "I3,no", "I1,no")
    imported, _report = run(survey_round, path, may_add_institutions=True)
    made = Institution.objects.get(code="I3")
    assert imported.institutions == ["I3", "I2"]
    assert (made.name_kk, made.name_ru, made.name_en, made.country) == ("I3", "I3", "I3", "KZ")
    assert set(survey_round.institutions.values_list("code", flat=True)) == {"I1", "I2", "I3"}


def test_institutions_are_not_added_by_an_import_that_fails(survey_round: Round, write: Writer) -> None:
    with pytest.raises(ImportRefused):
        run(survey_round, write("unit,F2.1.a", "I3,maybe"), may_add_institutions=True)
    assert not Institution.objects.filter(code="I3").exists()


def test_institutions_of_rows_left_out_are_not_added(survey_round: Round, write: Writer) -> None:
    Institution.objects.create(code="I2", country="KZ", name_kk="Екі", name_ru="Два", name_en="Two")
    path = write("unit,F2.1.a", "I3,maybe", "I2,maybe", "I4,maybe", "I4,yes")
    imported, _report = run(survey_round, path, skip_bad=True, may_add_institutions=True)
    assert imported.institutions == ["I4"]
    assert not Institution.objects.filter(code="I3").exists()
    assert set(survey_round.institutions.values_list("code", flat=True)) == {"I1", "I4"}


def test_rows_that_are_left_out_add_no_institution(survey_round: Round, write: Writer) -> None:
    Institution.objects.create(code="I2", country="KZ", name_kk="Екінші")
    path = write("unit,F2.1.a", "I2,maybe", "I3,maybe", "I4,yes")
    imported, _report = run(survey_round, path, may_add_institutions=True, skip_bad=True)
    assert imported.institutions == ["I4"]
    assert set(Institution.objects.values_list("code", flat=True)) == {"I1", "I2", "I4"}
    assert set(survey_round.institutions.values_list("code", flat=True)) == {"I1", "I4"}


def test_institutions_of_another_country_do_not_join_the_round(survey_round: Round, write: Writer) -> None:
    Institution.objects.create(code="I2", country="UZ", name_kk="Екі")
    report = ImportReport()
    with translation.override("en"), pytest.raises(ImportRefused):
        import_responses(survey_round, write("unit,F2.1.a", "I2,yes"), report=report, may_add_institutions=True)
    assert [problem.text for problem in report.problems] == ["An institution of UZ has this code."]


def test_the_code_of_a_new_institution_must_fit(survey_round: Round, write: Writer) -> None:
    report = ImportReport()
    path = write("unit,F2.1.a", f"{'I' * 51},yes")
    with translation.override("en"), pytest.raises(ImportRefused):
        import_responses(survey_round, path, report=report, may_add_institutions=True)
    assert "at most 50 characters" in report.problems[0].text


@pytest.mark.parametrize(
    ("row", "column", "doubt"),
    [
        (",F;P,no,yes,,,", "F1.1.b", Doubt.UNDER_NOT_YES),
        (",F;P,,no,,,", "F1.1.b", Doubt.UNDER_NOT_YES),
        ("I1,F;P,,,no,2,", "F2.1.a.count", Doubt.UNDER_NOT_YES),
        (",F;P,yes,yes,no,,", "F2.1.a", Doubt.NO_INSTITUTION),
        (",F,yes,yes,,,3", "P1.1.a", Doubt.OUTSIDE_SECTIONS),
    ],
)
def test_an_answer_that_does_not_count_is_a_warning_and_kept(
    survey_round: Round, write: Writer, row: str, column: str, doubt: Doubt
) -> None:
    path = write("unit,sections,F1.1.a,F1.1.b,F2.1.a,F2.1.a.count,P1.1.a", row)
    imported, report = run(survey_round, path)
    assert imported.responses == 1
    assert dict(report.doubt_counts) == {doubt: 1}
    assert [place[1:] for place in report.doubtful_places[doubt]] == [(2, column)]
    assert column in Response.objects.get().answers


def test_a_formula_made_harmless_is_text_again(survey_round: Round, write: Writer) -> None:
    run(survey_round, write("position,F1.1.a", "'=1+1,yes"))
    assert Response.objects.get().profile == {"position": "=1+1"}


@pytest.mark.parametrize(
    ("lines", "words"),
    [
        (["F1.1.a,Z9", "yes,no"], "These columns are not known here: Z9."),
        (["F1.1.a,N1.1.other", "yes,x"], "These columns are not known here: N1.1.other."),
        (["unit,position", "I1,x"], "No column of the file is an item"),
        (["F1.1.a,F1.1.a", "yes,no"], "These columns appear more than once: F1.1.a."),
        (["F1.1.a", "yes", 'no,"open'], "Row 3 cannot be read"),
    ],
)
def test_what_is_no_file_of_responses_is_refused_whole(
    survey_round: Round, write: Writer, lines: list[str], words: str
) -> None:
    with translation.override("en"), pytest.raises(BadFile, match=words.replace(".", r"\.")):
        import_responses(survey_round, write(*lines), report=ImportReport())
    assert not Response.objects.exists()


def test_a_database_that_stops_while_writing_leaves_nothing(
    survey_round: Round, write: Writer, monkeypatch: pytest.MonkeyPatch
) -> None:
    def stop(responses: list[Response]) -> None:
        raise ServerGone("server closed the connection unexpectedly")

    monkeypatch.setattr("surveys.lifecycle.start_counting", stop)
    with pytest.raises(ServerGone):
        run(survey_round, write("F1.1.a", "yes"))
    assert not Response.objects.exists()
