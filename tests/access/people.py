"""Who there is, and what they may get. The rules in this folder have one line for each address of the project.

People: see PEOPLE. Outcomes: open (any answer but a refusal), sign-in, factor (set up a second factor first), forbidden
(403), missing (404). A rule names what the address is about by words of `tests/access/world.py`.
"""

from __future__ import annotations

from dataclasses import dataclass

# Without an account: the unknown, the holder of this response's link, of another's, of a link to one chapter.
VISITORS = ("anonymous", "respondent", "other_respondent", "delegate")
# With a part in this round. The other coordinator has another institution, the other facilitator other workshops.
MEMBERS = (
    "analyst",
    "analyst_here",
    "reviewer",
    "coordinator",
    "other_coordinator",
    "facilitator",
    "other_facilitator",
    "clerk",
)
# Signed in, with no part in it: without a role, with the right to results, of the administration without rights.
OUTSIDERS = ("stranger", "analyst_elsewhere", "reader", "staff")
# Has every right; the bare one has no second factor.
ADMINISTRATORS = ("bare", "administrator")
PEOPLE = (*VISITORS, *MEMBERS, *OUTSIDERS, *ADMINISTRATORS)

OPEN, SIGN_IN, FACTOR, FORBIDDEN, MISSING = "open", "sign-in", "factor", "forbidden", "missing"
Outcomes = dict[str, str]


@dataclass(frozen=True)
class Rule:
    """What everybody gets. `about`: words for the parts of the address; `query`: what follows; `is_posted`: no GET."""

    outcomes: Outcomes
    about: str = ""
    query: str = ""
    is_posted: bool = False


def give(outcome: str, *people: str) -> Outcomes:
    return dict.fromkeys(people, outcome)


def everybody(outcome: str = OPEN) -> Outcomes:
    return give(outcome, *PEOPLE)


def signed_in(outcome: str = OPEN) -> Outcomes:
    """Whoever has signed in; the bare administrator too: these pages are how she gets a second factor."""
    return everybody(outcome) | give(SIGN_IN, *VISITORS)


def round_page(*allowed: str) -> Outcomes:
    """A page of staff about a round: administrators and those named; other members are told that they may not."""
    return (
        give(SIGN_IN, *VISITORS)
        | give(FORBIDDEN, *MEMBERS)
        | give(MISSING, *OUTSIDERS)
        | give(OPEN, *allowed, "administrator")
        | give(FACTOR, "bare")
    )


def results() -> Outcomes:
    """Results of the round: those of other rounds are not found, those who see none are refused."""
    return (
        give(SIGN_IN, *VISITORS)
        | give(FORBIDDEN, *MEMBERS, "stranger", "staff")
        | give(OPEN, "analyst", "analyst_here", "reader", "administrator")
        | give(MISSING, "analyst_elsewhere")
        | give(FACTOR, "bare")
    )


def answering(*holders: str) -> Outcomes:
    """Answers: for those who hold a link to them in this browser, and for nobody else, whatever they are."""
    return everybody(FORBIDDEN) | give(OPEN, *holders)


def administration(outcome: str = OPEN) -> Outcomes:
    """Pages of the administration, which sends those who are not its staff to sign in."""
    return everybody(SIGN_IN) | give(FORBIDDEN, "staff") | give(outcome, "administrator") | give(FACTOR, "bare")


def shared_administration() -> Outcomes:
    """What all staff of the administration may open."""
    return administration() | give(OPEN, "staff")
