"""Scenarios: what would be if measures were taken, kept to compare and to hold against the next round."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from scoring.results import UnitTier
from surveys.models import Round

TIERS = [(tier.value, tier.value) for tier in UnitTier]


class Scenario(models.Model):
    """Measures for a unit of a round, or its institutions, ticked by hand or planned towards a goal.

    `measures`: key (`reports.scenarios.keys`) -> what the item's score becomes (0 to 1). `goal`, `limits`: as they were
    asked for, the goal empty where measures were ticked. `outcome`: scores before and after, costs, order, proof; as
    computed at `computed_at` from the evidence with `input_checksum`.
    """

    round = models.ForeignKey(Round, models.CASCADE, related_name="scenarios", verbose_name=_("round"))
    tier = models.CharField(_("tier"), max_length=20, choices=TIERS)
    unit = models.CharField(_("unit"), max_length=100)
    name = models.CharField(_("name"), max_length=200)
    note = models.TextField(_("note"), blank=True)
    measures = models.JSONField(_("measures"), default=dict)
    goal = models.JSONField(_("goal"), default=dict, blank=True)
    limits = models.JSONField(_("limits"), default=dict, blank=True)
    outcome = models.JSONField(_("outcome"), default=dict)
    input_checksum = models.CharField(_("checksum of the input"), max_length=64)
    computed_at = models.DateTimeField(_("computed"), auto_now=True)
    in_report = models.BooleanField(_("in the report"), default=False)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name=_("by"))

    class Meta:
        verbose_name = _("scenario")
        verbose_name_plural = _("scenarios")
        ordering = ["-computed_at"]
        constraints = [models.UniqueConstraint(fields=["round", "tier", "unit", "name"], name="scenario_unique")]

    def __str__(self) -> str:
        return self.name
