"""What ministries and institutions answer to recommendations, and what readers think of them."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from reports.models.repository import Recommendation
from surveys.models import Institution, Round


class ActionDecision(models.TextChoices):
    """What becomes of a recommendation."""

    ACCEPTED = "accepted", pgettext_lazy("decision", "accepted")
    POSTPONED = "postponed", pgettext_lazy("decision", "postponed")
    REJECTED = "rejected", pgettext_lazy("decision", "rejected")
    DONE = "done", pgettext_lazy("decision", "done")


class Action(models.Model):
    """The answer to a recommendation after a round, of an institution or (without one) of the country.

    `edition`: that of the recommendation when it was answered; `fired`: the codes of what it applied for then, as
    kind and target. A postponed or rejected one needs a `reason`.
    """

    round = models.ForeignKey(Round, models.CASCADE, related_name="actions", verbose_name=_("round"))
    institution = models.ForeignKey(
        Institution, models.CASCADE, null=True, blank=True, related_name="actions", verbose_name=_("institution")
    )
    recommendation = models.ForeignKey(
        Recommendation, models.PROTECT, related_name="actions", verbose_name=_("recommendation")
    )
    edition = models.PositiveIntegerField(_("edition"))
    fired = models.JSONField(_("what it was answered for"), default=list, blank=True)
    decision = models.CharField(_("decision"), max_length=20, choices=ActionDecision.choices)
    reason = models.TextField(_("reason"), blank=True)
    responsible = models.CharField(_("who is responsible"), max_length=300, blank=True)
    due_on = models.DateField(_("by when"), null=True, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name=_("by"))
    at = models.DateTimeField(_("at"), auto_now=True)

    class Meta:
        verbose_name = _("answer to a recommendation")
        verbose_name_plural = _("answers to recommendations")
        ordering = ["recommendation__position"]
        constraints = [
            models.UniqueConstraint(
                fields=["round", "institution", "recommendation"], nulls_distinct=False, name="action_unique"
            ),
            models.CheckConstraint(
                condition=~Q(decision__in=["postponed", "rejected"]) | ~Q(reason=""),
                name="action_has_reason",
                violation_error_message=_("Say why the recommendation is postponed or rejected."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.recommendation_id}: {self.decision}"


class Vote(models.Model):
    """Whether a reader found a recommendation useful, with a comment for its owner."""

    recommendation = models.ForeignKey(Recommendation, models.CASCADE, related_name="votes")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", verbose_name=_("by"))
    is_useful = models.BooleanField(_("useful"), null=True, blank=True)
    comment = models.TextField(_("comment"), blank=True)
    round = models.ForeignKey(Round, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("round"))
    at = models.DateTimeField(_("at"), auto_now=True)
    is_settled = models.BooleanField(_("settled by the owner"), default=False)

    class Meta:
        verbose_name = _("opinion on a recommendation")
        verbose_name_plural = _("opinions on recommendations")
        ordering = ["-at"]
        constraints = [models.UniqueConstraint(fields=["recommendation", "by"], name="vote_unique")]

    def __str__(self) -> str:
        return f"{self.recommendation_id}: {self.is_useful}"
