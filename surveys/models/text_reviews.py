"""What translators have read of texts, side by side."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from surveys.models.instruments import InstrumentVersion


class ReadText(models.Model):
    """A text that somebody reviewed, under its lasting name. `text`: as it was then, by language."""

    place = models.CharField(_("place"), max_length=200)
    text = models.JSONField(_("text"))
    reviewer = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name=_("reviewed by")
    )
    reviewed_at = models.DateTimeField(_("reviewed"), default=timezone.now)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.place


class TextReview(ReadText):
    """A text of a version that somebody reviewed."""

    version = models.ForeignKey(
        InstrumentVersion, models.CASCADE, related_name="text_reviews", verbose_name=_("instrument version")
    )

    class Meta:
        verbose_name = _("review of a text")
        verbose_name_plural = _("reviews of texts")
        ordering = ["version", "place"]
        default_permissions = ()  # the rights are those on the version
        constraints = [models.UniqueConstraint(fields=["version", "place"], name="text_review_unique")]
