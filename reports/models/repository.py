"""The repository of recommendations: what to do about what is weak, with its sources."""

from __future__ import annotations

import datetime

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from reports import labels
from reports.recommendations.content import Costs
from surveys.models import ReadText


class SourceDocument(models.Model):
    """A document that recommendations cite."""

    code = models.SlugField(_("code"), max_length=100, unique=True)
    text = models.TextField(_("description"))

    class Meta:
        verbose_name = _("source document")
        verbose_name_plural = _("source documents")
        ordering = ["code"]

    def __str__(self) -> str:
        return self.text or self.code


class RecommendationState(models.TextChoices):
    """How far an entry has come. Only published ones advise anybody."""

    DRAFT = "draft", pgettext_lazy("recommendation", "draft")
    REVIEW = "review", pgettext_lazy("recommendation", "in review")
    PUBLISHED = "published", pgettext_lazy("recommendation", "published")
    RETIRED = "retired", pgettext_lazy("recommendation", "retired")


class RecommendationQuerySet(models.QuerySet["Recommendation"]):
    """Which entries advise, and which no longer do."""

    def advising(self, on: datetime.date | None = None) -> RecommendationQuerySet:
        """Entries that advise on the given day (today by default)."""
        on = on or timezone.localdate()
        return self.filter(Q(expires_on__isnull=True) | Q(expires_on__gte=on), advising__isnull=False)

    def expired(self, on: datetime.date | None = None) -> RecommendationQuerySet:
        """Entries that would advise, had their day not passed."""
        return self.filter(expires_on__lt=on or timezone.localdate(), advising__isnull=False)


class Recommendation(models.Model):
    """What to do, why, and when it applies, as it is being written. `triggers`, `examples`: as in the file.

    What advises is `advising`, the version that was published last: while an entry is changed and reviewed, its last
    edition goes on. `edition` grows by one with each publication. An entry whose `expires_on` has passed advises nobody
    until a later day is set. `is_own`: written or changed here; loading the file of the project leaves it alone.
    """

    instrument = models.SlugField(_("instrument"), max_length=50)
    code = models.SlugField(_("code"), max_length=100)
    position = models.PositiveIntegerField(_("position"), default=0)
    title = models.CharField(_("title"), max_length=300)
    action = models.TextField(_("what to do"))
    reason = models.TextField(_("why"))
    steps = models.TextField(_("steps"), blank=True, help_text=_("One step a line, in order."))
    place = models.CharField(_("place in the source"), max_length=500)
    examples = models.JSONField(_("examples by country"), default=list, blank=True)
    levels = ArrayField(models.CharField(max_length=50), verbose_name=_("levels"))
    area = models.CharField(_("area"), max_length=50)
    tiers = ArrayField(models.CharField(max_length=50), verbose_name=_("tiers"))
    effort = models.CharField(_("effort"), max_length=20, choices=labels.EFFORTS)
    costs = models.CharField(_("costs"), max_length=20, choices=labels.COSTS, default=Costs.WITHIN_BUDGET.value)
    horizon = models.CharField(_("horizon"), max_length=20, choices=labels.HORIZONS)
    sources = models.ManyToManyField(SourceDocument, verbose_name=_("sources"))
    triggers = models.JSONField(_("triggers"))
    state = models.CharField(
        _("state"), max_length=20, choices=RecommendationState.choices, default=RecommendationState.DRAFT
    )
    edition = models.PositiveIntegerField(_("edition"), default=0)
    advising = models.ForeignKey(
        "RecommendationVersion",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("version that advises"),
    )
    expires_on = models.DateField(_("to be looked at again on"), null=True, blank=True)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("owner")
    )
    is_own = models.BooleanField(_("written or changed here"), default=False)
    changed_at = models.DateTimeField(_("changed"), auto_now=True)
    changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("changed by")
    )

    objects = RecommendationQuerySet.as_manager()

    class Meta:
        verbose_name = _("recommendation")
        verbose_name_plural = _("recommendations")
        ordering = ["instrument", "position"]
        permissions = [("translate_recommendation", "Can review and edit texts of recommendations")]
        constraints = [
            models.UniqueConstraint(
                fields=["instrument", "code"],
                name="recommendation_unique",
                violation_error_message=_("This instrument already has a recommendation with this code."),
            ),
        ]

    def __str__(self) -> str:
        return self.title or self.code

    def is_expired(self, on: datetime.date | None = None) -> bool:
        """Whether the day on which it was to be looked at again has passed."""
        return self.expires_on is not None and self.expires_on < (on or timezone.localdate())


class RecommendationVersion(models.Model):
    """An entry as it was after a change. `content`: all its values, texts by language."""

    recommendation = models.ForeignKey(Recommendation, models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField(_("version"))
    state = models.CharField(_("state"), max_length=20, choices=RecommendationState.choices)
    content = models.JSONField(_("content"))
    note = models.CharField(_("what changed"), max_length=500, blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("by")
    )
    at = models.DateTimeField(_("at"), auto_now_add=True)

    class Meta:
        verbose_name = _("version of a recommendation")
        verbose_name_plural = _("versions of recommendations")
        ordering = ["-number"]
        constraints = [models.UniqueConstraint(fields=["recommendation", "number"], name="recommendation_version")]

    def __str__(self) -> str:
        return f"{self.recommendation_id}/{self.number}"


class RecommendationTextReview(ReadText):
    """A text of the recommendations for an instrument that somebody reviewed."""

    instrument = models.SlugField(_("instrument"), max_length=50)

    class Meta:
        verbose_name = _("review of a text of recommendations")
        verbose_name_plural = _("reviews of texts of recommendations")
        ordering = ["instrument", "place"]
        default_permissions = ()  # the rights are those on recommendations
        constraints = [models.UniqueConstraint(fields=["instrument", "place"], name="recommendation_text_unique")]
