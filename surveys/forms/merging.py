"""Let nobody overwrite unknowingly: compare what a page showed, what is stored now, and what was posted. Pure.

A page carries fingerprints of the answers it showed. An answer that changed meanwhile, and that the person changed
too, is a conflict for her to decide; everything else merges by itself.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any
from zlib import crc32

_WIDTH = 6


def fingerprint(value: Any) -> str:
    """Six hexadecimal digits of an answer; the same for equal answers, also for none."""
    words = json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return f"{crc32(words.encode('utf-8', 'surrogatepass')) & 0xFFFFFF:06x}"


def fingerprints(codes: Iterable[str], stored: Mapping[str, Any]) -> str:
    """Those of a page's answers, one after another in the page's order."""
    return "".join(fingerprint(stored.get(code)) for code in codes)


@dataclass
class Merge:
    """`patch`: what to store. `conflicts`: code -> what somebody else stored meanwhile (None: took back)."""

    patch: dict[str, Any] = field(default_factory=dict)
    conflicts: dict[str, Any] = field(default_factory=dict)


def merge(codes: Iterable[str], stored: Mapping[str, Any], posted: Mapping[str, Any], seen: str) -> Merge:
    """Sort posted answers into those to store and those to ask about. Without a usable `seen`, all are stored."""
    codes = list(codes)
    if len(seen) != _WIDTH * len(codes):
        return Merge(patch=dict(posted))
    merged = Merge()
    for place, code in enumerate(codes):
        if code not in posted or posted[code] == stored.get(code):
            continue
        shown = seen[place * _WIDTH : (place + 1) * _WIDTH]
        if shown == fingerprint(stored.get(code)):
            merged.patch[code] = posted[code]
        elif shown != fingerprint(posted[code]):
            merged.conflicts[code] = stored.get(code)
        # Otherwise she left it as the page showed it, and somebody else's newer answer stands.
    return merged


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
