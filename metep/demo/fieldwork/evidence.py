"""Evidence of the demonstration: links and small files for some Yes answers; others are left without."""

from __future__ import annotations

from datetime import timedelta

import numpy as np
from django.core.files.base import ContentFile

from metep.demo.fieldwork.staff import Staff
from surveys.documents import PDF, Document
from surveys.evidence import all_yes
from surveys.models import Evidence, Response, Round
from surveys.printing import print_html

RESPONSES = 12
WITH_EVIDENCE = 0.6
"""The share of the Yes answers of these responses that have some."""
WORDS = {
    "kk": ("Синтетикалық құжат", "Бұл құжат сайттың жұмысын көрсету үшін жасалған.", "5-бап (синтетикалық)"),
    "ru": ("Синтетический документ", "Этот документ создан, чтобы показать работу сайта.", "Статья 5 (синтетическая)"),
    "en": ("Synthetic document", "This document was made up to show how the site works.", "Article 5 (synthetic)"),
}


def make(survey_round: Round, staff: Staff, generator: np.random.Generator) -> None:
    """For the first responses that answer anything about facts with Yes: links, and one file each."""
    documents = {language: _document(language) for language in WORDS}
    submitted = Response.objects.counted().filter(round=survey_round).order_by("submitted_at", "pk")
    left = RESPONSES
    for response in submitted[: RESPONSES * 10]:
        response.round = survey_round
        codes = [question.code for question in all_yes(response)]
        if not codes:
            continue
        _give(response, codes, documents[response.language], generator)
        left -= 1
        if left == 0:
            return


def _give(response: Response, codes: list[str], document: Document, generator: np.random.Generator) -> None:
    shown = [code for code in codes if generator.random() < WITH_EVIDENCE] or codes[:1]
    _note, article = WORDS[response.language][1:]
    at = (response.submitted_at or response.saved_at) - timedelta(minutes=5)
    day = at.date() - timedelta(days=int(generator.integers(30, 2000)))
    # The first piece is a file, and serves up to three answers; of the others each has a link of its own.
    file = Evidence(response=response, items=shown[:3], note=article, dated_on=day, added_at=at)
    file.file_name, file.content_type = document.name, document.content_type
    file.size, file.checksum = len(document.content), document.checksum
    file.file.save(document.name, ContentFile(document.content), save=False)
    file.save()
    Evidence.objects.bulk_create(
        Evidence(
            response=response, items=[code], url=f"https://example.org/synthetic/{code}", dated_on=day, added_at=at
        )
        for code in shown[3:]
    )


def _document(language: str) -> Document:
    """A page that says that it is synthetic."""
    title, words, _article = WORDS[language]
    html = f'<!doctype html><html lang="{language}"><title>{title}</title><h1>{title}</h1><p>{words}</p></html>'
    return Document(f"{title}.pdf", PDF.content_type, print_html(html, "src/copy.css"))
