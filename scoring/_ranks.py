"""Ranks as ranges: which places a unit could have, by chance and by the choices of the method. Pure."""

from __future__ import annotations

import itertools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from scipy.special import stdtrit

from scoring._parts import Assessed, Scores, is_known, mean_parts, parts_of, place_of
from scoring._readings import settle
from scoring._variants import scores_by_variant
from scoring.counts import BoolArray, FloatArray
from scoring.formulas import mean_of
from scoring.frame import Frame, build_frame
from scoring.jackknife import jackknife_error, with_replicates
from scoring.methods import Method
from scoring.results import Family, Measure
from surveys.content import Instrument, Tier

_HAIR = 1e-9  # scores that differ by less are equal


class Places(NamedTuple):
    """From one place to another among the ranked; the same one twice where nothing is open. The first is the best."""

    first: int
    last: int


def places_among(scores: Sequence[float]) -> list[Places]:
    """The place of each score, the highest first; equal scores share the places that they take together."""
    found = []
    for score in scores:
        better = sum(bool(other > score + _HAIR) for other in scores)
        worse = sum(bool(other < score - _HAIR) for other in scores)
        found.append(Places(better + 1, len(scores) - worse))
    return found


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


Groups = Mapping[str, Sequence[Assessed]]
"""By the code of each ranked unit the institutions whose mean it is: itself, or those of a region."""


def rank(
    instrument: Instrument,
    method: Method,
    groups: Groups,
    part: tuple[Measure, Family, str],
    others: Groups | None = None,
) -> list[Ranked]:
    """The units that have the score, the best first.

    `others`: the same with responses given together counted the other way (None: that makes no difference). Raises
    LookupError for a part that there is not.
    """
    frame = build_frame(instrument, method, Tier.INSTITUTION)
    measure, place = part[0], place_of(frame, *part)
    estimates = {code: _replicates(frame, method, members)[measure][place] for code, members in groups.items()}
    codes = [code for code, values in estimates.items() if is_known(values[0])]
    present = [_present(groups[code]) for code in codes]
    columns = zip(
        codes,
        places_among([estimates[code][0] for code in codes]),
        places_by_chance([estimates[code] for code in codes], present, method.confidence),
        _places_by_options(instrument, method, groups, part, codes, others),
        strict=True,
    )
    found = [
        Ranked(code, float(estimates[code][0]), own, chance, options, len(codes))
        for code, own, chance, options in columns
    ]
    return sorted(found, key=lambda one: (one.place, one.code))


def _replicates(frame: Frame, method: Method, members: Sequence[Assessed]) -> Scores:
    """(parts, 1 + groups)."""
    columns = []
    for member in members:
        answers = with_replicates(member.counts.answers)
        settled = settle(frame, answers[..., 0], member.settled)
        for code in member.settled.keys() & frame.places.keys():
            answers[frame.places[code]] = settled[frame.places[code]][:, None]
        columns.append(parts_of(frame, method, answers))
    return mean_parts(columns)


def _present(members: Sequence[Assessed]) -> BoolArray:
    """The groups that have a response. Shape: (groups,)."""
    present: BoolArray = np.sum([member.counts.respondents for member in members], axis=0) > 0
    return present


def _places_by_options(
    instrument: Instrument,
    method: Method,
    groups: Groups,
    part: tuple[Measure, Family, str],
    codes: Sequence[str],
    others: Groups | None,
) -> list[Places]:
    """The places of each unit over all variants that give it a score."""
    place = place_of(build_frame(instrument, method, Tier.INSTITUTION), *part)
    members = [member for code in codes for member in groups[code]]
    counted_otherwise = [member for code in codes for member in others[code]] if others else None
    edges = np.cumsum([0, *(len(groups[code]) for code in codes)])
    found: list[list[Places]] = [[] for _ in codes]
    if not codes:
        return []
    for _variant, scores in scores_by_variant(instrument, method, Tier.INSTITUTION, members, counted_otherwise):
        row = scores[part[0]][place]
        means = [float(mean_of(row[first:last])) for first, last in itertools.pairwise(edges)]
        known = [number for number, mean in enumerate(means) if is_known(mean)]
        for number, places in zip(known, places_among([means[number] for number in known]), strict=True):
            found[number].append(places)
    return [joined(places) for places in found]
