"""Tasks that other apps add to a respondent's list: they know of the list, the list does not know of them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from surveys.models import Response


@dataclass(frozen=True)
class ExtraTask:
    """One line in the list. `waiting`: how many things in it wait for the respondent."""

    title: str
    url: str
    waiting: int


Finder = Callable[[Response], ExtraTask | None]

_finders: list[Finder] = []


def add_finder(finder: Finder) -> None:
    """Ask this function, too, for each response that is opened. Once for each process, while Django starts."""
    if finder not in _finders:
        _finders.append(finder)


def extra_tasks(response: Response) -> list[ExtraTask]:
    """What else waits for the respondent of a response (its round loaded)."""
    return [task for finder in _finders if (task := finder(response))]
