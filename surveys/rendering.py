"""Questions as HTML. What looks the same for everybody is made once (decision 0012); the rest by its template."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.template.loader import get_template
from django.utils.formats import date_format, get_format
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from surveys.coding import ONGOING
from surveys.content import ItemType
from surveys.countries import country_choices, country_name
from surveys.forms import Raw
from surveys.pages import Page, Question, Questionnaire, find_ignored

_TEMPLATES = {
    ItemType.YNDK: "choice",
    ItemType.SCALE05: "scale",
    ItemType.CHOICE: "choice",
    ItemType.MULTICHOICE: "multichoice",
    ItemType.PERCENT: "number",
    ItemType.COUNT: "number",
    ItemType.DATE: "date",
    ItemType.COUNTRY: "country",
}
_CHOSEN = (ItemType.YNDK, ItemType.SCALE05, ItemType.CHOICE, ItemType.COUNTRY)
_WITH_LOOKS_OF_THEIR_OWN = (ItemType.MULTICHOICE, ItemType.DATE)
_TYPED_HERE = "[typed here]"  # what a person typed is put in where this stands


@dataclass(frozen=True)
class Conflict:
    """Two answers to one question, in words. `saved`: who saved the other one, and when, as a sentence."""

    mine: str
    theirs: str
    saved: str
    is_undecided: bool


@dataclass(frozen=True)
class Filled:
    """What stands in the fields of a page: answers stored, what was typed instead; by item code errors, conflicts and
    the comments of a reviewer."""

    answers: Mapping[str, Any] = field(default_factory=dict)
    typed: Mapping[str, Raw] = field(default_factory=dict)
    errors: Mapping[str, str] = field(default_factory=dict)
    conflicts: Mapping[str, Conflict] = field(default_factory=dict)
    comments: Mapping[str, list[str]] = field(default_factory=dict)


def render_heading(questionnaire: Questionnaire, page: Page) -> SafeString:
    """What a page begins with: its title, what its section is about, the points of its scale."""
    key = (page.code, "heading")
    if key not in questionnaire.fragments:
        context = {"page": page, "is_profile": page is questionnaire.profile}
        questionnaire.fragments[key] = get_template("surveys/questions/_heading.html").render(context)
    return mark_safe(questionnaire.fragments[key])  # noqa: S308 - of a template


def render_questions(
    questionnaire: Questionnaire, questions: Iterable[Question], filled: Filled, *, in_grid: bool = False
) -> SafeString:
    """Questions with their sub-questions, one after another."""
    parts = []
    for question in questions:
        if texts := filled.comments.get(question.code):
            parts.append(get_template("surveys/questions/_comments.html").render({"texts": texts}))
        parts.append(_render_question(questionnaire, question, filled, in_grid))
        if question.follow_ups:
            below = render_questions(questionnaire, question.follow_ups, filled)
            parts.append(get_template("surveys/questions/_follow_ups.html").render({"questions": below}))
    return mark_safe("".join(parts))  # noqa: S308 - every part comes from a template


def _render_question(questionnaire: Questionnaire, question: Question, filled: Filled, in_grid: bool) -> str:
    code = question.code
    value = filled.typed.get(code, to_input(question, filled.answers.get(code)))
    if code in filled.conflicts:
        return _offer_choice(question, value, filled.conflicts[code], in_grid)
    error = filled.errors.get(code, "")
    is_ignored = any(find_ignored([question], filled.answers)) if question.follow_ups else False
    if error or is_ignored or question.type in _WITH_LOOKS_OF_THEIR_OWN:
        return _fill_template(question, value, in_grid, error=error, is_ignored=is_ignored)
    if question.type not in _CHOSEN:
        return _remembered(questionnaire, question, _TYPED_HERE, in_grid).replace(_TYPED_HERE, escape(value))
    # Values are few: a point of the scale or none; anything else a person typed would be an error, and is not kept.
    if value and all(choice.value != value for choice in question.choices):
        return _fill_template(question, value, in_grid)
    return _remembered(questionnaire, question, value, in_grid)


def _remembered(questionnaire: Questionnaire, question: Question, value: Raw, in_grid: bool) -> str:
    key = (question.code, value, in_grid)
    if key not in questionnaire.fragments:
        questionnaire.fragments[key] = _fill_template(question, value, in_grid)
    return questionnaire.fragments[key]


def _offer_choice(question: Question, value: Raw, conflict: Conflict, in_grid: bool) -> str:
    """Both answers to choose from, in place of the field; what the person typed goes along unseen."""
    typed = [value] if isinstance(value, str) else value
    context = {"question": question, "typed": typed or [""], "conflict": conflict, "in_grid": in_grid}
    return get_template("surveys/questions/conflict.html").render(context)


def _fill_template(question: Question, value: Raw, in_grid: bool, *, error: str = "", is_ignored: bool = False) -> str:
    code = question.code
    described = [f"{code}-help"] * bool(question.help and not in_grid)
    described += [f"{code}-error"] * bool(error)
    context: dict[str, Any] = {
        "question": question,
        "value": value,
        "limits": _limits(question),
        "in_grid": in_grid,
        "error": error,
        "is_ignored": is_ignored,
        "described_by": " ".join(described),
    }
    if question.type is ItemType.DATE:
        typed = [value] if isinstance(value, str) else value
        context["is_ongoing"] = ONGOING in typed
        context["date_typed"] = next((part for part in typed if part != ONGOING), "")
    if question.type is ItemType.COUNTRY:
        context["countries"] = country_choices(get_language() or "")
    name = _TEMPLATES.get(question.type, "words")
    return get_template(f"surveys/questions/{name}.html").render(context)


def to_input(question: Question, answer: Any) -> Raw:
    """A stored answer as a field holds it; empty for none."""
    if answer is None:
        return ""
    if isinstance(answer, list):
        return [str(value) for value in answer]
    if question.type in (ItemType.PERCENT, ItemType.COUNT):
        return str(answer).replace(".", str(get_format("DECIMAL_SEPARATOR")))
    return str(answer)


def to_words(question: Question, answer: Any) -> str:
    """A stored answer as people read it; empty for none."""
    if answer is None:
        return ""
    if question.choices:
        chosen = answer if isinstance(answer, list) else [answer]
        return "; ".join(choice.text for choice in question.choices if choice.value in chosen)
    if question.type is ItemType.DATE:
        return _("ongoing") if answer == ONGOING else date_format(date.fromisoformat(answer), "DATE_FORMAT")
    if question.type is ItemType.COUNTRY:
        return country_name(answer).get(get_language() or "", answer)
    words = to_input(question, answer)
    assert isinstance(words, str)
    return f"{words}\u00a0%" if question.type is ItemType.PERCENT else words


def _limits(question: Question) -> str:
    """The bounds of a number in words; empty where it has none."""
    low, high = question.item.minimum, question.item.maximum
    if low is not None and high is not None:
        return _("From %(low)g to %(high)g.") % {"low": low, "high": high}
    if low is not None:
        return _("At least %(low)g.") % {"low": low}
    return _("At most %(high)g.") % {"high": high} if high is not None else ""
