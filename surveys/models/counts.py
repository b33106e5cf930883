"""Coded answers of the responses that count, and the queue by which tallies hear of them."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from surveys.models.institutions import Institution
from surveys.models.responses import Response
from surveys.models.rounds import Round


class Facets(models.Model):
    """By what respondents are told apart. `respondent_type`: a choice of the question with that code; empty without."""

    language = models.CharField(max_length=10)
    mode = models.CharField(max_length=20)
    respondent_type = models.CharField(max_length=50)

    class Meta:
        abstract = True


FACETS = ("language", "mode", "respondent_type")
RESPONDENT_TYPE = "organisation_type"
"""The code of the question about the respondent that tells types of respondents apart, as it is in files."""


class CodedResponse(Facets):
    """The coded answers of a response that counts: one byte for each scored item (see `surveys.coding`).

    `numbers`: one for each item that is answered by a number; empty where they were not kept yet. Its facets are those
    it was counted with, whatever becomes of the response: so it is taken out as it was put in.
    """

    response = models.OneToOneField(Response, models.CASCADE, primary_key=True, related_name="coded")
    round = models.ForeignKey(Round, models.CASCADE)
    institution = models.ForeignKey(Institution, models.PROTECT, null=True, db_index=False)
    group = models.PositiveSmallIntegerField()
    participants = models.PositiveIntegerField()
    data = models.BinaryField()
    numbers = models.BinaryField(default=b"", db_default=b"")

    class Meta:
        verbose_name = _("coded response")
        verbose_name_plural = _("coded responses")
        indexes = [models.Index(fields=["institution", "round"], name="coded_response_institution")]

    def __str__(self) -> str:
        return str(self.response_id)


class CountChange(Facets):
    """A response began or ceased to count and the tallies do not know yet; scoring removes the row as it folds it.

    `sign` is +1 or -1; the rest is copied, so that what is taken out is exactly what was put in. `queued_at`: how long
    the tallies have lagged behind.
    """

    round = models.ForeignKey(Round, models.CASCADE)
    institution = models.ForeignKey(Institution, models.CASCADE, null=True)
    group = models.PositiveSmallIntegerField()
    participants = models.PositiveIntegerField()
    sign = models.SmallIntegerField()
    data = models.BinaryField()
    numbers = models.BinaryField(default=b"", db_default=b"")
    sections = ArrayField(models.CharField(max_length=50))
    submitted_at = models.DateTimeField()
    queued_at = models.DateTimeField(default=timezone.now, db_default=Now())

    class Meta:
        verbose_name = _("change of counts")
        verbose_name_plural = _("changes of counts")
        constraints = [models.CheckConstraint(condition=Q(sign__in=(-1, 1)), name="count_change_sign")]

    def __str__(self) -> str:
        return f"{self.round_id} {self.sign:+d}"
