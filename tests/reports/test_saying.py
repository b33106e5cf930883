"""The sentence of a picture: largest, smallest, and whether their order is sure; whole in every language."""

from __future__ import annotations

import pytest
from django.utils import translation

from reports.figures.saying import Said, say_ends
from reports.terms import terms_of
from tests.contents import standard_method

SENTENCE = "Highest %(best)s (%(high)s), lowest %(worst)s (%(low)s)."
SURE = "Their intervals (95%) do not overlap: more than chance lies between them."
UNSURE = "Their intervals (95%) overlap: chance may explain the difference."


def said(name: str, value: float, half: float | None) -> Said:
    bounds = (None, None) if half is None else (value - half, value + half)
    return Said(name, f"{value * 100:.1f}", value, *bounds)


@pytest.mark.parametrize(
    ("scores", "expected"),
    [
        ([said("a", 0.2, 0.1), said("b", 0.7, 0.1)], f"Highest b (70.0), lowest a (20.0). {SURE}"),
        ([said("a", 0.6, 0.1), said("b", 0.7, 0.1)], f"Highest b (70.0), lowest a (60.0). {UNSURE}"),
        ([said("a", 0.5, 0.1), said("b", 0.7, 0.1)], f"Highest b (70.0), lowest a (50.0). {UNSURE}"),
        ([said("a", 0.2, None), said("b", 0.7, 0.1)], "Highest b (70.0), lowest a (20.0)."),
        ([said("a", 0.2, 0.1)], "Only one has a score: a (20.0)."),
        ([said("a", 0.2, 0.1), said("b", 0.20001, 0.1)], "All of them have the same score: 20.0."),
    ],
    ids=["apart", "overlapping", "touching", "without an interval", "one", "equal as shown"],
)
def test_it_says_what_matters(scores: list[Said], expected: str) -> None:
    with translation.override("en"):
        assert say_ends(terms_of(standard_method()), scores, SENTENCE) == expected


@pytest.mark.parametrize("language", ["kk", "ru"])
def test_it_says_so_in_every_language(language: str) -> None:
    with translation.override(language):
        words = say_ends(terms_of(standard_method()), [said("a", 0.2, 0.1), said("b", 0.7, 0.1)], SENTENCE)
    assert words != f"Highest b (70.0), lowest a (20.0). {SURE}"
    assert "%(" not in words
