"""Pages by which staff run a round."""

from __future__ import annotations

from tests.access.people import (
    FACTOR,
    FORBIDDEN,
    MEMBERS,
    MISSING,
    OPEN,
    SIGN_IN,
    VISITORS,
    Outcomes,
    Rule,
    everybody,
    give,
    round_page,
)

COORDINATORS = ("coordinator", "other_coordinator")
FACILITATORS = ("facilitator", "other_facilitator")


def of_institution(*others: str) -> Outcomes:
    """A page about the coordinator's institution; her colleague of another does not find it."""
    return round_page("coordinator", *others) | give(MISSING, "other_coordinator")


def of_workshop() -> Outcomes:
    """A page about the facilitator's workshop; her colleague does not find it."""
    return round_page("facilitator") | give(MISSING, "other_facilitator")


def of_card() -> Outcomes:
    """A page about a fact of the coordinator's institution."""
    return of_institution("reviewer")


WORK = {
    "work": Rule(everybody() | give(SIGN_IN, *VISITORS) | give(FACTOR, "bare")),
    "work-round": Rule(round_page(*MEMBERS), "code"),
    # Institutions
    "work-institutions": Rule(round_page(*COORDINATORS), "code"),
    "work-institution": Rule(of_institution(), "code institution"),
    # An institution's word is its coordinator's; administrators withdraw it at most.
    "work-institution-sign": Rule(of_institution() | give(FORBIDDEN, "administrator"), "code institution"),
    "work-institution-sign-withdraw": Rule(of_institution(), "code institution"),
    "work-institution-sign-pdf": Rule(of_institution(), "code institution"),
    "work-institution-delegate": Rule(of_institution(), "code institution response"),
    "work-institution-delegate-withdraw": Rule(of_institution(), "code institution response delegated", is_posted=True),
    # Participants and mail: administrators, with the right to contacts
    "work-people": Rule(round_page(), "code"),
    "work-people-add": Rule(round_page(), "code"),
    "work-people-import": Rule(round_page(), "code"),
    "work-people-template": Rule(round_page(), "code csv"),
    "work-people-sheets": Rule(round_page(), "code"),
    "work-people-one": Rule(round_page(), "code participant"),
    "work-people-remove": Rule(round_page(), "code participant"),
    "work-people-bounced": Rule(round_page(), "code participant", is_posted=True),
    "work-people-link": Rule(round_page(), "code participant", is_posted=True),
    "work-people-revoke": Rule(round_page(), "code participant", is_posted=True),
    "work-mail": Rule(round_page(), "code"),
    "work-mail-new": Rule(round_page(), "code kind"),
    "work-mail-one": Rule(round_page(), "code mailing"),
    "work-mail-edit": Rule(round_page(), "code mailing"),
    "work-mail-numbers": Rule(round_page(), "code mailing"),
    "work-mail-test": Rule(round_page(), "code mailing", is_posted=True),
    "work-mail-release": Rule(round_page(), "code mailing", is_posted=True),
    "work-mail-cancel": Rule(round_page(), "code mailing", is_posted=True),
    "work-mail-resume": Rule(
        round_page() | give(MISSING, "administrator"), "code mailing", is_posted=True
    ),  # not begun
    "work-mail-again": Rule(round_page(), "code mailing letter", is_posted=True),
    # Workshops
    "work-workshops": Rule(round_page(*FACILITATORS), "code"),
    "work-workshops-new": Rule(round_page(*FACILITATORS), "code"),
    "work-workshops-screen": Rule(of_workshop(), "code workshop"),
    "work-workshops-do": Rule(of_workshop(), "code workshop", is_posted=True),
    "work-workshops-changed": Rule(of_workshop(), "code workshop"),
    "work-workshops-end": Rule(of_workshop(), "code workshop"),
    "work-workshops-results": Rule(of_workshop(), "code workshop"),
    "work-workshops-submit": Rule(of_workshop(), "code workshop", is_posted=True),
    "work-workshops-votes": Rule(of_workshop(), "code workshop"),
    "work-workshops-protocol": Rule(of_workshop(), "code workshop"),
    # Paper
    "work-entry": Rule(round_page("clerk"), "code"),
    "work-paper-blank": Rule(round_page("clerk", *COORDINATORS), "code"),
    "work-paper-new": Rule(round_page("clerk"), "code"),
    "work-paper-response": Rule(round_page("clerk"), "code paper"),
    "work-paper-submit": Rule(round_page("clerk"), "code paper", is_posted=True),
    "work-paper-discard": Rule(round_page("clerk"), "code paper"),
    "work-paper-chapter": Rule(round_page("clerk"), "code paper chapter"),
    # Responses
    "work-review": Rule(round_page("reviewer"), "code"),
    "work-review-response": Rule(round_page("reviewer"), "code reviewed"),
    "work-review-decide": Rule(round_page("reviewer"), "code reviewed", is_posted=True),
    "work-review-comment": Rule(round_page("reviewer"), "code reviewed", "item=F1.1.a"),
    "work-review-comment-end": Rule(round_page("reviewer"), "code reviewed comment", is_posted=True),
    "work-review-history": Rule(round_page("reviewer"), "code reviewed", "item=F1.1.a"),
    "work-review-version": Rule(round_page("reviewer"), "code reviewed number"),
    "work-review-version-csv": Rule(round_page("reviewer"), "code reviewed number"),
    # Facts
    "work-cards": Rule(round_page("reviewer", *COORDINATORS), "code"),
    "work-facts-suggestions": Rule(round_page("reviewer"), "code"),
    "work-facts-new": Rule(round_page("reviewer"), "code", "fact=:F1.1.a"),
    "work-card": Rule(of_card(), "code card"),
    "work-card-ask": Rule(of_card(), "code card", is_posted=True),
    "work-card-settle": Rule(round_page("reviewer"), "code card", is_posted=True),
    "work-card-drop": Rule(round_page("reviewer"), "code card", is_posted=True),
    "work-card-reopen": Rule(round_page("reviewer"), "code card", is_posted=True),
    # Quality, privacy, audit
    "work-quality": Rule(round_page("reviewer"), "code"),
    "work-quality-run": Rule(round_page("reviewer"), "code", is_posted=True),
    "work-quality-check": Rule(round_page("reviewer"), "code check"),
    "work-quality-csv": Rule(
        round_page("reviewer") | give(MISSING, "reviewer", "administrator"),
        "code",  # not run yet
    ),
    "work-privacy": Rule(round_page(), "code"),
    "work-privacy-person": Rule(round_page(), "code"),
    "work-privacy-export": Rule(round_page() | give(MISSING, "administrator"), "code"),  # of nobody
    "work-audit": Rule(round_page(), "code"),
    "work-audit-answers": Rule(round_page(), "code"),
    "work-audit-site": Rule(
        everybody(FORBIDDEN) | give(SIGN_IN, *VISITORS) | give(OPEN, "administrator") | give(FACTOR, "bare")
    ),
}
