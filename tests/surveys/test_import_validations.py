"""Validated facts from a file: all rows or none."""

from __future__ import annotations

from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.utils import translation

from surveys.models import Institution, Round, Validation
from surveys.spreadsheets import BadFile
from surveys.validating import Validated, import_validations

pytestmark = pytest.mark.django_db

HEADER = "unit,item,value,reason"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "validations.csv"


def write(path: Path, *rows: str) -> Path:
    path.write_text("\n".join([HEADER, *rows]) + "\n", "utf-8")
    return path


def stored() -> set[tuple[str | None, str, str, str]]:
    return set(Validation.objects.values_list("institution__code", "item", "value", "reason"))


def test_facts_of_the_country_and_of_an_institution_are_set(survey_round: Round, path: Path) -> None:
    write(path, ",F1.1.a,yes,Заң бар", "I1,F2.1.a,no,The site is down", ",F1.1.c,dk,'=unclear")
    assert import_validations(survey_round, path) == Validated(added=3, replaced=0)
    assert stored() == {
        (None, "F1.1.a", "yes", "Заң бар"),
        ("I1", "F2.1.a", "no", "The site is down"),
        (None, "F1.1.c", "dk", "=unclear"),
    }


def test_a_fact_of_the_same_unit_and_item_is_replaced(
    survey_round: Round, institution: Institution, path: Path
) -> None:
    import_validations(survey_round, write(path, ",F1.1.a,yes,Old", ",F1.1.b,no,Kept", "I1,F2.1.a,no,Old"))
    found = import_validations(survey_round, write(path, ",F1.1.a,no,New", "I1,F2.1.a,yes,New", ",F1.1.c,no,New"))
    assert found == Validated(added=1, replaced=2)
    assert stored() == {
        (None, "F1.1.a", "no", "New"),
        (None, "F1.1.b", "no", "Kept"),
        (None, "F1.1.c", "no", "New"),
        ("I1", "F2.1.a", "yes", "New"),
    }


@pytest.mark.parametrize(
    ("row", "column", "words"),
    [
        ("I9,F2.1.a,yes,x", "unit", "“I9” is not in the register of institutions."),
        ("I2,F2.1.a,yes,x", "unit", "“I2” does not take part in this round."),
        ("I1,F1.1.a,yes,x", "unit", "The item is about the country. Leave the unit empty."),
        (",F2.1.a,yes,x", "unit", "The item is about an institution. Write its code."),
        (",Z1,yes,x", "item", "“Z1” is not a scored item of facts"),
        (",,yes,x", "item", "“” is not a scored item of facts"),
        (",P1.1.a,yes,x", "item", "“P1.1.a” is not a scored item of facts"),
        (",F1.1.share,12,x", "item", "“F1.1.share” is not a scored item of facts"),
        (",F1.1.a,maybe,x", "value", "“maybe” is not one of the answers: yes, no, dk."),
        (",F1.1.a,,x", "value", "Give an answer."),
        (",F1.1.a,yes,", "reason", "Give a reason."),
        (",F1.1.a,yes,  ", "reason", "Give a reason."),
        (f",F1.1.a,yes,{'x' * 10_001}", "reason", "The text has 10001 characters"),
        (",F1.1.b,no,x", "item", "Row 2 settles the same item for the same unit."),
    ],
)
def test_a_bad_cell_is_named_and_nothing_is_set(
    survey_round: Round, path: Path, row: str, column: str, words: str
) -> None:
    Institution.objects.create(code="I2", country="KZ", name_kk="Екінші")
    with translation.override("en"), pytest.raises(BadFile) as caught:
        import_validations(survey_round, write(path, ",F1.1.b,yes,good", row))
    [problem] = caught.value.problems
    assert problem.startswith(f"Row 3, column {column}: ")
    assert words in problem
    assert not Validation.objects.exists()


def test_every_bad_cell_is_named(survey_round: Round, path: Path) -> None:
    with translation.override("en"), pytest.raises(BadFile) as caught:
        import_validations(survey_round, write(path, "I9,Z1,maybe,", ",F1.1.a,,x"))
    assert [problem.split(":")[0] for problem in caught.value.problems] == [
        "Row 2, column unit",
        "Row 2, column item",
        "Row 2, column reason",
        "Row 3, column value",
    ]


@pytest.mark.parametrize("header", ["unit,item,value", "unit,item,value,reason,by"])
def test_the_columns_are_these_four(survey_round: Round, path: Path, header: str) -> None:
    path.write_text(f"{header}\n")
    with pytest.raises(BadFile):
        import_validations(survey_round, path)


def test_the_command_says_how_many_were_set(survey_round: Round, path: Path) -> None:
    write(path, ",F1.1.a,yes,x")
    stream = StringIO()
    for _time in range(2):
        call_command("import_validations", "r1", str(path), "--language", "en", stdout=stream)
    assert stream.getvalue().splitlines() == [
        "Facts validated: 1 new, 0 replaced.",
        "Facts validated: 0 new, 1 replaced.",
    ]


def test_the_command_names_every_bad_cell(survey_round: Round, path: Path) -> None:
    with pytest.raises(CommandError, match=r"column value: .*\nNothing was imported\."):
        call_command("import_validations", "r1", str(write(path, ",F1.1.a,maybe,x")), "--language", "en")
