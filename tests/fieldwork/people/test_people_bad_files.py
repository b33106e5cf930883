"""Files that are no list of participants are refused with a reason; what changed meanwhile is not written."""

from __future__ import annotations

import io
import zipfile

import pytest
from django.test import Client
from openpyxl import Workbook

from surveys.models import Contact, Participant
from tests.fieldwork.people.test_people_import import GOOD, URL, confirm, table, upload
from tests.surveys.administration import sign_in

pytestmark = pytest.mark.django_db


def zip_bomb() -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", "<workbook/>")
        archive.writestr("xl/worksheets/sheet1.xml", b" " * (60 * 2**20))
    return stream.getvalue()


def wide_workbook() -> bytes:
    book = Workbook()
    book.active.append(["name", "email"])
    book.active["XFD1048576"] = "far away"
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def other_archive() -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("word/document.xml", "<a/>")
    return stream.getvalue()


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (zip_bomb(), "unpacks to more than 30 megabytes"),
        (wide_workbook(), "more than 20000 rows"),
        (other_archive(), "This is an archive or another document."),
        (b"PK\x03\x04 and nothing more", "The workbook is damaged"),
        (b"\xd0\xcf\x11\xe0 an old workbook", "save it as “CSV UTF-8”"),
        (b"%PDF-1.7", "This is a PDF document"),
        ("name;email\nМекеме;a@b.kz\n".encode("cp1251"), "not written in UTF-8"),
        ("name,email\n".encode("utf-16"), "not written in UTF-8"),
        (b"", "The file is empty"),
        (b"\n", "holds no column names"),
        (b"name\nA\n", "These columns are missing: email"),
        (b"name,email,phone\n", "These columns are not known here: phone"),
        (b"name,email,email\n", "more than once: email"),
        (b"name,email\nA,a@b.kz,extra\n", "Row 2 has more cells than the header"),
        (b'name,email\n"A,a@b.kz\n', "a quotation mark is missing"),
    ],
)
def test_what_is_no_table_is_refused_in_the_readers_language(
    closing_round, administrator, content: bytes, words: str
) -> None:
    page = upload(administrator, content)
    assert page.status_code == 422
    assert words in page.content.decode()
    russian = upload(administrator, content, url="/ru/work/r1/people/import/").content.decode()
    assert words not in russian
    assert not Participant.objects.exists()


def test_semicolons_and_the_mark_of_spreadsheet_programs_are_understood(closing_round, administrator) -> None:
    content = "\ufeffname;email;institution\r\nАйгүл;a@b.kz;I1\r\n".encode()
    assert upload(administrator, content).context["preview"].is_good


def test_what_looks_like_a_formula_is_text(closing_round, administrator) -> None:
    page = upload(administrator, b'name,email\n"=HYPERLINK(""http://x"")",a@b.kz\n"\'=1+1",c@b.kz\n')
    confirm(administrator, page)
    names = set(Contact.objects.values_list("name", flat=True))
    assert names == {'=HYPERLINK("http://x")', "=1+1"}


def test_what_changed_since_the_preview_is_shown_again_and_not_written(closing_round, administrator) -> None:
    page = upload(administrator, table(*GOOD))
    other = upload(administrator, table(("Somebody else", "aigul@example.org", "I1", "", "kk")))
    confirm(administrator, other)
    again = confirm(administrator, page)
    assert again.status_code == 200
    assert "Nothing was written: look again." in again.content.decode()
    assert Participant.objects.count() == 1


@pytest.mark.parametrize("rows", ["", "forged", "WzFd:1abc:xyz"])
def test_a_forged_preview_is_refused(closing_round, administrator, rows: str) -> None:
    page = administrator.post(URL, {"rows": rows, "seen": ""})
    assert page.status_code == 422
    assert not Participant.objects.exists()


def test_ten_thousand_rows_take_as_many_queries_as_ten(
    closing_round, administrator, django_assert_max_num_queries
) -> None:
    rows = [(f"Person {n}", f"person{n}@example.org", "I1", "F", "kk") for n in range(10_000)]
    with django_assert_max_num_queries(20):
        page = upload(administrator, table(*rows, kind="xlsx"), "people.xlsx")
    assert len(page.context["preview"].new) == 10_000
    assert confirm(administrator, page).status_code == 302
    assert Participant.objects.count() == 10_000


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_the_empty_table_can_be_uploaded_as_it_is(closing_round, administrator, kind: str) -> None:
    file = administrator.get(f"/en/work/r1/people/import/template.{kind}")
    assert f'filename="participants.{kind}"' in file["Content-Disposition"]
    assert upload(administrator, file.content, f"t.{kind}").context["preview"].is_good


def test_without_the_right_to_contacts_there_is_no_import(closing_round) -> None:
    stranger, administrator_without = sign_in(), sign_in("surveys.change_round")
    assert stranger.get(URL).status_code == 404
    assert administrator_without.get(URL).status_code == 403
    assert Client().get(URL).status_code == 302
