"""Pages of the workbench: for those who may analyse the round."""

from __future__ import annotations

from reports.models import SavedView
from surveys.models import Round
from tests.access.people import MISSING, OPEN, Rule, give, results

SEEING = ("analyst", "analyst_here", "reader", "administrator")
# Only who saved a view changes it.
OF_ANALYST = results() | give(MISSING, "analyst_here", "reader", "administrator")

ANALYSIS = {
    "analysis": Rule(results() | give(OPEN, "analyst_elsewhere")),
    "analysis-round": Rule(results(), "code"),
    "analysis-page": Rule(results(), "code question"),
    # Nobody has answered in this round: there is no table.
    "analysis-csv": Rule(results() | give(MISSING, *SEEING), "code question", "panel=figure-pyramid"),
    "analysis-views": Rule(results(), "code"),
    "analysis-view-rename": Rule(OF_ANALYST, "code saved_view", is_posted=True),
    "analysis-view-delete": Rule(OF_ANALYST, "code saved_view", is_posted=True),
}


def make_view(survey_round: Round, user: object) -> SavedView:
    """A shared view: others open it, and do not change it."""
    return SavedView.objects.create(by=user, round=survey_round, page="profile", name="A view", is_shared=True)
