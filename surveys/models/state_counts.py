"""How many responses are in each state, counted as they come and go."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from surveys.models.running_counts import RunningCount


class StateCount(RunningCount):
    """So many responses are in a state, were given so, and are asked these sections."""

    NUMBER = "responses"

    state = models.CharField(max_length=20)
    language = models.CharField(max_length=10)
    mode = models.CharField(max_length=20)
    sections = ArrayField(models.CharField(max_length=50))
    responses = models.IntegerField()

    class Meta:
        verbose_name = _("count of responses")
        verbose_name_plural = _("counts of responses")
        indexes = [models.Index(fields=["round", "is_settled"], name="state_count_round")]

    def __str__(self) -> str:
        return f"{self.round_id} {self.state} {self.responses:+d}"
