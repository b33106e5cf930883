"""Read the answers of a page from what a browser posted."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils.translation import gettext as _

from surveys.answers import clean_answer
from surveys.coding import ONGOING
from surveys.content import ItemType
from surveys.pages import Question

Raw = str | list[str]


@dataclass
class Posted:
    """The answers of a page by item code.

    `values`: what can be stored (None: taken back). `errors`: why the rest cannot be, in the active language.
    `typed`: everything as it came, to be shown again.
    """

    values: dict[str, Any] = field(default_factory=dict)
    errors: dict[str, str] = field(default_factory=dict)
    typed: dict[str, Raw] = field(default_factory=dict)


def read_posted(questions: Iterable[Question], data: QueryDict) -> Posted:
    """What `data` says about the questions. Names that are none of theirs are passed over; absent questions stay as
    they are."""
    posted = Posted()
    for question in questions:
        sent = data.getlist(question.code)
        if not sent:
            continue
        posted.typed[question.code] = _to_show(question, sent)
        try:
            posted.values[question.code] = clean_answer(question.item, _raw(question, sent), question.scale)
        except ValidationError as error:
            posted.errors[question.code] = " ".join(error.messages)
    return posted


def _raw(question: Question, sent: list[str]) -> Raw:
    """What to check. A page of checkboxes and a date that may go on send one name several times."""
    if question.type is ItemType.MULTICHOICE:
        return [value for value in sent if value]
    if question.type is ItemType.DATE and ONGOING in sent:
        if any(value.strip() and value != ONGOING for value in sent):
            raise ValidationError(_("Give a date or mark that it is ongoing, not both."))
        return ONGOING
    return sent[-1]


def _to_show(question: Question, sent: list[str]) -> Raw:
    sent = [value.replace("\x00", "") for value in sent]
    return sent if question.type in (ItemType.MULTICHOICE, ItemType.DATE) else sent[-1]
