"""What respondents were told before they agreed."""

from __future__ import annotations

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from surveys.models.rounds import Round


class Notice(models.Model):
    """One version of a round's notice to respondents. It never changes: a changed text is the next number."""

    round = models.ForeignKey(Round, models.CASCADE, related_name="notices", verbose_name=_("round"))
    number = models.PositiveSmallIntegerField(_("number"))
    text = models.TextField(_("notice to respondents"), blank=True)
    since = models.DateTimeField(_("in force since"), default=timezone.now)

    class Meta:
        verbose_name = _("version of a notice")
        verbose_name_plural = _("versions of notices")
        ordering = ["round", "number"]
        constraints = [models.UniqueConstraint(fields=["round", "number"], name="notice_number_unique")]

    def __str__(self) -> str:
        return f"№ {self.number}"
