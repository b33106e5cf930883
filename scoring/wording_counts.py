"""Counts by language within strata: type of respondent by kind of institution, from the counts by piece."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from scoring.calculate import Evidence
from scoring.counts import IntArray
from scoring.selecting import Selection, pieces_in
from surveys.models import Institution


class Stratum(NamedTuple):
    """Alike respondents: type (empty where unknown), kind of their institution (empty without one)."""

    respondent_type: str
    kind: str


Strata = Mapping[Stratum, Mapping[str, IntArray]]
"""For each stratum and language the counts (items, codes) over all scored items of the instrument."""


def read_strata(evidence: Evidence, selection: Selection) -> Strata:
    """The selected responses."""
    # Not of the evidence alone: an institution may have left the round since somebody answered for it.
    kinds = dict(Institution.objects.filter(piece__round=evidence.survey_round).values_list("pk", "kind"))
    found: dict[Stratum, dict[str, IntArray]] = {}
    for key, piece in pieces_in(evidence, selection):
        language, _mode, respondent_type = key.facets
        kind = kinds[key.institution] if key.institution else ""
        answers = piece.counts.answers.sum(axis=2)
        by_language = found.setdefault(Stratum(respondent_type, kind), {})
        by_language[language] = by_language[language] + answers if language in by_language else answers
    return found
