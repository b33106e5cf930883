"""What the checks of quality found in a round."""

from __future__ import annotations

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from surveys.models import Institution, Response, Round


class CheckRun(models.Model):
    """One run of all checks over a round; the latest finished one is shown.

    `results`: check code -> {"found": how many findings, "base": of how many looked at}; findings beyond a check's cap
    are counted there and not kept. `problem`: why it stopped, if it did.
    """

    round = models.ForeignKey(Round, models.CASCADE, related_name="check_runs", verbose_name=_("round"))
    started_at = models.DateTimeField(_("started"), default=timezone.now)
    finished_at = models.DateTimeField(_("finished"), null=True, blank=True)
    total = models.PositiveIntegerField(_("responses to look at"), default=0)
    responses = models.PositiveIntegerField(_("responses looked at"), default=0)
    results = models.JSONField(_("results by check"), default=dict, blank=True)
    problem = models.TextField(_("problem"), blank=True)

    class Meta:
        verbose_name = _("run of quality checks")
        verbose_name_plural = _("runs of quality checks")
        ordering = ["-started_at"]

    def __str__(self) -> str:
        return f"{self.round_id} {self.started_at:%Y-%m-%d %H:%M}"


class Finding(models.Model):
    """One thing to look at: which check, where. `details`: values for the check's sentence."""

    run = models.ForeignKey(CheckRun, models.CASCADE, related_name="findings", verbose_name=_("run"))
    check_code = models.CharField(_("check"), max_length=50)
    response = models.ForeignKey(Response, models.CASCADE, null=True, blank=True, verbose_name=_("response"))
    institution = models.ForeignKey(Institution, models.CASCADE, null=True, blank=True, verbose_name=_("institution"))
    item = models.CharField(_("item"), max_length=50, blank=True)
    details = models.JSONField(_("details"), default=dict, blank=True)

    class Meta:
        verbose_name = _("finding of a quality check")
        verbose_name_plural = _("findings of quality checks")
        ordering = ["check_code", "item", "pk"]
        indexes = [models.Index(fields=["run", "check_code"], name="finding_run_check")]

    def __str__(self) -> str:
        return f"{self.check_code} {self.item}"
