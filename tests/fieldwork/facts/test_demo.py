"""The demonstration shows every state of review and of cards, and its scores stay what they were."""

from __future__ import annotations

from datetime import timedelta

import numpy as np
import pytest
from django.conf import settings
from django.core import mail
from django.core.management import call_command
from django.utils import timezone

from fieldwork.models import Card, CardState, Remark
from metep.demo.accounts import make_accounts, staff_of_demo
from metep.demo.fieldwork import facts, review
from metep.demo.making import make_round
from metep.demo.plan import read_plan
from reports.results import results_of
from scoring.folding import fold
from surveys.models import Response, ResponseState, ReviewComment, Round
from surveys.publishing import load
from tests.contents import metep


@pytest.fixture
def demo(db: None) -> Round:
    load(metep())
    call_command("load_recommendations", verbosity=0)
    plan = read_plan(settings.BASE_DIR / "fixtures" / "demo")
    make_round(plan, timezone.localdate() - timedelta(days=1), 60)
    made = Round.objects.get(code=plan.code)
    make_accounts(made, "a long enough password")
    return made


def test_the_demonstration_shows_review_and_reconciliation_and_keeps_its_scores(demo: Round) -> None:
    def scored() -> tuple[object, ...]:
        fold(demo)
        evidence = results_of(demo).evidence
        return evidence.checksum, evidence.draft, evidence.excluded

    before = scored()
    for _ in range(2):  # made anew, there is no more of it
        review.make(demo, staff_of_demo(), np.random.default_rng(1))
        facts.make(demo, staff_of_demo(), np.random.default_rng(2))
    assert scored() == before
    assert set(Response.objects.values_list("state", flat=True)) == set(ResponseState.values)
    assert Card.objects.filter(state=CardState.OPEN).count() == facts.OPEN
    assert Card.objects.filter(state=CardState.SETTLED).count() == facts.SETTLED
    assert Card.objects.filter(state=CardState.DROPPED).exists()
    assert Card.objects.filter(answer_by__lt=timezone.localdate()).exists()
    assert Remark.objects.filter(response__isnull=False).exists()
    assert ReviewComment.objects.unsent().exists()
    assert ReviewComment.objects.shown().exists()
    assert mail.outbox == []
