"""How many responses are in each state, counted as they come and go, so that no page counts them one by one."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from surveys.models.institutions import Institution
from surveys.models.rounds import Round


class StateCount(models.Model):
    """So many responses more (or less) are alike in all this: the sum of the rows is how many there are.

    Triggers of the table of responses add rows and change none, so that nobody waits for anybody; rows of one kind are
    put together now and then (`surveys.state_counts`). `is_settled`: they were. The database drops what belongs to a
    round or an institution that goes.
    """

    round = models.ForeignKey(Round, models.DO_NOTHING, db_constraint=False, db_index=False, related_name="+")
    institution = models.ForeignKey(
        Institution, models.DO_NOTHING, null=True, db_constraint=False, db_index=False, related_name="+"
    )
    state = models.CharField(max_length=20)
    language = models.CharField(max_length=10)
    mode = models.CharField(max_length=20)
    sections = ArrayField(models.CharField(max_length=50))
    responses = models.IntegerField()
    is_settled = models.BooleanField(default=False, db_default=False)

    class Meta:
        verbose_name = _("count of responses")
        verbose_name_plural = _("counts of responses")
        indexes = [models.Index(fields=["round", "is_settled"], name="state_count_round")]

    def __str__(self) -> str:
        return f"{self.round_id} {self.state} {self.responses:+d}"
