"""Cards as reviewers work on them: opened, asked about, settled, dropped, opened again; what is refused."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core import mail
from django.test import Client
from django.utils import timezone

from fieldwork.facts.tasks import tell_asked
from fieldwork.models import Card, CardDecision, CardState, Cause, Remark
from metep.models import User
from reports.results import results_of
from scoring.folding import fold
from surveys.models import Evidence, Institution, Role, Round, Validation
from tests.browsers import browser_of
from tests.fieldwork.reviewing import make_participant, make_response, make_staff
from tests.surveys.respondents import text_of

FACTS = "/en/work/r1/facts/"
MEGABYTE = "ә" * 2**20


@pytest.fixture
def card(survey_round: Round, institution: Institution) -> Card:
    """About a fact of the institution, on which two differ."""
    make_response(survey_round, institution)
    make_response(survey_round, institution, {"F1.1.a": "no", "F2.1.a": "no"})
    return Card.objects.create(round=survey_round, institution=institution, item="F2.1.a", cause=Cause.DISAGREEMENT)


def post(client: Client, card: Card, what: str, **data: str):
    return client.post(f"{FACTS}{card.pk}/{what}/", data)


def settle(client: Client, card: Card, value: str = "no", reason: str = "The site is closed."):
    return post(client, card, "settle", value=value, reason=reason)


def state_of(card: Card) -> str:
    return Card.objects.get(pk=card.pk).state


def test_one_click_opens_a_card_about_a_suggested_fact(
    survey_round: Round, institution: Institution, reviewing: Client, reviewer: User
) -> None:
    make_response(survey_round, institution)
    make_response(survey_round, institution, {"F1.1.a": "no", "F2.1.a": "no"})
    page = reviewing.get(FACTS + "suggestions/")
    key = f"{institution.pk}:F2.1.a"
    assert key in [one.key for one in page.context["page"]]
    answer = reviewing.post(FACTS + "suggestions/", {"open": key})
    made = Card.objects.get()
    assert answer["Location"].endswith(f"/facts/{made.pk}/")
    assert (made.item, made.institution, made.cause, made.opened_by) == (
        "F2.1.a",
        institution,
        Cause.DISAGREEMENT,
        reviewer,
    )
    assert key not in [one.key for one in reviewing.get(FACTS + "suggestions/").context["page"]]


def test_many_cards_are_opened_at_once_with_a_deadline_and_none_twice(
    survey_round: Round, institution: Institution, reviewing: Client
) -> None:
    make_response(survey_round, institution)
    day = timezone.localdate() + timedelta(days=7)
    chosen = {"fact": [":F1.1.a", ":F1.1.b", ":F1.1.a", "nonsense", ":P1.1.a"], "answer_by": day.isoformat()}
    for _ in range(2):
        assert reviewing.post(FACTS + "suggestions/", chosen).status_code == 302
    assert sorted(Card.objects.values_list("item", "answer_by", "cause")) == [
        ("F1.1.a", day, "no_evidence"),
        ("F1.1.b", day, "no_evidence"),
    ]


@pytest.mark.parametrize(
    ("data", "complaint"),
    [
        ({}, "Choose at least one fact."),
        ({"fact": "nonsense"}, "Choose at least one fact."),
        ({"fact": ":F1.1.a", "answer_by": "2020-01-01"}, "This day has passed."),
        ({"fact": ":F1.1.a", "answer_by": "soon"}, "Give a day as day, month, year."),
    ],
)
def test_bad_choices_open_no_card(
    survey_round: Round, institution: Institution, reviewing: Client, data: dict[str, str], complaint: str
) -> None:
    make_response(survey_round, institution)
    answer = reviewing.post(FACTS + "suggestions/", data)
    assert answer.status_code == 422
    assert complaint in text_of(answer)
    assert not Card.objects.exists()


@pytest.mark.parametrize("fact", ["", ":F2.1.a", "{pk}:F1.1.a", "{pk}:P1.1.a", "999999:F2.1.a", ":N1.1.name"])
def test_what_is_no_fact_of_the_unit_has_no_card(
    survey_round: Round, institution: Institution, reviewing: Client, fact: str
) -> None:
    address = f"{FACTS}new/?fact={fact.format(pk=institution.pk)}"
    assert reviewing.get(address).status_code == 404
    assert reviewing.post(address, {"text": "x"}).status_code == 404


def test_a_question_opens_a_card_about_any_fact_once(
    survey_round: Round, institution: Institution, reviewing: Client
) -> None:
    address = f"{FACTS}new/?fact={institution.pk}:F2.1.a"
    assert reviewing.get(address).status_code == 200
    assert reviewing.post(address, {"text": ""}).status_code == 422
    assert reviewing.post(address, {"text": "Is it so?"}).status_code == 302
    made = Card.objects.get()
    assert (made.cause, made.remarks.get().text) == (Cause.QUESTION, "Is it so?")
    assert reviewing.get(address)["Location"].endswith(f"/facts/{made.pk}/")


def test_a_card_shows_the_question_in_every_language_answers_and_evidence(
    survey_round: Round, card: Card, reviewing: Client
) -> None:
    response = survey_round.responses.filter(answers__contains={"F2.1.a": "yes"}).get()
    Evidence.objects.create(response=response, items=["F2.1.a"], url="https://example.org/site")
    answer = reviewing.get(f"{FACTS}{card.pk}/")
    words = text_of(answer)
    item = answer.context["subject"]
    assert [code for code, _name, _text in item.texts] == ["kk", "ru", "en"]
    assert all(text in words for _code, _name, text in item.texts)
    assert (item.answers.yes, item.answers.no) == (1, 1)
    assert {one.answer for one in answer.context["given"]} == {"Yes", "No"}
    assert "https://example.org/site" in words
    assert response.reference in words


def test_an_agreed_value_takes_the_place_of_all_answers_in_the_scores(
    survey_round: Round, institution: Institution, card: Card, reviewing: Client, reviewer: User
) -> None:
    def score() -> tuple[float | None, int]:
        fold(survey_round)
        unit = results_of(survey_round).unit("institution", "I1")
        assert unit is not None
        return unit.items["F2.1.a"].score, unit.items["F2.1.a"].n

    before = score()
    assert settle(reviewing, card, "yes", "The site was shown.").status_code == 302
    fact = Validation.objects.get()
    assert (fact.item, fact.institution, fact.value, fact.reason, fact.by) == (
        "F2.1.a",
        institution,
        "yes",
        "The site was shown.",
        reviewer,
    )
    assert (before, score()) == ((0.5, 2), (1.0, 1))
    assert state_of(card) == CardState.SETTLED
    post(reviewing, card, "reopen", reason="The site has moved.")
    assert not Validation.objects.exists()
    assert score() == before
    settle(reviewing, card, "no", "It is closed.")
    assert list(CardDecision.objects.values_list("state", "value")) == [
        ("settled", "yes"),
        ("open", ""),
        ("settled", "no"),
    ]


@pytest.mark.parametrize(
    ("value", "reason", "complaint"),
    [
        ("dk", "Nobody knows.", "Do not know settles nothing"),
        ("", "x", "Choose Yes or No."),
        ("maybe", "x", "Choose Yes or No."),
        ("yes", "", "Give the reason."),
        ("yes", " \n", "Give the reason."),
        ("yes", "a\0b", "Null characters"),
        ("yes", MEGABYTE, "Write at most 4000 characters"),
    ],
)
def test_a_bad_settlement_is_refused(card: Card, reviewing: Client, value: str, reason: str, complaint: str) -> None:
    answer = settle(reviewing, card, value, reason)
    assert answer.status_code == 422
    assert complaint in text_of(answer)
    assert (state_of(card), Validation.objects.count()) == (CardState.OPEN, 0)


def test_the_second_reviewer_is_told_that_the_card_was_settled(
    survey_round: Round, card: Card, reviewing: Client
) -> None:
    other = browser_of(make_staff("second@example.org", Role.REVIEWER, survey_round))
    settle(other, card, "yes", "Seen.")
    late = settle(reviewing, card, "no", "I think otherwise.")
    assert late.status_code == 409
    assert "This card was settled by second" in text_of(late)
    assert "I think otherwise." in text_of(late)
    assert Validation.objects.get().value == "yes"
    assert post(reviewing, card, "ask", text="And now?").status_code == 409
    assert post(reviewing, card, "drop", reason="x").status_code == 409


def test_a_dropped_card_leaves_the_answers_and_can_be_opened_again(card: Card, reviewing: Client) -> None:
    assert post(reviewing, card, "drop", reason="").status_code == 422
    post(reviewing, card, "drop", reason="Asked the wrong people.")
    assert (state_of(card), Validation.objects.count()) == (CardState.DROPPED, 0)
    assert "Asked the wrong people." in text_of(reviewing.get(f"{FACTS}{card.pk}/"))
    assert post(reviewing, card, "reopen", reason="").status_code == 422
    post(reviewing, card, "reopen", reason="Now we know whom to ask.")
    assert state_of(card) == CardState.OPEN
    again = post(reviewing, card, "reopen", reason="Twice.")
    assert again.status_code == 409
    assert "open card about this fact already" in text_of(again)


def test_a_card_is_not_opened_again_while_another_is_about_its_fact(card: Card, reviewing: Client) -> None:
    post(reviewing, card, "drop", reason="x")
    Card.objects.create(round=card.round, institution=card.institution, item=card.item, cause=Cause.QUESTION)
    assert post(reviewing, card, "reopen", reason="y").status_code == 409
    assert state_of(card) == CardState.DROPPED


@pytest.mark.parametrize(
    ("text", "complaint"),
    [("", "Write something."), ("a\0b", "Null characters"), (MEGABYTE, "Write at most 4000 characters")],
)
def test_a_bad_question_is_refused(card: Card, reviewing: Client, text: str, complaint: str) -> None:
    answer = post(reviewing, card, "ask", text=text)
    assert answer.status_code == 422
    assert complaint in text_of(answer)
    assert not Remark.objects.exists()


@pytest.mark.parametrize("what", ["ask", "settle", "drop", "reopen"])
def test_nothing_changes_once_the_round_publishes(card: Card, reviewing: Client, what: str) -> None:
    now = timezone.now()
    Round.objects.update(closes_at=now - timedelta(days=2), publishes_at=now - timedelta(days=1))
    answer = post(reviewing, card, what, text="x", value="yes", reason="x")
    assert answer.status_code == 403
    assert reviewing.post(FACTS + "suggestions/", {"fact": ":F1.1.a"}).status_code == 403
    assert (state_of(card), Validation.objects.count()) == (CardState.OPEN, 0)
    page = text_of(reviewing.get(f"{FACTS}{card.pk}/"))
    assert "Settle the fact" not in page


def test_facts_are_settled_while_the_round_validates(card: Card, reviewing: Client) -> None:
    Round.objects.update(closes_at=timezone.now() - timedelta(days=2))
    assert settle(reviewing, card).status_code == 302


def test_a_card_of_another_round_is_not_found(survey_round: Round, reviewing: Client) -> None:
    other = Round.objects.create(
        code="r2", country="KZ", title="R2", version=survey_round.version, method="m", languages=["kk"], sections=["F"]
    )
    card = Card.objects.create(round=other, item="F1.1.a", cause=Cause.QUESTION)
    assert reviewing.get(f"{FACTS}{card.pk}/").status_code == 404
    assert settle(reviewing, card).status_code == 404
    assert reviewing.get("/en/work/r2/facts/").status_code == 404


@pytest.mark.parametrize("role", [Role.ANALYST, Role.CLERK, Role.FACILITATOR])
def test_other_roles_see_no_cards(survey_round: Round, card: Card, role: Role) -> None:
    client = browser_of(make_staff("other@example.org", role, survey_round))
    assert client.get(FACTS).status_code == 403
    assert client.get(FACTS + "suggestions/").status_code == 403
    assert client.get(f"{FACTS}{card.pk}/").status_code == 403
    assert settle(client, card).status_code == 403


def test_a_coordinator_replies_on_cards_of_her_institution_but_settles_nothing(
    survey_round: Round, institution: Institution, card: Card
) -> None:
    coordinator = browser_of(make_staff("coordinator@example.org", Role.COORDINATOR, survey_round, institution))
    of_country = Card.objects.create(round=survey_round, item="F1.1.a", cause=Cause.QUESTION)
    assert [one.pk for one in coordinator.get(FACTS).context["page"]] == [card.pk]
    assert post(coordinator, card, "ask", text="The site moved.").status_code == 302
    assert card.remarks.get().text == "The site moved."
    assert "Settle the fact" not in text_of(coordinator.get(f"{FACTS}{card.pk}/"))
    assert settle(coordinator, card).status_code == 403
    assert post(coordinator, card, "drop", reason="x").status_code == 403
    assert coordinator.get(f"{FACTS}{of_country.pk}/").status_code == 404
    assert post(coordinator, of_country, "ask", text="x").status_code == 404
    assert coordinator.get(FACTS + "suggestions/").status_code == 403
    assert mail.outbox == []


def test_cards_past_their_day_are_overdue(survey_round: Round, card: Card, reviewing: Client) -> None:
    today = timezone.now().astimezone(survey_round.zone).date()
    Card.objects.update(answer_by=today)
    assert "overdue" not in text_of(reviewing.get(f"{FACTS}{card.pk}/"))
    Card.objects.update(answer_by=today - timedelta(days=1))
    assert "overdue" in text_of(reviewing.get(f"{FACTS}{card.pk}/"))
    assert len(reviewing.get(FACTS, {"state": "overdue"}).context["page"]) == 1
    settle(reviewing, card)
    assert len(reviewing.get(FACTS, {"state": "overdue"}).context["page"]) == 0
    assert len(reviewing.get(FACTS, {"state": "settled"}).context["page"]) == 1
    assert len(reviewing.get(FACTS, {"state": "unheard of"}).context["page"]) == 0


@pytest.mark.django_db(transaction=True)
def test_a_question_is_mailed_once_to_those_who_answered(
    survey_round: Round, institution: Institution, card: Card, reviewing: Client
) -> None:
    def person(email: str, unit: Institution | None, answers: dict[str, str]) -> None:
        make_response(
            survey_round, unit, answers, participant=make_participant(survey_round, unit, email, language="ru")
        )

    person("yes@example.org", institution, {"F2.1.a": "yes"})
    person("dk@example.org", institution, {"F2.1.a": "dk"})
    person("silent@example.org", institution, {"F1.1.a": "yes"})
    person("elsewhere@example.org", None, {"F1.1.a": "yes"})
    post(reviewing, card, "ask", text="Где это видно?")
    tell_asked.call(Remark.objects.get().pk)  # a worker that tries again
    assert sorted(letter.to[0] for letter in mail.outbox) == ["dk@example.org", "yes@example.org"]
    assert "Где это видно?" in mail.outbox[0].body
    assert "вопрос о Вашем ответе" in mail.outbox[0].body
    settle(reviewing, card)
    mail.outbox.clear()
    tell_asked.call(Remark.objects.get().pk)
    tell_asked.call(0)
    assert mail.outbox == []
