"""`create_round`, `open_round`, `close_round`."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from surveys.models import Institution, InstrumentVersion, Region, Round, RoundState
from surveys.publishing import clone
from tests.conftest import METHOD

HEADER = "code,name_kk,name_ru,name_en,kind,level,region,url\n"
ROW = "I1,Мекеме,Учреждение,Institution,ministry,central,KZ-75,https://example.org\n"


def create(**options: object) -> None:
    settings = {"instrument": "small", "version": "1", "method": METHOD, "country": "KZ"} | options
    call_command("create_round", "r1", **settings)


def refusal(**options: object) -> list[str]:
    with pytest.raises(CommandError) as caught:
        create(**options)
    assert not Round.objects.exists()
    return str(caught.value).split("\n")


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "institutions.csv"
    path.write_text(HEADER + ROW, "utf-8")
    return path


def test_a_round_is_made_in_preparation_with_everything_its_version_has(version: InstrumentVersion) -> None:
    create()
    made = Round.objects.get()
    assert (made.code, made.state, made.version, made.method) == ("r1", RoundState.PREPARED, version, METHOD)
    assert (made.sections, made.languages) == (["F", "P", "N"], ["kk", "ru", "en"])
    assert (made.opens_at, made.closes_at, made.is_synthetic) == (None, None, False)
    assert made.title_kk == "Шағын сауалнама (Қазақстан)"
    assert made.title_ru == "Малая анкета (Казахстан)"
    assert made.title_en == "A small questionnaire (Kazakhstan)"


def test_the_command_line_takes_the_version_of_the_instrument(
    version: InstrumentVersion, capsys: pytest.CaptureFixture[str]
) -> None:
    words = ["r1", "--instrument", "small", "--version", "1", "--method", METHOD, "--country", "KZ"]
    call_command("create_round", *words, "--title-en", "Pilot", "--synthetic")
    made = Round.objects.get()
    assert made.version == version
    assert (made.title_en, made.is_synthetic) == ("Pilot", True)
    assert capsys.readouterr().out == f"r1: in preparation, small 1, {METHOD}, institutions: 0\n"


def test_moments_without_a_zone_are_those_of_the_site(version: InstrumentVersion) -> None:
    create(opens="2026-10-01T09:00", closes="2026-10-31T18:00+00:00")
    made = Round.objects.get()
    assert made.opens_at == datetime(2026, 10, 1, 9, tzinfo=ZoneInfo("Asia/Almaty"))
    assert made.closes_at == datetime(2026, 10, 31, 18, tzinfo=ZoneInfo("UTC"))


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        ({"version": "9"}, "There is no instrument version small 9. Versions: small 1."),
        ({"method": "other/1"}, "There is no method other/1."),
        ({"country": "kz"}, "There is no country kz: give the two letters of ISO 3166, such as KZ."),
        ({"country": "QQ"}, "There is no country QQ: give the two letters of ISO 3166, such as KZ."),
        ({"opens": "tomorrow"}, "--opens: “tomorrow” is no moment. Write it as 2026-10-01T09:00."),
        ({"opens": "2026-10-02", "closes": "2026-10-01"}, "A round must open before it closes."),
        ({"title_en": "x" * 301}, "title_en: Ensure this value has at most 300 characters (it has 301)."),
    ],
)
def test_what_cannot_be_is_refused_in_a_sentence(version: InstrumentVersion, options: dict, expected: str) -> None:
    assert refusal(**options) == [expected]


def test_a_code_that_is_taken_or_no_code_is_refused(survey_round: Round) -> None:
    with pytest.raises(CommandError, match="code: Round with this Code already exists"):
        create()
    with pytest.raises(CommandError, match="code: Enter a valid"):
        call_command("create_round", "r 2", instrument="small", version="1", method=METHOD, country="KZ")
    assert Round.objects.count() == 1


def test_institutions_are_added_with_their_region_and_take_part(version: InstrumentVersion, file: Path) -> None:
    create(institutions=file)
    made = Institution.objects.get()
    assert (made.code, made.country, made.kind, made.level) == ("I1", "KZ", "ministry", "central")
    assert (made.name_kk, made.name_ru, made.name_en) == ("Мекеме", "Учреждение", "Institution")
    assert (made.region.code, made.region.name_ru, made.region.country) == ("KZ-75", "KZ-75", "KZ")
    assert list(Round.objects.get().institutions.all()) == [made]


@pytest.mark.parametrize("name", ["KZ-75", "алматы", "Алматы қаласы", "Almaty"])
def test_a_region_is_found_by_its_code_or_a_name_in_any_language(
    version: InstrumentVersion, file: Path, name: str
) -> None:
    names = {"name_kk": "Алматы қаласы", "name_ru": "Алматы", "name_en": "Almaty"}
    region = Region.objects.create(code="KZ-75", country="KZ", **names)
    file.write_text(HEADER + ROW.replace("KZ-75", name), "utf-8")
    create(institutions=file)
    assert Institution.objects.get().region == region


def test_a_known_institution_is_updated_by_its_code(
    institution: Institution, version: InstrumentVersion, file: Path
) -> None:
    create(institutions=file)
    institution.refresh_from_db()
    assert Institution.objects.count() == 1
    assert (institution.kind, institution.region.code) == ("ministry", "KZ-75")


@pytest.mark.parametrize(
    "content",
    [
        ("\ufeff" + HEADER + ROW).encode(),
        (HEADER + ROW).replace(",", ";").encode(),
        (HEADER + ROW).replace("\n", "\r\n").encode(),
        "code,name_kk,name_ru,name_en\nI1,Мекеме,Учреждение,Institution\n".encode(),
    ],
)
def test_files_of_other_programs_are_read(version: InstrumentVersion, file: Path, content: bytes) -> None:
    file.write_bytes(content)
    create(institutions=file)
    assert Institution.objects.get().name_ru == "Учреждение"


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        ((HEADER + ROW).encode("cp1251", "replace"), ["The file is not written in UTF-8 (line 2)"]),
        ((HEADER + ROW.replace("Institution", "In\0stitution")).encode(), ["Line 2 of the file holds a zero byte"]),
        (b"%PDF-1.7", ["This is a PDF document, not a CSV file."]),
        (b"", ["The file is empty"]),
        (b"code,name_kk\nI1,x\n", ["These columns are missing: name_ru, name_en."]),
        ((HEADER.strip() + ",phone\n").encode(), ["These columns are not known here: phone."]),
        ((HEADER + ROW.replace("Учреждение", "")).encode(), ["Row 2, column name_ru: The cell is empty."]),
        ((HEADER + ROW.replace("I1", "x" * 51)).encode(), ["Row 2, column code: The text has 51 "]),
        ((HEADER + ROW + ROW).encode(), ["Row 3, column code: Row 2 has the same code."]),
        ((HEADER + ROW.replace("https://example.org", "no site")).encode(), ["Row 2, column url: “no site” is not"]),
        ((HEADER + ROW.replace("https", "javascript")).encode(), ["Row 2, column url: “javascript://exam"]),
        (
            (HEADER + ROW.replace("Мекеме", "") + ROW.replace("I1", "")).encode(),
            ["Row 2, column name_kk: The cell is empty.", "Row 3, column code: The cell is empty."],
        ),
    ],
)  # fmt: skip
def test_a_bad_file_is_refused_cell_by_cell_and_nothing_is_written(
    version: InstrumentVersion, file: Path, content: bytes, expected: list[str]
) -> None:
    file.write_bytes(content)
    found = [line.removeprefix(f"{file}: ") for line in refusal(institutions=file)]
    assert [line[: len(start)] for line, start in zip(found, expected, strict=True)] == expected
    assert not Institution.objects.exists()
    assert not Region.objects.exists()


def test_a_missing_file_is_named(version: InstrumentVersion, tmp_path: Path) -> None:
    assert refusal(institutions=tmp_path / "none.csv")[0].endswith("cannot be read: No such file or directory.")


def test_codes_and_regions_of_another_country_are_refused(version: InstrumentVersion, file: Path) -> None:
    Region.objects.create(code="KZ-75", country="KG", name_kk="x")
    Institution.objects.create(code="I1", country="KG", name_kk="x")
    assert refusal(institutions=file) == [
        f"{file}: Row 2, column code: An institution of KG has this code.",
        f"{file}: Row 2, column region: “KZ-75” is a region of another country.",
    ]


def test_a_name_of_two_regions_is_refused(version: InstrumentVersion, file: Path) -> None:
    Region.objects.create(code="KZ-1", country="KZ", name_kk="Алматы")
    Region.objects.create(code="KZ-2", country="KZ", name_ru="Алматы")
    file.write_text(HEADER + ROW.replace("KZ-75", "Алматы"), "utf-8")
    assert refusal(institutions=file) == [
        f"{file}: Row 2, column region: “Алматы” is the name of several regions. Write the code."
    ]


def test_opening_and_closing_say_what_happens_and_may_be_repeated(
    version: InstrumentVersion, capsys: pytest.CaptureFixture[str]
) -> None:
    create()
    for command in ("open_round", "open_round", "close_round", "close_round", "open_round"):
        call_command(command, "r1")
    lines = capsys.readouterr().out.splitlines()[1:]
    assert lines == ["r1: open, takes answers now"] * 2 + ["r1: closed"] * 2 + ["r1: open, takes answers now"]


def test_a_round_opened_ahead_of_time_says_when_it_takes_answers(
    version: InstrumentVersion, capsys: pytest.CaptureFixture[str]
) -> None:
    create(opens="2999-01-01T09:00+00:00")
    call_command("open_round", "r1")
    assert capsys.readouterr().out.splitlines()[1] == "r1: open, takes answers from 2999-01-01 14:00 +05 on"


def test_a_round_with_a_draft_or_a_past_closing_moment_does_not_open(version: InstrumentVersion) -> None:
    clone(version, "2")
    create(version="2", closes=(timezone.now() - timedelta(days=1)).isoformat())
    with pytest.raises(CommandError) as caught:
        call_command("open_round", "r1")
    assert str(caught.value).split("\n") == [
        "A round can only open with a published instrument version.",
        "The closing moment of this round has passed: set a later one first.",
    ]
    assert Round.objects.get().state == RoundState.PREPARED


@pytest.mark.parametrize("command", ["open_round", "close_round"])
def test_an_unknown_round_is_said_to_be_unknown(survey_round: Round, command: str) -> None:
    with pytest.raises(CommandError, match=r"There is no round r9\. Rounds: r1\."):
        call_command(command, "r9")
