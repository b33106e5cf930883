"""Changes of answers as a file: before, after, by whom; hidden and refused like the rest of the trail."""

from __future__ import annotations

import csv
import io

import pytest
from django.test import Client
from django.urls import reverse

from metep.models import User
from surveys.links import create_link
from surveys.models import Assignment, Response, Role, Round
from surveys.saving import save_answers
from tests.surveys.administration import sign_in

ADDRESS = "/en/work/r1/audit/answers.csv"


@pytest.fixture
def changed(response: Response, survey_round: Round) -> Response:
    """The respondent answers, a colleague changes it, a clerk takes it back; another item stays."""
    colleague = create_link(survey_round, None, response=response, chapters=["F1"], label="=A colleague")[0]
    clerk = User.objects.create_user("clerk@example.org")
    save_answers(response, {"F1.1.a": "yes", "F1.1.b": "no"})
    save_answers(response, {"F1.1.a": "no"}, link=colleague.pk)
    save_answers(response, {"F1.1.a": None}, by=clerk)
    other = Response.objects.create(round=survey_round, language="kk", sections=survey_round.sections)
    save_answers(other, {"F1.1.a": "dk"})
    return response


def read(client: Client, **asked: str) -> list[dict[str, str]]:
    answer = client.get(ADDRESS, asked)
    assert answer["Content-Type"] == "text/csv; charset=utf-8"
    return list(csv.DictReader(io.StringIO(b"".join(answer.streaming_content).decode("utf-8-sig"))))


def test_every_change_tells_before_after_and_who(changed: Response) -> None:
    rows = read(sign_in(is_superuser=True), item="F1.1.a", response=changed.reference)
    assert [(row["before"], row["after"], row["by"], row["as"]) for row in rows] == [
        ("", '"yes"', "", "respondent"),
        ('"yes"', '"no"', "'=A colleague", "delegate"),
        ('"no"', "", "clerk@example.org", "staff"),
    ]
    assert {(row["response"], row["institution"], row["item"]) for row in rows} == {(changed.reference, "I1", "F1.1.a")}


def test_without_a_choice_it_holds_the_whole_round(changed: Response) -> None:
    rows = read(sign_in(is_superuser=True))
    assert len(rows) == 5
    assert len({row["response"] for row in rows}) == 2


def test_an_unknown_reference_finds_nothing(changed: Response) -> None:
    assert read(sign_in(is_superuser=True), response="no such reference!") == []


def test_names_of_colleagues_are_hidden_from_readers_without_the_right(changed: Response) -> None:
    client = sign_in("surveys.change_round", "fieldwork.view_auditentry")
    assert [row["by"] for row in read(client, item="F1.1.a") if row["as"] == "delegate"] == ["***"]


def test_a_reviewer_is_refused(changed: Response, survey_round: Round) -> None:
    user = User.objects.create_user("reviewer@example.org")
    Assignment.objects.create(user=user, role=Role.REVIEWER, round=survey_round)
    client = Client()
    client.force_login(user)
    assert client.get(ADDRESS).status_code == 403


def test_the_page_offers_the_file(changed: Response) -> None:
    page = sign_in(is_superuser=True).get("/en/work/r1/audit/").content.decode()
    assert f'action="{reverse("work-audit-answers", args=["r1"]).replace("/kk/", "/en/")}"' in page


def test_the_file_costs_the_same_queries_for_many_changes(changed: Response, django_assert_max_num_queries) -> None:
    client = sign_in(is_superuser=True)
    read(client)
    for number in range(30):
        save_answers(changed, {"F1.1.a": ("yes", "no")[number % 2]})
    with django_assert_max_num_queries(8):
        assert len(read(client)) == 35
