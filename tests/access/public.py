"""Published results: the round of the table is open, so that there are none yet."""

from __future__ import annotations

from tests.access.people import FACTOR, FORBIDDEN, MISSING, OPEN, SIGN_IN, VISITORS, Outcomes, Rule, everybody, give


def approval(administrator: str = OPEN) -> Outcomes:
    """Administrators approve; those who analyse the round are told that they may not."""
    return (
        everybody(MISSING)
        | give(SIGN_IN, *VISITORS)
        | give(FORBIDDEN, "analyst", "analyst_here", "reader")
        | give(administrator, "administrator")
        | give(FACTOR, "bare")
    )


PUBLIC = {
    "public": Rule(everybody()),
    "public-round": Rule(everybody(MISSING), "code"),
    "public-page": Rule(everybody(MISSING), "code overview"),
    "public-file": Rule(everybody(MISSING), "code scores_csv"),
    "public-chart": Rule(everybody(MISSING), "code chart"),
    "publication": Rule(approval(), "code"),
    "publication-withdraw": Rule(approval(MISSING), "code", is_posted=True),
    "publication-preview": Rule(approval(FORBIDDEN), "code overview"),  # nothing is shown before the round publishes
}
