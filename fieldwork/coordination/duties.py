"""What a round asks of an institution, and how much of it is answered."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.db.models import Count, OuterRef, Q, Subquery

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


def _is_answered(chapter: ChapterPages) -> Q:
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
    return Q(answers__has_keys=needed) if needed else Q(answers__has_any_keys=any_of)


def count_answered(
    survey_round: Round, institution: Institution, chapters: Sequence[ChapterPages]
) -> Mapping[str, int]:
    """In how many of the institution's latest responses each chapter is answered, by its code. One statement."""
    latest = responses_for(survey_round, institution).exclude(state=ResponseState.EXCLUDED)[:LATEST]
    answered = {one.code: Count("pk", filter=_is_answered(one)) for one in chapters}
    columns = {f"chapter_{place}": count for place, count in enumerate(answered.values())}
    found = Response.objects.filter(pk__in=latest.values("pk")).aggregate(**columns)
    return dict(zip(answered, found.values(), strict=True))


def count_chapters(
    survey_round: Round, institutions: Iterable[int], chapters: Sequence[ChapterPages]
) -> dict[int, int]:
    """For each institution how many of the chapters are answered in some response. One statement.

    It looks for one response and no further; PostgreSQL would answer EXISTS for all institutions by reading everything.
    """
    responses = Response.objects.filter(round=survey_round, institution=OuterRef("pk"))
    responses = responses.exclude(state=ResponseState.EXCLUDED).order_by()
    one = {
        f"chapter_{place}": Subquery(responses.filter(_is_answered(chapter)).values("pk")[:1])
        for place, chapter in enumerate(chapters)
    }
    rows = Institution.objects.filter(pk__in=list(institutions)).order_by().annotate(**one).values_list("pk", *one)
    return {institution: sum(found is not None for found in answered) for institution, *answered in rows}


def find_duties(survey_round: Round, institution: Institution, questionnaire: Questionnaire) -> list[SectionDuty]:
    """Everything that the round asks of the institution, with how often it is answered."""
    chapters = [chapter for section in questionnaire.sections for chapter in section.chapters]
    numbers = count_answered(survey_round, institution, chapters)
    return [
        SectionDuty(section, [ChapterDuty(one.code, one.title, numbers[one.code]) for one in section.chapters])
        for section in questionnaire.sections
    ]
