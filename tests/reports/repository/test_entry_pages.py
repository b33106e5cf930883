"""The list and the pages of entries: who sees what, filters, steps, versions, opinions."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from metep.models import User
from reports.models import Recommendation, Vote
from reports.recommendations import Effort, Trigger, TriggerKind
from reports.repository import workflow
from scoring.folding import fold
from surveys.models import Assignment, Institution, Role, Round
from tests.reports.repository.conftest import Make
from tests.reports.repository.entries import entry, text

ENTRY = "repository-entry"


def address(made: Recommendation, route: str = ENTRY, *more: Any) -> str:
    return reverse(route, args=[made.instrument, made.code, *more]).replace("/kk/", "/en/")


def listed(client: Client, **query: str) -> list[str]:
    page = client.get(reverse("repository"), query)
    assert page.status_code == 200
    return [row["entry"].code for row in page.context["rows"]]


@pytest.fixture
def readers_client(survey_round: Round) -> Client:
    """Of an analyst of one round, who writes nothing."""
    user = User.objects.create_user("reader@example.org", "a long enough password")
    Assignment.objects.create(user=user, role=Role.ANALYST, round=survey_round)
    client = Client()
    client.force_login(user)
    return client


def test_readers_see_what_advises_and_writers_everything(
    writers_client: Client, readers_client: Client, draft: Make, published: Make
) -> None:
    draft("new")
    published("old")
    assert set(listed(writers_client)) == {"new", "old"}
    assert listed(readers_client) == ["old"]


def test_a_reader_does_not_find_a_draft_nor_what_is_being_written(
    readers_client: Client, draft: Make, published: Make, second: User
) -> None:
    assert readers_client.get(address(draft("new"))).status_code == 404
    made = published("old")
    workflow.write(made, entry("old", title=text("Secret plan")), second, "", 3)
    page = readers_client.get(address(made))
    assert page.status_code == 200
    assert "Improve the search" in page.text
    assert "Secret plan" not in page.text
    assert "writer@example.org" not in page.text
    assert listed(readers_client, q="Secret") == []
    assert listed(readers_client, q="Improve") == ["old"]


@pytest.mark.parametrize("route", ["repository-edit", "repository-triggers", "repository-versions"])
def test_readers_do_not_write(readers_client: Client, published: Make, route: str) -> None:
    assert readers_client.get(address(published(), route)).status_code == 403


@pytest.mark.parametrize(
    ("route", "more"),
    [("repository-step", ["retire"]), ("repository-keep", []), ("repository-restore", [1])],
)
def test_readers_change_nothing(readers_client: Client, published: Make, route: str, more: list[Any]) -> None:
    made = published()
    assert readers_client.post(address(made, route, *more), {"note": "No."}).status_code == 403
    assert Recommendation.objects.get().state == "published"


@pytest.mark.parametrize(
    ("query", "codes"),
    [
        ({}, {"cheap", "dear", "late"}),
        ({"q": "search engine"}, {"cheap"}),
        ({"q": "dear"}, {"dear"}),  # by code
        ({"effort": "high"}, {"dear"}),
        ({"level": "consultation"}, {"dear"}),
        ({"area": "channels"}, {"dear"}),
        ({"tier": "national"}, {"cheap", "dear", "late"}),
        ({"tier": "institution"}, set()),
        ({"state": "published"}, {"late", "dear"}),
        ({"state": "draft"}, {"cheap"}),
        ({"state": "expired"}, {"late"}),
        ({"state": "retired"}, {"gone"}),
        ({"state": "all"}, {"cheap", "dear", "late", "gone"}),
        ({"owner": "mine"}, {"cheap", "dear", "late"}),
        ({"owner": "nobody"}, set()),
        ({"state": "mood", "round": "none"}, {"cheap", "dear", "late"}),  # nonsense filters nothing
    ],
)  # fmt: skip
def test_the_list_is_searched_and_filtered(
    writers_client: Client, writer: User, draft: Make, published: Make, query: dict[str, str], codes: set[str]
) -> None:
    draft("cheap", action=text("A better search engine"))
    published("dear", effort=Effort.HIGH, levels=("information", "consultation"), area="channels")
    late = published("late")
    Recommendation.objects.filter(pk=late.pk).update(expires_on=timezone.localdate() - timedelta(days=1))
    workflow.retire(published("gone"), writer, "Outdated.")
    Recommendation.objects.filter(code="gone").update(owner=None)
    assert set(listed(writers_client, **query)) == codes


def test_the_list_is_filtered_by_owner(writers_client: Client, published: Make, writer: User, second: User) -> None:
    published("theirs")
    published("ours")
    Recommendation.objects.filter(code="theirs").update(owner=second)
    assert listed(writers_client, owner=str(second.pk)) == ["theirs"]
    assert listed(writers_client, owner=str(writer.pk)) == ["ours"]
    assert set(listed(writers_client, owner="9" * 40)) == {"theirs", "ours"}


def test_the_list_says_how_often_each_fires_and_can_show_these_alone(
    writers_client: Client, published: Make, answered_round: Round
) -> None:
    fold(answered_round)
    published("fires", triggers=(Trigger(TriggerKind.ITEM, ("F1.1.a",), 1.0),))
    published("rests", triggers=(Trigger(TriggerKind.ITEM, ("F1.1.a",), 0.01),))
    rows = {row["entry"].code: row["firing"] for row in writers_client.get(reverse("repository")).context["rows"]}
    assert {code: (one.units, one.of) for code, one in rows.items()} == {"fires": (1, 1), "rests": (0, 1)}
    assert listed(writers_client, fires="1", round="r1") == ["fires"]


def test_a_coordinator_reads_but_is_not_told_where_else_it_applies(
    published: Make, answered_round: Round, institution: Institution
) -> None:
    fold(answered_round)
    made = published(triggers=(Trigger(TriggerKind.ITEM, ("F1.1.a",), 1.0),))
    before = timezone.now() - timedelta(days=2)
    Round.objects.update(opens_at=before, closes_at=before + timedelta(days=1), publishes_at=timezone.now())
    user = User.objects.create_user("coordinator@example.org", "a long enough password")
    Assignment.objects.create(user=user, role=Role.COORDINATOR, round=answered_round, institution=institution)
    client = Client()
    client.force_login(user)
    page = client.get(address(made))
    assert page.status_code == 200
    assert page.context["chosen"] is None
    assert "It applies to" not in page.text


def test_steps_are_taken_from_the_page(writers_client: Client, seconds_client: Client, draft: Make) -> None:
    made = draft()

    def take(client: Client, do: str, note: str = "") -> int:
        return client.post(address(made, "repository-step", do), {"note": note}).status_code

    assert take(writers_client, "submit") == 302
    assert take(writers_client, "publish") == 403
    assert take(seconds_client, "give-back") == 422  # say why
    assert take(seconds_client, "give-back", "Too long.") == 302
    assert take(writers_client, "submit") == 302
    assert take(seconds_client, "publish", "Good.") == 302
    assert take(seconds_client, "publish") == 403  # it is published already
    assert take(writers_client, "dance") == 404
    assert take(writers_client, "retire") == 422
    assert take(writers_client, "retire", "Outdated.") == 302
    assert Recommendation.objects.get().state == "retired"


def test_an_entry_that_is_not_ready_says_what_is_missing(writers_client: Client, draft: Make) -> None:
    made = draft(triggers=())
    response = writers_client.post(address(made, "repository-step", "submit"), {"note": "Please look."})
    assert response.status_code == 422
    assert "search has no trigger." in response.text
    assert "Please look.</textarea>" in response.text


def test_owner_and_day_are_kept(writers_client: Client, published: Make, second: User) -> None:
    made = published()
    day = timezone.localdate() + timedelta(days=30)
    writers_client.post(address(made, "repository-keep"), {"owner": second.pk, "expires_on": day.isoformat()})
    fresh = Recommendation.objects.get()
    assert (fresh.owner, fresh.expires_on, fresh.state) == (second, day, "published")


@pytest.mark.parametrize("day", ["2020-01-01", "soon"])
def test_a_day_that_has_passed_or_is_none_is_refused(writers_client: Client, published: Make, day: str) -> None:
    made = published()
    response = writers_client.post(address(made, "repository-keep"), {"owner": "", "expires_on": day})
    assert response.status_code == 422
    assert f'value="{day}"' in response.text
    assert Recommendation.objects.get().expires_on is None


def test_who_does_not_write_is_no_owner(writers_client: Client, published: Make) -> None:
    stranger = User.objects.create_user("stranger@example.org", "a long enough password")
    response = writers_client.post(address(published(), "repository-keep"), {"owner": stranger.pk})
    assert response.status_code == 422


def test_two_versions_are_compared_field_by_field(writers_client: Client, published: Make, second: User) -> None:
    made = published()
    changed = entry(title=text("Improve the search") | {"ru": "Иначе"}, effort=Effort.HIGH, triggers=())
    workflow.write(made, changed, second, "", 3)
    differences = writers_client.get(address(made, "repository-versions")).context["differences"]
    assert [(one.field, one.language) for one in differences] == [
        ("Title", "ru"),
        ("Effort", ""),
        ("When it applies", ""),
    ]
    assert (differences[0].before, differences[0].after) == ("Improve the search (ru)", "Иначе")
    same = writers_client.get(address(made, "repository-versions"), {"old": "1", "new": "3"})
    assert same.context["differences"] == []


def test_a_version_is_restored_from_the_page(writers_client: Client, published: Make, second: User) -> None:
    made = published()
    workflow.write(made, entry(title=text("Worse")), second, "", 3)
    assert writers_client.post(address(made, "repository-restore", 1)).status_code == 302
    assert Recommendation.objects.get().title_en == "Improve the search (en)"
    assert writers_client.post(address(made, "repository-restore", 99)).status_code == 404


def test_a_reader_gives_one_opinion_and_may_change_it(readers_client: Client, published: Make) -> None:
    made = published()
    readers_client.post(address(made, "repository-vote"), {"is_useful": "yes", "comment": "Clear."})
    Vote.objects.update(is_settled=True)
    readers_client.post(address(made, "repository-vote"), {"is_useful": "no", "comment": "Not so clear."})
    vote = Vote.objects.get()
    assert (vote.is_useful, vote.comment, vote.is_settled) == (False, "Not so clear.", False)
    assert "not useful: 1." in readers_client.get(address(made)).text


def test_an_empty_opinion_is_refused(readers_client: Client, published: Make) -> None:
    response = readers_client.post(address(published(), "repository-vote"), {"comment": ""})
    assert response.status_code == 422
    assert not Vote.objects.exists()


def test_a_comment_that_is_too_long_is_refused_and_kept(readers_client: Client, published: Make) -> None:
    response = readers_client.post(address(published(), "repository-vote"), {"comment": "x" * 2001})
    assert response.status_code == 422
    assert "x" * 2001 in response.text


def test_comments_go_to_the_owner_who_settles_them(
    writers_client: Client, seconds_client: Client, readers_client: Client, published: Make
) -> None:
    made = published()
    readers_client.post(address(made, "repository-vote"), {"is_useful": "yes", "comment": "Add a source."})
    vote = Vote.objects.get()
    mine = reverse("repository-mine")
    assert "Add a source." in writers_client.get(mine).text
    assert "Add a source." not in seconds_client.get(mine).text
    assert "Add a source." not in readers_client.get(address(made)).text.replace("</textarea>", "").split("<form")[0]
    settle = address(made, "repository-settle", vote.pk)
    assert seconds_client.post(settle).status_code == 403
    assert not Vote.objects.get().is_settled
    assert writers_client.post(settle).status_code == 302
    assert Vote.objects.get().is_settled
    assert "Add a source." not in writers_client.get(mine).text


def test_what_waits_for_a_writer_is_listed(
    writers_client: Client, seconds_client: Client, published: Make, draft: Make, writer: User
) -> None:
    late = published("late")
    Recommendation.objects.filter(pk=late.pk).update(expires_on=timezone.localdate() - timedelta(days=1))
    workflow.submit(draft("reviewed"), writer)
    draft("unfinished")
    mine = writers_client.get(reverse("repository-mine")).context
    assert [one.code for one in mine["expired"]] == ["late"]
    assert [one.code for one in mine["drafts"]] == ["unfinished"]
    assert [one.code for one in mine["reviews"]] == []
    theirs = seconds_client.get(reverse("repository-mine")).context
    assert [one.code for one in theirs["reviews"]] == ["reviewed"]
    assert [one.code for one in theirs["expired"]] == []
