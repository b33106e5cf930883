"""What can be counted by triggers, so that no page counts it row by row."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from surveys.models.institutions import Institution
from surveys.models.rounds import Round


class RunningCount(models.Model):
    """So many more (or fewer) are alike in all this: the sum of the rows is how many there are.

    Triggers add rows and change none, so that nobody waits for anybody; rows of one kind are put together now and then
    (`surveys.running_counts`). `is_settled`: they were. The database drops what belongs to a round or an institution
    that goes. `NUMBER`: the column that is added up.
    """

    NUMBER: ClassVar[str]

    round = models.ForeignKey(Round, models.DO_NOTHING, db_constraint=False, db_index=False, related_name="+")
    institution = models.ForeignKey(
        Institution, models.DO_NOTHING, null=True, db_constraint=False, db_index=False, related_name="+"
    )
    is_settled = models.BooleanField(default=False, db_default=False)

    class Meta:
        abstract = True
