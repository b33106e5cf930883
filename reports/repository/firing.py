"""For which units of a round entries apply, and because of which values; nothing is stored."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from reports.advice import why
from reports.figures import UnitView
from reports.permissions import rounds_analysed
from reports.recommendations import Match, Recommendation, find_recommendations
from reports.results import Results
from reports.terms import terms_of
from scoring.results import UnitScores, UnitTier
from surveys.content import Tier
from surveys.models import Round

SHOWN = 30  # units that a preview names
ROUNDS = 20  # rounds that a preview offers
_TIERS = {Tier.NATIONAL: UnitTier.NATIONAL, Tier.INSTITUTION: UnitTier.INSTITUTION}


@dataclass(frozen=True)
class Firing:
    """How often an entry applies in a round: to `units` of the `of` units that it speaks to."""

    units: int
    of: int


@dataclass(frozen=True)
class Fired:
    """A unit to which an entry applies. `reasons`: sentences; `query`: the unit in addresses."""

    name: str
    query: str
    reasons: tuple[str, ...]


def rounds_for(user: Any, instrument: str) -> list[Round]:
    """The newest rounds of an instrument whose results the user may see whole."""
    rounds = rounds_analysed(user).filter(version__code=instrument).select_related("version")
    return list(rounds[:ROUNDS])


def find_matches(results: Results, entry: Recommendation) -> tuple[list[tuple[UnitScores, Match]], int]:
    """The units to which the entry applies with what fired it, and how many units it speaks to."""
    units = [scores for tier in entry.tiers for scores in results.units(_TIERS[tier])]
    found = [(scores, match) for scores in units for match in find_recommendations([entry], scores, results.mean)]
    return found, len(units)


def count_firing(results: Results, entries: Iterable[Recommendation]) -> dict[str, Firing]:
    """How often each of the entries applies in the round, by code."""
    counted = {}
    for entry in entries:
        found, of = find_matches(results, entry)
        counted[entry.code] = Firing(len(found), of)
    return counted


def preview(results: Results, entry: Recommendation) -> tuple[list[Fired], Firing]:
    """Where the entry applies in the round, with the sentences that say why; the first units only."""
    found, of = find_matches(results, entry)
    terms = terms_of(results.method)
    fired = []
    for scores, match in found[:SHOWN]:
        view = UnitView(scores, results.instrument, terms)
        reasons = tuple(why(view, one) for one in match.fired)
        fired.append(Fired(view.name, f"{scores.unit.tier}:{scores.unit.code}", reasons))
    return fired, Firing(len(found), of)
