"""Reconciliation: facts on which respondents differ, or for which nothing is shown, until one value is agreed."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from surveys.models import Institution, Participant, Response, Round


class Cause(models.TextChoices):
    """Why a fact is looked at again."""

    DISAGREEMENT = "disagreement", _("respondents differ")
    NO_EVIDENCE = "no_evidence", _("evidence is missing")
    QUESTION = "question", _("a reviewer asks")


class CardState(models.TextChoices):
    """Where a card stands."""

    OPEN = "open", pgettext_lazy("card", "open")
    SETTLED = "settled", _("settled")
    DROPPED = "dropped", _("dropped without a decision")


class Card(models.Model):
    """One fact of the country (no institution) or of an institution. The agreed value stands in the validated fact."""

    round = models.ForeignKey(Round, models.CASCADE, related_name="cards", verbose_name=_("round"))
    institution = models.ForeignKey(
        Institution, models.PROTECT, null=True, blank=True, related_name="cards", verbose_name=_("institution")
    )
    item = models.CharField(_("item"), max_length=50)
    cause = models.CharField(_("cause"), max_length=20, choices=Cause.choices)
    state = models.CharField(_("state"), max_length=20, choices=CardState.choices, default=CardState.OPEN)
    answer_by = models.DateField(_("deadline for replies"), null=True, blank=True)
    opened_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("opened by"),
    )
    opened_at = models.DateTimeField(_("opened"), default=timezone.now)
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("ended by"),
    )
    ended_at = models.DateTimeField(_("ended"), null=True, blank=True)
    outcome = models.TextField(_("reason for the decision"), blank=True)

    class Meta:
        verbose_name = _("reconciliation card")
        verbose_name_plural = _("reconciliation cards")
        ordering = ["item", "institution"]
        constraints = [
            models.UniqueConstraint(
                fields=["round", "institution", "item"],
                nulls_distinct=False,
                condition=Q(state=CardState.OPEN),
                name="card_one_open",
                violation_error_message=_("There is an open card about this fact already."),
            ),
            models.CheckConstraint(
                condition=Q(state=CardState.OPEN) | ~Q(outcome=""),
                name="card_ended_has_outcome",
                violation_error_message=_("Give the reason for the decision."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.item} {self.get_cause_display()}"


class CardDecision(models.Model):
    """A card was settled, dropped or opened again. `value`: what a fact was settled as; else empty."""

    card = models.ForeignKey(Card, models.CASCADE, related_name="decisions", verbose_name=_("card"))
    state = models.CharField(_("state"), max_length=20, choices=CardState.choices)
    value = models.CharField(_("value"), max_length=20, blank=True)
    reason = models.TextField(_("reason"))
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("by")
    )
    at = models.DateTimeField(_("at"), default=timezone.now)

    class Meta:
        verbose_name = _("decision on a card")
        verbose_name_plural = _("decisions on cards")
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return f"{self.card_id} {self.state} {self.value}"


class Remark(models.Model):
    """A question or reply on a card. `response`: whose respondent wrote it by her link; `by`: the staff member."""

    card = models.ForeignKey(Card, models.CASCADE, related_name="remarks", verbose_name=_("card"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, verbose_name=_("by"))
    response = models.ForeignKey(Response, models.SET_NULL, null=True, blank=True, verbose_name=_("response"))
    at = models.DateTimeField(_("at"), default=timezone.now)
    text = models.TextField(_("text"))

    class Meta:
        verbose_name = _("remark")
        verbose_name_plural = _("remarks")
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return self.text[:50]


class Notification(models.Model):
    """A participant was told by mail about one thing ("remark 12"): never twice, whenever a worker stops."""

    participant = models.ForeignKey(Participant, models.CASCADE, related_name="notifications")
    about = models.CharField(_("about"), max_length=100)
    at = models.DateTimeField(_("at"), default=timezone.now)

    class Meta:
        verbose_name = _("notification")
        verbose_name_plural = _("notifications")
        ordering = ["-at"]
        constraints = [models.UniqueConstraint(fields=["participant", "about"], name="notification_once")]

    def __str__(self) -> str:
        return f"{self.participant_id} {self.about}"
