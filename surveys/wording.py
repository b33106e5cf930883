"""Say a problem of pure content in the language of the reader."""

from __future__ import annotations

from django.utils.translation import gettext

from surveys.content import Problem


def in_words(problem: str) -> str:
    """The sentence in the active language; a plain sentence as it is."""
    return gettext(problem.sentence) % problem.values if isinstance(problem, Problem) else problem
