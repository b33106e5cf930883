"""Widths of the columns of a table from what its cells hold, for the page and for the word processor alike. Pure.

A column is as wide as its longest word at least; columns of numbers keep each number on one line where there is room.
What is left goes to the columns of words that need it, else evenly to the numbers, whose names may be broken.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import zip_longest

ALL = 170  # millimetres between the margins
_LETTER = {False: 1.9, True: 1.6}  # millimetres of a letter; by whether the table is dense
_HEAD = {False: 2.0, True: 1.45}  # likewise, of a name above a column
_PADDING = {False: 3.8, True: 2.2}
_BREAKS = re.compile(r"[ \n\t\xad]")  # spaces that do not break are not among them
_NUMBER = 24  # letters of a cell that may be kept on one line


def fit(header: Sequence[str], rows: Sequence[Sequence[str]], texts: int, is_dense: bool) -> tuple[float, ...]:
    """The width of every column in millimetres, together `ALL`; empty where their longest words have no room.

    `texts`: how many columns at the left hold words.
    """
    columns = list(zip_longest(*rows, fillvalue=""))
    cells = [columns[place] if rows else () for place in range(len(header))]
    heads = [_words(name) * _HEAD[is_dense] + _PADDING[is_dense] for name in header]
    least = [
        max(head, _least(column, place >= texts) * _LETTER[is_dense] + _PADDING[is_dense])
        for place, (head, column) in enumerate(zip(heads, cells, strict=True))
    ]
    rest = ALL - sum(least)
    if rest < 0:
        return ()
    named = [*(len(name) * _HEAD[is_dense] + _PADDING[is_dense] for name in header[:texts]), *heads[texts:]]
    wanted = [
        max(_longest(column, is_dense), head) - width for column, head, width in zip(cells, named, least, strict=True)
    ]
    return tuple(_share(least, [max(0.0, want) for want in wanted], rest, texts))


def _share(least: list[float], wanted: list[float], rest: float, texts: int) -> list[float]:
    """The least widths with what is left: first to columns whose cells or names are longer, then evenly."""
    all_wanted = sum(wanted)
    given = [want * min(1.0, rest / all_wanted) if all_wanted else 0.0 for want in wanted]
    over = rest - sum(given)
    takers = range(texts, len(least)) if texts < len(least) else range(len(least))
    return [
        width + more + (over / len(takers) if place in takers else 0.0)
        for place, (width, more) in enumerate(zip(least, given, strict=True))
    ]


def _least(column: Sequence[str], is_number: bool) -> int:
    """The letters that must stand on one line."""
    return max((len(cell) if is_number and len(cell) <= _NUMBER else _words(cell) for cell in column), default=0)


def _words(cell: str) -> int:
    """The letters of the longest word."""
    return max(map(len, _BREAKS.split(cell)))


def _longest(column: Sequence[str], is_dense: bool) -> float:
    """The width of the longest cell on one line."""
    return max((len(cell) for cell in column), default=0) * _LETTER[is_dense] + _PADDING[is_dense]
