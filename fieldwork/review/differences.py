"""What differs between the answers of a response at two times, as people read it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import zip_longest
from typing import Any

from django.utils.translation import gettext as _

from surveys.pages import Page, Question, Questionnaire
from surveys.rendering import to_words


@dataclass(frozen=True)
class Difference:
    """One answer that is not what it was. `entry`: its number in a repeating table, else 0; empty words: no answer."""

    code: str
    entry: int
    question: str
    before: str
    after: str


def find_differences(
    questionnaire: Questionnaire, before: Mapping[str, Any], after: Mapping[str, Any]
) -> list[Difference]:
    """Every answer that differs, in the order of the questionnaire and in its language."""
    found: list[Difference] = []
    for page in questionnaire.pages:
        found += _in_entries(page, before, after) if page.is_repeating else _in(page.all_questions, before, after, 0)
    return found


def _in_entries(page: Page, before: Mapping[str, Any], after: Mapping[str, Any]) -> Iterator[Difference]:
    pairs = zip_longest(before.get(page.code) or [], after.get(page.code) or [], fillvalue=None)
    for number, (old, new) in enumerate(pairs, start=1):
        yield from _in(page.all_questions, old or {}, new or {}, number)


def _in(
    questions: Iterable[Question], before: Mapping[str, Any], after: Mapping[str, Any], entry: int
) -> Iterator[Difference]:
    for question in questions:
        old, new = before.get(question.code), after.get(question.code)
        if old != new:
            words = question.text
            if entry:
                words = _("%(question)s (entry %(number)d)") % {"question": words, "number": entry}
            yield Difference(question.code, entry, words, to_words(question, old), to_words(question, new))
