"""Files of responses for tests, and how they are imported there."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.utils import translation

from surveys.importing import Imported, ImportRefused, ImportReport, import_responses
from surveys.models import CodedResponse, CountChange, Response, Round

ID = "0189c3a4-0000-4000-8000-00000000000a"
OTHER_ID = "0189c3a4-0000-4000-8000-00000000000b"


class Writer:
    """Writes lines to a file of a test's own folder."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def __call__(self, *lines: str, name: str = "responses.csv") -> Path:
        path = self._folder / name
        path.write_text("\n".join(lines) + "\n", "utf-8")
        return path


def run(survey_round: Round, path: Path, entries: Path | None = None, **options: bool) -> tuple[Imported, ImportReport]:
    report = ImportReport()
    with translation.override("en"):
        return import_responses(survey_round, path, entries, report=report, **options), report


def problems_of(survey_round: Round, path: Path, entries: Path | None = None) -> list[str]:
    """Sentences about bad cells, having seen that nothing was written."""
    report = ImportReport()
    before = Response.objects.count()
    with translation.override("en"), pytest.raises(ImportRefused):
        import_responses(survey_round, path, entries, report=report)
    assert Response.objects.count() == before
    assert CodedResponse.objects.count() == CountChange.objects.count() == 0
    with translation.override("en"):
        return [str(problem) for problem in report.problems]


def copy_round(survey_round: Round, code: str = "r2") -> Round:
    """An empty round of the same instrument and institutions."""
    copied = Round.objects.get(pk=survey_round.pk)
    copied.pk, copied.code = None, code
    copied.save()
    copied.institutions.set(survey_round.institutions.all())
    return copied
