"""Draft, review, published, retired: each step, each refusal, and that publication alone changes what advises."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from metep.models import User
from reports.models import Recommendation, RecommendationState, RecommendationVersion
from reports.recommendations.storing import entry_of, recommendations_of
from reports.repository import workflow
from tests.reports.repository.conftest import Make
from tests.reports.repository.entries import entry, text

DRAFT, REVIEW = RecommendationState.DRAFT, RecommendationState.REVIEW
PUBLISHED, RETIRED = RecommendationState.PUBLISHED, RecommendationState.RETIRED


def titles(made: Recommendation) -> list[str]:
    return [one.title["en"] for one in recommendations_of(made.instrument).recommendations]


def rewrite(made: Recommendation, by: User, **changes: Any) -> None:
    workflow.write(made, entry(made.code, **changes), by, "again", workflow.version_of(made))


def test_a_draft_is_kept_as_it_was_written_and_advises_nobody(draft: Make, writer: User) -> None:
    made = draft()
    fresh = Recommendation.objects.get()
    assert entry_of(fresh) == entry("search")
    assert (fresh.state, fresh.is_own, fresh.owner, fresh.changed_by) == (DRAFT, True, writer, writer)
    assert titles(made) == []


def test_an_entry_goes_from_draft_through_review_to_publication(draft: Make, writer: User, second: User) -> None:
    made = draft()
    workflow.submit(made, writer)
    assert titles(made) == []
    workflow.publish(made, second, "Good.")
    assert (made.state, made.edition) == (PUBLISHED, 1)
    assert titles(made) == ["Improve the search (en)"]
    states = [(one.number, one.state, one.note, one.by) for one in made.versions.order_by("number")]
    assert states == [
        (1, DRAFT, "first", writer),
        (2, REVIEW, workflow.SUBMITTED, writer),
        (3, PUBLISHED, "Good.", second),
    ]


def test_who_changed_an_entry_last_does_not_publish_it(draft: Make, writer: User) -> None:
    made = draft()
    workflow.submit(made, writer)
    with pytest.raises(PermissionDenied):
        workflow.publish(made, writer)
    assert Recommendation.objects.get().state == REVIEW


def test_whoever_does_not_write_does_not_publish(draft: Make, writer: User) -> None:
    made = draft()
    workflow.submit(made, writer)
    with pytest.raises(PermissionDenied):
        workflow.publish(made, User.objects.create_user("reader@example.org", "a long enough password"))


def test_while_a_published_entry_is_changed_its_last_edition_advises(
    published: Make, writer: User, second: User
) -> None:
    made = published()
    rewrite(made, second, title=text("Another title"))
    assert (made.state, titles(made)) == (DRAFT, ["Improve the search (en)"])
    workflow.submit(made, second)
    assert titles(made) == ["Improve the search (en)"]
    workflow.publish(made, writer)
    assert (made.edition, titles(made)) == (2, ["Another title (en)"])


def test_an_entry_in_review_that_is_changed_is_a_draft_again(draft: Make, writer: User, second: User) -> None:
    made = draft()
    workflow.submit(made, writer)
    rewrite(made, second, title=text("Better"))
    assert made.state == DRAFT
    with pytest.raises(workflow.WrongState):
        workflow.publish(made, writer)


def test_review_gives_back_saying_why(draft: Make, writer: User, second: User) -> None:
    made = draft()
    workflow.submit(made, writer)
    workflow.give_back(made, second, "Too long.")
    assert (made.state, made.versions.first().note) == (DRAFT, "Too long.")


def test_a_retired_entry_advises_nobody_and_keeps_its_history(published: Make, writer: User) -> None:
    made = published()
    workflow.retire(made, writer, "Outdated.")
    assert (made.state, titles(made), made.versions.count()) == (RETIRED, [], 4)
    with pytest.raises(workflow.WrongState):
        workflow.retire(made, writer, "Again.")


def test_a_discarded_draft_leaves_what_was_published(published: Make, second: User) -> None:
    made = published()
    rewrite(made, second, title=text("Another title"))
    workflow.discard(made, second)
    fresh = Recommendation.objects.get()
    assert (fresh.state, entry_of(fresh), titles(made)) == (PUBLISHED, entry("search"), ["Improve the search (en)"])


def test_a_draft_that_was_never_published_has_nothing_to_go_back_to(draft: Make, writer: User) -> None:
    with pytest.raises(workflow.WrongState):
        workflow.discard(draft(), writer)


def test_an_earlier_version_comes_back_as_a_draft(published: Make, writer: User, second: User) -> None:
    made = published()
    rewrite(made, second, title=text("Another title"))
    first = RecommendationVersion.objects.get(recommendation=made, number=1)
    workflow.restore(first, writer, "Back.")
    fresh = Recommendation.objects.get()
    assert (fresh.state, entry_of(fresh)) == (DRAFT, entry("search"))
    assert titles(made) == ["Improve the search (en)"]


def test_an_incomplete_draft_is_kept_but_not_reviewed(draft: Make, writer: User) -> None:
    made = draft(triggers=(), sources=(), title={"en": "Only English"})
    with pytest.raises(workflow.NotReady) as refusal:
        workflow.submit(made, writer)
    assert {workflow.field_of(problem) for problem in refusal.value.problems} >= {"title", "sources", "triggers"}
    assert Recommendation.objects.get().state == DRAFT


def test_what_somebody_else_wrote_meanwhile_is_not_overwritten(draft: Make, second: User) -> None:
    made = draft()
    seen = workflow.version_of(made)
    rewrite(made, second, title=text("Theirs"))
    with pytest.raises(workflow.ChangedMeanwhile):
        workflow.write(made, entry("search", title=text("Ours")), second, "", seen)
    assert Recommendation.objects.get().title_en == "Theirs (en)"


@pytest.mark.parametrize(("days", "advises"), [(-1, False), (0, True), (1, True), (None, True)])
def test_an_entry_advises_until_its_day(published: Make, days: int | None, advises: bool) -> None:
    made = published()
    made.expires_on = None if days is None else timezone.localdate() + timedelta(days=days)
    made.save()
    assert bool(titles(made)) is advises
    assert Recommendation.objects.expired().exists() is not advises


def test_an_entry_whose_day_has_passed_is_not_published(draft: Make, writer: User, second: User) -> None:
    made = draft()
    Recommendation.objects.update(expires_on=timezone.localdate() - timedelta(days=1))
    workflow.submit(made, writer)
    with pytest.raises(workflow.NotReady):
        workflow.publish(made, second)
    assert titles(made) == []


def test_an_entry_of_an_instrument_that_is_gone_is_not_reviewed(draft: Make, writer: User) -> None:
    made = draft()
    Recommendation.objects.update(instrument="gone")
    made.refresh_from_db()
    with pytest.raises(workflow.NotReady):
        workflow.submit(made, writer)
