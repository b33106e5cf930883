"""A made-up person who has left traces everywhere."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.contenttypes.models import ContentType
from django.core.files.base import ContentFile
from django.utils import timezone

from fieldwork.models import Agreement, Card, Letter, Mailing, Remark, Seat, Vote, Workshop
from metep.models import User
from surveys.lifecycle import submit
from surveys.links import create_link
from surveys.models import Contact, Evidence, Institution, Participant, Response, ResponseEvent, Round
from surveys.notices import current_notice
from surveys.saving import save_answers, save_profile

NAME, EMAIL = "Әсем Ойдан-шығарылған", "asem.made-up@example.org"


@dataclass(frozen=True)
class Traces:
    participant: Participant
    response: Response
    seat: Seat


def leave_traces(survey_round: Round, institution: Institution) -> Traces:
    """Contact, link, letter, response, evidence, remarks of hers and about her, a seat, an entry of the admin's log."""
    staff = User.objects.create_user("facilitator@example.org")
    participant = Participant.objects.create(round=survey_round, institution=institution, language="kk")
    contact = Contact.objects.create(participant=participant, round=survey_round, name=NAME, email=EMAIL)
    response = Response.objects.create(
        round=survey_round,
        institution=institution,
        participant=participant,
        language="kk",
        sections=["F", "N"],
        consented_at=timezone.now(),
        notice=current_notice(survey_round),
    )
    create_link(survey_round, institution, label=f"Invitation of {NAME}", participant=participant)
    save_profile(response, {"position": f"{NAME}, басшы"})
    save_answers(response, {"F1.1.a": "yes", "N1.1.title": f"Байланыс: {NAME}, {EMAIL.upper()}"})
    submit(response)
    Evidence.objects.create(
        response=response,
        items=["F1.1.a"],
        file=ContentFile(b"%PDF-1.7 synthetic", name="x.pdf"),
        file_name=f"Бұйрық {NAME}.pdf",
        note=f"Жіберген {NAME.lower()}",
    )
    card = Card.objects.create(round=survey_round, institution=institution, item="F1.1.a", cause="question")
    Remark.objects.create(card=card, response=response, text="Сілтеме ескірген.")
    Remark.objects.create(card=card, by=staff, text=f"{NAME} ({EMAIL}) жауап берсін.")
    ResponseEvent.objects.create(response=response, state="submitted", reason=f"{NAME} қоңырау шалды")
    mailing = Mailing.objects.create(
        round=survey_round, kind="invitation", subject_kk="Шақыру: {round}", body_kk="{link}"
    )
    Letter.objects.create(mailing=mailing, participant=participant, problem=f"550 <{EMAIL}> unknown", message_id="m1")
    workshop = Workshop.objects.create(
        round=survey_round, facilitator=staff, title="Семинар", sections=["F"], language="kk", join_code="ABC123"
    )
    seat = Seat.objects.create(workshop=workshop, number=1, name=NAME, secret_hash="5" * 64)
    Vote.objects.create(seat=seat, item="F1.1.a", ballot=1, value="yes", reason=f"{NAME} айтты")
    Agreement.objects.create(workshop=workshop, item="F1.1.a", value="yes", minority_view=f"{NAME} қарсы", present=[1])
    contact.bounce_reason = f"550 {EMAIL}"
    contact.bounced_at = timezone.now() - timedelta(days=1)
    contact.save()
    LogEntry.objects.create(
        user=staff,
        content_type=ContentType.objects.get_for_model(Contact),
        object_id=str(contact.pk),
        object_repr=NAME,
        action_flag=CHANGE,
        change_message=f"[{EMAIL}]",
    )
    return Traces(participant, response, seat)
