"""How much evidence counted responses of a round give."""

from __future__ import annotations

from collections import Counter
from typing import Any

from surveys.models import EvidenceCount, Round
from surveys.running_counts import count


def count_evidence(survey_round: Round, *by: str, **narrowed: Any) -> Counter[Any]:
    """How many links and files serve items, by the values of columns: a value alone, or a tuple of several.

    `by`: "item", "institution" (None: of none); `narrowed`: conditions on these, on `language`, `mode` and
    `respondent_type`, as in a filter. One that serves several items counts for each of them.
    """
    return count(EvidenceCount, survey_round, *by, **narrowed)
