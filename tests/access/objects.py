"""What the pages of fieldwork are about: one object of each kind."""

from __future__ import annotations

from typing import Any

from fieldwork.models import Card, Letter, Mailing, Workshop
from fieldwork.models.mailings import MailingKind, Recipients
from fieldwork.models.reconciling import Cause
from metep.models import User
from surveys.lifecycle import give_back, submit
from surveys.models import (
    Contact,
    Evidence,
    Institution,
    Mode,
    Participant,
    PersonalLink,
    Response,
    ReviewComment,
    Round,
)


def make_objects(survey_round: Round, own: Institution, users: dict[str, User]) -> dict[str, Any]:
    """Words for them, all of the institution of the coordinator and the workshop of the facilitator."""
    participant = Participant.objects.create(round=survey_round, institution=own, language="kk")
    Contact.objects.create(participant=participant, round=survey_round, name="A", email="participant@example.org")
    mailing = Mailing.objects.create(
        round=survey_round,
        kind=MailingKind.INVITATION,
        recipients=Recipients.NOT_INVITED,
        **{f"{field}_{language}": "{link}" for field in ("subject", "body") for language in survey_round.languages},
    )
    letter = Letter.objects.create(mailing=mailing, participant=participant)
    workshop = Workshop.objects.create(
        round=survey_round,
        institution=own,
        facilitator=users["facilitator"],
        title="W",
        language="kk",
        join_code="234567",
        sections=["F"],
    )
    card = Card.objects.create(round=survey_round, institution=own, item="F1.1.a", cause=Cause.QUESTION)
    return {
        "participant": participant.pk,
        "mailing": mailing.pk,
        "letter": letter.pk,
        "workshop": workshop.pk,
        "join": workshop.join_code,
        "card": card.pk,
        "paper": _paper(survey_round, own, users["clerk"]).pk,
        "kind": MailingKind.INVITATION.value,
        "token": "forged",
        **_reviewed(survey_round, own, users["reviewer"]),
    }


def _paper(survey_round: Round, own: Institution, clerk: User) -> Response:
    return Response.objects.create(
        round=survey_round,
        institution=own,
        language="kk",
        sections=survey_round.sections,
        mode=Mode.PAPER,
        entered_by=clerk,
    )


def _reviewed(survey_round: Round, own: Institution, reviewer: User) -> dict[str, Any]:
    """A response that was returned once and submitted again: it has an earlier version and a comment."""
    response = Response.objects.create(
        round=survey_round, institution=own, language="kk", sections=survey_round.sections
    )
    submit(response)
    comment = ReviewComment.objects.create(response=response, item="F1.1.a", text="?", by=reviewer)
    give_back(response, reviewer, "A test.")
    submit(response)
    return {"reviewed": response.pk, "comment": comment.pk, "version_number": 1}


def add_to(response: Response) -> dict[str, Any]:
    """What a response may hold besides plain answers: an entry, a piece of evidence."""
    Response.objects.filter(pk=response.pk).update(answers={"N1.1": [{"N1.1.name": "A portal"}]})
    evidence = Evidence.objects.create(response=response, items=["F1.1.a"], url="https://example.org/")
    link = PersonalLink.objects.filter(response=response).exclude(chapters=[]).get()
    return {"evidence": evidence.pk, "delegated": link.pk}
