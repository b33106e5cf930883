"""A site to be kept, an archive of it, and folders for their files."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.core.management import call_command

from surveys.models import Institution, Response, Round
from tests.archives.site import fill
from tests.surveys.files import keep_evidence_in


@pytest.fixture
def evidence_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "evidence"
    keep_evidence_in(folder, monkeypatch)
    return folder


@pytest.fixture
def filled(transactional_db: None, evidence_folder: Path, survey_round: Round, institution: Institution) -> Response:
    """The site of `tests.archives.site`; its response with a history."""
    return fill(survey_round, institution)


@pytest.fixture
def backup(filled: Response, tmp_path: Path) -> Path:
    """An archive of the site."""
    path = tmp_path / "site.zip"
    call_command("backup", path, verbosity=0)
    return path


@pytest.fixture
def exported(filled: Response, tmp_path: Path) -> Path:
    """An archive of the round, with people."""
    path = tmp_path / "round.zip"
    call_command("export_round", "r1", path, people=True, verbosity=0)
    return path
