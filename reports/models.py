"""The repository of recommendations: what to do about what is weak, with its sources."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from reports import labels


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


class Recommendation(models.Model):
    """What to do, why, and when it applies. `triggers`: as in the file, any of them fires."""

    instrument = models.SlugField(_("instrument"), max_length=50)
    code = models.SlugField(_("code"), max_length=100)
    position = models.PositiveIntegerField(_("position"), default=0)
    title = models.CharField(_("title"), max_length=300)
    action = models.TextField(_("what to do"))
    reason = models.TextField(_("why"))
    example = models.TextField(_("example"), blank=True)
    place = models.CharField(_("place in the source"), max_length=500)
    levels = ArrayField(models.CharField(max_length=50), verbose_name=_("levels"))
    area = models.CharField(_("area"), max_length=50)
    tiers = ArrayField(models.CharField(max_length=50), verbose_name=_("tiers"))
    effort = models.CharField(_("effort"), max_length=20, choices=labels.EFFORTS)
    horizon = models.CharField(_("horizon"), max_length=20, choices=labels.HORIZONS)
    sources = models.ManyToManyField(SourceDocument, verbose_name=_("sources"))
    triggers = models.JSONField(_("triggers"))

    class Meta:
        verbose_name = _("recommendation")
        verbose_name_plural = _("recommendations")
        ordering = ["instrument", "position"]
        constraints = [
            models.UniqueConstraint(
                fields=["instrument", "code"],
                name="recommendation_unique",
                violation_error_message=_("This instrument already has a recommendation with this code."),
            ),
        ]

    def __str__(self) -> str:
        return self.title or self.code
