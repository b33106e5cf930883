"""The responses for one institution: who gives them, how far they are, and which colleague has which chapter."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db.models import F, QuerySet

from surveys.delegating import Delegation, delegable_chapters, find_delegations, holders_of
from surveys.models import Institution, Response, Round, RoundNotOpen
from surveys.pages import ChapterPages, PageState, Progress, progress_of, state_of
from surveys.questionnaires import asked_of


@dataclass(frozen=True)
class ChapterStanding:
    """A chapter of one response. `holder`: the colleague who has it now."""

    code: str
    title: str
    state: PageState
    holder: Delegation | None


@dataclass(frozen=True)
class ResponseStanding:
    """One response. `who`: whose it is, for those who may know; empty otherwise, and for one by the open link."""

    response: Response
    who: str
    progress: Progress
    chapters: list[ChapterStanding]
    delegations: list[Delegation]
    may_delegate: bool


def responses_for(survey_round: Round, institution: Institution) -> QuerySet[Response]:
    """The responses for an institution, those that may still change first, then the latest: as an index has them."""
    found = Response.objects.filter(round=survey_round, institution=institution)
    return found.order_by(F("submitted_at").desc(nulls_first=True), "-started_at")


def find_standing(
    survey_round: Round, institution: Institution, responses: Sequence[Response], *, with_people: bool
) -> list[ResponseStanding]:
    """How each response stands, in the active language. The responses' participants are loaded where people are
    shown."""
    delegations = find_delegations([response.pk for response in responses])
    found = []
    for response in responses:
        response.round, response.institution = survey_round, institution
        found.append(_stand(response, delegations.get(response.pk, []), with_people=with_people))
    return found


def _stand(response: Response, delegations: list[Delegation], *, with_people: bool) -> ResponseStanding:
    questionnaire = asked_of(response)
    holders = holders_of(delegations)
    chapters = [
        ChapterStanding(chapter.code, chapter.title, _state_of(chapter, response), holders.get(chapter.code))
        for section in questionnaire.sections
        for chapter in section.chapters
    ]
    return ResponseStanding(
        response,
        _name(response) if with_people else "",
        progress_of(questionnaire.pages, response.answers),
        chapters,
        delegations,
        bool(delegable_chapters(questionnaire)) and is_answerable(response),
    )


def is_answerable(response: Response) -> bool:
    """Whether the answers can change now: by their state, and by the phase of the round (loaded)."""
    try:
        response.require_answerable()
    except RoundNotOpen:
        return False
    return response.is_editable


def _name(response: Response) -> str:
    contact = getattr(response.participant, "contact", None)
    if contact is None:
        return ""
    return f"{contact.name} ({contact.email})" if contact.name and contact.email else str(contact)


def _state_of(chapter: ChapterPages, response: Response) -> PageState:
    return together(state_of(page, response.answers) for page in chapter.pages)


def together(states: Iterable[PageState]) -> PageState:
    """The state of several pages as one: what is optional and blank keeps nobody from being done."""
    found = set(states)
    if found <= {PageState.OPTIONAL}:
        return PageState.OPTIONAL
    if found <= {PageState.DONE, PageState.OPTIONAL}:
        return PageState.DONE
    if found <= {PageState.NOT_STARTED, PageState.OPTIONAL}:
        return PageState.NOT_STARTED
    return PageState.IN_PROGRESS
