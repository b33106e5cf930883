"""What reviewers read: the list of responses, one response, the saves of an answer, the differences of versions."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable

import pytest
from django.contrib.auth.models import Permission
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from fieldwork.models import Workshop
from metep.models import User
from surveys.lifecycle import exclude, give_back, submit
from surveys.models import Evidence, Institution, Response, Role, Round
from surveys.saving import save_answers
from tests.browsers import browser_of
from tests.fieldwork.reviewing import make_response, make_staff
from tests.surveys.respondents import text_of

BELOW = "work/r1/responses/"

LIST = "/en/work/r1/responses/"


def page_of(response: Response, rest: str = "", language: str = "en") -> str:
    return f"/{language}/{BELOW}{response.pk}/{rest}"


def references(answer) -> list[str]:
    return [response.reference for response in answer.context["page"]]


FILTERS: list[tuple[dict[str, str], str]] = [
    ({}, "abcd"),
    ({"state": "excluded"}, "b"),
    ({"state": "submitted"}, "acd"),
    ({"institution": "I1"}, "ad"),
    ({"institution": "none".ljust(51, "-")}, "bc"),
    ({"language": "ru"}, "c"),
    ({"mode": "collective"}, "d"),
    ({"section": "N"}, "a"),
    ({"state": "submitted", "institution": "I1", "mode": "collective"}, "d"),
    ({"state": "unheard of"}, "abcd"),  # no choice: the list stays whole
    ({"institution": "'; DROP"}, "abcd"),
    ({"page": "99"}, "abcd"),
    ({"page": "x"}, "abcd"),
]


@pytest.mark.parametrize("query", [query for query, _expected in FILTERS])
def test_the_list_says_how_many_there_are_without_counting_them(
    survey_round: Round, institution: Institution, reviewing: Client, query: dict[str, str]
) -> None:
    make_response(survey_round, institution)
    exclude(make_response(survey_round), "A test.")
    with CaptureQueriesContext(connection) as queries:
        page = reviewing.get(LIST, query).context["page"]
    assert page.paginator.count == page.paginator.object_list.count()
    assert not [one["sql"] for one in queries if re.search(r'COUNT\(.*FROM "surveys_response"', one["sql"])]


@pytest.mark.parametrize(("query", "expected"), FILTERS)
def test_the_list_shows_what_is_looked_for(
    survey_round: Round, institution: Institution, reviewing: Client, query: dict[str, str], expected: str
) -> None:
    made = {
        "a": make_response(survey_round, institution),
        "b": make_response(survey_round),
        "c": make_response(survey_round),
        "d": make_response(survey_round, institution, mode="collective", participants=4),
    }
    exclude(made["b"], "A test.")
    Response.objects.exclude(pk=made["a"].pk).update(sections=["F"])
    Response.objects.filter(pk=made["c"].pk).update(language="ru")
    answer = reviewing.get(LIST, query)
    assert answer.status_code == 200
    assert set(references(answer)) == {made[name].reference for name in expected}


def test_a_response_is_found_by_the_beginning_of_its_reference(
    survey_round: Round, submitted: Response, reviewing: Client
) -> None:
    make_response(survey_round)
    assert references(reviewing.get(LIST, {"q": submitted.reference[:7]})) == [submitted.reference]
    assert references(reviewing.get(LIST, {"q": "!!"})) == []


def test_the_list_counts_states_and_has_fifty_on_a_page(survey_round: Round, reviewing: Client) -> None:
    Response.objects.bulk_create(
        Response(round=survey_round, language="kk", sections=survey_round.sections) for _ in range(51)
    )
    answer = reviewing.get(LIST)
    assert {state: number for state, _name, number in answer.context["counts"]}["draft"] == 51
    assert len(answer.context["page"]) == 50
    assert len(reviewing.get(LIST, {"page": "2", "state": "draft"}).context["page"]) == 1


def test_a_response_is_read_with_answers_evidence_and_warnings(submitted: Response, reviewing: Client) -> None:
    Response.objects.filter(pk=submitted.pk).update(answers={"F1.1.a": "no", "F1.1.b": "yes"})
    Evidence.objects.create(response=submitted, items=["F1.1.a"], url="https://example.org/law", note="Article 5")
    answer = reviewing.get(page_of(submitted))
    words = text_of(answer)
    assert "Is there a law?" in words
    assert "https://example.org/law" in words
    assert "Article 5" in words
    assert "1 answer does not count" in words
    reading = answer.context["reading"]
    assert [code for _text, code in reading.ignored] == ["F1.1.b"]
    assert "F2.1.a" in [code for _text, code in reading.missing]


def test_a_fact_leads_to_its_card_and_an_opinion_to_none(
    submitted: Response, institution: Institution, reviewing: Client
) -> None:
    parts = [
        part
        for section in reviewing.get(page_of(submitted)).context["reading"].sections
        for chapter in section.chapters
        for part in chapter.parts
    ]
    urls = {answer.line.code: answer.fact_url for part in parts for answer in part.answers}
    assert urls["F1.1.a"].endswith("/facts/new/?fact=%3AF1.1.a")
    assert urls["F2.1.a"].endswith(f"/facts/new/?fact={institution.pk}%3AF2.1.a")
    assert urls["P1.1.a"] == ""
    assert reviewing.get(urls["F2.1.a"]).status_code == 200


@pytest.mark.parametrize(("may", "shown"), [(True, True), (False, False)])
def test_what_respondents_say_about_themselves_is_for_those_who_may_know_it(
    submitted: Response, reviewing: Client, reviewer: User, may: bool, shown: bool
) -> None:
    Response.objects.filter(pk=submitted.pk).update(profile={"position": "Head of department"})
    if may:
        reviewer.user_permissions.add(Permission.objects.get(codename="view_contact"))
    assert ("Head of department" in text_of(reviewing.get(page_of(submitted)))) is shown


def test_a_response_says_who_entered_it_and_what_happened_to_it(
    submitted: Response, reviewing: Client, reviewer: User
) -> None:
    Response.objects.filter(pk=submitted.pk).update(entered_by=reviewer)
    give_back(submitted, reviewer, "Look at the law <again>.")
    words = text_of(reviewing.get(page_of(submitted)))
    assert "Entered from paper by reviewer" in words
    assert "Look at the law &lt;again&gt;." in words
    assert "returned for correction" in words
    assert "№ 1" in words


def test_the_saves_of_an_answer_say_who_saved_what(
    survey_round: Round, institution: Institution, reviewing: Client, reviewer: User
) -> None:
    response = Response.objects.create(round=survey_round, institution=institution, language="kk", sections=["F"])
    save_answers(response, {"F1.1.a": "yes"})
    save_answers(response, {"F1.1.a": "no"}, by=reviewer)
    save_answers(response, {"F1.1.a": None})
    answer = reviewing.get(page_of(response, "history/"), {"item": "F1.1.a"})
    assert [(by, words) for _at, by, words in answer.context["saves"]] == [
        ("the respondent", ""),
        ("reviewer", "No"),
        ("the respondent", "Yes"),
    ]


@pytest.mark.parametrize("item", ["", "X9", "N1.1.name", "profile"])
@pytest.mark.parametrize("page", ["history/", "comment/"])
def test_what_a_response_is_not_asked_has_no_page(submitted: Response, reviewing: Client, page: str, item: str) -> None:
    assert reviewing.get(page_of(submitted, page), {"item": item}).status_code == 404


def change(response: Response, answers: dict[str, object]) -> Response:
    """Give a response back and have it changed and submitted again."""
    give_back(response, None, "Look again.")
    found = Response.objects.select_related("round").get(pk=response.pk)
    save_answers(found, answers)
    submit(found)
    return found


def test_a_version_shows_only_what_differs_in_the_language_of_the_reader(
    submitted: Response, reviewing: Client
) -> None:
    change(submitted, {"F1.1.a": "no", "F2.1.a": None, "N1.1": [{"N1.1.name": "=Portal"}]})
    answer = reviewing.get(page_of(submitted, "versions/1/"))
    assert [(one.code, one.entry, one.before, one.after) for one in answer.context["differences"]] == [
        ("F1.1.a", 0, "Yes", "No"),
        ("F2.1.a", 0, "Yes", ""),
        ("N1.1.name", 1, "", "=Portal"),
    ]
    assert "Жоқ" in text_of(reviewing.get(page_of(submitted, "versions/1/", "kk")))


def test_differences_can_be_had_as_a_table_without_formulas(submitted: Response, reviewing: Client) -> None:
    change(submitted, {"F1.1.a": "no", "N1.1": [{"N1.1.name": "=Portal"}]})
    answer = reviewing.get(page_of(submitted, "versions/1/table.csv"))
    rows = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert rows[0] == ["item", "entry", "question", "before", "after"]
    assert rows[1] == ["F1.1.a", "", "Is there a law?", "Yes", "No"]
    assert rows[2][4] == "'=Portal"


def test_a_version_that_never_was_is_not_found(submitted: Response, reviewing: Client) -> None:
    assert reviewing.get(page_of(submitted, "versions/1/")).status_code == 404
    assert reviewing.get(page_of(submitted, "versions/1/table.csv")).status_code == 404


PAGES: list[Callable[[Response], str]] = [
    lambda response: LIST,
    page_of,
    lambda response: page_of(response, "history/?item=F1.1.a"),
    lambda response: page_of(response, "comment/?item=F1.1.a"),
    lambda response: page_of(response, "versions/1/"),
    lambda response: page_of(response, "versions/1/table.csv"),
]


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize(
    ("role", "status"),
    [
        (Role.REVIEWER, 200),
        (Role.ANALYST, 403),
        (Role.FACILITATOR, 403),
        (Role.CLERK, 403),
        (Role.COORDINATOR, 403),
        (None, 404),
    ],
)
def test_only_reviewers_of_the_round_read_responses(
    survey_round: Round,
    institution: Institution,
    submitted: Response,
    page: Callable[[Response], str],
    role: Role | None,
    status: int,
) -> None:
    change(submitted, {"F1.1.a": "no"})
    user = make_staff("somebody@example.org", role, survey_round, institution if role == Role.COORDINATOR else None)
    assert browser_of(user).get(page(submitted)).status_code == status


def test_the_unknown_sign_in_first(submitted: Response, client: Client) -> None:
    assert client.get(page_of(submitted)).status_code == 302


def test_a_response_of_another_round_is_not_found(submitted: Response, survey_round: Round, reviewing: Client) -> None:
    other = Round.objects.create(
        code="r2", country="KZ", title="R2", version=survey_round.version, method="m", languages=["kk"], sections=["F"]
    )
    stranger = Response.objects.create(round=other, language="kk", sections=["F"])
    assert reviewing.get(page_of(stranger)).status_code == 404
    assert reviewing.post(page_of(stranger, "decide/"), {"decision": "accept"}).status_code == 404
    assert reviewing.get(reverse("work-review", args=["r2"])).status_code == 404


def test_the_workshop_of_a_response_is_named_and_opens_for_those_who_may_see_it(
    survey_round: Round, submitted: Response, reviewing: Client, reviewer: User
) -> None:
    leader = make_staff("leader@example.org", Role.FACILITATOR, survey_round)
    fields = {"sections": ["F"], "language": "kk", "join_code": "12345", "title": "Seminar of the institution"}
    workshop = Workshop.objects.create(round=survey_round, facilitator=leader, response=submitted, **fields)
    address = reverse("work-workshops-results", args=["r1", workshop.pk]).split("/", 2)[2]
    answer = reviewing.get(page_of(submitted))
    assert "Seminar of the institution" in text_of(answer)
    assert address not in answer.content.decode()
    User.objects.filter(pk=reviewer.pk).update(is_superuser=True)
    assert address in reviewing.get(page_of(submitted)).content.decode()
