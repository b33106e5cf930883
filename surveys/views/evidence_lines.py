"""Evidence as pages show it: a line for each Yes answer, with what is shown for it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from django.template.defaultfilters import filesizeformat
from django.urls import reverse
from django.utils.http import urlencode

from surveys.evidence import evidence_by_item, takes_evidence, yes_questions
from surveys.models import Evidence, Response
from surveys.pages import Question
from surveys.views.sheets import Sheet

Pieces = Mapping[str, list[Evidence]]


@dataclass(frozen=True)
class ShownPiece:
    """A piece of evidence. `address`: of its pages, below which it is changed, removed and downloaded."""

    key: int
    url: str
    file_name: str
    size: str
    dated_on: date | None
    note: str
    codes: tuple[str, ...]
    address: str

    @classmethod
    def of(cls, evidence: Evidence, base: str) -> ShownPiece:
        """`base`: the address of the response's evidence."""
        return cls(
            evidence.pk,
            evidence.url,
            evidence.file_name if evidence.file else "",
            filesizeformat(evidence.size) if evidence.size else "",
            evidence.dated_on,
            evidence.note,
            tuple(evidence.items),
            f"{base}{evidence.pk}/",
        )

    @property
    def title(self) -> str:
        """What names it: its file, else its link."""
        return self.file_name or self.url


@dataclass(frozen=True)
class EvidenceLine:
    """A Yes answer. `add_url`: where evidence for it is added."""

    code: str
    text: str
    pieces: list[ShownPiece]
    add_url: str


def lines_of(response: Response, questions: Iterable[Question], pieces: Pieces) -> list[EvidenceLine]:
    """A line for each question."""
    base = reverse("response-evidence", args=[response.pk])
    return [
        EvidenceLine(
            question.code,
            question.text,
            [ShownPiece.of(piece, base) for piece in pieces.get(question.code, ())],
            f"{base}new/?{urlencode({'item': question.code})}",
        )
        for question in questions
    ]


def lines_on(sheet: Sheet) -> list[EvidenceLine] | None:
    """The Yes answers of a page with their evidence; None where the page is not about facts.

    The database is asked only where there is a Yes.
    """
    if sheet.is_profile or sheet.page.is_repeating or not takes_evidence(sheet.questionnaire, sheet.page):
        return None
    questions = yes_questions(sheet.page, sheet.stored)
    pieces = evidence_by_item(sheet.response) if questions else {}
    return lines_of(sheet.response, questions, pieces)
