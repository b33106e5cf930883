"""A response as a reviewer reads it: every answer with its evidence and comments, and what happened to it."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ObjectDoesNotExist
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from fieldwork.models import Workshop
from surveys.catalogue import instrument_of
from surveys.checking import Check, Line, Part, check
from surveys.content import Tier
from surveys.evidence import evidence_by_item
from surveys.models import Evidence, Response, ReviewComment
from surveys.pages import Questionnaire
from surveys.questionnaires import asked_of
from surveys.roles import may_administer
from surveys.validating import is_fact


@dataclass(frozen=True)
class ReadAnswer:
    """One answer. Its addresses are empty in a repeating table, whose entries are commented on together."""

    line: Line
    evidence: list[Evidence]
    comments: list[ReviewComment]
    comment_url: str
    history_url: str
    fact_url: str


@dataclass(frozen=True)
class ReadPart:
    """The answers of a page. `anchor`: unique on the page; `comments`: on a repeating table as a whole."""

    title: str
    anchor: str
    answers: list[ReadAnswer]
    comments: list[ReviewComment]
    comment_url: str


@dataclass(frozen=True)
class ReadChapter:
    """Pages under one heading."""

    title: str
    parts: list[ReadPart]


@dataclass(frozen=True)
class ReadSection:
    """A section with its chapters; without a title: what the respondent says about herself."""

    title: str
    chapters: list[ReadChapter]


@dataclass(frozen=True)
class Reading:
    """A whole response. `missing`, `ignored`: (wording, anchor) of what has no answer and of what does not count."""

    check: Check
    sections: list[ReadSection]
    missing: list[tuple[str, str]]
    ignored: list[tuple[str, str]]


def read_response(response: Response, *, with_profile: bool) -> Reading:
    """The response (its round and institution loaded) in the reader's language. Two queries.

    `with_profile`: with what the respondent says about herself, for those who may know who she is.
    """
    questionnaire = asked_of(response)
    checked = check(response, questionnaire)
    reader = _Reader(response, questionnaire)
    shown = [section for section in checked.sections if section.title or with_profile]
    sections = [reader.section(section.title, section.parts) for section in shown]
    lines = [(part, line) for section in shown for part in section.parts for line in part.lines]
    return Reading(
        checked,
        sections,
        [(line.text, line.code) for _part, line in lines if line.is_missing],
        [(line.text, line.code) for _part, line in lines if line.is_ignored],
    )


class _Reader:
    def __init__(self, response: Response, questionnaire: Questionnaire) -> None:
        self._response = response
        self._instrument = instrument_of(response.round.version_id)
        self._pages = questionnaire.page_by_code
        self._evidence = evidence_by_item(response)
        self._comments: dict[str, list[ReviewComment]] = defaultdict(list)
        for comment in response.comments.select_related("by"):
            self._comments[comment.item].append(comment)
        self._base = reverse("work-review-response", args=[response.round.code, response.pk])

    def section(self, title: str, parts: list[Part]) -> ReadSection:
        chapters: dict[str, ReadChapter] = {}
        for part in parts:
            page = self._pages.get(part.path.split("/")[0])
            chapter = page.chapter if page else ""
            chapters.setdefault(chapter, ReadChapter(chapter, [])).parts.append(self._part(part))
        return ReadSection(title, list(chapters.values()))

    def _part(self, part: Part) -> ReadPart:
        code, *entry = part.path.strip("/").split("/")
        page = self._pages.get(code)
        is_whole = page is not None and page.is_repeating
        return ReadPart(
            part.title,
            "-".join([code, *entry]),
            [self._answer(line, is_open=page is not None and not is_whole) for line in part.lines],
            self._comments.get(code, []) if is_whole and entry in ([], ["1"]) else [],
            self._url("comment", code) if is_whole and entry in ([], ["1"]) else "",
        )

    def _answer(self, line: Line, *, is_open: bool) -> ReadAnswer:
        return ReadAnswer(
            line,
            self._evidence.get(line.code, []),
            self._comments.get(line.code, []) if is_open else [],
            self._url("comment", line.code) if is_open else "",
            self._url("history", line.code) if is_open else "",
            self._fact_url(line.code),
        )

    def _fact_url(self, code: str) -> str:
        """Where a card about the fact is opened; empty for what is none."""
        item = self._instrument.items_by_code.get(code)
        if item is None or not is_fact(item, self._instrument):
            return ""
        unit = "" if item.tier is Tier.NATIONAL else self._response.institution_id
        address = reverse("work-facts-new", args=[self._response.round.code])
        return f"{address}?{urlencode({'fact': f'{unit}:{code}'})}"

    def _url(self, page: str, code: str) -> str:
        return f"{self._base}{page}/?{urlencode({'item': code})}"


def workshop_of(response: Response) -> Workshop | None:
    """The workshop that the response came out of; None for most."""
    try:
        return response.workshop
    except ObjectDoesNotExist:
        return None


def may_open(user: Any, workshop: Workshop) -> bool:
    """Whether the user may see the workshop's results: administrators, and who led it."""
    return may_administer(user) or workshop.facilitator_id == user.pk


def question_of(response: Response, code: str) -> tuple[str, str] | None:
    """(anchor, wording) of a question or of a repeating table that the response is asked; None where it is not."""
    for page in asked_of(response).pages:
        if page.code == code and page.is_repeating:
            return page.code, page.title
        if code in page.by_code and not page.is_repeating:
            return code, page.by_code[code].text
    return None


def who(by: object, link_label: str = "") -> str:
    """Who did something, in words: a user, the holder of a labelled link, or the respondent."""
    return str(by) if by else link_label or _("the respondent")
