"""Coded responses gathered by piece in the database: a handful of rows, however many responses there are."""

from __future__ import annotations

import numpy as np

from scoring.tallying import Batch, FacetValues, PieceKey

GATHERED = """
    string_agg(int2send("group"::int2), ''::bytea), string_agg(int4send(participants), ''::bytea),
    string_agg(data, ''::bytea), string_agg(numbers, ''::bytea)
"""
"""Columns of a statement that groups by piece, sign, and whether numbers were kept; `batch_of` reads its rows."""

_GROUP, _PARTICIPANTS = np.dtype(">i2"), np.dtype(">i4")  # as PostgreSQL sends whole numbers


def batch_of(
    institution: int | None,
    language: str,
    mode: str,
    respondent_type: str,
    sign: int,
    groups: memoryview,
    participants: memoryview,
    data: memoryview,
    numbers: memoryview,
) -> Batch:
    """A row as a batch. All columns of a row are in one order of responses: they are gathered in one pass."""
    return Batch(
        PieceKey(institution, FacetValues(language, mode, respondent_type)),
        sign,
        np.frombuffer(groups, _GROUP).astype(np.int64),
        np.frombuffer(participants, _PARTICIPANTS).astype(np.int64),
        data,
        numbers,
    )
