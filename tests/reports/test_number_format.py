"""Numbers are written as the language writes them."""

from __future__ import annotations

import pytest

from reports.number_format import number_format


@pytest.mark.parametrize(
    ("method", "values", "kazakh", "english"),
    [
        ("score", (0.56349,), "56,3", "56.3"),
        ("score", (0.5635,), "56,4", "56.4"),  # half up
        ("score", (1,), "100,0", "100.0"),
        ("score", (0,), "0,0", "0.0"),
        ("score", (None,), "–", "–"),
        ("gap", (0.112,), "+11,2", "+11.2"),
        ("gap", (-0.112,), "−11,2", "−11.2"),
        ("gap", (-0.0001,), "0,0", "0.0"),  # no sign for what is shown as zero
        ("interval", (0.1, 0.25), "10,0–25,0", "10.0–25.0"),
        ("interval", (0.1, None), "–", "–"),
        ("interval", (-0.1, 0.2, True), "−10,0\xa0–\xa0+20,0", "−10.0\xa0–\xa0+20.0"),
        ("share", (0.125,), "13\xa0%", "13%"),
        ("share", (0.285,), "29\xa0%", "29%"),  # 0.285 * 100 is a hair below 28.5 in binary
        ("share", (None,), "–", "–"),
        ("percent", (57.25,), "57,3\xa0%", "57.3%"),
        ("percent", (120.0,), "120\xa0%", "120%"),
        ("plain", (2.0,), "2", "2"),
        ("decimal", (2.0,), "2,00", "2.00"),
        ("decimal", (None,), "–", "–"),
        ("count", (1234567,), "1\xa0234\xa0567", "1,234,567"),
    ],
)
def test_numbers_have_the_marks_of_the_language(
    method: str, values: tuple[float | None, ...], kazakh: str, english: str
) -> None:
    written = [getattr(number_format(language), method)(*values) for language in ("kk", "ru", "en")]
    assert written == [kazakh, kazakh, english]


def test_a_language_without_a_format_is_written_as_english() -> None:
    assert number_format("fr") == number_format("en")
