"""Ratings given faster than a question can be read. Pure.

Two seconds for each item is the bound of Huang, Curran, Keeney, Poposki and DeShon (2012), "Detecting and deterring
insufficient effort responding to surveys", Journal of Business and Psychology 27: nobody reads and answers faster.
"""

from __future__ import annotations

import numpy as np

from fieldwork.quality.values import Chunk, Found, Frame, Looked
from surveys.coding import Code

SECONDS = 2.0  # for each answer
LEAST = 10  # ratings: fewer say little about a pace


def find_too_fast(frame: Frame, chunk: Chunk) -> Looked:
    """Responses with enough ratings whose pace is known and too fast."""
    rated = (chunk.coded[:, frame.perceptions] >= Code.SCALE_ZERO).sum(axis=1)
    is_known = (rated >= LEAST) & ~np.isnan(chunk.pace)
    found = []
    for row in np.flatnonzero(is_known & (np.nan_to_num(chunk.pace, nan=SECONDS) < SECONDS)):
        item = frame.codes[frame.perceptions[int(np.argmax(chunk.coded[row, frame.perceptions] >= Code.SCALE_ZERO))]]
        details = {"seconds": round(float(chunk.pace[row]), 1), "answered": int(rated[row])}
        found.append(Found(chunk.ids[row], None, item, details))
    return Looked(int(is_known.sum()), found)
