"""Saved views: one's own, shared ones, and all that is refused."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from metep.models import User
from reports.models import SavedView
from reports.workbench.saving import MOST
from surveys.models import Assignment, Response, Role, Round
from tests.reports.workbench.conftest import page_address

pytestmark = pytest.mark.django_db

QUERY = "unit=institution%3AI1&language=kk"


@pytest.fixture
def other(survey_round: Round) -> Client:
    """Another analyst of the round."""
    user = User.objects.create_user("other@example.org", "a long enough password")
    Assignment.objects.create(user=user, role=Role.ANALYST, round=survey_round)
    browser = Client()
    browser.force_login(user)
    return browser


@pytest.fixture
def view(analyst: User, survey_round: Round) -> SavedView:
    return SavedView.objects.create(by=analyst, round=survey_round, page="profile", query=QUERY, name="Kazakh answers")


def listed(survey_round: Round) -> str:
    return reverse("analysis-views", args=[survey_round.code]).replace("/kk/", "/en/", 1)


def of(view: SavedView, what: str) -> str:
    address = reverse(f"analysis-view-{what}", args=[view.round.code, view.pk])
    return address.replace("/kk/", "/en/", 1)


def save(client: Client, survey_round: Round, **fields: str) -> object:
    usual = {"page": "profile", "query": QUERY, "name": "Kazakh answers"}
    return client.post(listed(survey_round), usual | fields)


def test_a_page_is_saved_as_it_stands_and_opened_again(
    client: Client, analyst: User, survey_round: Round, responses: list[Response]
) -> None:
    response = save(client, survey_round, query=f"{QUERY}&panel=figure-pyramid", is_shared="on")
    assert response["Location"] == f"{page_address(survey_round, 'profile')}?{QUERY}"
    kept = SavedView.objects.get()
    assert (kept.by, kept.round, kept.page, kept.query, kept.is_shared) == (
        analyst,
        survey_round,
        "profile",
        QUERY,
        True,
    )
    assert "The view “Kazakh answers” is saved." in client.get(response["Location"]).text
    assert (
        f"{page_address(survey_round, 'profile')}?{QUERY}".replace("&", "&amp;")
        in client.get(listed(survey_round)).text
    )


@pytest.mark.parametrize(
    ("fields", "problem"),
    [
        ({"name": ""}, "This field is required"),
        ({"name": "x" * 201}, "200"),
        ({"name": "Kazakh answers"}, "You already have a view of this name"),
        ({"name": "New", "page": "https://example.org/"}, "Only pages of the workbench can be saved"),
        ({"name": "New", "page": ""}, "Only pages of the workbench can be saved"),
        ({"name": "New", "query": "x" * 2001}, "Only pages of the workbench can be saved"),
    ],
)
def test_what_cannot_be_saved_is_said_and_nothing_is_lost(
    client: Client, survey_round: Round, view: SavedView, fields: dict[str, str], problem: str
) -> None:
    response = save(client, survey_round, **fields)
    assert response.status_code == 422
    assert problem in response.text
    assert SavedView.objects.count() == 1
    if problem.startswith("You already"):
        assert 'value="Kazakh answers"' in response.text
        assert f'value="{QUERY}"'.replace("&", "&amp;") in response.text


def test_there_is_an_end_to_how_many_one_keeps(client: Client, analyst: User, survey_round: Round) -> None:
    SavedView.objects.bulk_create(
        SavedView(by=analyst, round=survey_round, page="profile", name=str(number)) for number in range(MOST)
    )
    response = save(client, survey_round)
    assert response.status_code == 422
    assert f"You keep {MOST} views of this round" in response.text
    assert SavedView.objects.count() == MOST


def test_the_same_name_serves_another_person(other: Client, survey_round: Round, view: SavedView) -> None:
    assert save(other, survey_round).status_code == 302
    assert SavedView.objects.count() == 2


def test_others_see_what_is_shared_and_nothing_else(other: Client, survey_round: Round, view: SavedView) -> None:
    assert "Kazakh answers" not in other.get(listed(survey_round)).text
    SavedView.objects.update(is_shared=True)
    page = other.get(listed(survey_round)).text
    assert "Kazakh answers" in page
    assert of(view, "rename") not in page


def test_a_view_is_renamed_and_shared_by_its_owner(client: Client, survey_round: Round, view: SavedView) -> None:
    response = client.post(of(view, "rename"), {"name": "In Kazakh", "is_shared": "on"})
    assert response["Location"] == listed(survey_round)
    view.refresh_from_db()
    assert (view.name, view.is_shared, view.query) == ("In Kazakh", True, QUERY)


@pytest.mark.parametrize(("name", "problem"), [("", "This field is required"), ("Taken", "You already have a view")])
def test_a_bad_name_is_refused_at_its_view(
    client: Client, analyst: User, survey_round: Round, view: SavedView, name: str, problem: str
) -> None:
    SavedView.objects.create(by=analyst, round=survey_round, page="profile", name="Taken")
    response = client.post(of(view, "rename"), {"name": name})
    assert response.status_code == 422
    assert problem in response.text
    view.refresh_from_db()
    assert view.name == "Kazakh answers"


def test_a_view_is_deleted_by_its_owner(client: Client, view: SavedView) -> None:
    assert client.post(of(view, "delete")).status_code == 302
    assert not SavedView.objects.exists()


@pytest.mark.parametrize("what", ["rename", "delete"])
def test_nobody_changes_the_view_of_another(other: Client, view: SavedView, what: str) -> None:
    SavedView.objects.update(is_shared=True)
    assert other.post(of(view, what), {"name": "Mine now"}).status_code == 404
    view.refresh_from_db()
    assert view.name == "Kazakh answers"


@pytest.mark.parametrize("what", ["rename", "delete"])
def test_a_look_changes_nothing(client: Client, view: SavedView, what: str) -> None:
    assert client.get(of(view, what)).status_code == 405
    assert SavedView.objects.exists()


def test_a_view_of_a_page_that_is_no_more_says_so(client: Client, survey_round: Round, view: SavedView) -> None:
    SavedView.objects.update(page="horoscope")
    assert "no longer part of the workbench" in client.get(listed(survey_round)).text


def test_lists_take_no_more_queries_when_more_is_saved(
    client: Client, analyst: User, survey_round: Round, view: SavedView
) -> None:
    def count(address: str) -> int:
        with CaptureQueriesContext(connection) as counted:
            assert client.get(address).status_code == 200
        return len(counted)

    addresses = (listed(survey_round), f"/en/analysis/{survey_round.code}/", "/en/analysis/")
    before = [count(address) for address in addresses]
    assert max(before) <= 10
    SavedView.objects.bulk_create(
        SavedView(by=analyst, round=survey_round, page="profile", name=str(number)) for number in range(30)
    )
    assert [count(address) for address in addresses] == before


def test_nobody_saves_views_of_rounds_that_are_not_hers(other: Client, survey_round: Round) -> None:
    Assignment.objects.all().delete()
    assert save(other, survey_round).status_code == 403
    assert not SavedView.objects.exists()
