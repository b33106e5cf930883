"""The way of one respondent through the whole questionnaire, with her answers; the same over HTTP and in process."""

from __future__ import annotations

import random
import re
from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import urlencode

from bench.clients import Page, Visitor
from surveys.content import ItemType
from surveys.models import Round
from surveys.pages import Page as QuestionPage
from surveys.pages import Question
from surveys.questionnaires import questionnaire_of

_SEEN = re.compile(r'name="seen"[^>]* value="([^"]*)"')
_WORDS = {
    ItemType.TEXT: "Ашық деректер порталы",
    ItemType.LONGTEXT: "Азаматтар жобаны талқылап, ұсыныстарын жазды.",
    ItemType.DATE: "2024-05-17",
    ItemType.URL: "https://example.org/portal",
    ItemType.EMAIL: "respondent@example.org",
    ItemType.COUNTRY: "KZ",
    ItemType.COUNT: "12",
}


class LostOnTheWay(AssertionError):
    """Raised when a page answers otherwise than it should: there is nothing to measure then."""


@dataclass(frozen=True)
class Forms:
    """Everything that one respondent sends, encoded, but for what she has seen. `entries`: by repeating page."""

    start: str
    pages: dict[str, str]
    entries: dict[str, str]


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


def begin(visitor: Visitor, survey_round: Round, forms: Forms, language: str = "kk") -> str:
    """Begin a response by the open link; its address. Raises LostOnTheWay."""
    first = f"/{language}/rounds/{survey_round.code}/"
    _see(visitor, first)
    return _send(visitor, first, forms.start).removesuffix("link/")


def answer_everything(visitor: Visitor, survey_round: Round, forms: Forms, language: str = "kk") -> None:
    """From the open link to the receipt: every page is asked for and sent. Raises LostOnTheWay."""
    base = begin(visitor, survey_round, forms, language)
    _see(visitor, f"{base}link/")
    _see(visitor, base)
    address = f"{base}profile/"
    while not address.endswith("/check/"):
        address = _answer_page(visitor, address, forms, address.removeprefix(base).rstrip("/"))
    _see(visitor, address)
    _see(visitor, _send(visitor, address, "declaration=on"))


def _answer_page(visitor: Visitor, address: str, forms: Forms, code: str) -> str:
    """Answer one page, or add an entry to a repeating one; where it leads."""
    seen = _see(visitor, address)
    if code in forms.entries:
        blank = _see(visitor, f"{address}new/")
        listed = _send(visitor, f"{address}new/", f"{forms.entries[code]}&seen={blank}&go=list")
        _see(visitor, listed)
        return _send(visitor, address, "go=next")
    return _send(visitor, address, f"{forms.pages[code]}&seen={seen}&go=next")


def _see(visitor: Visitor, address: str) -> str:
    """Show a page; the fingerprints of the answers on it, empty where it has none."""
    page = visitor.get(address)
    _require(page, 200, address)
    found = _SEEN.search(page.text)
    return found[1] if found else ""


def _send(visitor: Visitor, address: str, form: str) -> str:
    """Send a form; where it leads."""
    page = visitor.post(address, form)
    _require(page, 302, address)
    return page.location


def _require(page: Page, status: int, address: str) -> None:
    if page.status != status:
        raise LostOnTheWay(f"{address} answered {page.status}, not {status}: {page.text[:200]}")
