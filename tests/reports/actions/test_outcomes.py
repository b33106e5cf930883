"""What became of answers: the values that called for a recommendation in both rounds, and what may be said of them."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import translation

from reports.actions.moving import Movement
from reports.actions.outcomes import Row, find_outcomes
from reports.figures import UnitView
from reports.models import Action, Recommendation
from reports.results import results_of
from reports.rounds.reading import Comparison, compare
from reports.terms import terms_of
from surveys.content.lineage import Kin, Kinship
from surveys.models import Round, Validation


def answer(earlier: Round, law: Recommendation, kind: str, target: str, source: str | None = None) -> None:
    fired = [{"kind": kind, "target": target, "source": source, "value": 0.1, "bound": 0.5}]
    Action.objects.create(round=earlier, recommendation=law, edition=1, decision="done", fired=fired)


def both(earlier: Round, later: Round) -> Comparison:
    return compare(results_of(earlier), results_of(later))


def row_of(comparison: Comparison) -> Row:
    later = comparison.later
    view = UnitView(later.nation, later.instrument, terms_of(later.method))
    (outcome,) = find_outcomes(comparison, view)
    (row,) = outcome.rows
    return row


@pytest.mark.parametrize(
    ("kind", "target", "source", "movement"),
    [
        ("item", "F1.1.a", None, Movement.ROSE),  # 8 of 60, then 50 of 60
        ("comparison", "F1.1.a", None, Movement.ROSE),  # the item itself is told
        ("do_not_know", "F1.1.c", None, Movement.FELL),  # 52 of 60, then 10 of 60
        ("item", "P1.1.a", None, Movement.STILL),
        ("level", "information", "facts", Movement.ROSE),
        ("cell", "information.legal", "facts", Movement.ROSE),
        ("cell", "consultation.channels", "facts", Movement.UNKNOWN),  # nobody measures it
        ("item", "F9.9.z", None, Movement.UNKNOWN),
    ],
)
def test_each_kind_of_value_is_held_against_the_next_round(
    earlier: Round, later: Round, law: Recommendation, kind: str, target: str, source: str | None, movement: Movement
) -> None:
    answer(earlier, law, kind, target, source)
    row = row_of(both(earlier, later))
    assert row.movement is movement, row


def test_values_stand_with_their_interval_and_base(earlier: Round, later: Round, law: Recommendation) -> None:
    answer(earlier, law, "item", "F1.1.a")
    row = row_of(both(earlier, later))
    assert row.name == "F1.1.a. Заң бар ма?"
    assert (row.before.text, row.before.base, row.after.text) == ("13,3", "n = 60", "83,3")
    assert row.before.interval
    assert row.change == "+70,0"


@pytest.mark.parametrize(
    ("kin", "words"),
    [
        (Kin(Kinship.REPLACED, "F1.1.new", "F1.1.a"), "F1.1.new"),
        (Kin(Kinship.DROPPED, before="F1.1.a"), "бұл сұрақ қойылмайды"),
        (Kin(Kinship.CHANGED, "F1.1.a", "F1.1.a"), "өзгертілген"),
    ],
)
@pytest.mark.parametrize("kind", ["item", "do_not_know"])
def test_what_is_not_asked_alike_is_not_compared(
    earlier: Round, later: Round, law: Recommendation, kin: Kin, words: str, kind: str
) -> None:
    answer(earlier, law, kind, "F1.1.a")
    found = both(earlier, later)
    units = tuple(replace(unit, items={}) for unit in found.units)
    judgement = replace(found.judgement, lineage=(kin,), common=frozenset())
    row = row_of(replace(found, judgement=judgement, units=units))
    assert row.movement is Movement.UNKNOWN
    assert words in row.sentence
    assert row.before.text != "–", "each round's own value still stands"


def test_rounds_that_are_not_comparable_are_not_compared(earlier: Round, later: Round, law: Recommendation) -> None:
    answer(earlier, law, "item", "F1.1.a")
    row = row_of(replace(both(earlier, later), units=()))
    assert (row.movement, row.change) == (Movement.UNKNOWN, "–")
    assert "өзара салыстыру мүмкін емес" in row.sentence


def page(client: Client, survey_round: Round, unit: str = "national:KZ", **query: str) -> Any:
    address = reverse("dashboard-outcomes", args=[survey_round.code]).replace("/kk/", "/en/")
    return client.get(address, {"unit": unit} | query)


def test_the_page_tells_the_decision_and_what_moved(
    client_of_all: Client, earlier: Round, later: Round, law: Recommendation
) -> None:
    answer(earlier, law, "item", "F1.1.a")
    shown = page(client_of_all, later)
    assert shown.status_code == 200
    assert shown.context["earlier"] == earlier
    assert "It rose by more than chance explains." in shown.text
    assert "A value that moved says nothing yet of why it moved" in shown.text
    listed = client_of_all.get(reverse("dashboard-actions", args=[later.code]))
    assert reverse("dashboard-outcomes", args=[later.code]) in listed.text


def test_without_earlier_answers_the_page_says_so(client_of_all: Client, earlier: Round, later: Round) -> None:
    assert "answered nothing after an earlier round" in page(client_of_all, later).text


def test_answers_of_a_later_round_are_no_earlier_ones(
    client_of_all: Client, earlier: Round, later: Round, law: Recommendation
) -> None:
    answer(later, law, "item", "F1.1.a")
    assert "answered nothing after an earlier round" in page(client_of_all, earlier).text


def test_the_answers_of_another_unit_are_not_told(
    client_of_all: Client, earlier: Round, later: Round, law: Recommendation
) -> None:
    answer(earlier, law, "item", "F1.1.a")
    assert "answered nothing after an earlier round" in page(client_of_all, later, "institution:I1").text


def test_a_fact_settled_in_one_round_only_is_not_compared(earlier: Round, later: Round, law: Recommendation) -> None:
    Validation.objects.create(round=later, item="F1.1.a", value="yes", reason="The law was shown.")
    answer(earlier, law, "item", "F1.1.a")
    with translation.override("en"):
        row = row_of(both(earlier, later))
    assert row.movement is Movement.UNKNOWN
    assert row.sentence == ("It cannot be compared: the fact was settled in one round and only answered in the other.")
