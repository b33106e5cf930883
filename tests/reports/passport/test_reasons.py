"""The values that call for a recommendation lead to their calculation, on the page and in print."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import translation

from reports.advice import Advice
from reports.dashboard.values import Writer
from reports.figures import UnitView
from reports.passport.reasons import addresses_of, references_of
from reports.recommendations import FiredTrigger, TriggerKind
from reports.report import build_report
from reports.results import results_of
from reports.terms import terms_of
from surveys.content import Source, Tier
from surveys.models import Round
from tests.reports.actions.conftest import publish


@pytest.fixture
def advised_round(answered_round: Round) -> Round:
    """Whatever its answers are, the item calls for a recommendation."""
    publish(answered_round, "law", "F1.1.a", Tier.NATIONAL)
    return answered_round


def test_every_printed_reason_has_a_code_that_leads_to_its_value(analysts_client: Client, advised_round: Round) -> None:
    with translation.override("en"):
        results = results_of(advised_round)
        report = build_report(results, results.nation)
    given = [one for chapter in report.chapters for section in chapter.sections for one in section.recommendations]
    pairs = [pair for one in given for pair in one.reasons]
    assert pairs
    for reason, passport in pairs:
        assert passport is not None, reason
        number = analysts_client.get(reverse("passport", args=[passport.code]), follow=True).context["page"].number
        assert f"score {number.text.replace(chr(44), chr(46))}," in reason


def test_every_reason_on_the_page_leads_on(analysts_client: Client, advised_round: Round) -> None:
    page = analysts_client.get(reverse("dashboard-unit", args=["r1"]))
    pairs = [pair for one in page.context["recommendations"] for pair in one.led]
    assert pairs
    for reason, lead in pairs:
        assert analysts_client.get(lead).context["page"].number.text in reason
        assert reason in page.text


def _advice(fired: FiredTrigger) -> Advice:
    words = dict.fromkeys(("title", "action", "reason", "levels", "area", "effort", "costs", "horizon", "place"), "")
    return Advice(code="one", steps=(), examples=(), reasons=("Why.",), sources=(), fired=(fired,), **words)


@pytest.mark.parametrize(
    ("kind", "target", "source", "part"),
    [
        (TriggerKind.ITEM, "F1.1.a", None, "/items/F1.1.a/"),
        (TriggerKind.DO_NOT_KNOW, "F1.1.a", None, "/items/F1.1.a/"),
        (TriggerKind.COMPARISON, "F1.1.a", None, "/items/F1.1.a/"),
        (TriggerKind.LEVEL, "information", None, "source=facts&family=levels&part=information"),
        (TriggerKind.LEVEL, "information", Source.PERCEPTIONS, "source=perceptions&family=levels&part=information"),
        (TriggerKind.GAP, "information", None, "source=gap&family=levels&part=information"),
    ],
)
def test_each_kind_of_reason_leads_to_what_it_looks_at(
    analysts_client: Client, answered_round: Round, kind: TriggerKind, target: str, source: Source | None, part: str
) -> None:
    results = results_of(answered_round)
    advice = _advice(FiredTrigger(kind, target, 0.2, 0.5, 10, source))
    writer = Writer(UnitView(results.nation, results.instrument, terms_of(results.method)), "r1")
    (address,), (reference,) = addresses_of(writer, advice), references_of(results, results.nation.unit, advice)
    assert part in address
    assert analysts_client.get(address).status_code == 200
    found = analysts_client.get(reverse("passport", args=[reference.code]))
    assert part in found.url


def test_a_cell_leads_to_its_passport(analysts_client: Client, answered_round: Round) -> None:
    results = results_of(answered_round)
    cell = next(code for code, score in results.nation.facts.cells.items() if score.score is not None)
    advice = _advice(FiredTrigger(TriggerKind.CELL, cell, 0.2, 0.5))
    (reference,) = references_of(results, results.nation.unit, advice)
    page = analysts_client.get(reverse("passport", args=[reference.code]), follow=True)
    assert page.status_code == 200
    assert page.context["page"].number.text
