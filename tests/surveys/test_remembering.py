"""What a process remembers: made once, and no more of it than was agreed."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest

from surveys.remembering import Remembered


def test_a_value_is_made_once() -> None:
    made: list[str] = []
    kept = Remembered[str](2)
    for _ in range(3):
        assert kept.get("key", lambda: made.append("one") or "value") == "value"  # type: ignore[func-returns-value]
    assert made == ["one"]


def test_an_empty_value_is_a_value() -> None:
    kept = Remembered[int](2)
    assert [kept.get("key", iter([0, 1]).__next__) for _ in range(2)] == [0, 0]


def test_the_value_that_was_not_asked_for_longest_goes_first() -> None:
    kept = Remembered[str](2)
    for key in ("a", "b", "a", "c"):
        kept.get(key, lambda key=key: f"old {key}")  # type: ignore[misc]
    assert [kept.get(key, lambda: "new") for key in ("a", "c", "b")] == ["old a", "old c", "new"]


def test_a_value_with_another_stamp_takes_the_place_of_the_older() -> None:
    kept = Remembered[str](2)
    found = [kept.get("key", lambda stamp=stamp: f"of {stamp}", stamp) for stamp in (1, 1, 2)]  # type: ignore[misc]
    assert found == ["of 1", "of 1", "of 2"]
    assert kept.get("key", lambda: "made again", 1) == "made again"


def test_what_could_not_be_made_is_not_kept() -> None:
    kept = Remembered[int](2)
    with pytest.raises(ZeroDivisionError):
        kept.get("key", lambda: 1 // 0)
    assert kept.get("key", lambda: 1) == 1


def test_all_is_forgotten_at_once() -> None:
    kept = Remembered[int](2)
    kept.get("key", lambda: 1)
    kept.clear()
    assert kept.get("key", lambda: 2) == 2


def test_many_threads_get_their_own_values() -> None:
    kept = Remembered[int](3)
    with ThreadPoolExecutor(8) as threads:
        numbers = [number % 7 for number in range(2000)]
        assert list(threads.map(lambda number: kept.get(number, lambda: number * 2), numbers)) == [
            number * 2 for number in numbers
        ]
