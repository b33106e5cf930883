"""Responses: answers in one JSON document, and their history."""

from __future__ import annotations

import base64
import re
import uuid
from binascii import crc32
from datetime import datetime
from typing import TYPE_CHECKING

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.core.exceptions import PermissionDenied
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from surveys.coding import GROUPS
from surveys.models.institutions import Institution
from surveys.models.notices import Notice
from surveys.models.participants import Participant
from surveys.models.rounds import Phase, Round

if TYPE_CHECKING:
    from surveys.models.links import PersonalLink


def group_of(identifier: uuid.UUID) -> int:
    """The jackknife group of a response, 0 to 19: by its lower-case hyphenated identifier (method, section 6)."""
    return crc32(str(identifier).encode()) % GROUPS


_BASE32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"


class AlreadySubmitted(PermissionDenied):
    """Raised when somebody changes answers that were submitted."""

    def __init__(self) -> None:
        super().__init__(_("These answers were submitted and can no longer be changed."))


class ResponseState(models.TextChoices):
    """Where a response stands."""

    DRAFT = "draft", _("draft")
    SUBMITTED = "submitted", _("submitted")
    RETURNED = "returned", _("returned for correction")
    RESUBMITTED = "resubmitted", _("submitted again")
    ACCEPTED = "accepted", _("accepted")
    EXCLUDED = "excluded", _("excluded")


EDITABLE = (ResponseState.DRAFT, ResponseState.RETURNED)
"""The states in which answers may change."""
COUNTED = (ResponseState.SUBMITTED, ResponseState.RESUBMITTED, ResponseState.ACCEPTED)
"""The states in which answers enter the scores."""


class Mode(models.TextChoices):
    """How the answers were given."""

    INDIVIDUAL = "individual", _("by one person")
    COLLECTIVE = "collective", _("together by a group")
    PAPER = "paper", _("on paper")


class ResponseQuerySet(models.QuerySet["Response"]):
    """Responses by their state."""

    def counted(self) -> ResponseQuerySet:
        """Responses that enter the scores."""
        return self.filter(state__in=COUNTED)

    def drafts(self) -> ResponseQuerySet:
        """Responses still being written, for the first time or again."""
        return self.filter(state__in=EDITABLE)

    def named(self, words: str) -> ResponseQuerySet:
        """Responses whose reference begins with what was typed, or whose identifier was typed whole."""
        letters = re.sub(r"[\s-]", "", words).upper()
        if re.fullmatch(r"[0-9A-F]{32}", letters):
            return self.filter(Q(id=uuid.UUID(letters)) | Q(file_id=uuid.UUID(letters)))
        if not re.fullmatch(r"[A-Z2-7]{1,12}", letters):
            return self.none()
        # Each letter of base 32 says five bits, from the first on.
        rest = 128 - 5 * len(letters)
        first = sum(_BASE32.index(letter) << 5 * place for place, letter in enumerate(reversed(letters))) << rest
        return self.filter(id__range=(uuid.UUID(int=first), uuid.UUID(int=first + (1 << rest) - 1)))


class Response(models.Model):
    """One respondent's (or one group's) answers in a round.

    `answers`: item code -> value ("yes", "3", 12.5, "words", ["a", "b"]); a repeating table has its own code -> list of
    entries. A code that is absent was not answered. `profile`: the same for the questions about the respondent.
    `file_id`: the identifier in files, for a response imported while another round held one of that identifier.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    file_id = models.UUIDField(_("identifier in files"), null=True, blank=True, editable=False)
    round = models.ForeignKey(Round, models.PROTECT, related_name="responses", verbose_name=_("round"))
    institution = models.ForeignKey(
        Institution,
        models.PROTECT,
        null=True,
        blank=True,
        db_index=False,
        related_name="responses",
        verbose_name=_("institution"),
    )
    participant = models.OneToOneField(
        Participant, models.SET_NULL, null=True, blank=True, related_name="response", verbose_name=_("participant")
    )
    language = models.CharField(_("language"), max_length=10)
    mode = models.CharField(_("mode"), max_length=20, choices=Mode.choices, default=Mode.INDIVIDUAL)
    participants = models.PositiveIntegerField(_("participants"), default=1, validators=[MinValueValidator(1)])
    sections = ArrayField(models.CharField(max_length=50), verbose_name=_("sections"))
    profile = models.JSONField(_("profile"), default=dict, blank=True)
    answers = models.JSONField(_("answers"), default=dict, blank=True)
    state = models.CharField(_("state"), max_length=20, choices=ResponseState.choices, default=ResponseState.DRAFT)
    exclusion_reason = models.TextField(_("reason for exclusion"), blank=True)
    started_at = models.DateTimeField(_("started"), default=timezone.now)
    saved_at = models.DateTimeField(_("last saved"), default=timezone.now)
    consented_at = models.DateTimeField(_("consented"), null=True, blank=True)
    notice = models.ForeignKey(
        Notice, models.PROTECT, null=True, blank=True, verbose_name=_("notice that was agreed to")
    )
    submitted_at = models.DateTimeField(_("submitted"), null=True, blank=True)
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="responses_entered",
        verbose_name=_("entered by"),
        help_text=_("The clerk who typed in what was answered on paper."),
    )

    # Not stored: the link by which the browser of this request opened the response.
    opened_by: PersonalLink | None = None

    objects = ResponseQuerySet.as_manager()

    class Meta:
        verbose_name = _("response")
        verbose_name_plural = _("responses")
        ordering = ["-started_at"]
        indexes = [
            models.Index(fields=["round", "state"], name="response_round_state"),
            models.Index(fields=["institution", "round", "-submitted_at", "-started_at"], name="response_institution"),
            models.Index(fields=["round", "-started_at", "id"], name="response_round_latest"),
            models.Index(fields=["-started_at", "-id"], name="response_latest"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=EDITABLE) | Q(submitted_at__isnull=False),
                name="response_submitted_has_moment",
            ),
            models.CheckConstraint(
                condition=~Q(state=ResponseState.EXCLUDED) | ~Q(exclusion_reason=""),
                name="response_excluded_has_reason",
                violation_error_message=_("Say why the response is excluded."),
            ),
            models.CheckConstraint(condition=Q(participants__gte=1), name="response_has_participants"),
            models.UniqueConstraint(fields=["round", "file_id"], name="response_file_id_unique"),
        ]

    def __str__(self) -> str:
        return self.reference

    @property
    def reference(self) -> str:
        """A short name that people can read out: twelve characters of the identifier."""
        letters = base64.b32encode(self.id.bytes).decode()[:12]
        return f"{letters[:4]}-{letters[4:8]}-{letters[8:]}"

    @property
    def identifier(self) -> uuid.UUID:
        """What names the response in files, whichever round it was copied to."""
        return self.file_id or self.id

    @property
    def group(self) -> int:
        """The jackknife group, 0 to 19."""
        return group_of(self.identifier)

    @property
    def granted_chapters(self) -> tuple[str, ...]:
        """The chapters (codes) to which the link of this request is limited; empty: to none, it is the respondent's."""
        return tuple(self.opened_by.chapters) if self.opened_by else ()

    @property
    def is_editable(self) -> bool:
        """Whether the answers may still change."""
        return self.state in EDITABLE

    @property
    def is_counted(self) -> bool:
        """Whether the answers enter the scores."""
        return self.state in COUNTED

    def require_answerable(self, at: datetime | None = None) -> None:
        """Raise RoundNotOpen while the round takes no answers from this response (its round loaded).

        What was begun in time may be ended within the minutes of grace; what was returned, until the round publishes.
        """
        at = at or timezone.now()
        survey_round = self.round
        if survey_round.is_open(at) or survey_round.is_in_grace(self.started_at, at):
            return
        if self.state == ResponseState.RETURNED and survey_round.phase(at) == Phase.VALIDATE:
            return
        survey_round.require_open(at)

    @property
    def hurry_until(self) -> datetime | None:
        """The round has closed, and the answers can be ended until this moment; None while there is no such hurry."""
        return self.round.grace_ends_at if self.round.is_in_grace(self.started_at) else None

    def require_editable(self) -> None:
        """Raise AlreadySubmitted once the answers can no longer change."""
        if not self.is_editable:
            raise AlreadySubmitted


class AnswerChange(models.Model):
    """One save: who changed what, and when: a user, or the holder of a link.

    `patch` holds the new values; null where an answer was taken back.
    """

    response = models.ForeignKey(Response, models.CASCADE, related_name="changes")
    at = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True)
    link = models.ForeignKey("surveys.PersonalLink", models.SET_NULL, null=True, blank=True)
    patch = models.JSONField()
    # What names the attempt for the device that sent it: one that is sent again is known by it (`surveys.resending`).
    key = models.UUIDField(null=True, blank=True, editable=False)

    class Meta:
        verbose_name = _("change of answers")
        verbose_name_plural = _("changes of answers")
        ordering = ["at"]

    def __str__(self) -> str:
        return f"{self.response_id} {self.at:%Y-%m-%d %H:%M}"
