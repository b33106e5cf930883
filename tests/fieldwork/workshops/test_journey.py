"""A workshop from its beginning to its submission."""

from __future__ import annotations

import csv
import io

import pypdf
from django.test import Client

from fieldwork.models import Agreement, Stage, Vote, Workshop
from surveys.models import AnswerChange, Mode, ResponseState, Round
from tests.fieldwork.workshops.conftest import Phone, press, vote

BELOW = "work/r1/workshops/"


def test_a_workshop_goes_from_votes_to_a_submitted_response(
    staff: Client, workshop: Workshop, join: Phone, survey_round: Round
) -> None:
    base = f"/kk/work/r1/workshops/{workshop.pk}/"
    phones = [join() for _phone in range(3)]
    assert press(staff, workshop, "begin") == 302
    assert (workshop.item, workshop.stage) == ("F1.1.a", Stage.WAITING)
    response = workshop.response
    assert response is not None
    assert (response.mode, response.sections) == (Mode.COLLECTIVE, ["F"])
    press(staff, workshop, "open")
    for phone, value in zip(phones, ["yes", "no", "dk"], strict=True):
        assert vote(phone, workshop, value, reason=f"себеп {value}") == 302
    shown = staff.get(base).content.decode()
    assert "себеп" not in shown
    press(staff, workshop, "close")
    shown = staff.get(base).content.decode()
    assert "себеп yes" in shown
    assert '<td class="n">1</td>' in shown
    press(staff, workshop, "open")
    for phone in phones:
        vote(phone, workshop, "yes", 2)
    press(staff, workshop, "close")
    assert workshop.stage == Stage.SECOND_SPREAD
    press(
        staff, workshop, "agree", item="F1.1.a", value="yes", rationale="Заңның 5-бабы", minority_view="Бір адам қарсы"
    )
    assert workshop.stage == Stage.AGREED
    agreement = Agreement.objects.get()
    assert (agreement.value, agreement.present) == ("yes", [1, 2, 3])
    response.refresh_from_db()
    assert response.answers == {"F1.1.a": "yes"}
    assert AnswerChange.objects.get().by == workshop.facilitator
    press(staff, workshop, "end")
    response.refresh_from_db()
    assert (workshop.stage, response.participants) == (Stage.ENDED, 3)
    page = staff.get(f"{base}results/").content.decode()
    assert "Заңның 5-бабы" in page
    assert "Бір адам қарсы" in page
    assert staff.post(f"{base}submit/").status_code == 302
    response.refresh_from_db()
    assert response.state == ResponseState.SUBMITTED
    assert response.events.get().by == workshop.facilitator
    assert staff.get(f"{base}results/").status_code == 200
    rows = list(csv.DictReader(io.StringIO(staff.get(f"{base}votes.csv").content.decode("utf-8-sig"))))
    assert [(row["ballot"], row["answer"]) for row in rows if row["ballot"] == "2"] == [("2", "yes")] * 3
    assert sorted(row["answer"] for row in rows if row["ballot"] == "1") == ["dk", "no", "yes"]
    assert {row["agreed"] for row in rows} == {"yes"}
    for language in ("kk", "ru", "en"):
        document = pypdf.PdfReader(io.BytesIO(staff.get(f"/{language}/{BELOW}{workshop.pk}/protocol.pdf").content))
        text = " ".join(page.extract_text() for page in document.pages)
        assert "Заңның 5-бабы" in text
        assert "Бір адам қарсы" in text


def test_a_phone_follows_the_workshop(staff: Client, workshop: Workshop, join: Phone) -> None:
    phone = join()
    address = f"/en/join/{workshop.join_code}/"
    assert "You are in" in phone.get(address).content.decode()
    press(staff, workshop, "begin")
    assert "Is there a law?" in phone.get(address).content.decode()
    press(staff, workshop, "open")
    assert 'value="yes"' in phone.get(address).content.decode()
    vote(phone, workshop, "yes", reason="because")
    shown = phone.get(address).content.decode()
    assert 'aria-pressed="true"' in shown
    assert "because" in shown
    vote(phone, workshop, "no")
    assert Vote.objects.get().value == "no"
    press(staff, workshop, "close")
    shown = phone.get(address).content.decode()
    assert "bars" in shown
    assert "vote-button" not in shown
    press(staff, workshop, "agree", item="F1.1.a", value="no")
    assert "agreed-answer" in phone.get(address).content.decode()
    press(staff, workshop, "end")
    assert phone.get(address).status_code == 200
    assert "data-ended" in phone.get(address).content.decode()


def test_items_below_an_answer_that_is_not_yes_are_passed_over(staff: Client, workshop: Workshop, join: Phone) -> None:
    base = f"/kk/work/r1/workshops/{workshop.pk}/"
    press(staff, workshop, "begin")
    asked = staff.get(base).context["screen"]
    assert asked.total == len([place for group in asked.groups for place in group.places])
    parent, child = "F1.1.a", "F1.1.b"
    press(staff, workshop, "go", item=parent)
    press(staff, workshop, "agree", item=parent, value="no")
    assert staff.get(base).context["screen"].after.code != child
    press(staff, workshop, "go", item=child)
    assert workshop.item == parent
    press(staff, workshop, "agree", item=parent, value="yes")
    assert staff.get(base).context["screen"].after.code == child
    press(staff, workshop, "go", item=child)
    assert workshop.item == child


def test_an_item_is_found_again_as_far_as_it_had_come(staff: Client, workshop: Workshop, join: Phone) -> None:
    phone = join()
    press(staff, workshop, "begin")
    press(staff, workshop, "open")
    vote(phone, workshop, "yes")
    first = workshop.item
    after = staff.get(f"/kk/work/r1/workshops/{workshop.pk}/").context["screen"].after.code
    press(staff, workshop, "go", item=after)
    assert (workshop.item, workshop.stage) == (after, Stage.WAITING)
    press(staff, workshop, "go", item=first)
    assert workshop.stage == Stage.SPREAD
    press(staff, workshop, "agree", item=first, value="yes")
    press(staff, workshop, "go", item=after)
    press(staff, workshop, "go", item=first)
    assert workshop.stage == Stage.AGREED
