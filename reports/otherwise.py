"""Responses given together, counted the other way: read once for as long as nothing changes."""

from __future__ import annotations

from reports.results import Results
from scoring.assessing import counted_otherwise
from scoring.calculate import Evidence
from scoring.selecting import Selection, slices_written
from surveys.remembering import Remembered

_found = Remembered[Evidence | None](8)  # of selections


def otherwise_of(results: Results, selection: Selection) -> Evidence | None:
    """What `scoring.assessing.counted_otherwise` gives for some results. `selection`: which led to them.

    The moment of computation names what the results follow from; where somebody joins or leaves a group and the sums
    stay, the transactions that wrote the slices tell.
    """
    survey_round = results.survey_round
    stamp = results.scores.round.computed_at, slices_written(survey_round)
    return _found.get((results.key, selection), lambda: counted_otherwise(results.evidence, selection), stamp)


def forget() -> None:
    """Read anew: for measurements."""
    _found.clear()
