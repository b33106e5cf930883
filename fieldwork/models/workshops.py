"""Workshops: people answer facts together, item by item."""

from __future__ import annotations

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from surveys.models import Institution, Response, Round


class Stage(models.TextChoices):
    """What people do with the current item."""

    WAITING = "waiting", _("waiting to begin")
    VOTE = "vote", _("silent vote")
    SPREAD = "spread", _("the spread is shown")
    SECOND_VOTE = "second_vote", _("second vote")
    SECOND_SPREAD = "second_spread", _("the second spread is shown")
    AGREED = "agreed", _("the answer is agreed")
    ENDED = "ended", _("ended")


class Workshop(models.Model):
    """A session that a facilitator leads. `join_code` lets people in; `revision` grows with every change of state,
    so that a phone asks only whether it is behind. `response` is the collective response that comes out of it."""

    round = models.ForeignKey(Round, models.CASCADE, related_name="workshops", verbose_name=_("round"))
    institution = models.ForeignKey(
        Institution, models.PROTECT, null=True, blank=True, related_name="workshops", verbose_name=_("institution")
    )
    facilitator = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="workshops", verbose_name=_("facilitator")
    )
    title = models.CharField(_("title"), max_length=200)
    sections = ArrayField(models.CharField(max_length=50), verbose_name=_("sections"))
    language = models.CharField(_("language of the screen"), max_length=10)
    join_code = models.CharField(_("code to join"), max_length=10, unique=True)
    item = models.CharField(_("current item"), max_length=50, blank=True)
    stage = models.CharField(_("stage"), max_length=20, choices=Stage.choices, default=Stage.WAITING)
    revision = models.PositiveIntegerField(default=0)
    response = models.OneToOneField(
        Response, models.SET_NULL, null=True, blank=True, related_name="workshop", verbose_name=_("response")
    )
    created_at = models.DateTimeField(_("created"), auto_now_add=True)
    ended_at = models.DateTimeField(_("ended"), null=True, blank=True)

    class Meta:
        verbose_name = _("workshop")
        verbose_name_plural = _("workshops")
        ordering = ["-created_at"]

    def __str__(self) -> str:
        return self.title


class Seat(models.Model):
    """Somebody present, known by the secret in her browser's session and by a number; her name is her own choice."""

    workshop = models.ForeignKey(Workshop, models.CASCADE, related_name="seats", verbose_name=_("workshop"))
    number = models.PositiveSmallIntegerField(_("number"))
    name = models.CharField(_("name"), max_length=100, blank=True)
    secret_hash = models.CharField(max_length=64, unique=True, editable=False)
    joined_at = models.DateTimeField(_("joined"), default=timezone.now)
    seen_at = models.DateTimeField(_("last seen"), default=timezone.now)

    class Meta:
        verbose_name = _("seat in a workshop")
        verbose_name_plural = _("seats in workshops")
        ordering = ["workshop", "number"]
        constraints = [models.UniqueConstraint(fields=["workshop", "number"], name="seat_number_unique")]

    def __str__(self) -> str:
        return self.name or str(self.number)


class Vote(models.Model):
    """What one person answered to an item, silently, in the first (1) or second (2) ballot."""

    seat = models.ForeignKey(Seat, models.CASCADE, related_name="votes", verbose_name=_("seat"))
    item = models.CharField(_("item"), max_length=50)
    ballot = models.PositiveSmallIntegerField(_("ballot"))
    value = models.CharField(_("value"), max_length=50)
    reason = models.TextField(_("reason"), blank=True)
    at = models.DateTimeField(_("at"), default=timezone.now)

    class Meta:
        verbose_name = _("vote")
        verbose_name_plural = _("votes")
        ordering = ["at"]
        constraints = [
            models.UniqueConstraint(fields=["seat", "item", "ballot"], name="vote_once_in_ballot"),
            models.CheckConstraint(condition=Q(ballot__in=(1, 2)), name="vote_ballot"),
        ]

    def __str__(self) -> str:
        return f"{self.item} {self.value}"


class Agreement(models.Model):
    """The answer that a workshop agreed on, why, who saw it otherwise, and how many were present."""

    workshop = models.ForeignKey(Workshop, models.CASCADE, related_name="agreements", verbose_name=_("workshop"))
    item = models.CharField(_("item"), max_length=50)
    value = models.TextField(_("agreed answer"))
    rationale = models.TextField(_("rationale"), blank=True)
    minority_view = models.TextField(_("minority view"), blank=True)
    present = ArrayField(models.PositiveSmallIntegerField(), verbose_name=_("numbers of the seats present"))
    at = models.DateTimeField(_("at"), default=timezone.now)

    class Meta:
        verbose_name = _("agreed answer")
        verbose_name_plural = _("agreed answers")
        ordering = ["at"]
        constraints = [models.UniqueConstraint(fields=["workshop", "item"], name="agreement_once")]

    def __str__(self) -> str:
        return f"{self.item} = {self.value}"


class WrongCode(models.Model):
    """Somebody typed a code that lets nobody in. `source`: a keyed hash of the address or of the browser's session.

    Rows older than the window of the limit are removed with the next wrong code.
    """

    source = models.CharField(max_length=64)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("wrong code")
        verbose_name_plural = _("wrong codes")
        ordering = ["at"]
        indexes = [models.Index(fields=["source", "at"], name="wrong_code_source")]

    def __str__(self) -> str:
        return f"{self.source[:8]} {self.at:%Y-%m-%d %H:%M}"
