"""The phases of a round in a row: which was, which is, which comes, between which moments."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from surveys.models import Phase, Round

_ORDER = (Phase.COLLECT, Phase.VALIDATE, Phase.PUBLISH)


@dataclass(frozen=True)
class Step:
    """One phase. `begins`, `ends`: None where that is not fixed."""

    title: str
    begins: datetime | None
    ends: datetime | None
    is_now: bool
    is_over: bool


def find_steps(survey_round: Round, at: datetime | None = None) -> list[Step]:
    """The three phases as they are at a moment (now by default); none of them is now while the round is prepared."""
    now = survey_round.phase(at)
    moments = [survey_round.opens_at, survey_round.closes_at, survey_round.publishes_at, None]
    place = _ORDER.index(now) if now in _ORDER else -1
    return [
        Step(str(phase.label), moments[number], moments[number + 1], number == place, number < place)
        for number, phase in enumerate(_ORDER)
    ]
