"""Participants from a file: looked at first, then written; every bad cell is named."""

from __future__ import annotations

import io
import re

import pytest
from django.test import Client

from surveys.models import Contact, Participant, PersonalLink, Response
from surveys.workbooks import write_csv, write_workbook

COLUMNS = ("name", "email", "institution", "sections", "language")
URL = "/en/work/r1/people/import/"

pytestmark = pytest.mark.django_db


def upload(client: Client, content: bytes, name: str = "people.csv", url: str = URL):
    file = io.BytesIO(content)
    file.name = name
    return client.post(url, {"file": file})


def confirm(client: Client, page, url: str = URL):
    words = page.content.decode()
    fields = dict(re.findall(r'name="(rows|seen)" value="([^"]*)"', words))
    assert set(fields) == {"rows", "seen"}, words
    return client.post(url, fields)


def table(*rows: tuple[str, ...], kind: str = "csv") -> bytes:
    return write_workbook(COLUMNS, rows) if kind == "xlsx" else write_csv(COLUMNS, rows)


GOOD = (
    ("Айгүл Үлгі", "aigul@example.org", "I1", "F;P", "kk"),
    ("Пример Примеров", "primer@example.org", "", "", "ru"),
    ("Only a name", "", "I1", "", ""),
)


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_a_list_is_looked_at_and_then_written(closing_round, administrator, kind: str) -> None:
    page = upload(administrator, table(*GOOD, kind=kind), f"people.{kind}")
    assert page.status_code == 200
    assert not Participant.objects.exists()
    assert confirm(administrator, page).status_code == 302
    found = Participant.objects.select_related("contact", "institution").order_by("pk")
    assert [(one.contact.name, one.contact.email, one.sections, one.language) for one in found] == [
        ("Айгүл Үлгі", "aigul@example.org", ["F", "P"], "kk"),
        ("Пример Примеров", "primer@example.org", [], "ru"),
        ("Only a name", "", [], "kk"),
    ]
    assert [one.institution.code if one.institution else "" for one in found] == ["I1", "", "I1"]


def test_the_same_list_again_changes_nothing(closing_round, administrator) -> None:
    confirm(administrator, upload(administrator, table(*GOOD)))
    page = upload(administrator, table(*GOOD))
    assert page.context["preview"].unchanged == 3
    assert not page.context["preview"].is_good
    assert Participant.objects.count() == 3


def test_a_known_address_updates_its_participant_whatever_its_capitals(closing_round, administrator) -> None:
    confirm(administrator, upload(administrator, table(*GOOD)))
    page = upload(administrator, table(("Another name", "AIGUL@example.org", "", "P", "en")))
    (planned,) = page.context["preview"].changed
    assert [(change.column, change.before, change.after) for change in planned.changes] == [
        ("name", "Айгүл Үлгі", "Another name"),
        ("institution", "I1", ""),
        ("sections", "F;P", "P"),
        ("language", "kk", "en"),
    ]
    words = page.content.decode()
    assert "<del>Айгүл Үлгі</del>" in words
    assert "<ins>Another name</ins>" in words
    confirm(administrator, page)
    contact = Contact.objects.select_related("participant").get(email="aigul@example.org")
    assert (contact.name, contact.participant.language, contact.participant.sections) == ("Another name", "en", ["P"])
    assert Participant.objects.count() == 3


def test_links_of_whoever_has_not_begun_ask_for_what_was_changed(closing_round, administrator, institution) -> None:
    confirm(administrator, upload(administrator, table(*GOOD)))
    participant = Participant.objects.get(contact__email="aigul@example.org")
    PersonalLink.objects.create(
        round=closing_round, participant=participant, institution=institution, secret_hash="x" * 64, sections=["F", "P"]
    )
    confirm(administrator, upload(administrator, table(("Айгүл Үлгі", "aigul@example.org", "", "P", "kk"))))
    link = PersonalLink.objects.get()
    assert (link.institution, link.sections) == (None, ["P"])


def test_columns_that_the_file_lacks_stay_as_they_are(closing_round, administrator) -> None:
    confirm(administrator, upload(administrator, table(*GOOD)))
    page = upload(administrator, write_csv(("name", "email"), [("Айгүл", "aigul@example.org")]))
    confirm(administrator, page)
    participant = Participant.objects.get(contact__email="aigul@example.org")
    assert (participant.contact.name, participant.sections) == ("Айгүл", ["F", "P"])


@pytest.mark.parametrize(
    ("rows", "place", "words"),
    [
        ([("", "", "I1", "", "kk")], "Row 2, column email", "Give a name or an e-mail address."),
        ([("A", "nobody", "", "", "kk")], "Row 2, column email", "“nobody” is no e-mail address."),
        ([("A", "a@b.kz", "I9", "", "kk")], "Row 2, column institution", "“I9” is not in this round."),
        ([("A", "a@b.kz", "", "F;Z", "kk")], "Row 2, column sections", "“Z” is not in this round."),
        ([("A", "a@b.kz", "", "", "de")], "Row 2, column language", "“de” is not in this round."),
        ([("A" * 201, "a@b.kz", "", "", "kk")], "Row 2, column name", "The text has 201 characters"),
        (
            [("A", "a@b.kz", "", "", "kk"), ("B", "A@B.kz", "", "", "kk")],
            "Row 3, column email",
            "Row 2 is about the same person.",
        ),
        (
            [("A", "", "I1", "", "kk"), ("a", "", "I1", "", "kk")],
            "Row 3, column name",
            "Row 2 is about the same person.",
        ),
    ],
)
def test_a_bad_cell_is_named_and_nothing_is_written(
    closing_round, administrator, rows: list[tuple[str, ...]], place: str, words: str
) -> None:
    page = upload(administrator, table(*rows, ("Good", "good@example.org", "", "", "kk")))
    assert page.status_code == 422
    (problem,) = page.context["preview"].problems
    assert problem.startswith(place)
    assert words in problem
    assert not Participant.objects.exists()
    assert 'name="rows"' not in page.content.decode()


def test_every_bad_cell_is_named_at_once(closing_round, administrator) -> None:
    page = upload(administrator, table(("A", "x", "I9", "Z", "de"), ("", "", "", "", "")))
    assert len(page.context["preview"].problems) == 4


def test_whoever_has_begun_keeps_institution_and_sections(closing_round, administrator) -> None:
    confirm(administrator, upload(administrator, table(*GOOD)))
    participant = Participant.objects.get(contact__email="aigul@example.org")
    Response.objects.create(round=closing_round, participant=participant, language="kk", sections=["F", "P"])
    page = upload(administrator, table(("Айгүл Үлгі", "aigul@example.org", "", "F;P", "kk")))
    assert page.status_code == 422
    assert "has begun to answer" in page.content.decode()
    page = upload(administrator, table(("Жаңа есім", "aigul@example.org", "I1", "F;P", "ru")))
    assert confirm(administrator, page).status_code == 302
