"""Batches: many reports made by the worker, one file each, in one archive at the end."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from scoring.models import ScoreRun
from surveys.models import Round


class BatchState(models.TextChoices):
    """How far it has come."""

    WAITING = "waiting", pgettext_lazy("batch", "waiting")
    RUNNING = "running", pgettext_lazy("batch", "running")
    DONE = "done", pgettext_lazy("batch", "done")
    CANCELLED = "cancelled", pgettext_lazy("batch", "cancelled")
    FAILED = "failed", pgettext_lazy("batch", "failed")


class Batch(models.Model):
    """An order of reports. `what`: kinds and languages; `archive`: the ZIP, relative to the folder of batches.

    `archive` is empty until the batch has ended, and once its archive was removed to make room. `run`: the state of the
    round that all of its files are printed from; None until a worker begins.
    """

    round = models.ForeignKey(Round, models.CASCADE, related_name="batches", verbose_name=_("round"))
    what = models.JSONField(_("what"), default=list)
    state = models.CharField(_("state"), max_length=20, choices=BatchState.choices, default=BatchState.WAITING)
    run = models.ForeignKey(ScoreRun, models.SET_NULL, null=True, related_name="+", verbose_name=_("score run"))
    archive = models.CharField(_("archive"), max_length=300, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name=_("by"))
    ordered_at = models.DateTimeField(_("ordered"), auto_now_add=True)
    ended_at = models.DateTimeField(_("ended"), null=True, blank=True)
    problem = models.TextField(_("problem"), blank=True)

    class Meta:
        verbose_name = _("batch of reports")
        verbose_name_plural = _("batches of reports")
        ordering = ["-ordered_at"]

    def __str__(self) -> str:
        return f"{self.round_id} {self.ordered_at:%Y-%m-%d %H:%M}"


class BatchFile(models.Model):
    """One file of a batch. `name`: in the archive; `error`: why it could not be made.

    `worker`: the number of the one who makes it, for as long as that one lives; `attempts`: how often it was begun.
    """

    batch = models.ForeignKey(Batch, models.CASCADE, related_name="files")
    tier = models.CharField(max_length=20)
    unit = models.CharField(max_length=100)
    language = models.CharField(max_length=10)
    kind = models.CharField(max_length=20)
    name = models.CharField(max_length=300)
    state = models.CharField(max_length=20, choices=BatchState.choices, default=BatchState.WAITING)
    size = models.PositiveBigIntegerField(null=True)
    error = models.TextField(blank=True)
    worker = models.PositiveIntegerField(null=True)
    attempts = models.PositiveSmallIntegerField(default=0)

    class Meta:
        verbose_name = _("file of a batch")
        verbose_name_plural = _("files of batches")
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["batch", "name"], name="batch_file_unique")]

    def __str__(self) -> str:
        return self.name
