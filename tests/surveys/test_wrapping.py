"""Words too long for a line."""

from __future__ import annotations

import pytest

from surveys.templatetags.wrapping import breakable


@pytest.mark.parametrize("words", ["", "Қысқа жауап", "https://example.org/" + "a" * 150, "сөз " * 1000])
def test_words_that_fit_stay_as_they_are(words: str) -> None:
    assert breakable(words) == words


def test_a_word_without_end_may_break_and_loses_nothing() -> None:
    broken = breakable(f"a {'ә' * 10_000} b")
    assert max(len(piece) for piece in broken.split("\u200b")) <= 42
    assert broken.replace("\u200b", "") == f"a {'ә' * 10_000} b"
