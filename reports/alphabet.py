"""The order of names in lists: of the Kazakh alphabet, which keeps the order of the Russian one inside it."""

from __future__ import annotations

import re

_LETTERS = "аәбвгғдеёжзийкқлмнңоөпрстуұүфхһцчшщъыіьэюя"
_PLACES = {letter: place for place, letter in enumerate(_LETTERS)}


def alphabetical(name: str) -> tuple[tuple[tuple[int, int], ...], str]:
    """A key to sort names by. Numbers count as numbers, so 2 stands before 10; other letters before Kazakh ones.

    The name itself breaks ties, for instance between large and small letters.
    """
    pieces = re.findall(r"\d+|\D", name.lower())
    return tuple(_place(piece) for piece in pieces), name


def _place(piece: str) -> tuple[int, int]:
    if piece.isdecimal():
        return 1, int(piece)
    if piece in _PLACES:
        return 2, _PLACES[piece]
    return (2, ord(piece) - 0x110000) if piece.isalpha() else (0, ord(piece))
