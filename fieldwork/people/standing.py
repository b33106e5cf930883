"""Where participants stand, and who of them a mailing is for."""

from __future__ import annotations

from django.db import models
from django.db.models import Case, Exists, OuterRef, Q, Value, When
from django.utils.translation import pgettext_lazy

from fieldwork.models import Letter, LetterState, Recipients
from surveys.models import EDITABLE, Participant, PersonalLink, Round
from surveys.models.participants import ParticipantQuerySet

ON_ITS_WAY = (LetterState.WAITING, LetterState.SENDING, LetterState.SENT, LetterState.UNCERTAIN)
"""A letter that has reached its participant, or still may."""


class Standing(models.TextChoices):
    """How far a participant has come; the furthest that is true of her."""

    NOT_INVITED = "not_invited", pgettext_lazy("participant", "not invited")
    INVITED = "invited", pgettext_lazy("participant", "invited")
    OPENED = "opened", pgettext_lazy("participant", "opened")
    IN_PROGRESS = "in_progress", pgettext_lazy("participant", "in progress")
    SUBMITTED = "submitted", pgettext_lazy("participant", "submitted")
    BOUNCED = "bounced", pgettext_lazy("participant", "mail came back")
    UNSUBSCRIBED = "unsubscribed", pgettext_lazy("participant", "wants no mail")


def with_standing(participants: ParticipantQuerySet) -> ParticipantQuerySet:
    """The same participants, each with her `standing`. Opened: agreed to take part, and has answered nothing yet."""
    has_begun = Q(response__isnull=False)
    return participants.annotate(
        standing=Case(
            When(has_begun & ~Q(response__state__in=EDITABLE), then=Value(Standing.SUBMITTED.value)),
            When(has_begun & Q(response__answers={}), then=Value(Standing.OPENED.value)),
            When(has_begun, then=Value(Standing.IN_PROGRESS.value)),
            When(contact__bounced_at__isnull=False, then=Value(Standing.BOUNCED.value)),
            When(contact__unsubscribed_at__isnull=False, then=Value(Standing.UNSUBSCRIBED.value)),
            When(_is_invited(), then=Value(Standing.INVITED.value)),
            default=Value(Standing.NOT_INVITED.value),
            output_field=models.CharField(),
        )
    )


def reachable(participants: ParticipantQuerySet) -> ParticipantQuerySet:
    """Those who have an address from which nothing came back, and want mail."""
    return participants.filter(
        contact__bounced_at__isnull=True, contact__unsubscribed_at__isnull=True, contact__isnull=False
    ).exclude(contact__email="")


def recipients_of(survey_round: Round, whom: str) -> ParticipantQuerySet:
    """The participants that a mailing would go to now. The chosen have letters already: none for them."""
    everybody = reachable(Participant.objects.filter(round=survey_round))
    match Recipients(whom):
        case Recipients.NOT_INVITED:
            return everybody.filter(~_is_invited(), response__isnull=True)
        case Recipients.MISSING:
            return everybody.missing()
    return everybody.none()


def _is_invited() -> Q:
    """Has a link that was not withdrawn, or a letter on its way."""
    links = PersonalLink.objects.filter(participant=OuterRef("pk"), revoked_at__isnull=True)
    letters = Letter.objects.filter(participant=OuterRef("pk"), state__in=ON_ITS_WAY)
    return Q(Exists(links)) | Q(Exists(letters))
