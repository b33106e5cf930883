"""Public results as they were approved: read back from the stored document, never computed anew."""

from __future__ import annotations

from dataclasses import dataclass

from reports.figures import UnitView
from reports.models import Publication
from reports.results import by_reader
from reports.terms import terms_of
from scoring.catalogue import method_of
from scoring.methods import Method
from scoring.reading import read_document
from scoring.results import RoundScores, UnitScores, UnitTier
from surveys.catalogue import instrument_of
from surveys.content import Instrument
from surveys.models import Round
from surveys.remembering import Remembered

_scores = Remembered[RoundScores](8)  # of publications


@dataclass(frozen=True)
class PublicResults:
    """What the public may see of a round's scores, with the versions they come from."""

    survey_round: Round
    publication: Publication
    instrument: Instrument
    method: Method
    scores: RoundScores
    is_limited: bool = False  # never: what is public is so for everybody

    @property
    def mean(self) -> UnitScores | None:
        """The mean over all institutions; None for a round without any."""
        return next(iter(self.units(UnitTier.ALL_INSTITUTIONS)), None)

    def units(self, tier: UnitTier) -> list[UnitScores]:
        """The units of a tier, by their names in the language of the reader."""
        return by_reader([one for one in self.scores.units if one.unit.tier is tier])

    def view(self, unit: str) -> UnitView | None:
        """A unit by its address (`tier:code`; the nation without one); None where there is none such."""
        tier, _colon, code = unit.partition(":")
        if not unit:
            scores: UnitScores | None = self.scores.units[0]
        else:
            scores = self.scores.unit(UnitTier(tier), code) if tier in list(UnitTier) else None
        return UnitView(scores, self.instrument, terms_of(self.method)) if scores else None


def read_publication(publication: Publication) -> PublicResults:
    """The results of a publication (its round, version and run loaded); no further query."""
    survey_round = publication.round
    instrument, method = instrument_of(survey_round.version_id), method_of(publication.run.method)

    def read() -> RoundScores:
        return read_document(publication.document, instrument, method)

    key = (publication.pk, publication.approved_at, publication.run_id)
    scores = _scores.get(key, read) if publication.approved_at else read()
    return PublicResults(survey_round, publication, instrument, method, scores)
