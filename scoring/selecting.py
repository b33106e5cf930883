"""Counts of some of a round's responses only: chosen by institution, language, mode and type of respondent.

What tallies, slices and pieces hold is added up, whatever the number of responses.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any, TypeVar

import numpy as np
from django.db import connection
from django.db.models import QuerySet

from scoring.calculate import Evidence
from scoring.counts import Counts
from scoring.frame import items_of
from scoring.models import Piece
from scoring.storing import read_pieces, slices_of
from scoring.tallying import FacetValues, PieceCounts, PieceKey
from surveys.content import Instrument, Tier
from surveys.models import Round
from surveys.models.counts import FACETS

K = TypeVar("K")


class Axis(StrEnum):
    """By what responses can be told apart."""

    LANGUAGE = "language"
    MODE = "mode"
    RESPONDENT_TYPE = "respondent_type"
    INSTITUTION = "institution"
    REGION = "region"
    KIND = "kind"


@dataclass(frozen=True)
class Selection:
    """Which responses are meant. An empty set sets no limit.

    `institutions`: primary keys; `regions`, `kinds`: codes and kinds of institutions.
    """

    institutions: frozenset[int] = frozenset()
    regions: frozenset[str] = frozenset()
    kinds: frozenset[str] = frozenset()
    languages: frozenset[str] = frozenset()
    modes: frozenset[str] = frozenset()
    respondent_types: frozenset[str] = frozenset()

    @property
    def has_facets(self) -> bool:
        """Whether it limits by what stands in the responses rather than by institutions."""
        return bool(self.languages or self.modes or self.respondent_types)

    @property
    def has_institutions(self) -> bool:
        """Whether it limits the institutions."""
        return bool(self.institutions or self.regions or self.kinds)

    def takes(self, facets: FacetValues) -> bool:
        """Whether responses with these facets are meant."""
        limits = (self.languages, self.modes, self.respondent_types)
        return all(not limit or value in limit for limit, value in zip(limits, facets, strict=True))


def institutions_in(evidence: Evidence, selection: Selection) -> frozenset[int]:
    """The primary keys of the institutions of the round that a selection means."""
    return frozenset(
        body.pk
        for body in evidence.institutions
        if (not selection.institutions or body.pk in selection.institutions)
        and (not selection.regions or (body.region and body.region.code in selection.regions))
        and (not selection.kinds or body.kind in selection.kinds)
    )


def select(evidence: Evidence, selection: Selection) -> Evidence:
    """The same round as if only these responses had come, and only these institutions took part.

    Validated facts stay: they are of the unit, whoever answered. Everything that is computed from evidence works on it.
    """
    if not (selection.has_facets or selection.has_institutions):
        return evidence
    chosen = institutions_in(evidence, selection)
    bodies = tuple(body for body in evidence.institutions if body.pk in chosen)
    counts: dict[int | None, Counts] = {key: evidence.counts[key] for key in chosen if key in evidence.counts}
    everybody = None
    if selection.has_facets:
        places = places_of(evidence.instrument, Tier.INSTITUTION)
        found = _whole_by_institution(evidence, selection)
        counts = {key: Counts(one.answers[places], one.respondents) for key, one in found.items()}
        if selection.has_institutions:  # then nobody of none is meant
            everybody = _sum(found.values(), evidence)
    counts[None] = _national(evidence, everybody or pooled(evidence, selection))
    return replace(evidence, institutions=bodies, counts=counts)


def pooled(evidence: Evidence, selection: Selection) -> Counts:
    """The counts of the selected responses together, over all scored items of the instrument."""
    return _sum(split(evidence, Axis.LANGUAGE, selection).values(), evidence)


def respondents_by_facets(evidence: Evidence, selection: Selection | None = None) -> dict[FacetValues, int]:
    """How many of the selected responses have which language, mode and type of respondent."""
    found = _by_facets(evidence, selection or Selection())
    return {facets: int(counts.respondents.sum()) for facets, counts in found.items()}


def split(evidence: Evidence, axis: Axis, selection: Selection | None = None) -> dict[Any, Counts]:
    """The selected responses by one axis: value -> counts over all scored items; values that nobody has are absent.

    Institutions are named by their primary keys; their axis and those above them leave out who belongs to none.
    """
    selection = selection or Selection()
    if axis in (Axis.LANGUAGE, Axis.MODE, Axis.RESPONDENT_TYPE):
        by_facets = _by_facets(evidence, selection)
        return _added((getattr(facets, axis), counts) for facets, counts in by_facets.items())
    names = {body.pk: _name(body, axis) for body in evidence.institutions}
    by_institution = _whole_by_institution(evidence, selection)
    return _added((names[key], counts) for key, counts in by_institution.items() if names[key])


def _name(body: Any, axis: Axis) -> Any:
    if axis is Axis.INSTITUTION:
        return body.pk
    if axis is Axis.KIND:
        return body.kind
    return body.region.code if body.region else ""


def pieces_in(evidence: Evidence, selection: Selection) -> Iterator[tuple[PieceKey, PieceCounts]]:
    """The pieces of the selected responses."""
    return read_pieces(_pieces(evidence, selection), evidence.instrument)


def together_in(evidence: Evidence, selection: Selection) -> Iterator[tuple[PieceKey, PieceCounts]]:
    """Those among them in which several people gave a response together."""
    return read_pieces(_pieces(evidence, selection).exclude(together=b""), evidence.instrument)


def _pieces(evidence: Evidence, selection: Selection) -> QuerySet[Piece]:
    pieces = Piece.objects.filter(round=evidence.survey_round)
    if selection.has_institutions:
        pieces = pieces.filter(institution__in=institutions_in(evidence, selection))
    limits = (selection.languages, selection.modes, selection.respondent_types)
    return pieces.filter(**{f"{facet}__in": limit for facet, limit in zip(FACETS, limits, strict=True) if limit})


def _by_facets(evidence: Evidence, selection: Selection) -> Mapping[FacetValues, Counts]:
    if not selection.has_institutions:
        stored = slices_of(evidence.survey_round, evidence.instrument)
        return {facets: counts for facets, counts in stored.items() if selection.takes(facets)}
    return _added((key.facets, piece.counts) for key, piece in pieces_in(evidence, selection))


def _whole_by_institution(evidence: Evidence, selection: Selection) -> dict[int, Counts]:
    """Over all scored items: what those of an institution said about the nation is in no tally."""
    chosen = institutions_in(evidence, selection)
    pieces = pieces_in(evidence, replace(selection, institutions=chosen)) if chosen else ()
    return _added((key.institution, piece.counts) for key, piece in pieces if key.institution)


def _added(parts: Iterable[tuple[K, Counts]]) -> dict[K, Counts]:
    """The sum of each key."""
    found: dict[K, Counts] = {}
    for key, counts in parts:
        if key in found:
            found[key].include(counts)
        else:
            found[key] = counts
    return found


def places_of(instrument: Instrument, tier: Tier) -> np.ndarray:
    """Where the items of a tier stand among all scored items: from the counts of a selection to those of a unit."""
    ours = {item.code for item in items_of(instrument, tier)}
    return np.array([place for place, item in enumerate(instrument.scored_items) if item.code in ours], np.intp)


def _national(evidence: Evidence, counts: Counts) -> Counts:
    return Counts(counts.answers[places_of(evidence.instrument, Tier.NATIONAL)], counts.respondents)


def _sum(parts: Iterable[Counts], evidence: Evidence) -> Counts:
    total = Counts.nobody(len(evidence.instrument.scored_items), evidence.method.groups)
    for part in parts:
        total.include(part)
    return total


def slices_written(survey_round: Round) -> str:
    """By which transactions the counts by language, mode and type were written."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT coalesce(string_agg(xmin::text, ' ' ORDER BY id), '') FROM scoring_slice WHERE round_id = %s",
            [survey_round.pk],
        )
        return str(cursor.fetchone()[0])
