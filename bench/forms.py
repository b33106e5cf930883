"""What respondents of a measurement send: random answers to everything that they are asked."""

from __future__ import annotations

import random
from collections.abc import Iterable
from urllib.parse import urlencode

from bench.walk import Forms
from surveys.content import ItemType
from surveys.models import Round
from surveys.pages import Page as QuestionPage
from surveys.pages import Question
from surveys.questionnaires import questionnaire_of

_WORDS = {
    ItemType.TEXT: "Ашық деректер порталы",
    ItemType.LONGTEXT: "Азаматтар жобаны талқылап, ұсыныстарын жазды.",
    ItemType.DATE: "2024-05-17",
    ItemType.URL: "https://example.org/portal",
    ItemType.EMAIL: "respondent@example.org",
    ItemType.COUNTRY: "KZ",
    ItemType.COUNT: "12",
}


def forms_of(survey_round: Round, seed: int) -> Forms:
    """Random answers to everything that somebody who answers for an institution is asked."""
    chance = random.Random(seed)  # noqa: S311 (the same answers in each run)
    questionnaire = questionnaire_of(survey_round.version_id, "kk").asked(survey_round.sections, has_institution=True)
    institution = chance.choice(list(survey_round.institutions.order_by("code").values_list("code", flat=True)))
    pages = {page.code: page for page in (questionnaire.profile, *questionnaire.pages)}
    filled = {code: _filled(page, chance) for code, page in pages.items()}
    return Forms(
        start=urlencode({"institution": institution, "mode": "individual", "consent": "on"}),
        pages={code: form for code, form in filled.items() if not pages[code].is_repeating},
        entries={code: form for code, form in filled.items() if pages[code].is_repeating},
    )


def _filled(page: QuestionPage, chance: random.Random) -> str:
    cells = (cell for row in page.rows for cell in row.cells)
    return urlencode(_fields((*cells, *page.questions), chance))


def _fields(questions: Iterable[Question], chance: random.Random) -> list[tuple[str, str]]:
    """Fields and values; what lies below another answer than Yes is not shown, so it is not sent."""
    fields = []
    for question in questions:
        answer = _answer(question, chance)
        fields.append((question.code, answer))
        if answer == "yes":
            fields += _fields(question.follow_ups, chance)
    return fields


def _answer(question: Question, chance: random.Random) -> str:
    if question.choices:
        return chance.choice(question.choices).value
    return str(chance.randint(1, 99)) if question.type is ItemType.PERCENT else _WORDS[question.type]
