"""A respondent who has begun to answer."""

from __future__ import annotations

from pathlib import Path

import pytest

from surveys.models import Round
from surveys.saving import save_answers
from tests.surveys.evidence import YES
from tests.surveys.files import keep_evidence_in
from tests.surveys.respondents import Respondent


@pytest.fixture
def respondent(survey_round: Round) -> Respondent:
    """Answers for the institution, in English, every section asked."""
    return Respondent.begin()


@pytest.fixture
def folder(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """Where files of evidence lie in this test."""
    keep_evidence_in(tmp_path, monkeypatch)
    return tmp_path


@pytest.fixture
def answered(respondent: Respondent, folder: Path) -> Respondent:
    """A respondent with Yes answers about facts."""
    save_answers(respondent.response, YES)
    return respondent
