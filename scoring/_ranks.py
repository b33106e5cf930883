"""Ranks as ranges: which places a unit could have, by chance and by the choices of the method. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from scipy.special import stdtrit

from scoring._parts import is_known, place_of
from scoring._variants import Members
from scoring.counts import BoolArray, FloatArray
from scoring.formulas import mean_of
from scoring.jackknife import jackknife_error
from scoring.results import Family, Measure

_HAIR = 1e-9  # scores that differ by less are equal


class Places(NamedTuple):
    """From one place to another among the ranked; the same one twice where nothing is open. The first is the best."""

    first: int
    last: int


def places_among(scores: Sequence[float] | FloatArray) -> list[Places]:
    """The place of each score, the highest first; equal scores share the places that they take together."""
    values = np.array(scores, np.float64)
    better = (values > values[:, None] + _HAIR).sum(axis=1)
    worse = (values < values[:, None] - _HAIR).sum(axis=1)
    return [Places(int(above) + 1, len(values) - int(below)) for above, below in zip(better, worse, strict=True)]


def places_by_chance(estimates: Sequence[FloatArray], present: Sequence[BoolArray], confidence: float) -> list[Places]:
    """Which places each unit could have, given the uncertainty of all scores.

    `estimates`: for each unit (1 + groups,), the score from all responses first; `present`: its groups with a response.
    A unit surely precedes another when the interval of their difference, by the delete-a-group jackknife, lies beyond
    zero. Units share no response, so their errors are independent; the degrees of freedom are those of the unit with
    fewer groups. Each unit is compared with n - 1 others: each comparison has the confidence 1 - (1 - confidence) /
    (n - 1), so that the range of a unit as a whole has at least `confidence` (Bonferroni). Where either has no error,
    nothing is sure.
    """
    values = np.array([estimate[0] for estimate in estimates])
    errors = [jackknife_error(e, p) for e, p in zip(estimates, present, strict=True)]
    sizes = np.array([float(error) for error, _ in errors])
    freedom = np.array([degrees for _, degrees in errors])
    n = len(values)
    level = 1 - (1 - confidence) / max(n - 1, 1)
    found = []
    for own in range(n):
        half = stdtrit(np.maximum(np.minimum(freedom, freedom[own]), 1), (1 + level) / 2) * np.hypot(sizes, sizes[own])
        ahead = values[own] - values
        found.append(Places(1 + int((-ahead > half + _HAIR).sum()), n - int((ahead > half + _HAIR).sum())))
    return found


def joined(ranges: Sequence[Places]) -> Places:
    """From the best to the worst place of several ranges."""
    return Places(min(places.first for places in ranges), max(places.last for places in ranges))


@dataclass(frozen=True)
class Ranked:
    """A unit's place. `place` is a range only where scores are equal; `of`: how many units have a score."""

    code: str
    score: float
    place: Places
    by_chance: Places
    by_options: Places
    of: int

    @property
    def whole(self) -> Places:
        """From the best to the worst place that chance or choice would give."""
        return joined([self.place, self.by_chance, self.by_options])


Groups = Mapping[str, Sequence[int]]
"""By the code of each ranked unit the places of the institutions whose mean it is: itself, or those of a region."""


def rank(members: Members, groups: Groups, part: tuple[Measure, Family, str]) -> list[Ranked]:
    """The units that have the score, the best first. Raises LookupError for a part that there is not."""
    measure, place = part[0], place_of(members.frame, *part)
    replicates = members.replicates[measure][place] if members.units else np.empty((0, 1))
    found = {code: mean_of(replicates[list(places)]) for code, places in groups.items()}
    codes = [code for code, values in found.items() if is_known(values[0])]
    if not codes:
        return []
    estimates = [found[code] for code in codes]
    present = [_present(members, groups[code]) for code in codes]
    columns = zip(
        codes,
        estimates,
        places_among([estimate[0] for estimate in estimates]),
        places_by_chance(estimates, present, members.method.confidence),
        _places_by_options(members, [groups[code] for code in codes], measure, place),
        strict=True,
    )
    ranked = [
        Ranked(code, float(estimate[0]), own, chance, options, len(codes))
        for code, estimate, own, chance, options in columns
    ]
    return sorted(ranked, key=lambda one: (one.place, one.code))


def _present(members: Members, places: Sequence[int]) -> BoolArray:
    """The groups that have a response. Shape: (groups,)."""
    present: BoolArray = np.sum([members.units[place].counts.respondents for place in places], axis=0) > 0
    return present


def _places_by_options(members: Members, groups: Sequence[Sequence[int]], measure: Measure, place: int) -> list[Places]:
    """The places of each unit over all variants that give it a score."""
    rows = np.stack([scores[measure][place] for _variant, scores in members.by_variant])
    means = np.stack([mean_of(rows[:, list(places)], axis=1) for places in groups], axis=1)
    found: list[list[Places]] = [[] for _ in groups]
    for row in means:
        known = np.flatnonzero(~np.isnan(row))
        for number, places in zip(known, places_among(row[known]), strict=True):
            found[number].append(places)
    return [joined(places) for places in found]
