"""Recommendations: read by whoever sees any results, written by analysts of all rounds; answers of units to them."""

from __future__ import annotations

from typing import Any

from metep.models import User
from reports.models import Action, Recommendation, Vote
from reports.repository.workflow import publish, submit, write
from surveys.models import Round
from tests.access.people import FORBIDDEN, OPEN, Rule, give, results
from tests.reports.repository.entries import entry

READ = results() | give(OPEN, "analyst_elsewhere")
WRITE = results() | give(FORBIDDEN, "analyst_here", "analyst_elsewhere", "reader")
# For the country analysts of all rounds answer.
ANSWER = results() | give(FORBIDDEN, "analyst_here", "reader")
ENTRY = "entry_of entry"

REPOSITORY = {
    "repository": Rule(READ),
    "repository-mine": Rule(WRITE),
    "repository-new": Rule(WRITE),
    "repository-all-texts": Rule(WRITE),
    "repository-texts": Rule(WRITE, "entry_of"),
    "repository-texts-export": Rule(WRITE, "entry_of csv"),
    "repository-texts-import": Rule(WRITE, "entry_of"),
    "repository-entry": Rule(READ, ENTRY),
    "repository-edit": Rule(WRITE, ENTRY),
    "repository-triggers": Rule(WRITE, ENTRY),
    "repository-versions": Rule(WRITE, ENTRY),
    "repository-restore": Rule(WRITE, f"{ENTRY} number", is_posted=True),
    "repository-keep": Rule(WRITE, ENTRY, is_posted=True),
    "repository-vote": Rule(READ, ENTRY, is_posted=True),
    "repository-settle": Rule(WRITE, f"{ENTRY} opinion", is_posted=True),
    "repository-step": Rule(WRITE, f"{ENTRY} step", is_posted=True),
    "dashboard-actions": Rule(results(), "code"),
    "dashboard-outcomes": Rule(results(), "code"),
    "dashboard-action": Rule(ANSWER, "code entry"),
}


def make_entry(survey_round: Round, users: dict[str, User]) -> dict[str, Any]:
    """A published entry with an opinion and an answer of the country; the words by which rules name them."""
    made = Recommendation(instrument=survey_round.version.code, code="search")
    write(made, entry("search"), users["reader"])
    submit(made, users["reader"])
    publish(made, users["administrator"])
    Recommendation.objects.filter(pk=made.pk).update(owner=None)
    Action.objects.create(round=survey_round, recommendation=made, edition=1, decision="done")
    vote = Vote.objects.create(recommendation=made, by=users["stranger"], comment="A comment.")
    return {"entry_of": made.instrument, "entry": made.code, "opinion": vote.pk, "step": "retire"}
