"""What a round asks of an institution, and how much of it is answered."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from django.db import connection
from django.db.models import Count, Q

from fieldwork.coordination.standing import responses_for
from surveys.models import Institution, Response, ResponseState, Round
from surveys.pages import ChapterPages, Questionnaire, SectionPages
from surveys.questionnaires import questionnaire_of

LATEST = 1000  # responses of an institution that are looked through for answered chapters


@dataclass(frozen=True)
class ChapterDuty:
    """A chapter, and in how many of the latest responses all its main questions are answered."""

    code: str
    title: str
    answered: int


@dataclass(frozen=True)
class SectionDuty:
    """A section that the round asks."""

    section: SectionPages
    chapters: list[ChapterDuty]


def asked_of_institutions(survey_round: Round) -> Questionnaire:
    """What the round asks of those who answer for an institution, in the active language."""
    return questionnaire_of(survey_round.version_id).asked(survey_round.sections, has_institution=True)


def owed_chapters(questionnaire: Questionnaire) -> list[ChapterPages]:
    """The chapters that somebody of the institution has to answer: neither opinions nor what may be left out."""
    return [
        chapter
        for section in questionnaire.sections
        if not section.is_personal and not section.is_optional
        for chapter in section.chapters
    ]


class _Answered(NamedTuple):
    """When a chapter counts as answered. `lookup`: `has_keys` (of all these questions) or `has_any_keys`."""

    lookup: str
    questions: list[str]

    @property
    def condition(self) -> Q:
        """On responses."""
        return Q(**{f"answers__{self.lookup}": self.questions})


def _answered(chapter: ChapterPages) -> _Answered:
    """All main questions of the chapter have an answer; where none needs one, any has."""
    needed: list[str] = []
    any_of: list[str] = []
    for page in chapter.pages:
        if page.is_repeating:
            any_of.append(page.code)
            continue
        main = [*(cell for row in page.rows for cell in row.cells), *page.questions]
        any_of += [question.code for question in main]
        needed += [question.code for question in main if question.is_needed]
    return _Answered("has_keys", needed) if needed else _Answered("has_any_keys", any_of)


def count_answered(
    survey_round: Round, institution: Institution, chapters: Sequence[ChapterPages]
) -> Mapping[str, int]:
    """In how many of the institution's latest responses each chapter is answered, by its code. One statement."""
    latest = responses_for(survey_round, institution).exclude(state=ResponseState.EXCLUDED)[:LATEST]
    answered = {one.code: Count("pk", filter=_answered(one).condition) for one in chapters}
    columns = {f"chapter_{place}": count for place, count in enumerate(answered.values())}
    found = Response.objects.filter(pk__in=latest.values("pk")).aggregate(**columns)
    return dict(zip(answered, found.values(), strict=True))


# One of the latest responses and no further, in the order of an index, whatever PostgreSQL thinks of the condition.
_ONE = """
    EXISTS (
        SELECT FROM (
            SELECT answers FROM surveys_response
            WHERE institution_id = body.id AND round_id = %s AND state <> %s
            ORDER BY submitted_at DESC, started_at DESC LIMIT %s
        ) AS latest WHERE answers {operator} %s
    )::int
"""
_OPERATORS = {"has_keys": "?&", "has_any_keys": "?|"}


def count_chapters(
    survey_round: Round, institutions: Iterable[int], chapters: Sequence[ChapterPages]
) -> dict[int, int]:
    """For each institution how many of the chapters are answered in some of its latest responses. One statement."""
    columns, values = [], list[Any]()
    for lookup, questions in map(_answered, chapters):
        columns.append(_ONE.format(operator=_OPERATORS[lookup]))
        values += [survey_round.pk, ResponseState.EXCLUDED, LATEST, questions]
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT id, {' + '.join(columns) or 0} FROM surveys_institution AS body WHERE id = ANY(%s)",  # noqa: S608
            [*values, list(institutions)],
        )
        return dict(cursor.fetchall())


def find_duties(survey_round: Round, institution: Institution, questionnaire: Questionnaire) -> list[SectionDuty]:
    """Everything that the round asks of the institution, with how often it is answered."""
    chapters = [chapter for section in questionnaire.sections for chapter in section.chapters]
    numbers = count_answered(survey_round, institution, chapters)
    return [
        SectionDuty(section, [ChapterDuty(one.code, one.title, numbers[one.code]) for one in section.chapters])
        for section in questionnaire.sections
    ]
