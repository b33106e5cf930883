"""Submitted responses that leave a whole section or chapter blank. Pure."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from fieldwork.quality.values import Chunk, Codes, Found, Frame, Looked, Part, is_answered
from surveys.coding import Code


def find_blank_parts(frame: Frame, chunk: Chunk) -> Looked:
    """The sections that were asked and left blank; of the others, their chapters. Optional sections are no gap."""
    blank: list[list[Part]] = [[] for _response in chunk.ids]
    for section in frame.parts:
        rows = _blank(chunk.coded, section)
        for row in np.flatnonzero(rows):
            blank[row].append(section)
        for chapter in section.chapters:
            for row in np.flatnonzero(_blank(chunk.coded, chapter) & ~rows):
                blank[row].append(chapter)
    found = [
        Found(response, None, parts[0].first_item, {"parts": ", ".join(part.code for part in parts)})
        for response, parts in zip(chunk.ids, blank, strict=True)
        if parts
    ]
    return Looked(len(chunk.ids), found)


def count_answered(frame: Frame, chunk: Chunk) -> dict[str, int]:
    """How many responses answered anything in each section."""
    return {part.code: int(is_answered(chunk.coded[:, part.columns]).any(axis=1).sum()) for part in frame.parts}


def _blank(coded: Codes, part: Part) -> NDArray[np.bool_]:
    own = coded[:, part.columns]
    blank: NDArray[np.bool_] = (own != Code.NOT_ASKED).any(axis=1) & ~is_answered(own).any(axis=1)
    return blank
