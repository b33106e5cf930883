"""The results of a round, computed once for as long as nothing changes."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace

from scoring.calculate import Evidence, calculate, names_of, read_evidence
from scoring.methods import Method
from scoring.models import ScoreRun
from scoring.results import RoundScores, UnitScores, UnitTier
from surveys.alphabets import sort_key
from surveys.content import Instrument
from surveys.models import Round
from surveys.ordering import reader_language
from surveys.remembering import Remembered

_REFERENCES = (UnitTier.NATIONAL, UnitTier.ALL_INSTITUTIONS)
_scores = Remembered[RoundScores](8)  # of rounds


@dataclass(frozen=True)
class Results:
    """A round's scores with what they were computed from. `run`: whose scores they are; None: those of now."""

    survey_round: Round
    evidence: Evidence
    scores: RoundScores
    is_limited: bool = False
    run: ScoreRun | None = None

    def limited_to(self, institutions: Collection[int]) -> Results:
        """The same for a reader who may see these institutions only (by their keys).

        The country and all institutions together stay, to compare with; regions go: two institutions may be all of one.
        """
        own = {body.code for body in self.evidence.institutions if body.pk in institutions}
        units = tuple(
            scores
            for scores in self.scores.units
            if scores.unit.tier in _REFERENCES or (scores.unit.tier is UnitTier.INSTITUTION and scores.unit.code in own)
        )
        return replace(self, scores=replace(self.scores, units=units), is_limited=True)

    @property
    def key(self) -> tuple[int, int | None]:
        """The round, and the run whose scores they are: what else they follow from changes, and takes their place."""
        return self.survey_round.pk, self.run.pk if self.run else None

    @property
    def instrument(self) -> Instrument:
        """The instrument version of the round."""
        return self.evidence.instrument

    @property
    def method(self) -> Method:
        """The method of the round."""
        return self.evidence.method

    @property
    def nation(self) -> UnitScores:
        """The scores of the country."""
        return self.scores.units[0]

    @property
    def first_unit(self) -> UnitScores | None:
        """Where a reader begins: with the country, or with her institution; None where she has none in the round."""
        return next(iter(self.units(UnitTier.INSTITUTION)), None) if self.is_limited else self.nation

    @property
    def mean(self) -> UnitScores | None:
        """The mean over all institutions; None for a round without any."""
        return next(iter(self.units(UnitTier.ALL_INSTITUTIONS)), None)

    def unit(self, tier: str, code: str) -> UnitScores | None:
        """A unit by its address; None where the round has none such."""
        return self.scores.unit(UnitTier(tier), code) if tier in list(UnitTier) else None

    def units(self, tier: UnitTier) -> list[UnitScores]:
        """The units of a tier, by their names in the language of the reader."""
        return by_reader([scores for scores in self.scores.units if scores.unit.tier is tier])


def by_reader(units: Iterable[UnitScores]) -> list[UnitScores]:
    """Units as lists show them: by name, in the language of the page."""
    language = reader_language()
    return sorted(units, key=lambda one: sort_key(one.unit.called(language), language))


def results_of(survey_round: Round) -> Results:
    """Read what the scores follow from, and compute them unless this process did for the same evidence."""
    evidence = read_evidence(survey_round)
    stamp = (survey_round.method, evidence.checksum, evidence.draft, evidence.excluded, _names(evidence))
    return Results(survey_round, evidence, _scores.get(survey_round.pk, lambda: calculate(evidence), stamp))


def _names(evidence: Evidence) -> int:
    """Scores carry the names of units: another name is another result."""
    return hash(
        tuple(
            (*names_of(body).values(), body.region_id, *(names_of(body.region).values() if body.region else ()))
            for body in evidence.institutions
        )
    )
