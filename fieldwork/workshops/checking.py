"""What a workshop has left open, and whether its answers can be submitted."""

from __future__ import annotations

from dataclasses import dataclass

from fieldwork.models import Workshop
from fieldwork.workshops.agenda import Step, all_steps, shared_pages
from surveys.models import Response
from surveys.pages import find_missing
from surveys.questionnaires import asked_of


@dataclass(frozen=True)
class Gap:
    """An item that needs an answer and has none; without one that is required nothing can be submitted."""

    step: Step
    is_required: bool


def find_gaps(workshop: Workshop) -> list[Gap]:
    """The items without an agreed answer that need one, in order (its response loaded, with its round)."""
    assert workshop.response is not None
    return gaps_of(workshop.response)


def gaps_of(response: Response) -> list[Gap]:
    """The same of the response itself."""
    questionnaire = asked_of(response)
    missing = {
        question.code: question
        for section in questionnaire.sections
        if not section.is_optional
        for page in shared_pages(section)
        for question in find_missing(page, response.answers)
    }
    return [Gap(step, step.question.item.required) for step in all_steps(questionnaire) if step.code in missing]
