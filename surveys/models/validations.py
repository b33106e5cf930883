"""Facts that reviewers settled."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from surveys.models.institutions import Institution
from surveys.models.rounds import Round


class Validation(models.Model):
    """A fact settled by a reviewer: replaces all answers to the item for an institution, or without one the country."""

    round = models.ForeignKey(Round, models.CASCADE, related_name="validations", verbose_name=_("round"))
    institution = models.ForeignKey(Institution, models.PROTECT, null=True, blank=True, verbose_name=_("institution"))
    item = models.CharField(_("item"), max_length=50)
    value = models.CharField(_("value"), max_length=20)
    reason = models.TextField(_("reason"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, verbose_name=_("by"))
    at = models.DateTimeField(_("at"), default=timezone.now)

    class Meta:
        verbose_name = _("validated fact")
        verbose_name_plural = _("validated facts")
        ordering = ["item"]
        constraints = [
            models.UniqueConstraint(
                fields=["round", "institution", "item"], nulls_distinct=False, name="validation_unique"
            ),
            models.CheckConstraint(
                condition=~Q(reason=""), name="validation_has_reason", violation_error_message=_("Give a reason.")
            ),
        ]

    def __str__(self) -> str:
        return f"{self.item} = {self.value}"
