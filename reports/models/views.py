"""Saved views: pages of the workbench with their filters, under a name."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from surveys.models import Round


class SavedView(models.Model):
    """A page of the workbench as somebody set it up. `query`: the filters as they stand in the address.

    A shared one is shown to everybody who may analyse the round.
    """

    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="saved_views", verbose_name=_("by"))
    round = models.ForeignKey(Round, models.CASCADE, related_name="saved_views", verbose_name=_("round"))
    page = models.CharField(_("page"), max_length=50)
    query = models.CharField(_("filters"), max_length=2000, blank=True)
    name = models.CharField(_("name"), max_length=200)
    is_shared = models.BooleanField(_("shared"), default=False)
    at = models.DateTimeField(_("saved"), auto_now=True)

    class Meta:
        verbose_name = _("saved view")
        verbose_name_plural = _("saved views")
        ordering = ["name"]
        constraints = [models.UniqueConstraint(fields=["by", "round", "name"], name="saved_view_unique")]

    def __str__(self) -> str:
        return self.name
