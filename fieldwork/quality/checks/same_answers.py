"""Identical ratings by what should be different people. Pure.

Twenty ratings on six points agree by chance once in many billions; people who sit together differ too. Only ratings
are compared: colleagues rightly give the same facts. Flat ones are left to the check of straight lines.
"""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

import numpy as np

from fieldwork.quality.values import Found, Looked
from surveys.coding import Code

LEAST = 20  # ratings
DIFFERENT = 3  # points used at least
MINUTES = 10  # between the two submissions


def find_same_answers(pairs: Iterable[tuple[UUID, UUID, float, bytes]], base: int) -> Looked:
    """`pairs`: (response, the one before it with the same coded ratings, seconds between them, the ratings)."""
    found = []
    for response, twin, seconds, vector in pairs:
        ratings = np.frombuffer(vector, np.uint8)
        ratings = ratings[ratings >= Code.SCALE_ZERO]
        if len(ratings) >= LEAST and len(np.unique(ratings)) >= DIFFERENT and seconds <= MINUTES * 60:
            details = {"number": len(ratings), "twin": str(twin), "minutes": int(seconds // 60)}
            found.append(Found(response, None, "", details))
    return Looked(base, found)
