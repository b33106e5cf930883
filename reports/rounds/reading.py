"""Two rounds' results as the two sides of a comparison, computed once for as long as nothing changes."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from reports.results import Results
from scoring.bridging import BridgedUnit, bridge
from scoring.calculate import Evidence, measured_units, regions_of
from scoring.comparing import Judgement, Side, Verdict, judge
from scoring.results import UnitTier
from scoring.selecting import Selection, respondents_by_facets
from surveys.catalogue import instrument_of
from surveys.content import Instrument
from surveys.models import InstrumentVersion, Round
from surveys.remembering import Remembered

_found = Remembered[tuple[Judgement, tuple[BridgedUnit, ...]]](8)


@dataclass(frozen=True)
class Comparison:
    """Two rounds of one instrument in one country. `units`: on the common items; none where the verdict forbids it."""

    earlier: Results
    later: Results
    judgement: Judgement
    units: tuple[BridgedUnit, ...]

    def unit(self, tier: UnitTier, code: str) -> BridgedUnit | None:
        """A unit of both rounds; None where it is in one only, or nothing can be compared."""
        return next((one for one in self.units if (one.unit.tier, one.unit.code) == (tier, code)), None)


def compare(earlier: Results, later: Results, selection: Selection | None = None) -> Comparison:
    """The comparison of two rounds. `selection`: the one of whose responses both are the results; None for all."""
    selection = selection or Selection()
    key = (earlier.key, later.key, selection)
    judgement, units = _found.get(
        key, lambda: _compute(earlier.evidence, later.evidence, selection), (_stamp_of(earlier), _stamp_of(later))
    )
    return Comparison(earlier, later, judgement, units)


def _stamp_of(results: Results) -> tuple[object, ...]:
    """All that a comparison follows from on one side."""
    one = results.survey_round
    return (
        results.scores.round.computed_at,
        results.evidence.checksum,
        one.country,
        one.version_id,
        one.method,
        tuple(one.sections),
    )


def _compute(before: Evidence, after: Evidence, selection: Selection) -> tuple[Judgement, tuple[BridgedUnit, ...]]:
    earlier, later = _side(before, selection), _side(after, selection)
    judgement = judge(earlier, later, _between(before.survey_round, after.survey_round))
    if judgement.verdict is Verdict.NOT:
        return judgement, ()
    return judgement, bridge(earlier, later, judgement.common)


def _side(evidence: Evidence, selection: Selection) -> Side:
    modes: Counter[str] = Counter()
    types: Counter[str] = Counter()
    for facets, number in respondents_by_facets(evidence, selection).items():
        modes[facets.mode] += number
        types[facets.respondent_type] += number
    return Side(
        country=evidence.country_code,
        instrument=evidence.instrument,
        method=evidence.method,
        sections=frozenset(evidence.survey_round.sections),
        measured=tuple(measured_units(evidence)),
        regions=tuple(regions_of(evidence.institutions)),
        validated=evidence.validated,
        modes=modes,
        types=types,
    )


def _between(*rounds: Round) -> list[Instrument]:
    """The other published versions of the instrument: a chain of items may lead through them."""
    versions = InstrumentVersion.objects.published().filter(code=rounds[0].version.code)
    keys = versions.exclude(pk__in=[one.version_id for one in rounds]).values_list("pk", flat=True)
    return [instrument_of(key) for key in keys]


def in_order(one: Round, other: Round) -> bool:
    """Whether the first of two rounds is the earlier one: it opened before the other, or was made before it."""
    if one.opens_at and other.opens_at and one.opens_at != other.opens_at:
        return one.opens_at < other.opens_at
    return one.pk < other.pk
