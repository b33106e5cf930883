"""Passports of numbers: for those who see the results of the round; keeping a state is for its analysts."""

from __future__ import annotations

from reports.passport.codes import Subject, code_of
from scoring.calculate import read_evidence
from surveys.models import Round
from tests.access.people import Rule, results

PASSPORTS = {
    "passport": Rule(results(), "passport"),
    "dashboard-keep": Rule(results(), "code", is_posted=True),
}


def passport_of(survey_round: Round) -> str:
    """The code of the nation's overall score as it is now."""
    subject = Subject("national", survey_round.country, "facts", "overall", "")
    return str(code_of(survey_round.code, read_evidence(survey_round).checksum, subject))
