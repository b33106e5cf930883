"""Let nobody overwrite unknowingly: compare what a page showed, what is stored now, and what was posted. Pure.

A page carries fingerprints of the answers it showed. An answer that changed meanwhile, and that the person changed
too, is a conflict for her to decide; everything else merges by itself. The page that shows a conflict has both answers
and a choice between them; until she has chosen, the stored answer stands.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any
from zlib import crc32

_WIDTH = 6


class Choice(StrEnum):
    """Which of two answers stands."""

    MINE = "mine"
    THEIRS = "theirs"


def fingerprint(value: Any) -> str:
    """Six hexadecimal digits of an answer; the same for equal answers, also for none."""
    words = json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return f"{crc32(words.encode('utf-8', 'surrogatepass')) & 0xFFFFFF:06x}"


def fingerprints(codes: Iterable[str], stored: Mapping[str, Any]) -> str:
    """Those of a page's answers, one after another in the page's order."""
    return "".join(fingerprint(stored.get(code)) for code in codes)


@dataclass
class Merge:
    """`patch`: what to store. `conflicts`: code -> what somebody else stored meanwhile (None: took back).

    `undecided`: those of the conflicts that the page showed before, and for which no choice was made.
    """

    patch: dict[str, Any] = field(default_factory=dict)
    conflicts: dict[str, Any] = field(default_factory=dict)
    undecided: set[str] = field(default_factory=set)


def merge(
    codes: Iterable[str],
    stored: Mapping[str, Any],
    posted: Mapping[str, Any],
    seen: str,
    choices: Mapping[str, Choice | None] | None = None,
) -> Merge:
    """Sort posted answers into those to store and those to ask about. Without a usable `seen`, all are stored.

    `choices`: for each answer that the page showed as a conflict, which one stands; None: not chosen.
    """
    codes, choices = list(codes), choices or {}
    if len(seen) != _WIDTH * len(codes):
        decided = (code for code in posted if choices.get(code, Choice.MINE) is Choice.MINE)
        return Merge(patch={code: posted[code] for code in decided})
    merged = Merge()
    for place, code in enumerate(codes):
        if code not in posted or posted[code] == stored.get(code):
            continue
        shown = seen[place * _WIDTH : (place + 1) * _WIDTH]
        if code in choices:
            _decide(merged, code, stored.get(code), posted[code], choices[code], shown)
        elif shown == fingerprint(stored.get(code)):
            merged.patch[code] = posted[code]
        elif shown != fingerprint(posted[code]):
            merged.conflicts[code] = stored.get(code)
        # Otherwise she left it as the page showed it, and somebody else's newer answer stands.
    return merged


def _decide(merged: Merge, code: str, stored: Any, mine: Any, choice: Choice | None, shown: str) -> None:
    """A choice holds between the two answers that were shown: where a third came meanwhile, she is asked again."""
    if choice is None:
        merged.undecided.add(code)
    if choice is None or shown != fingerprint(stored):
        merged.conflicts[code] = stored
    elif choice is Choice.MINE:
        merged.patch[code] = mine


def seen_after(codes: Iterable[str], stored: Mapping[str, Any], posted: Mapping[str, Any], seen: str) -> str:
    """What a page has seen once it saved in the background and still shows what was posted.

    Only answers that it shows as they are stored now: of the others it has seen what it had seen before.
    """
    codes = list(codes)
    if len(seen) != _WIDTH * len(codes):
        return seen
    return "".join(
        fingerprint(stored.get(code))
        if code in posted and posted[code] == stored.get(code)
        else seen[place * _WIDTH : (place + 1) * _WIDTH]
        for place, code in enumerate(codes)
    )
