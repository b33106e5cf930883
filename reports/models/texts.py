"""Words of reports that analysts write for a round in the place of, or beside, the generated ones."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from surveys.models import Round


class ReportText(models.Model):
    """A text for one place of the reports of a round, in every language.

    `tier` and `unit` are empty where it belongs to the reports of all units.
    """

    round = models.ForeignKey(Round, models.CASCADE, related_name="report_texts", verbose_name=_("round"))
    tier = models.CharField(_("tier"), max_length=20, blank=True)
    unit = models.CharField(_("unit"), max_length=100, blank=True)
    place = models.CharField(_("place in the report"), max_length=50)
    text = models.TextField(_("text"), blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name=_("by"))
    at = models.DateTimeField(_("changed"), auto_now=True)

    class Meta:
        verbose_name = _("text of reports")
        verbose_name_plural = _("texts of reports")
        constraints = [models.UniqueConstraint(fields=["round", "tier", "unit", "place"], name="report_text_unique")]

    def __str__(self) -> str:
        return f"{self.round_id} {self.place}"
