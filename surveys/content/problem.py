"""Defects of content: sentences in English that a page can say in another language. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any


class Problem(str):
    """A defect as a whole sentence. `place` is the code of the part it lies in, empty for the instrument itself.

    It is its English sentence; `sentence` and `values` (the sentence with named places, and what stands there) let an
    interface say the same in the language of its reader.
    """

    sentence: str
    values: dict[str, Any]
    place: str

    def __new__(cls, sentence: str, **values: Any) -> Problem:
        """The sentence with `values` in its places; the value named `place` is also the part it lies in."""
        problem = super().__new__(cls, sentence % values)
        problem.sentence, problem.values, problem.place = sentence, values, str(values.get("place", ""))
        return problem


def _(sentence: str, **values: Any) -> Problem:
    """A problem. Named so that `makemessages` collects the sentence, as it does behind Django's gettext."""
    return Problem(sentence, **values)


class Defective(ValueError):
    """Raised for content that cannot be used. `problems` holds one sentence for each defect."""

    def __init__(self, problems: Sequence[str]) -> None:
        super().__init__("\n".join(problems))
        self.problems = list(problems)


def short(value: object, most: int = 50) -> str:
    """Enough of a value to recognise it in a sentence: `most` characters."""
    words = str(value)
    return words if len(words) <= most else f"{words[: most - 1]}…"
