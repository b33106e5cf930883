"""The pages of mailings: written, looked at, released, stopped; unsubscribing; who may see them."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core import mail
from django.test import Client
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from fieldwork.models import Letter, LetterState, Mailing, MailingKind, Recipients
from fieldwork.people import tasks
from fieldwork.people.letters import token_of
from surveys.models import Contact, PersonalLink
from tests.fieldwork.people.conftest import draft, invite_list
from tests.surveys.administration import sign_in, words_of

BASE = "/en/work/r1/"

BASE = "/en/work/r1/"

pytestmark = pytest.mark.django_db


def texts(**changes: str) -> dict[str, str]:
    made = {"recipients": Recipients.NOT_INVITED}
    for language in ("kk", "ru", "en"):
        made |= {f"subject_{language}": "About {round}", f"body_{language}": "Dear {name}\n\n{link}"}
    return made | changes


def test_an_invitation_is_written_looked_at_and_released(people, administrator) -> None:
    page = administrator.get(BASE + "mail/new/invitation/")
    assert "Құрметті {name}!" in page.content.decode()
    answer = administrator.post(BASE + "mail/new/invitation/", texts())
    mailing = Mailing.objects.get()
    assert answer["Location"] == f"{BASE}mail/{mailing.pk}/"
    assert mailing.released_at is None
    shown = administrator.get(f"{BASE}mail/{mailing.pk}/?language=ru")
    assert "About Пробный раунд" in words_of(shown)
    assert shown.context["expected"] == 3
    administrator.post(f"{BASE}mail/{mailing.pk}/release/", {"when": "now"})
    mailing.refresh_from_db()
    assert mailing.released_at
    (task,) = DBTaskResult.objects.all()
    assert task.args_kwargs["args"] == [mailing.pk, tasks.ticket_of(mailing)]
    assert administrator.get(f"{BASE}mail/{mailing.pk}/edit/").status_code == 404
    assert administrator.post(f"{BASE}mail/{mailing.pk}/release/", {"when": "now"}).status_code == 404


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"body_kk": "Dear {names} {link}"}, "body_kk"),
        ({"body_ru": "Dear {name}"}, "body_ru"),
        ({"body_en": "{link} {"}, "body_en"),
        ({"subject_en": "{link}"}, "subject_en"),
        ({"subject_kk": ""}, "subject_kk"),
        ({"body_kk": ""}, "body_kk"),
        ({"subject_kk": "x" * 201}, "subject_kk"),
        ({"recipients": "everybody"}, "recipients"),
        ({"recipients": "chosen"}, "recipients"),
        ({"recipients": "missing"}, "recipients"),
    ],
)
def test_a_text_that_cannot_be_sent_is_refused_at_its_field(people, administrator, changes, field: str) -> None:
    answer = administrator.post(BASE + "mail/new/invitation/", texts(**changes))
    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == [field]
    assert not Mailing.objects.exists()


def test_the_chosen_are_written_down_at_once(people, administrator) -> None:
    keys = [people[0].pk, people[2].pk]
    page = administrator.get(BASE + "mail/new/invitation/", {"participant": keys})
    assert [one.pk for one in page.context["chosen"]] == keys
    administrator.post(
        BASE + "mail/new/invitation/", texts(recipients=Recipients.CHOSEN) | {"participant": [*map(str, keys), "x"]}
    )
    assert list(Letter.objects.order_by("participant").values_list("participant", flat=True)) == keys


def test_reminders_are_planned_some_days_before_closing(closing_round, people, administrator) -> None:
    mailing = draft(closing_round, MailingKind.REMINDER)
    administrator.post(f"{BASE}mail/{mailing.pk}/release/", {"when": "days", "days": "2, 7"})
    planned = Mailing.objects.order_by("send_at")
    assert [(closing_round.closes_at - one.send_at).days for one in planned] == [7, 2]
    assert [one.subject_kk for one in planned] == [mailing.subject_kk] * 2
    runs = DBTaskResult.objects.order_by("run_after").values_list("run_after", flat=True)
    assert list(runs) == [one.send_at for one in planned]


@pytest.mark.parametrize(
    ("data", "field"),
    [
        ({"when": "moment", "moment": ""}, "moment"),
        ({"when": "moment", "moment": "2020-01-01T10:00"}, "moment"),
        ({"when": "moment", "moment": "2099-01-01T10:00"}, "moment"),
        ({"when": "moment", "moment": "soon"}, "moment"),
        ({"when": "days", "days": ""}, "days"),
        ({"when": "days", "days": "two"}, "days"),
        ({"when": "days", "days": "0"}, "days"),
        ({"when": "days", "days": "25"}, "days"),
        ({"when": "days", "days": "1,2,3,4,5,6"}, "days"),
        ({"when": "never"}, "when"),
        ({}, "when"),
    ],
)
def test_a_moment_that_cannot_be_is_refused_at_its_field(
    closing_round, people, administrator, data: dict[str, str], field: str
) -> None:
    mailing = draft(closing_round, MailingKind.REMINDER)
    answer = administrator.post(f"{BASE}mail/{mailing.pk}/release/", data)
    assert answer.status_code == 422
    assert list(answer.context["release"].errors) == [field]
    mailing.refresh_from_db()
    assert mailing.released_at is None


def test_a_moment_is_one_of_the_rounds_time_zone(closing_round, people, administrator) -> None:
    closing_round.time_zone = "America/New_York"
    closing_round.save()
    mailing = draft(closing_round)
    day = (timezone.now() + timedelta(days=3)).date()
    administrator.post(f"{BASE}mail/{mailing.pk}/release/", {"when": "moment", "moment": f"{day}T09:30"})
    mailing.refresh_from_db()
    assert f"{mailing.send_at.astimezone(closing_round.zone):%Y-%m-%d %H:%M}" == f"{day} 09:30"


def test_a_closed_round_invites_nobody(closing_round, people, administrator) -> None:
    mailing = draft(closing_round)
    closing_round.close()
    assert administrator.post(BASE + "mail/new/invitation/", texts()).status_code == 422
    administrator.post(f"{BASE}mail/{mailing.pk}/release/", {"when": "now"})
    administrator.post(f"{BASE}people/{people[0].pk}/link/")
    answer = administrator.post(BASE + "people/sheets/", {"participant": people[0].pk})
    assert answer.status_code == 422
    mailing.refresh_from_db()
    assert mailing.released_at is None
    assert not PersonalLink.objects.exists()
    assert Mailing.objects.count() == 1


def test_a_mailing_is_made_a_draft_again_or_cancelled(closing_round, people, administrator) -> None:
    mailing = draft(closing_round)
    tasks.release(mailing, timezone.now() + timedelta(days=1))
    administrator.post(f"{BASE}mail/{mailing.pk}/cancel/", {"draft": "1"})
    mailing.refresh_from_db()
    assert (mailing.released_at, mailing.cancelled_at) == (None, None)
    tasks.release(mailing, None)
    tasks.prepare(mailing)
    administrator.post(f"{BASE}mail/{mailing.pk}/cancel/")
    assert set(mailing.letters.values_list("state", flat=True)) == {LetterState.SKIPPED}
    answer = administrator.post(f"{BASE}mail/{mailing.pk}/cancel/", follow=True)
    assert "has ended already" in answer.content.decode()


@pytest.mark.parametrize(
    ("state", "after"),
    [
        (LetterState.UNCERTAIN, LetterState.WAITING),
        (LetterState.FAILED, LetterState.WAITING),
        (LetterState.BOUNCED, LetterState.WAITING),
        (LetterState.SENT, LetterState.SENT),
        (LetterState.SENDING, LetterState.SENDING),
    ],
)
def test_one_letter_is_sent_again_when_somebody_decides_so(
    closing_round, people, administrator, state: str, after: str
) -> None:
    mailing = draft(closing_round)
    tasks.release(mailing, None)
    letter = Letter.objects.create(mailing=mailing, participant=people[0], state=state)
    Mailing.objects.update(prepared_at=timezone.now(), finished_at=timezone.now())
    administrator.post(f"{BASE}mail/{mailing.pk}/letters/{letter.pk}/again/")
    letter.refresh_from_db()
    assert letter.state == after
    assert (Mailing.objects.get().finished_at is None) == (after == LetterState.WAITING)


def test_a_test_goes_to_its_writer_in_every_language(closing_round, administrator) -> None:
    mailing = draft(closing_round)
    administrator.post(f"{BASE}mail/{mailing.pk}/test/")
    assert [message.to for message in mail.outbox] == [["staff-0@example.org"]] * 3
    assert all(message.subject.startswith("Test: ") for message in mail.outbox)
    assert not PersonalLink.objects.exists()


def test_the_moment_of_closing_is_told_in_the_rounds_zone(closing_round, people, administrator) -> None:
    closing_round.closes_at = timezone.datetime(2026, 12, 1, 13, 0, tzinfo=timezone.get_fixed_timezone(0))
    closing_round.save()
    mailing = draft(closing_round)
    page = words_of(administrator.get(f"{BASE}mail/{mailing.pk}/?language=kk"))
    assert "2026 ж. 1 желтоқсан, 18:00 (UTC+5)" in page


def test_without_institution_or_closing_their_lines_are_left_out(survey_round, administrator) -> None:
    (one,) = invite_list(survey_round, None, 1)
    mailing = draft(survey_round)
    administrator.post(f"{BASE}mail/{mailing.pk}/test/")
    text = mail.outbox[2].body
    assert one.round_id
    assert "You answer for" not in text
    assert "Answers are taken until" not in text


@pytest.mark.parametrize("data", [{"List-Unsubscribe": "One-Click"}, {}])
def test_one_press_is_enough_to_unsubscribe(people, data: dict[str, str]) -> None:
    client = Client(enforce_csrf_checks=True)
    address = f"/kk/mail/stop/{token_of(people[0])}/"
    assert client.get(address).status_code == 200
    assert Contact.objects.get(pk=people[0].pk).unsubscribed_at is None
    answer = client.post(address, data)
    assert answer.status_code == 200
    first = Contact.objects.get(pk=people[0].pk).unsubscribed_at
    client.post(address, data)
    assert Contact.objects.get(pk=people[0].pk).unsubscribed_at == first
    client.post(address, {"again": "1"})
    assert Contact.objects.get(pk=people[0].pk).unsubscribed_at is None


@pytest.mark.parametrize("token", ["1", "1:forged", "x:y", "1:" + "a" * 43])
def test_a_forged_address_unsubscribes_nobody(people, token: str) -> None:
    assert Client().post(f"/en/mail/stop/{token}/").status_code == 404


PAGES = ("people/", "people/add/", "people/import/", "people/sheets/", "mail/", "mail/new/reminder/")


@pytest.mark.parametrize("page", PAGES)
def test_only_administrators_with_the_right_to_contacts_see_people(closing_round, page: str) -> None:
    address = BASE + page
    assert Client().get(address)["Location"].startswith("/en/")
    assert sign_in().get(address).status_code == 404
    assert sign_in("surveys.change_round").get(address).status_code == 403
    assert sign_in("surveys.change_round", "surveys.view_contact").get(address).status_code == 200


def test_people_of_another_round_are_not_found(people, version, administrator) -> None:
    people[0].round.code = "r1"
    other = type(people[0].round).objects.create(
        code="r2", country="KZ", title_kk="x", version=version, method="metep-2014/1", languages=["kk"], sections=["F"]
    )
    assert administrator.get(f"/en/work/{other.code}/people/{people[0].pk}/").status_code == 404
    mailing = draft(people[0].round)
    assert administrator.get(f"/en/work/{other.code}/mail/{mailing.pk}/").status_code == 404
    assert administrator.post(f"/en/work/{other.code}/mail/{mailing.pk}/cancel/").status_code == 404


@pytest.mark.parametrize("page", ["bounced", "link", "revoke"])
def test_following_a_link_changes_nothing(people, administrator, page: str) -> None:
    assert administrator.get(f"{BASE}people/{people[0].pk}/{page}/").status_code == 405
