"""How much evidence counted responses give for each item, counted as it comes and goes."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from surveys.models.running_counts import RunningCount


class EvidenceCount(RunningCount):
    """So many links and files serve an item, in responses that count and were given so."""

    NUMBER = "pieces"

    language = models.CharField(max_length=10)
    mode = models.CharField(max_length=20)
    respondent_type = models.CharField(max_length=50)
    item = models.CharField(max_length=50)
    pieces = models.IntegerField()

    class Meta:
        verbose_name = _("count of evidence")
        verbose_name_plural = _("counts of evidence")
        indexes = [models.Index(fields=["round", "is_settled"], name="evidence_count_round")]

    def __str__(self) -> str:
        return f"{self.round_id} {self.item} {self.pieces:+d}"
