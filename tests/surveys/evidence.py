"""What tests of evidence have in common: a respondent with some Yes answers, and files to send."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse

from surveys.models import Evidence
from tests.surveys.files import PDF
from tests.surveys.respondents import Respondent

YES = {"F1.1.a": "yes", "F1.1.b": "yes", "F1.1.c": "no", "F2.1.a": "yes"}
LINK = {"url": "https://example.org/law", "items": ["F1.1.a"], "note": "", "dated_on": ""}


def file(name: str = "law.pdf", content: bytes = PDF) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content, "application/pdf")


def only(respondent: Respondent) -> Evidence:
    return Evidence.objects.get(response=respondent.response)


def add(respondent: Respondent, **fields: Any) -> HttpResponse:
    return respondent.post("evidence/new/", LINK | fields)


def stored_in(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]
