"""Counts of some of a round's responses only: chosen by institution, language, mode and type of respondent.

What tallies and slices hold is added up, whatever the number of responses. Only where institutions and facets are
chosen together are the coded answers of just those responses counted anew.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

import numpy as np
from django.db import connection

from scoring.calculate import Evidence
from scoring.counts import Counts
from scoring.folding import slices_of
from scoring.frame import items_of
from scoring.tallying import Batch, FacetValues, SliceBook
from surveys.content import Instrument, Tier
from surveys.models import Round
from surveys.streaming import groups_of


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
    if selection.has_facets:
        counts = dict(_by_institution(evidence, selection, chosen))
    counts[None] = _national(evidence, pooled(evidence, selection))
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
        found: dict[Any, Counts] = {}
        for facets, counts in _by_facets(evidence, selection).items():
            value = getattr(facets, axis)
            found[value] = found[value] + counts if value in found else counts
        return found
    names = {body.pk: _name(body, axis) for body in evidence.institutions}
    found = {}
    for key, counts in _whole_by_institution(evidence, selection).items():
        value = names[key]
        if value:
            found[value] = found[value] + counts if value in found else counts
    return found


def _name(body: Any, axis: Axis) -> Any:
    if axis is Axis.INSTITUTION:
        return body.pk
    if axis is Axis.KIND:
        return body.kind
    return body.region.code if body.region else ""


def _by_facets(evidence: Evidence, selection: Selection) -> Mapping[FacetValues, Counts]:
    if not selection.has_institutions:
        stored = slices_of(evidence.survey_round, evidence.method.groups)
        return {facets: counts for facets, counts in stored.items() if selection.takes(facets)}
    book = SliceBook[FacetValues](evidence.instrument, evidence.method.groups)
    rows = _count_anew(evidence, selection, institutions_in(evidence, selection))
    book.add(Batch(facets, group, weight, data) for _key, facets, group, weight, data in rows)
    return book.counts


def _whole_by_institution(evidence: Evidence, selection: Selection) -> dict[int, Counts]:
    """Over all scored items: what those of an institution said about the nation is in no tally."""
    book = SliceBook[int](evidence.instrument, evidence.method.groups)
    rows = _count_anew(evidence, selection, institutions_in(evidence, selection))
    book.add(Batch(key, group, weight, data) for key, _facets, group, weight, data in rows)
    return book.counts


def _by_institution(evidence: Evidence, selection: Selection, chosen: Collection[int]) -> Iterator[tuple[int, Counts]]:
    places = places_of(evidence.instrument, Tier.INSTITUTION)
    book = SliceBook[int](evidence.instrument, evidence.method.groups)
    rows = _count_anew(evidence, selection, chosen)
    book.add(Batch(key, group, weight, data) for key, _facets, group, weight, data in rows)
    for key, counts in book.counts.items():
        yield key, Counts(counts.answers[places], counts.respondents)


def places_of(instrument: Instrument, tier: Tier) -> np.ndarray:
    """Where the items of a tier stand among all scored items: from the counts of a selection to those of a unit."""
    ours = {item.code for item in items_of(instrument, tier)}
    return np.array([place for place, item in enumerate(instrument.scored_items) if item.code in ours], np.intp)


def _national(evidence: Evidence, counts: Counts) -> Counts:
    return Counts(counts.answers[places_of(evidence.instrument, Tier.NATIONAL)], counts.respondents)


def _sum(parts: Iterable[Counts], evidence: Evidence) -> Counts:
    total = Counts.nobody(len(evidence.instrument.scored_items), evidence.method.groups)
    for part in parts:
        total += part
    return total


_COUNT = """
    SELECT institution_id, language, mode, respondent_type, "group",
           CASE WHEN %(weighted)s THEN participants ELSE 1 END AS weight, string_agg(data, ''::bytea)
    FROM surveys_codedresponse
    WHERE round_id = %(round)s AND institution_id = ANY(%(institutions)s)
      AND (%(languages)s = '{}' OR language = ANY(%(languages)s))
      AND (%(modes)s = '{}' OR mode = ANY(%(modes)s))
      AND (%(types)s = '{}' OR respondent_type = ANY(%(types)s))
    GROUP BY 1, 2, 3, 4, 5, 6
"""


def _count_anew(
    evidence: Evidence, selection: Selection, chosen: Collection[int]
) -> Iterator[tuple[int, FacetValues, int, int, memoryview]]:
    """The coded answers of the selected responses by institution, facets, group and weight."""
    rows = groups_of(
        _COUNT,
        {
            "round": evidence.survey_round.pk,
            "weighted": evidence.method.weight_by_participants,
            "institutions": list(chosen),
            "languages": list(selection.languages),
            "modes": list(selection.modes),
            "types": list(selection.respondent_types),
        },
    )
    for key, language, mode, respondent_type, group, weight, data in rows:
        yield key, FacetValues(language, mode, respondent_type), group, weight, data


def slices_written(survey_round: Round) -> str:
    """By which transactions the counts by language, mode and type were written."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT coalesce(string_agg(xmin::text, ' ' ORDER BY id), '') FROM scoring_slice WHERE round_id = %s",
            [survey_round.pk],
        )
        return str(cursor.fetchone()[0])
