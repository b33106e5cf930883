"""How many participants have not submitted, counted as they are asked and as they answer."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from surveys.models.running_counts import RunningCount


class MissingCount(RunningCount):
    """So many participants, asked for an institution (or for none), have not submitted."""

    NUMBER = "participants"

    participants = models.IntegerField()

    class Meta:
        verbose_name = _("count of missing participants")
        verbose_name_plural = _("counts of missing participants")
        indexes = [models.Index(fields=["round", "is_settled"], name="missing_count_round")]

    def __str__(self) -> str:
        return f"{self.round_id} {self.participants:+d}"
