"""From the evidence of a round to what robustness is computed from: units with what is settled and what is shown."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from django.db.models import F, Func

from scoring.calculate import Evidence, measured_units
from scoring.counts import Counts
from scoring.robustness import Assessed
from scoring.selecting import Selection, places_of
from scoring.tallying import Batch, FacetValues, SliceBook
from surveys.content import Tier
from surveys.models import COUNTED, CodedResponse
from surveys.models import Evidence as Proof
from surveys.models.counts import FACETS


@dataclass(frozen=True)
class Assessment:
    """The units of a round by their codes, and how they are grouped.

    `others`: the same with responses that were given together counted the other way; None where none was.
    """

    nation: Assessed
    institutions: Mapping[str, Assessed]
    regions: Mapping[str, Sequence[str]]
    others: Assessment | None = None


def assess(evidence: Evidence, selection: Selection | None = None) -> Assessment:
    """The units of some evidence: two queries, whatever the number of responses. `selection`: which led to it.

    What is shown is shown, whoever of the counted responses shows it: a selection does not narrow it, as it does not
    narrow what is settled.
    """
    shown = _shown(evidence)
    own = _assessment(evidence, shown)
    otherwise = _counted_otherwise(evidence, selection or Selection())
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
    pairs = (
        Proof.objects.filter(response__round=evidence.survey_round, response__state__in=COUNTED)
        .order_by()
        .annotate(item=Func(F("items"), function="unnest"))
        .values_list("item", "response__institution_id")
        .distinct()
    )
    found: dict[int | None, set[str]] = {}
    for item, institution in pairs:
        found.setdefault(None if item in national else institution, set()).add(item)
    return {key: frozenset(items) for key, items in found.items()}


def _counted_otherwise(evidence: Evidence, selection: Selection) -> Evidence | None:
    """With each response given together counted once instead of by its participants, or the other way round.

    Only these are read again. None where no response was given by more than one.
    """
    together = CodedResponse.objects.filter(round=evidence.survey_round, participants__gt=1)
    fields = ("institution_id", "group", "participants", "data", *FACETS)
    keys = {body.pk for body in evidence.institutions}
    rows = [
        row
        for *row, language, mode, kind in together.values_list(*fields)
        if selection.takes(FacetValues(language, mode, kind)) and (not selection.has_institutions or row[0] in keys)
    ]
    if not rows:
        return None
    sign = -1 if evidence.method.weight_by_participants else 1
    book = SliceBook[int | None](evidence.instrument, evidence.method.groups)
    for institution, group, participants, data in rows:
        weight = sign * (participants - 1)
        book.add([Batch(None, group, weight, data)])
        if institution in keys:
            book.add([Batch(institution, group, weight, data)])
    places = {tier: places_of(evidence.instrument, tier) for tier in Tier}
    counts = dict(evidence.counts)
    for key, more in book.counts.items():
        body = next((one for one in evidence.institutions if one.pk == key), None)
        ours = evidence.counts_of(body)
        tier = Tier.NATIONAL if key is None else Tier.INSTITUTION
        counts[key] = Counts(ours.answers + more.answers[places[tier]], ours.respondents)
    return replace(evidence, counts=counts)
