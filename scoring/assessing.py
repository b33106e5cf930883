"""From the evidence of a round to what robustness is computed from: units with what is settled and what is shown."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from scoring.calculate import Evidence, measured_units
from scoring.counts import Counts, IntArray
from scoring.robustness import Assessed
from scoring.selecting import Selection, places_of, together_in
from surveys.content import Tier
from surveys.evidence_counts import count_evidence


@dataclass(frozen=True)
class Assessment:
    """The units of a round by their codes, and how they are grouped.

    `others`: the same with responses that were given together counted the other way; None where none was.
    """

    nation: Assessed
    institutions: Mapping[str, Assessed]
    regions: Mapping[str, Sequence[str]]
    others: Assessment | None = None


def assess(evidence: Evidence, otherwise: Evidence | None) -> Assessment:
    """The units of some evidence. `otherwise`: what `counted_otherwise` gives for it. One query, whatever the number of
    responses.

    What is shown is shown, whoever of the counted responses shows it: a selection does not narrow it, as it does not
    narrow what is settled.
    """
    shown = _shown(evidence)
    own = _assessment(evidence, shown)
    return replace(own, others=_assessment(otherwise, shown)) if otherwise else own


def _assessment(evidence: Evidence, shown: Mapping[int | None, frozenset[str]]) -> Assessment:
    keys: list[int | None] = [None, *(body.pk for body in evidence.institutions)]
    nation, *below = (
        Assessed(
            one.unit,
            one.counts,
            {item: value for (unit, item), value in evidence.validated.items() if unit == one.unit.code},
            shown.get(key, frozenset()),
        )
        for key, one in zip(keys, measured_units(evidence), strict=True)
    )
    regions: dict[str, list[str]] = {}
    for one in below:
        if one.unit.region:
            regions.setdefault(one.unit.region, []).append(one.unit.code)
    return Assessment(nation, {one.unit.code: one for one in below}, dict(sorted(regions.items())))


def _shown(evidence: Evidence) -> dict[int | None, frozenset[str]]:
    """Items for which a counted response gives evidence, by unit; of the country, whoever gives it."""
    national = {item.code for item in evidence.instrument.scored_items if item.tier is Tier.NATIONAL}
    found: dict[int | None, set[str]] = {}
    for item, institution in count_evidence(evidence.survey_round, "item", "institution"):
        found.setdefault(None if item in national else institution, set()).add(item)
    return {key: frozenset(items) for key, items in found.items()}


def counted_otherwise(evidence: Evidence, selection: Selection) -> Evidence | None:
    """With each response given together counted once instead of by its participants, or the other way round.

    None where no response was given by more than one.
    """
    sign = -1 if evidence.method.weight_by_participants else 1
    keys = {body.pk for body in evidence.institutions}
    more: dict[int | None, IntArray] = {}
    for key, piece in together_in(evidence, selection):
        unit = key.institution if key.institution in keys else None
        if piece.together is not None and piece.together.any():
            more[unit] = more.get(unit, 0) + sign * piece.together
    if not more:
        return None
    counts = dict(evidence.counts)
    for body in evidence.institutions:
        if body.pk in more:
            counts[body.pk] = _with(evidence.counts_of(body), more[body.pk][_places(evidence, Tier.INSTITUTION)])
    everybody = np.sum(list(more.values()), axis=0)
    counts[None] = _with(evidence.counts_of(None), everybody[_places(evidence, Tier.NATIONAL)])
    return replace(evidence, counts=counts)


def _places(evidence: Evidence, tier: Tier) -> np.ndarray:
    return places_of(evidence.instrument, tier)


def _with(counts: Counts, more: IntArray) -> Counts:
    """With other answers of the same respondents."""
    return Counts(counts.answers + more, counts.respondents)
