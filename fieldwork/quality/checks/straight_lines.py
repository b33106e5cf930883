"""Ratings all alike: the same point again and again. Pure.

A run of one answer over at least half of a scale is the rule of thumb of Curran (2016), "Methods for the detection of
carelessly invalid responses in survey data", Journal of Experimental Social Psychology 66. It is not applied below
eight ratings: short runs are common among careful people.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from fieldwork.quality.values import Chunk, Codes, Found, Frame, Looked
from surveys.coding import Code

LEAST = 8  # ratings, and the shortest run that is told
SHARE_OF_RUN = 0.5
SHARE_OF_ONE = 0.9  # of one point among all ratings, where other points break the run
LEAST_FOR_SHARE = 16


def find_straight_lines(frame: Frame, chunk: Chunk) -> Looked:
    """Responses whose longest run is long, or which hardly ever leave one point."""
    ratings = chunk.coded[:, frame.perceptions]
    answered, run, most = measure(ratings)
    is_run = (run >= LEAST) & (run >= SHARE_OF_RUN * answered)
    is_flat = (answered >= LEAST_FOR_SHARE) & (most >= SHARE_OF_ONE * answered)
    found = []
    for row in np.flatnonzero(is_run | is_flat):
        item = frame.codes[frame.perceptions[int(np.argmax(ratings[row] >= Code.SCALE_ZERO))]]
        details = {"run": int(run[row]), "same": int(most[row]), "answered": int(answered[row])}
        found.append(Found(chunk.ids[row], None, item, details))
    return Looked(int((answered >= LEAST).sum()), found)


def measure(ratings: Codes) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]]:
    """For each row: how many ratings, the longest run of one point (what was left out does not break it), and how
    often the most frequent point stands. (responses, items) -> three of (responses)."""
    rows = len(ratings)
    answered, run, longest, most = (np.zeros(rows, np.int64) for _ in range(4))
    last = np.zeros(rows, np.uint8)
    for column in ratings.T:
        is_rated = column >= Code.SCALE_ZERO
        answered += is_rated
        run = np.where(is_rated, np.where(column == last, run + 1, 1), run)
        last = np.where(is_rated, column, last)
        longest = np.maximum(longest, run)
    for point in range(Code.SCALE_ZERO, Code.SCALE_ZERO + 6):
        most = np.maximum(most, (ratings == point).sum(axis=1))
    return answered, longest, most
