"""Recommendations and score runs in the administration: to read, and nothing else."""

from __future__ import annotations

import pytest
from django.core.management import call_command
from django.test import Client
from django.urls import reverse

from metep.models import User
from reports.models import Recommendation
from scoring.calculate import freeze, read_evidence
from scoring.models import ScoreRun
from surveys.models import Round


@pytest.fixture
def administrators_client(db: None) -> Client:
    client = Client()
    client.force_login(User.objects.create_superuser("boss@example.org", "a long enough password"))
    return client


@pytest.fixture
def run(answered_round: Round) -> ScoreRun:
    return freeze(read_evidence(answered_round))


def test_recommendations_are_listed_and_read(administrators_client: Client) -> None:
    call_command("load_instruments", verbosity=0)
    call_command("load_recommendations", verbosity=0)
    listed = administrators_client.get(reverse("admin:reports_recommendation_changelist"))
    assert listed.context["cl"].result_count == Recommendation.objects.count() > 40
    first = Recommendation.objects.first()
    page = administrators_client.get(reverse("admin:reports_recommendation_change", args=[first.pk]))
    assert first.title in page.text


def test_nobody_adds_recommendations_by_hand(administrators_client: Client) -> None:
    assert administrators_client.get(reverse("admin:reports_recommendation_add")).status_code == 403


def test_a_run_is_read_and_its_document_downloaded(administrators_client: Client, run: ScoreRun) -> None:
    page = administrators_client.get(reverse("admin:scoring_scorerun_change", args=[run.pk]))
    assert run.input_checksum in page.text
    response = administrators_client.get(reverse("admin:scoring_scorerun_document", args=[run.pk]))
    assert response.json() == run.document


def test_a_run_never_changes(administrators_client: Client, run: ScoreRun) -> None:
    address = reverse("admin:scoring_scorerun_change", args=[run.pk])
    assert administrators_client.post(address, {"method": "other"}).status_code == 403
    assert ScoreRun.objects.get().method == run.method


def test_the_document_is_refused_to_staff_without_the_right(client: Client, run: ScoreRun) -> None:
    client.force_login(User.objects.create_user("clerk@example.org", "a long enough password", is_staff=True))
    assert client.get(reverse("admin:scoring_scorerun_document", args=[run.pk])).status_code == 403
