"""Which files a reader may get of a unit."""

from __future__ import annotations

from typing import Any

from reports.files.kinds import Kind, kinds_for, round_before
from reports.permissions import rounds_analysed
from reports.results import Results
from scoring.results import UnitTier


def kinds_offered(user: Any, results: Results, tier: UnitTier) -> list[Kind]:
    """The kinds of files of a unit of this tier that the reader may get.

    A comparison needs an earlier round, and the right to its results too.
    """
    kinds = kinds_for(tier)
    is_alone = results.is_limited or round_before(results.survey_round, rounds_analysed(user)) is None
    return [kind for kind in kinds if not (is_alone and kind is Kind.ROUNDS)]
