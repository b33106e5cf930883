"""Submitted responses with random answers to the small instrument, the same for the same seed."""

from __future__ import annotations

import random
from typing import Any
from uuid import UUID

from django.utils import timezone

from surveys.models import Response, ResponseState, Round

FACTS = ("F1.1.a", "F1.1.b", "F1.1.c", "F2.1.a")
POINTS = ("P1.1.a", "P1.2.a.info", "P1.2.a.consult", "P1.3.a")


def random_response(survey_round: Round, chance: random.Random, **fields: Any) -> Response:
    """An unsaved response; `fields` take the place of what is drawn or usual."""
    drawn = {code: chance.choice(["yes", "no", "dk", ""]) for code in FACTS}
    drawn |= {code: chance.choice("012345") for code in POINTS}
    usual = {
        "id": UUID(int=chance.getrandbits(128)),
        "language": "kk",
        "sections": survey_round.sections,
        "answers": {code: value for code, value in drawn.items() if value},
        "state": ResponseState.SUBMITTED,
        "submitted_at": timezone.now(),
    }
    return Response(round=survey_round, **(usual | fields))
