"""Counts by language within strata: type of respondent by kind of institution, from the coded answers."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

import numpy as np

from scoring.calculate import Evidence
from scoring.counts import IntArray
from scoring.selecting import Selection, institutions_in
from scoring.tallying import Batch, SliceBook
from surveys.streaming import groups_of


class Stratum(NamedTuple):
    """Alike respondents: type (empty where unknown), kind of their institution (empty without one)."""

    respondent_type: str
    kind: str


Strata = Mapping[Stratum, Mapping[str, IntArray]]
"""For each stratum and language the counts (items, codes) over all scored items of the instrument."""

_COUNT = """
    SELECT coded.language, coded.respondent_type, coalesce(body.kind, '') AS kind,
           CASE WHEN %(weighted)s THEN coded.participants ELSE 1 END AS weight, string_agg(coded.data, ''::bytea)
    FROM surveys_codedresponse AS coded LEFT JOIN surveys_institution AS body ON body.id = coded.institution_id
    WHERE coded.round_id = %(round)s
      AND (%(everywhere)s OR coded.institution_id = ANY(%(institutions)s))
      AND (%(languages)s = '{}' OR coded.language = ANY(%(languages)s))
      AND (%(modes)s = '{}' OR coded.mode = ANY(%(modes)s))
      AND (%(types)s = '{}' OR coded.respondent_type = ANY(%(types)s))
    GROUP BY 1, 2, 3, 4
"""


def read_strata(evidence: Evidence, selection: Selection) -> Strata:
    """The selected responses: one query, one pass over their coded answers."""
    found: dict[Stratum, dict[str, IntArray]] = {}
    book = SliceBook[tuple[Stratum, str]](evidence.instrument, 1)
    rows = groups_of(
        _COUNT,
        {
            "round": evidence.survey_round.pk,
            "weighted": evidence.method.weight_by_participants,
            "everywhere": not selection.has_institutions,
            "institutions": list(institutions_in(evidence, selection)),
            "languages": list(selection.languages),
            "modes": list(selection.modes),
            "types": list(selection.respondent_types),
        },
    )
    book.add(
        Batch((Stratum(respondent_type, kind), language), 0, weight, data)
        for language, respondent_type, kind, weight, data in rows
    )
    for (stratum, language), counts in book.counts.items():
        found.setdefault(stratum, {})[language] = np.asarray(counts.answers[:, :, 0])
    return found
