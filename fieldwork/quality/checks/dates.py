"""Entries that end before they begin. Pure."""

from __future__ import annotations

from fieldwork.quality.values import Chunk, Found, Frame, Looked
from surveys.content import RelationKind
from surveys.periods import turned_periods


def find_turned_periods(frame: Frame, chunk: Chunk) -> Looked:
    """Entries of repeating tables (and pairs of dates outside them); looked at are responses that have entries."""
    periods = frame.related(RelationKind.PERIOD)
    tables = {frame.instrument.table_by_item[relation.items[0]].code for relation in periods}
    found, base = [], 0
    for response, answers in zip(chunk.ids, chunk.answers, strict=True):
        entries = [entry for table in tables for entry in answers.get(table) or ()]
        base += bool(entries)
        for number, entry in enumerate([*entries, answers], start=1):
            for start, end in turned_periods(periods, entry):
                details = {"number": number, "start": entry[start], "end": entry[end]}
                found.append(Found(response, None, end, details))
    return Looked(base, found)
