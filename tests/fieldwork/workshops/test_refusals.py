"""What a workshop refuses, and how it says so."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from fieldwork.models import Agreement, Stage, Vote, Workshop, WrongCode
from fieldwork.workshops import codes
from fieldwork.workshops.codes import ALPHABET, make_code, normalise
from metep.models import User
from surveys.models import Assignment, Institution, Response, ResponseState, Role, Round
from tests.fieldwork.workshops.conftest import Phone, press, seat_of, vote

JOIN = "/en/join/ABC234/"


@pytest.fixture
def other(survey_round: Round) -> Client:
    """Another facilitator of the same round."""
    user = User.objects.create_user("other@example.org", "a long enough password")
    Assignment.objects.create(user=user, role=Role.FACILITATOR, round=survey_round)
    client = Client()
    client.force_login(user)
    return client


def pages_of(workshop: Workshop) -> list[str]:
    base = f"/kk/work/r1/workshops/{workshop.pk}/"
    return [base, *(f"{base}{page}" for page in ("changed/", "end/", "results/", "votes.csv", "protocol.pdf"))]


def test_someone_elses_workshop_is_not_found(workshop: Workshop, other: Client) -> None:
    assert [other.get(page).status_code for page in pages_of(workshop)] == [404] * 6
    for action in ("do", "submit"):
        assert other.post(f"/kk/work/r1/workshops/{workshop.pk}/{action}/", {"revision": 0}).status_code == 404
    assert list(other.get("/kk/work/r1/workshops/").context["page"]) == []


def test_other_roles_are_refused_and_strangers_sign_in(workshop: Workshop, survey_round: Round, client: Client) -> None:
    user = User.objects.create_user("clerk@example.org", "a long enough password")
    Assignment.objects.create(user=user, role=Role.CLERK, round=survey_round)
    assert [client.get(page).status_code for page in pages_of(workshop)] == [302] * 6
    client.force_login(user)
    assert [client.get(page).status_code for page in pages_of(workshop)] == [403] * 6
    assert client.get("/kk/work/r1/workshops/new/").status_code == 403


def test_an_administrator_leads_every_workshop(workshop: Workshop, client: Client) -> None:
    client.force_login(User.objects.create_superuser("administrator@example.org", "a long enough password"))
    assert client.get(f"/kk/work/r1/workshops/{workshop.pk}/").status_code == 200
    assert workshop.title in client.get("/kk/work/r1/workshops/").content.decode()


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("abc234", "ABC234"),
        (" abc-234 ", "ABC234"),
        ("АВС234", "ABC234"),  # typed on a Cyrillic keyboard
        ("ABC23", ""),
        ("ABC230", ""),
        ("ABC\x00234", ""),
        ("ß" * 6, ""),
        ("A" * 1000, ""),
    ],
)
def test_codes_are_read_as_people_type_them(typed: str, code: str) -> None:
    assert normalise(typed) == code


def test_codes_hold_nothing_that_looks_like_something_else(db: None) -> None:
    assert not set("01OI") & set(ALPHABET)
    assert all(normalise(code) == code for code in (make_code() for _turn in range(50)))


@pytest.mark.parametrize("typed", ["", "ZZZZZZ", "\x00", "Ж" * 200, "A" * 100_000])
def test_a_wrong_code_is_refused(workshop: Workshop, client: Client, typed: str) -> None:
    answer = client.post("/en/join/", {"code": typed})
    assert answer.status_code == 422
    assert "error-summary" in answer.content.decode()


@pytest.mark.parametrize("code", ["ZZZZZZ", "%00", "abc", "%D0%96%D0%96"])
def test_a_wrong_code_in_an_address_is_not_found(workshop: Workshop, client: Client, code: str) -> None:
    assert client.get(f"/en/join/{code}/").status_code == 404
    assert client.get(f"/en/join/{code}/seat/secret/").status_code == 404


def test_a_code_dies_with_its_workshop(staff: Client, workshop: Workshop, join: Phone, client: Client) -> None:
    phone = join()
    press(staff, workshop, "begin")
    press(staff, workshop, "end")
    assert client.get(JOIN).status_code == 404
    assert client.post(JOIN, {"name": ""}).status_code == 404
    assert phone.get(JOIN).status_code == 200
    assert workshop.seats.count() == 1


def test_wrong_codes_are_limited_for_an_address_but_joining_is_not(
    workshop: Workshop, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(codes, "WRONG_PER_ADDRESS", 3)
    for _person in range(12):
        assert Client().post(JOIN, {"name": ""}).status_code == 302
    for _guess in range(3):
        assert Client().post("/en/join/", {"code": "ZZZZZZ"}).status_code == 422
    limited = Client().post("/en/join/", {"code": "ABC234"})
    assert limited.status_code == 429
    assert "Too many wrong codes" in limited.content.decode()
    assert Client().get("/en/join/ABC234/").status_code == 429
    elsewhere = Client(REMOTE_ADDR="192.0.2.7")
    assert elsewhere.get(JOIN).status_code == 200
    WrongCode.objects.update(at=timezone.now() - codes.WINDOW - timedelta(seconds=1))
    assert Client().get(JOIN).status_code == 200


def test_wrong_codes_are_limited_for_a_browser(workshop: Workshop, join: Phone) -> None:
    phone = join()
    for _guess in range(codes.WRONG_PER_SESSION):
        phone.post("/en/join/", {"code": "ZZZZZZ"})
    assert phone.post("/en/join/", {"code": "YYYYYY"}).status_code == 429
    assert phone.get(JOIN).status_code == 200  # who has a seat keeps it


def test_addresses_of_guessers_are_not_kept_in_the_clear(workshop: Workshop, client: Client) -> None:
    client.post("/en/join/", {"code": "ZZZZZZ"})
    assert "127.0.0.1" not in WrongCode.objects.get().source
    assert len(WrongCode.objects.get().source) == 64


@pytest.fixture
def voting(staff: Client, workshop: Workshop) -> Workshop:
    """The workshop with the first ballot open."""
    press(staff, workshop, "begin")
    press(staff, workshop, "open")
    return workshop


@pytest.mark.parametrize(
    ("fields", "status"),
    [
        ({"item": "F1.1.c"}, 409),
        ({"item": ""}, 409),
        ({"item": "nothing"}, 409),
        ({"ballot": "2"}, 409),
        ({"ballot": "3"}, 422),
        ({"ballot": "x"}, 422),
        ({"value": "perhaps"}, 422),
        ({"value": ""}, 422),
        ({"value": "yes\x00"}, 422),
        ({"value": "y" * 1_000_000}, 422),
        ({"reason": "ө" * 1_000_000}, 422),
        ({"reason": "a\x00b"}, 422),
    ],
)
def test_a_bad_vote_is_not_stored(voting: Workshop, join: Phone, fields: dict[str, str], status: int) -> None:
    phone = join()
    sent = {"item": voting.item, "ballot": "1", "value": "yes", **fields}
    for headers in ({}, {"X-Live": "1"}):
        answer = phone.post(f"{JOIN}vote/", sent, headers=headers)
        assert answer.status_code == status
        assert 'role="alert"' in answer.content.decode()
    assert not Vote.objects.exists()


def test_a_refused_reason_is_shown_again(voting: Workshop, join: Phone) -> None:
    answer = join().post(
        f"{JOIN}vote/", {"item": voting.item, "ballot": "1", "value": "yes", "reason": "long words " * 200}
    )
    assert "long words " * 100 in answer.content.decode()


@pytest.mark.parametrize("value", ["101", "-1", "many", "1e3"])
def test_a_number_outside_its_bounds_is_no_vote(staff: Client, workshop: Workshop, join: Phone, value: str) -> None:
    phone = join()
    press(staff, workshop, "begin")
    press(staff, workshop, "go", item="F1.1.share")
    press(staff, workshop, "open")
    assert vote(phone, workshop, value) == 422
    assert vote(phone, workshop, "12,5") == 302
    assert Vote.objects.get().value == "12.5"


def test_a_vote_after_the_end_of_its_ballot_is_not_counted(staff: Client, voting: Workshop, join: Phone) -> None:
    phone = join()
    vote(phone, voting, "yes")
    press(staff, voting, "close")
    assert vote(phone, voting, "no") == 409
    press(staff, voting, "open")
    assert vote(phone, voting, "no", ballot=1) == 409
    assert vote(phone, voting, "no", ballot=2) == 302
    assert list(Vote.objects.order_by("ballot").values_list("ballot", "value")) == [(1, "yes"), (2, "no")]


def test_two_windows_of_one_seat_have_one_vote(voting: Workshop, join: Phone) -> None:
    phone = join()
    vote(phone, voting, "yes")
    again = Client()
    again.cookies = phone.cookies
    vote(again, voting, "no")
    assert Vote.objects.get().value == "no"


def test_a_seat_of_another_workshop_does_not_vote_here(
    staff: Client, voting: Workshop, join: Phone, facilitator: User
) -> None:
    phone = join()
    elsewhere = Workshop.objects.create(
        round=voting.round, facilitator=facilitator, title="Басқа", sections=["F"], language="kk", join_code="XYZ234"
    )
    press(staff, elsewhere, "begin")
    press(staff, elsewhere, "open")
    answer = phone.post("/en/join/XYZ234/vote/", {"item": elsewhere.item, "ballot": "1", "value": "yes"})
    assert answer.status_code == 302
    assert not Vote.objects.exists()
    secret = phone.session["seats"][str(voting.pk)]
    assert Client().get(f"/en/join/XYZ234/seat/{secret}/").status_code == 404


def test_a_lost_phone_comes_back_to_its_seat(voting: Workshop, join: Phone) -> None:
    phone = join()
    vote(phone, voting, "no")
    secret = phone.session["seats"][str(voting.pk)]
    found = Client()
    assert found.get(f"{JOIN}seat/{secret}/").url == JOIN
    assert 'aria-pressed="true"' in found.get(JOIN).content.decode()
    assert voting.seats.count() == 1
    assert Client().get(f"{JOIN}seat/{secret}x/").status_code == 404
    assert seat_of(phone, voting).secret_hash != secret


def test_nobody_sees_votes_before_the_spread_is_shown(staff: Client, voting: Workshop, join: Phone) -> None:
    one, two = join(), join()
    vote(one, voting, "no", reason="құпия себеп")
    base = f"/en/work/r1/workshops/{voting.pk}/"
    for client, address in ((two, JOIN), (staff, base), (staff, f"{base}changed/")):
        shown = client.get(address).content.decode()
        assert "құпия себеп" not in shown
        assert 'class="spread"' not in shown
    for page in ("results/", "votes.csv", "protocol.pdf"):
        assert staff.get(f"{base}{page}").status_code == 302
    people = staff.get(f"{base}changed/").context["people"]
    assert (people.present, people.voted) == (2, 1)


def test_news_come_only_when_there_are_any(staff: Client, voting: Workshop, join: Phone) -> None:
    phone = join()
    shown = phone.get(JOIN).context["phone"]
    address = f"{JOIN}changed/"
    known = {"seen": shown.revision, "seat": shown.token}
    assert phone.get(address, known).status_code == 204
    press(staff, voting, "close")
    news = phone.get(address, known)
    assert news.status_code == 200
    assert f'data-revision="{voting.revision}"' in news.content.decode()
    for token in ("", "1", f"{shown.token}x", "\x00"):
        assert phone.get(address, {"seen": "0", "seat": token}).status_code == 404
    assert Client().get(address, {"seen": "0", "seat": shown.token}).status_code == 404


def test_a_button_pressed_twice_acts_once(staff: Client, voting: Workshop) -> None:
    before = voting.revision
    address = f"/en/work/r1/workshops/{voting.pk}/do/"
    staff.post(address, {"do": "close", "revision": before})
    again = staff.post(address, {"do": "close", "revision": before}, follow=True)
    assert "had moved on" in again.content.decode()
    voting.refresh_from_db()
    assert (voting.stage, voting.revision) == (Stage.SPREAD, before + 1)


@pytest.mark.parametrize(
    "fields",
    [
        {"do": "agree", "item": "F1.1.a", "value": "yes"},  # while people vote
        {"do": "agree", "item": "nothing", "value": "yes"},
        {"do": "begin"},
        {"do": "open"},
        {"do": "dance"},
        {"do": ""},
        {"do": "go", "item": "P1.1.a"},
        {"do": "go", "item": ""},
        {"do": "close", "revision": "x"},
        {"do": "close", "revision": "99999999999999999999"},
    ],
)
def test_what_cannot_be_done_now_changes_nothing(staff: Client, voting: Workshop, fields: dict[str, str]) -> None:
    before = voting.revision
    sent = {"revision": str(before), **fields}
    answer = staff.post(f"/en/work/r1/workshops/{voting.pk}/do/", sent, follow=True)
    assert answer.status_code in (200, 409)
    assert "warning" in answer.content.decode() or "error-summary" in answer.content.decode()
    voting.refresh_from_db()
    assert (voting.stage, voting.revision) == (Stage.VOTE, before)
    assert not Agreement.objects.exists()


@pytest.mark.parametrize(
    "typed",
    [
        {"value": ""},
        {"value": "perhaps"},
        {"value": "yes", "rationale": "a\x00"},
        {"value": "yes", "minority_view": "ж" * 1_000_000},
    ],
)
def test_a_bad_agreement_is_refused_and_kept_on_the_screen(
    staff: Client, workshop: Workshop, typed: dict[str, str]
) -> None:
    press(staff, workshop, "begin")
    sent = {"do": "agree", "item": "F1.1.a", "revision": workshop.revision, "rationale": "Kept words", **typed}
    answer = staff.post(f"/en/work/r1/workshops/{workshop.pk}/do/", sent)
    assert answer.status_code == 422
    assert ("Kept words" in answer.content.decode()) == (sent["rationale"] == "Kept words")
    assert not Agreement.objects.exists()


def test_what_was_typed_on_an_old_state_is_not_lost(staff: Client, workshop: Workshop) -> None:
    press(staff, workshop, "begin")
    old = workshop.revision
    address = f"/en/work/r1/workshops/{workshop.pk}/do/"
    sent = {"do": "agree", "item": "F1.1.a", "revision": old, "value": "yes", "rationale": "Typed long ago"}
    press(staff, workshop, "agree", item="F1.1.a", value="no")
    same = staff.post(address, sent)
    assert same.status_code == 409
    assert "Typed long ago</textarea>" in same.content.decode()
    assert f'name="revision" value="{workshop.revision}"' in same.content.decode()
    press(staff, workshop, "go", item="F1.1.c")
    moved = staff.post(address, sent)
    assert moved.status_code == 409
    assert 'class="typed">Typed long ago' in moved.content.decode()
    assert Agreement.objects.get().value == "no"


def test_a_round_that_closed_meanwhile_takes_no_answers(staff: Client, workshop: Workshop, survey_round: Round) -> None:
    press(staff, workshop, "begin")
    survey_round.close()
    sent = {"do": "agree", "item": "F1.1.a", "revision": workshop.revision, "value": "yes", "rationale": "Kept words"}
    answer = staff.post(f"/en/work/r1/workshops/{workshop.pk}/do/", sent)
    assert answer.status_code == 409
    assert "closed" in answer.content.decode()
    assert "Kept words" in answer.content.decode()
    press(staff, workshop, "end")
    staff.post(f"/en/work/r1/workshops/{workshop.pk}/submit/")
    assert Response.objects.get().state == ResponseState.DRAFT


def test_a_workshop_does_not_begin_in_a_closed_round(staff: Client, workshop: Workshop, survey_round: Round) -> None:
    survey_round.close()
    press(staff, workshop, "begin")
    assert workshop.response is None


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"title": ""}, "title"),
        ({"title": "a\x00"}, "title"),
        ({"title": "ж" * 1_000_000}, "title"),
        ({"sections": []}, "sections"),
        ({"sections": ["P"]}, "sections"),
        ({"sections": ["N"]}, "sections"),
        ({"language": "xx"}, "language"),
        ({"institution": "999999"}, "institution"),
        ({"institution": "x"}, "institution"),
    ],
)
def test_a_bad_workshop_is_not_made(staff: Client, survey_round: Round, fields: dict[str, object], field: str) -> None:
    sent = {"title": "Kept title", "sections": ["F"], "language": "kk", "institution": "", **fields}
    answer = staff.post("/en/work/r1/workshops/new/", sent)
    assert answer.status_code == 422
    assert field in answer.context["form"].errors
    assert not Workshop.objects.exists()


def test_a_workshop_is_made_for_an_institution(staff: Client, institution: Institution) -> None:
    sent = {"title": "Мекеме", "sections": ["F"], "language": "ru", "institution": institution.pk}
    staff.post("/en/work/r1/workshops/new/", sent)
    made = Workshop.objects.get()
    assert (made.institution, made.language, made.sections) == (institution, "ru", ["F"])
    press(staff, made, "begin")
    press(staff, made, "go", item="F2.1.a")
    assert made.item == "F2.1.a"


def test_formulas_in_reasons_are_neutralised(staff: Client, voting: Workshop, join: Phone) -> None:
    vote(join(), voting, "yes", reason="=1+1")
    press(staff, voting, "end")
    assert "'=1+1" in staff.get(f"/en/work/r1/workshops/{voting.pk}/votes.csv").content.decode()


def test_a_phone_is_sent_to_a_language_of_the_round(workshop: Workshop, survey_round: Round, client: Client) -> None:
    survey_round.languages = ["kk", "ru"]
    survey_round.save()
    assert client.get(JOIN).url == "/kk/join/ABC234/"
