"""A round as it was in a score run: every page about results can be asked for it."""

from __future__ import annotations

from reports.results import Results
from scoring.calculate import calculate
from scoring.kept import NothingKept
from scoring.models import ScoreRun
from scoring.past import evidence_of
from surveys.models import Round
from surveys.remembering import Remembered

_known = Remembered[Results](4)  # of runs


def results_at(survey_round: Round, number: str) -> Results | None:
    """The results of the round as in its score run of this number; None where there is none that kept its counts."""
    if not number.isdecimal() or len(number) > 9:
        return None
    run = ScoreRun.objects.filter(round=survey_round, pk=number).first()
    if run is None:
        return None
    run.round = survey_round

    def read() -> Results:
        evidence = evidence_of(run)
        return Results(survey_round, evidence, calculate(evidence, run.computed_at), run=run)

    try:
        return _known.get((run.pk, run.input_checksum), read)
    except NothingKept:
        return None


def own_institutions(results: Results, codes: set[str]) -> list[int]:
    """The keys that institutions of these codes have in these results."""
    return [body.pk for body in results.evidence.institutions if body.code in codes]
