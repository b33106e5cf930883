"""The results of the other round without reading it again: one query tells whether anything changed."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django.db import connection

from reports.results import Results, results_of
from surveys.models import COUNTED, Round
from surveys.remembering import Remembered

_kept = Remembered[Results](8)  # of rounds

# Which versions of rows the results follow from, by transaction and place: a row that is written again has another.
_STAMP = """
    SELECT EXISTS (SELECT FROM surveys_countchange WHERE round_id = %(round)s),
           (SELECT xmin || ':' || ctid FROM surveys_round WHERE id = %(round)s),
           (SELECT string_agg(xmin || ':' || ctid, ' ' ORDER BY id) FROM scoring_tally WHERE round_id = %(round)s),
           (SELECT string_agg(xmin || ':' || ctid, ' ' ORDER BY id) FROM scoring_slice WHERE round_id = %(round)s),
           (SELECT string_agg(xmin || ':' || ctid, ' ' ORDER BY id) FROM surveys_validation WHERE round_id = %(round)s),
           (SELECT string_agg(concat_ws(':', body.id, body.xmin, body.ctid, region.xmin, region.ctid), ' '
                              ORDER BY body.id)
            FROM surveys_round_institutions AS part
            JOIN surveys_institution AS body ON body.id = part.institution_id
            LEFT JOIN surveys_region AS region ON region.id = body.region_id
            WHERE part.round_id = %(round)s),
           (SELECT string_agg(state || ':' || number, ' ' ORDER BY state)
            FROM (SELECT state, sum(responses) AS number FROM surveys_statecount
                  WHERE round_id = %(round)s AND NOT state = ANY (%(counted)s) GROUP BY state
                  HAVING sum(responses) <> 0) AS idle)
"""


def recall_results(survey_round: Round) -> Results:
    """The results of a round, read again only where something changed since this process read them."""
    stamp = _stamp_of(survey_round)
    is_queued = stamp[0]
    if is_queued:  # it is folded only now, and the stamp is that of other tallies
        return results_of(survey_round)
    return replace(_kept.get(survey_round.pk, lambda: results_of(survey_round), stamp), survey_round=survey_round)


def _stamp_of(survey_round: Round) -> tuple[Any, ...]:
    with connection.cursor() as cursor:
        cursor.execute(_STAMP, {"round": survey_round.pk, "counted": [str(state) for state in COUNTED]})
        return tuple(cursor.fetchone())
