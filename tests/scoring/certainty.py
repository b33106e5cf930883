"""What tests of bounds, options and ranks share: small rounds as units, and what the reference says of them."""

from __future__ import annotations

from scoring.results import Family, Measure, UnitTier
from scoring.robustness import Assessed
from surveys.content import Instrument, Tier
from tests.scoring.reference import Choices, RawRound, Reference, Values
from tests.scoring.rounds import measured

OVERALL = (Measure.COMBINED, Family.OVERALL, "")


def assessed(
    instrument: Instrument, survey: RawRound, shown: set[tuple[str, str]] | None = None
) -> dict[str, Assessed]:
    """The country and the institutions by their codes. `shown`: pairs of unit and item."""
    found = {}
    for one in measured(instrument, survey):
        code = one.unit.code
        settled = {item: value for (unit, item), value in survey.validated.items() if unit == code}
        ours = frozenset(item for unit, item in shown or () if unit == code)
        found[code] = Assessed(one.unit, one.counts, settled, ours)
    return found


def tier_of(unit: Assessed) -> Tier:
    return Tier.NATIONAL if unit.unit.tier is UnitTier.NATIONAL else Tier.INSTITUTION


def truth(instrument: Instrument, survey: RawRound, unit: Assessed, choices: Choices | None = None) -> Values:
    reference = Reference(instrument, survey, choices or Choices())
    return reference.estimate(unit.unit.code, tier_of(unit).value, survey.responses)
