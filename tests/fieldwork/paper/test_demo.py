"""What the demonstration shows of papers and evidence: made up, the same each time, no change of the scores."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from django.utils import timezone

from metep.demo.fieldwork import evidence, paper
from metep.demo.fieldwork.staff import Staff
from metep.models import User
from surveys.evidence import evidence_by_item, yes_without_evidence
from surveys.models import CountChange, Evidence, Institution, Mode, Response, ResponseState, Round
from tests.surveys.files import keep_evidence_in


@pytest.fixture
def staff(db: None) -> Staff:
    names = ("administrator", "analyst", "reviewer", "coordinator", "facilitator", "clerk")
    return Staff(*(User.objects.create_user(f"{name}@example.org", "a long enough password") for name in names))


@pytest.fixture
def demo(survey_round: Round, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Round:
    keep_evidence_in(tmp_path, monkeypatch)
    second = Institution.objects.create(code="I2", country="KZ", name_kk="Екінші", name_ru="Второе", name_en="Second")
    survey_round.institutions.add(second)
    yes = {"F1.1.a": "yes", "F1.1.b": "yes", "F1.1.c": "yes", "F2.1.a": "yes"}
    for language in ("kk", "ru", "en"):
        Response.objects.create(
            round=survey_round,
            institution=second,
            language=language,
            sections=survey_round.sections,
            answers=yes,
            state=ResponseState.SUBMITTED,
            submitted_at=timezone.now(),
        )
    return survey_round


def test_some_yes_answers_have_evidence_and_some_have_none(demo: Round, staff: Staff) -> None:
    evidence.make(demo, staff, np.random.default_rng(2))
    responses = list(Response.objects.select_related("round"))
    assert all(evidence_by_item(response) for response in responses)
    assert any(yes_without_evidence(response) for response in responses)
    files = [piece for piece in Evidence.objects.all() if piece.file]
    assert len(files) == 3
    assert all(piece.file.read(5) == b"%PDF-" for piece in files)
    assert all("example.org" in piece.url for piece in Evidence.objects.exclude(url=""))
    assert not CountChange.objects.exists()


def test_the_clerk_has_begun_a_paper(demo: Round, staff: Staff) -> None:
    paper.make(demo, staff, np.random.default_rng(1))
    made = Response.objects.get(mode=Mode.PAPER)
    assert (made.entered_by, made.state) == (staff.clerk, ResponseState.DRAFT)
    assert made.answers["F1.1.a"] == "no"
    assert made.answers["F1.1.b"] == "yes", "kept below a No, as it stands on the paper"
    assert made.changes.get().by == staff.clerk
    assert not CountChange.objects.exists()


def test_it_is_the_same_each_time(demo: Round, staff: Staff) -> None:
    made = []
    for _ in range(2):
        Response.objects.filter(mode=Mode.PAPER).delete()
        paper.make(demo, staff, np.random.default_rng(1))
        response = Response.objects.get(mode=Mode.PAPER)
        made.append((response.pk, response.answers))
    assert made[0] == made[1]
