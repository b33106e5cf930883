"""An institution signs off once, withdraws with a reason, and is asked again when something changes."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import timedelta
from threading import Barrier, Thread

import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone
from pypdf import PdfReader

from fieldwork.coordination.signing import (
    AlreadySigned,
    in_force,
    sign_off,
    withdraw_outdated,
    withdraw_sign_off,
)
from fieldwork.models import Card, Cause, SignOff
from metep.models import User
from surveys.lifecycle import accept, exclude, give_back
from surveys.models import Evidence, Institution, Response, Role, Round, RoundState
from tests.browsers import browser_of
from tests.fieldwork.coordination.conftest import answer
from tests.surveys.respondents import text_of

PAGE = "/en/work/r1/institutions/I1/"
SIGN, WITHDRAW, PDF = f"{PAGE}sign-off/", f"{PAGE}sign-off/withdraw/", f"{PAGE}sign-off/confirmation.pdf"
DECLARED = {"declaration": "on", "note": "Бәрі тексерілді"}


@pytest.fixture
def signer(make_staff: Callable[..., User], institution: Institution) -> User:
    return make_staff(Role.COORDINATOR, institution)


@pytest.fixture
def submitted(survey_round: Round, institution: Institution) -> Response:
    return answer(survey_round, institution, {"F1.1.a": "yes", "F1.1.c": "no", "F2.1.a": "yes"})


def test_a_coordinator_signs_off_with_a_declaration(signer: User, submitted: Response) -> None:
    coordinator = browser_of(signer)
    assert coordinator.post(SIGN, DECLARED)["Location"] == PAGE
    signed = SignOff.objects.get()
    assert (signed.by, signed.note, signed.withdrawn_at) == (signer, "Бәрі тексерілді", None)
    words = text_of(coordinator.get(PAGE))
    assert "Signed off:" in words
    assert "Бәрі тексерілді" in words


def test_the_page_says_what_is_missing(
    coordinator: Client, survey_round: Round, institution: Institution, submitted: Response
) -> None:
    answer(survey_round, institution, {"F1.1.a": "no"})
    answer(survey_round, institution, {}, submitted=False)
    Card.objects.create(round=survey_round, institution=institution, item="F2.1.a", cause=Cause.NO_EVIDENCE)
    Evidence.objects.create(response=submitted, items=["F1.1.a"], url="https://example.org")
    summary = coordinator.get(SIGN).context["summary"]
    row = summary.row
    assert (row.counted, row.drafts, row.answered, row.owed, row.differing, row.cards) == (2, 1, 2, 2, 1, 1)
    assert (summary.said_yes, summary.without_evidence) == (2, 1)
    assert not summary.is_whole


@pytest.mark.parametrize(
    ("sent", "words"),
    [({"note": "n"}, "Tick the box to sign off."), (DECLARED | {"note": "n" * 2001}, "Give a shorter note")],
)
def test_without_a_declaration_or_with_too_long_a_note_nothing_is_signed(
    coordinator: Client, submitted: Response, sent: dict[str, str], words: str
) -> None:
    answered = coordinator.post(SIGN, sent)
    assert answered.status_code == 422
    assert words in text_of(answered)
    assert sent["note"] in answered.content.decode()
    assert not SignOff.objects.exists()


def test_where_nothing_was_submitted_there_is_nothing_to_sign(
    coordinator: Client, survey_round: Round, institution: Institution
) -> None:
    answer(survey_round, institution, {"F1.1.a": "no"}, submitted=False)
    answered = coordinator.post(SIGN, DECLARED)
    assert answered.status_code == 422
    assert "there is nothing to sign off" in text_of(answered)
    assert not SignOff.objects.exists()


def test_an_administrator_signs_for_nobody_but_may_withdraw(
    administrator: Client, signer: User, survey_round: Round, institution: Institution, submitted: Response
) -> None:
    assert administrator.get(SIGN).status_code == 403
    assert administrator.post(SIGN, DECLARED).status_code == 403
    sign_off(survey_round, institution, signer)
    assert administrator.post(WITHDRAW, {"reason": "Қате"}).status_code == 302
    assert SignOff.objects.get().withdrawal_reason == "Қате"


@pytest.mark.parametrize(
    ("state", "publishes", "status"),
    [
        (RoundState.OPEN, None, 200),
        (RoundState.CLOSED, None, 200),
        (RoundState.CLOSED, timedelta(days=1), 200),
        (RoundState.CLOSED, -timedelta(days=1), 403),
        (RoundState.PREPARED, None, 403),
    ],
)
def test_institutions_sign_off_while_answers_are_collected_or_validated(
    coordinator: Client, submitted: Response, state: RoundState, publishes: timedelta | None, status: int
) -> None:
    now = timezone.now()
    Round.objects.update(state=state, publishes_at=publishes and now + publishes)
    assert coordinator.get(SIGN).status_code == status
    assert coordinator.post(SIGN, DECLARED).status_code == (302 if status == 200 else 403)
    assert coordinator.post(WITHDRAW, {"reason": "r"}).status_code == (302 if status == 200 else 403)


def test_who_signs_a_second_time_is_told_so(coordinator: Client, submitted: Response) -> None:
    coordinator.post(SIGN, DECLARED)
    answered = coordinator.post(SIGN, DECLARED, follow=True)
    assert "The institution has been signed off already." in text_of(answered)
    assert SignOff.objects.count() == 1
    assert "The institution has been signed off already:" in text_of(coordinator.get(SIGN))


@pytest.mark.django_db(transaction=True)
def test_two_who_sign_off_at_once_sign_once(
    signer: User, survey_round: Round, institution: Institution, submitted: Response
) -> None:
    begin, outcomes = Barrier(2), []

    def sign() -> None:
        begin.wait()
        try:
            sign_off(survey_round, institution, signer)
            outcomes.append("signed")
        except AlreadySigned:
            outcomes.append("late")
        finally:
            connection.close()

    people = [Thread(target=sign) for _ in range(2)]
    for person in people:
        person.start()
    for person in people:
        person.join()
    assert sorted(outcomes) == ["late", "signed"]
    assert SignOff.objects.count() == 1


def test_a_withdrawal_needs_a_reason_and_is_remembered(
    coordinator: Client, survey_round: Round, submitted: Response
) -> None:
    coordinator.post(SIGN, DECLARED)
    assert coordinator.get(WITHDRAW).status_code == 200
    answered = coordinator.post(WITHDRAW, {"reason": " "})
    assert answered.status_code == 422
    assert "Give the reason." in text_of(answered)
    assert in_force(survey_round).exists()
    coordinator.post(WITHDRAW, {"reason": "Қате табылды"})
    assert not in_force(survey_round).exists()
    assert "withdrawn: Қате табылды" in text_of(coordinator.get(PAGE))
    again = coordinator.post(WITHDRAW, {"reason": "x"}, follow=True)
    assert "There is no sign-off that could be withdrawn." in text_of(again)


def later(survey_round: Round, institution: Institution, response: Response) -> None:
    answer(survey_round, institution, {"F1.1.a": "no"})


CHANGES: dict[str, Callable[[Round, Institution, Response], None]] = {
    "another is submitted": later,
    "it is returned": lambda survey_round, institution, response: give_back(response, None, "Why?"),
    "it is excluded": lambda survey_round, institution, response: exclude(response, "A duplicate"),
}


@pytest.mark.parametrize("change", CHANGES)
def test_a_sign_off_ends_when_a_response_of_the_institution_changes(
    coordinator: Client,
    signer: User,
    survey_round: Round,
    institution: Institution,
    submitted: Response,
    change: str,
) -> None:
    sign_off(survey_round, institution, signer)
    CHANGES[change](survey_round, institution, submitted)
    assert not in_force(survey_round).exists()
    assert "withdrawn: A response of the institution changed after the sign-off." in text_of(coordinator.get(PAGE))
    assert coordinator.get(PDF).status_code == 404
    assert withdraw_outdated(survey_round) == 1
    assert withdraw_outdated(survey_round) == 0
    assert SignOff.objects.get().withdrawn_at is not None


@pytest.fixture
def coordinator(signer: User) -> Client:
    return browser_of(signer)


def test_what_changed_is_signed_anew(
    coordinator: Client, signer: User, survey_round: Round, institution: Institution, submitted: Response
) -> None:
    sign_off(survey_round, institution, signer)
    later(survey_round, institution, submitted)
    assert coordinator.post(SIGN, DECLARED).status_code == 302
    assert SignOff.objects.count() == 2
    assert in_force(survey_round).count() == 1


def test_drafts_acceptance_and_other_institutions_leave_a_sign_off_alone(
    signer: User,
    survey_round: Round,
    institution: Institution,
    other_institution: Institution,
    submitted: Response,
) -> None:
    sign_off(survey_round, institution, signer)
    accept(submitted, signer)
    answer(survey_round, institution, {"F1.1.a": "no"}, submitted=False)
    answer(survey_round, other_institution, {"F1.1.a": "no"})
    answer(survey_round, None, {"F1.1.a": "no"})
    assert in_force(survey_round).exists()
    assert withdraw_outdated(survey_round) == 0


def test_withdrawing_what_was_not_signed_does_nothing(survey_round: Round, institution: Institution) -> None:
    assert withdraw_sign_off(survey_round, institution, "r") is False


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("kk", "Жауаптардың бекітілгені туралы растама"),
        ("ru", "Справка об утверждении ответов"),
        ("en", "Confirmation"),
    ],
)
def test_the_confirmation_says_who_signed_what_and_when(
    coordinator: Client,
    signer: User,
    survey_round: Round,
    institution: Institution,
    submitted: Response,
    language: str,
    words: str,
) -> None:
    signed = sign_off(survey_round, institution, signer, "Ескертпе мәтіні")
    answered = coordinator.get(PDF.replace("/en/", f"/{language}/"))
    assert answered["Content-Type"] == "application/pdf"
    text = " ".join(PdfReader(io.BytesIO(answered.content)).pages[0].extract_text().split())
    for expected in (words, f"r1-I1-{signed.pk}", signer.email, "Ескертпе мәтіні", "I1"):
        assert expected in text


def test_without_a_sign_off_there_is_no_confirmation(coordinator: Client, submitted: Response) -> None:
    assert coordinator.get(PDF).status_code == 404
