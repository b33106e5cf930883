"""Evidence of a response: which of its Yes answers have any; add, change and remove pieces of it."""

from __future__ import annotations

import logging
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.db import transaction
from django.db.models import Sum
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext_lazy as _

from surveys.content import Item, ItemType, Source
from surveys.documents import Document
from surveys.models import Evidence, LinkState, Response
from surveys.pages import Page, Question, Questionnaire, open_questions
from surveys.questionnaires import asked_of

MAX_PIECES = 300
_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class YesPage:
    """The questions of one page about facts that are answered Yes."""

    page: Page
    questions: list[Question]


def yes_pages(questionnaire: Questionnaire, answers: Mapping[str, Any]) -> list[YesPage]:
    """Every page with a Yes that evidence can be given for, in order."""
    pages = (page for section in questionnaire.sections if section.source is Source.FACTS for page in section.pages())
    return [YesPage(page, found) for page in pages if (found := yes_questions(page, answers))]


def yes_questions(page: Page, answers: Mapping[str, Any]) -> list[Question]:
    """The questions of a page about facts that are asked and answered Yes; none of a repeating one."""
    if page.is_repeating:
        return []
    return [
        question
        for question in open_questions(page, answers)
        if question.type is ItemType.YNDK and answers.get(question.code) == "yes"
    ]


def all_yes(response: Response) -> list[Question]:
    """The questions about facts that a response (its round loaded) is asked and answers Yes, in order."""
    return [question for found in yes_pages(asked_of(response), response.answers) for question in found.questions]


def takes_evidence(questionnaire: Questionnaire, page: Page) -> bool:
    """Whether the page belongs to a section about facts."""
    return any(
        section.source is Source.FACTS and any(own.code == page.code for own in section.pages())
        for section in questionnaire.sections
    )


def by_item(pieces: Iterable[Evidence]) -> dict[str, list[Evidence]]:
    """Evidence already fetched, by the codes of the items that it serves."""
    found: dict[str, list[Evidence]] = defaultdict(list)
    for piece in pieces:
        for code in piece.items:
            found[code].append(piece)
    return dict(found)


def evidence_by_item(response: Response) -> dict[str, list[Evidence]]:
    """The evidence of a response by item code; an item without any has no entry. One query."""
    return by_item(response.evidence.all())


def yes_without_evidence(response: Response) -> list[Item]:
    """The items about facts that a response (its round loaded) answers Yes without showing why. One query."""
    shown = evidence_by_item(response)
    return [question.item for question in all_yes(response) if question.code not in shown]


@dataclass
class Piece:
    """What somebody says about a piece of evidence: fields of `Evidence`. `document`: None to keep the file there is;
    `drops_file`: the file is to go."""

    items: Sequence[str]
    url: str = ""
    dated_on: Any = None
    note: str = ""
    document: Document | None = None
    drops_file: bool = False


@transaction.atomic
def store_evidence(evidence: Evidence, piece: Piece) -> None:
    """Write a new or a changed piece of evidence; the file that it replaces goes once this is certain.

    Raises RoundNotOpen or AlreadySubmitted, and ValidationError where the response holds too much already.
    """
    _lock(evidence.response)
    old_file = evidence.file.name if evidence.file else ""
    if piece.url != evidence.url:
        evidence.link_state, evidence.link_checked_at = LinkState.UNCHECKED, None
    evidence.items, evidence.url = list(piece.items), piece.url
    evidence.dated_on, evidence.note = piece.dated_on, piece.note
    _require_room(evidence, piece.document)
    with _new_file_of(evidence, piece.document):
        if piece.drops_file and piece.document is None:
            _describe(evidence, "", "", None, "")
            evidence.file = ""
        evidence.save()
    if old_file and old_file != evidence.file.name:
        _delete_later(evidence, old_file)


@transaction.atomic
def remove_evidence(evidence: Evidence, codes: Iterable[str]) -> None:
    """Take a piece of evidence away from items; where it serves no other, it goes with its file.

    Raises RoundNotOpen or AlreadySubmitted.
    """
    _lock(evidence.response)
    left = [code for code in evidence.items if code not in set(codes)]
    if left:
        Evidence.objects.filter(pk=evidence.pk).update(items=left)
        return
    if evidence.file:
        _delete_later(evidence, str(evidence.file.name))
    evidence.delete()


def delete_files_with(responses: Iterable[Response]) -> None:
    """Delete the files of all evidence of responses that are about to be removed, once the removal is certain."""
    for piece in Evidence.objects.filter(response__in=list(responses)).exclude(file=""):
        _delete_later(piece, str(piece.file.name))


def _lock(response: Response) -> None:
    """Let nobody submit meanwhile. Raises RoundNotOpen or AlreadySubmitted."""
    state = Response.objects.select_for_update(of=["self"]).values_list("state", flat=True).get(pk=response.pk)
    response.state = state
    response.require_answerable()
    response.require_editable()


def _require_room(evidence: Evidence, document: Document | None) -> None:
    others = Evidence.objects.filter(response=evidence.response_id).exclude(pk=evidence.pk)
    if evidence.pk is None and others.count() >= MAX_PIECES:
        raise ValidationError(_("These answers have as much evidence as can be stored. Remove some first."))
    limit = settings.EVIDENCE_TOTAL_BYTES
    if document and (others.aggregate(total=Sum("size"))["total"] or 0) + len(document.content) > limit:
        raise ValidationError(
            _("All files of these answers together may have at most %(limit)s. Give a link instead."),
            params={"limit": filesizeformat(limit)},
        )


@contextmanager
def _new_file_of(evidence: Evidence, document: Document | None) -> Iterator[None]:
    """Store the file of a document; where what follows fails, nothing of it stays behind."""
    if document is None:
        yield
        return
    _describe(evidence, document.name, document.content_type, len(document.content), document.checksum)
    try:
        evidence.file.save(document.name, ContentFile(document.content), save=False)
    except OSError as error:
        _log.error("evidence cannot be stored", exc_info=True)
        raise ValidationError(
            _("The site cannot store the file at the moment. Try again later, or give a link.")
        ) from error
    name, is_done = evidence.file.name, False
    try:
        yield
        is_done = True
    finally:
        if not is_done:
            evidence.file.storage.delete(name or "")


def _describe(evidence: Evidence, name: str, content_type: str, size: int | None, checksum: str) -> None:
    evidence.file_name, evidence.content_type = name, content_type
    evidence.size, evidence.checksum = size, checksum


def _delete_later(evidence: Evidence, name: str) -> None:
    storage = evidence.file.storage
    transaction.on_commit(lambda: storage.delete(name))
