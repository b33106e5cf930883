"""How respondents answered, counted: the settings name who counts, for surveys know nothing of scoring."""

from __future__ import annotations

from collections.abc import Collection

import numpy as np
from django.conf import settings
from django.utils.module_loading import import_string

from surveys.models import Round


def answer_counts(survey_round: Round, institutions: Collection[int] | None = None) -> dict[int | None, np.ndarray]:
    """How many counted responses have which code for each scored item: (scored items, codes), as of this moment.

    By the primary key of the institution that they are about. `institutions`: only these; without, all of them and,
    under None, all responses of the round. Who has no response is left out.
    """
    found: dict[int | None, np.ndarray] = import_string(settings.ANSWER_COUNTS)(survey_round, institutions)
    return found
