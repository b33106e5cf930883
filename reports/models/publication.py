"""What of a round's results the public may see: approved page by page, from a score run that no longer changes."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from scoring.models import ScoreRun
from surveys.models import Round


class Publication(models.Model):
    """The public results of a round. `pages`: codes of the approved ones; `document`: what may be shown of the run,
    with everything suppressed that has to be."""

    round = models.OneToOneField(Round, models.CASCADE, related_name="publication", verbose_name=_("round"))
    run = models.ForeignKey(ScoreRun, models.PROTECT, related_name="publications", verbose_name=_("score run"))
    pages = models.JSONField(_("approved pages"), default=list)
    document = models.JSONField(_("public score document"), default=dict)
    introduction = models.TextField(_("introduction"), blank=True)
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name=_("approved by")
    )
    approved_at = models.DateTimeField(_("approved"), null=True, blank=True)
    withdrawn_at = models.DateTimeField(_("withdrawn"), null=True, blank=True)

    class Meta:
        verbose_name = _("publication of results")
        verbose_name_plural = _("publications of results")

    def __str__(self) -> str:
        return f"{self.round_id}"
