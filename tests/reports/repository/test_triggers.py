"""The form of triggers: read, searched, added to, checked, shown on a real round, saved; without scripts."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.http import QueryDict
from django.test import Client
from django.urls import reverse

from metep.models import User
from reports.models import Recommendation
from reports.recommendations import Trigger, TriggerKind
from reports.recommendations.storing import entry_of
from reports.repository import conditions, workflow
from reports.repository.conditions import Choices, Condition
from scoring.folding import fold
from surveys.content import Instrument, Source, Tier
from surveys.models import Round
from tests.reports.repository.conftest import Make
from tests.reports.repository.entries import entry, text

ITEM, CELL, LEVEL = TriggerKind.ITEM, TriggerKind.CELL, TriggerKind.LEVEL
GAP, SHARE, COMPARISON = TriggerKind.GAP, TriggerKind.DO_NOT_KNOW, TriggerKind.COMPARISON

EVERY_KIND = (
    Trigger(ITEM, ("F1.1.a", "F1.1.b"), 0.5, also=(Trigger(LEVEL, ("information",), 0.45, source=Source.FACTS),)),
    Trigger(CELL, ("information.legal",), 0.5, source=Source.PERCEPTIONS),
    Trigger(GAP, ("information",), -0.15),
    Trigger(SHARE, ("F1.1.a",), share=0.3),
    Trigger(COMPARISON, ("F2.1.a",), -0.1),
)


def as_posted(groups: conditions.Groups, **more: Any) -> dict[str, Any]:
    """What the form of these groups sends."""
    values: dict[str, Any] = {}
    for number, group in enumerate(groups):
        for place, one in enumerate(group):
            key = f"{number}-{place}"
            values |= {f"kind-{key}": one.kind.value, f"bound-{key}": one.bound, f"target-{key}": list(one.targets)}
            if one.source:
                values[f"source-{key}"] = one.source
            if one.search:
                values[f"search-{key}"] = one.search
    return values | more


def query(values: dict[str, Any]) -> QueryDict:
    posted = QueryDict(mutable=True)
    for name, value in values.items():
        posted.setlist(name, value if isinstance(value, list) else [value])
    return posted


def test_triggers_of_every_kind_survive_the_form(small: Instrument) -> None:
    groups = conditions.groups_of(EVERY_KIND)
    assert [one.bound for group in groups for one in group] == ["50", "45", "50", "−15", "30", "−10"]
    read = conditions.read_groups(query(as_posted(groups)), Choices.of(small))
    assert conditions.triggers_of(read) == EVERY_KIND
    assert not conditions.has_errors(conditions.checked(read))


@pytest.mark.parametrize(
    ("typed", "value"),
    [("50", 0.5), ("12,5", 0.125), ("12.5", 0.125), ("−10", -0.1), ("-10", -0.1), ("30 %", 0.3), ("", None),
     ("half", None), ("NaN", None), ("1e9", None), ("Infinity", None)],
)  # fmt: skip
def test_bounds_are_read_as_people_write_them(typed: str, value: float | None) -> None:
    assert Condition(ITEM, bound=typed).value == (None if value is None else pytest.approx(value))


@pytest.mark.parametrize(
    ("condition", "field"),
    [
        (Condition(ITEM, ("F1.1.a",), "0"), "bound"),
        (Condition(ITEM, ("F1.1.a",), "101"), "bound"),
        (Condition(ITEM, ("F1.1.a",), ""), "bound"),
        (Condition(GAP, ("information",), "-100"), "bound"),
        (Condition(GAP, ("information",), "101"), "bound"),
        (Condition(ITEM, (), "50"), "search"),
        (Condition(ITEM, (), "50", search="nothing such"), "search"),
        (Condition(ITEM, (), "50", search="law", found=("F1.1.a", "F1.1.b")), "search"),
        (Condition(LEVEL, ("information",), "50"), "source"),
        (Condition(CELL, ("information.legal",), "50", source="narrative"), "source"),
    ],
)
def test_each_incomplete_condition_says_what_it_lacks(condition: Condition, field: str) -> None:
    ((checked,),) = conditions.checked(((condition,),))
    assert [name for name, _sentence in checked.errors] == [field]


def test_an_item_is_found_by_code_by_line_or_by_words(small: Instrument) -> None:
    choices = Choices.of(small)
    assert choices.find("f1.1.A", ITEM) == ["F1.1.a"]
    assert choices.find(f"F1.1.a{conditions.SEPARATOR}{choices.items['F1.1.a']}", ITEM) == ["F1.1.a"]
    word = choices.items["F1.1.a"].split()[0]
    assert "F1.1.a" in choices.find(word, ITEM)
    assert choices.find("nothing such", ITEM) == []


def test_only_items_that_can_be_unknown_are_found_for_their_share(small: Instrument) -> None:
    choices = Choices.of(small)
    assert choices.find("P1.1.a", ITEM) == ["P1.1.a"]
    assert choices.find("P1.1.a", SHARE) == []


def test_words_of_one_item_become_a_target_and_of_several_a_choice(small: Instrument) -> None:
    choices = Choices.of(small)
    one = conditions.read_groups(query(as_posted(((Condition(ITEM, search="F1.1.b"),),))), choices)
    assert (one[0][0].targets, one[0][0].search) == (("F1.1.b",), "")
    words = next(word for text in choices.items.values() for word in text.split() if len(choices.find(word, ITEM)) > 1)
    several = conditions.read_groups(query(as_posted(((Condition(ITEM, search=words),),))), choices)
    assert (several[0][0].targets, len(several[0][0].found) > 1) == ((), True)


def test_groups_and_conditions_are_added_and_removed() -> None:
    first = ((Condition(ITEM, ("F1.1.a",), "50"),),)
    two = conditions.changed(first, "add-group", query({"new-group": "gap"}))
    assert [[one.kind for one in group] for group in two] == [[ITEM], [GAP]]
    three = conditions.changed(two, "add-0", query({"new-0": "level"}))
    assert [[one.kind for one in group] for group in three] == [[ITEM, LEVEL], [GAP]]
    assert conditions.changed(three, "remove-0-0", query({})) == ((Condition(LEVEL),), (Condition(GAP),))
    assert conditions.changed(three, "remove-1-0", query({})) == (three[0],)
    assert conditions.changed(first, "add-group", query({"new-group": "mood"})) == first


def address(made: Recommendation) -> str:
    return reverse("repository-triggers", args=[made.instrument, made.code])


def test_the_form_shows_what_the_entry_says_and_where_it_fires(
    writers_client: Client, published: Make, answered_round: Round
) -> None:
    fold(answered_round)
    made = published(triggers=(Trigger(ITEM, ("F1.1.a",), 1.0),))
    page = writers_client.get(address(made).replace("/kk/", "/en/")).text
    assert 'value="F1.1.a" checked' in page
    assert 'name="bound-0-0" value="100"' in page
    assert "It applies to 1 of 1 units." in page
    assert re.search(r"Item F1\.1\.a: score \d+\.\d, below 100\.0 \(n = \d+\)\.", page)


def test_looking_saves_nothing(writers_client: Client, published: Make, answered_round: Round) -> None:
    fold(answered_round)
    made = published()
    groups = conditions.groups_of((Trigger(ITEM, ("F1.1.b",), 1.0),))
    posted = as_posted(groups, do="preview", seen="3", round="r1")
    page = writers_client.post(address(made).replace("/kk/", "/en/"), posted)
    assert page.status_code == 200
    assert "It applies to 1 of 1 units." in page.text
    assert entry_of(Recommendation.objects.get()) == entry()
    assert made.versions.count() == 3


def test_an_institution_is_named_with_what_fired(writers_client: Client, draft: Make, answered_round: Round) -> None:
    fold(answered_round)
    made = draft(tiers=(Tier.INSTITUTION,), triggers=(Trigger(ITEM, ("F2.1.a",), 1.0),))
    page = writers_client.get(address(made).replace("/kk/", "/en/")).text
    assert "Institution</a>" in page
    assert "It applies to 1 of 1 units." in page


def test_saved_triggers_are_a_draft_with_its_note(writers_client: Client, published: Make) -> None:
    made = published()
    groups = conditions.groups_of(EVERY_KIND)
    response = writers_client.post(address(made), as_posted(groups, do="save", seen="3", note="All kinds"))
    assert response.status_code == 302
    fresh = Recommendation.objects.get()
    assert entry_of(fresh).triggers == EVERY_KIND
    assert (fresh.state, fresh.versions.first().note) == ("draft", "All kinds")
    assert fresh.advising.content["triggers"][0]["targets"] == ["F1.1.a"]


def test_an_incomplete_condition_is_refused_and_kept(writers_client: Client, published: Make) -> None:
    made = published()
    groups = ((Condition(ITEM, ("F1.1.a",), "many"), Condition(LEVEL, (), "20")),)
    response = writers_client.post(address(made), as_posted(groups, do="save", seen="3"))
    assert response.status_code == 422
    assert 'value="many"' in response.text
    for field in ("#bound-0-0", "#search-0-1", "#source-0-1"):
        assert f'href="{field}"' in response.text
    assert entry_of(Recommendation.objects.get()) == entry()


def test_triggers_changed_meanwhile_are_refused_and_kept(writers_client: Client, draft: Make, second: User) -> None:
    made = draft()
    workflow.write(made, entry(title=text("Theirs")), second, "", 1)
    groups = conditions.groups_of(EVERY_KIND)
    response = writers_client.post(address(made), as_posted(groups, do="save", seen="1"))
    assert response.status_code == 409
    assert 'name="kind-4-0" value="comparison"' in response.text
    assert entry_of(Recommendation.objects.get()).triggers == entry().triggers


@pytest.mark.parametrize("seen", ["", "many", "-1"])
def test_a_form_without_the_version_it_was_written_over_is_refused(
    writers_client: Client, draft: Make, seen: str
) -> None:
    response = writers_client.post(address(draft()), as_posted(conditions.groups_of(EVERY_KIND), do="save", seen=seen))
    assert response.status_code == 409


def test_without_a_round_to_look_at_the_page_says_so(writers_client: Client, draft: Make) -> None:
    page = writers_client.get(address(draft()).replace("/kk/", "/en/")).text
    assert "There is no round that you may analyse." in page
