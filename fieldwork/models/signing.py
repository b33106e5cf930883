"""An institution's word that what was answered for it holds."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from surveys.models import Institution, Round


class SignOff(models.Model):
    """A coordinator signed off for her institution; `withdrawn_at` when something changed afterwards."""

    round = models.ForeignKey(Round, models.CASCADE, related_name="sign_offs", verbose_name=_("round"))
    institution = models.ForeignKey(
        Institution, models.PROTECT, related_name="sign_offs", verbose_name=_("institution")
    )
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, verbose_name=_("by"))
    at = models.DateTimeField(_("at"), default=timezone.now)
    note = models.TextField(_("note"), blank=True)
    withdrawn_at = models.DateTimeField(_("withdrawn"), null=True, blank=True)
    withdrawal_reason = models.TextField(_("reason for withdrawal"), blank=True)

    class Meta:
        verbose_name = _("sign-off")
        verbose_name_plural = _("sign-offs")
        ordering = ["-at"]
        constraints = [
            models.UniqueConstraint(
                fields=["round", "institution"],
                condition=models.Q(withdrawn_at__isnull=True),
                name="sign_off_one_in_force",
                violation_error_message=_("This institution has been signed off already."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.institution_id} {self.at:%Y-%m-%d}"
