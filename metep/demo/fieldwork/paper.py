"""Papers of the demonstration: one that the clerk has begun to type in."""

from __future__ import annotations

import uuid
from datetime import datetime, time, timedelta
from itertools import pairwise

import numpy as np
from django.utils import timezone

from metep.demo.fieldwork.staff import Staff
from surveys.models import Mode, Response, Round
from surveys.pages import Question
from surveys.questionnaires import asked_of
from surveys.saving import save_answers

CHAPTERS = 3
"""How many chapters have been typed in."""


def make(survey_round: Round, staff: Staff, generator: np.random.Generator) -> None:
    """A draft on paper for the second institution, typed in by the clerk up to its third chapter."""
    response = Response.objects.create(
        id=uuid.UUID(bytes=generator.bytes(16), version=4),
        round=survey_round,
        institution=survey_round.institutions.order_by("code")[1],
        language="ru" if "ru" in survey_round.languages else survey_round.languages[0],
        mode=Mode.PAPER,
        sections=survey_round.sections,
        consented_at=datetime.combine(timezone.localdate() - timedelta(days=3), time(12), survey_round.zone),
        entered_by=staff.clerk,
    )
    chapters = [chapter for section in asked_of(response).sections for chapter in section.chapters]
    questions = [
        question for chapter in chapters[:CHAPTERS] for page in chapter.pages for question in page.all_questions
    ]
    answers = {question.code: _answer(question, generator) for question in questions if question.choices}
    # A clerk types in what is written: one sub-question stays answered below a No.
    for above, below in pairwise(questions):
        if below.item.parent == above.code and below.choices:
            answers |= {above.code: "no", below.code: "yes"}
            break
    save_answers(response, answers, by=staff.clerk)


def _answer(question: Question, generator: np.random.Generator) -> str:
    """Yes more often than the rest; of a scale any point."""
    values = [choice.value for choice in question.choices]
    return "yes" if "yes" in values and generator.random() < 0.6 else str(generator.choice(values))
