"""Personal links to responses."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from surveys.models.institutions import Institution
from surveys.models.responses import Response
from surveys.models.rounds import Round


class PersonalLink(models.Model):
    """A link of one's own: starts a response once, resumes it ever after. Only the hash of its secret is stored."""

    round = models.ForeignKey(Round, models.CASCADE, related_name="personal_links", verbose_name=_("round"))
    secret_hash = models.CharField(max_length=64, unique=True, editable=False)
    institution = models.ForeignKey(Institution, models.PROTECT, null=True, blank=True, verbose_name=_("institution"))
    sections = ArrayField(models.CharField(max_length=50), verbose_name=_("sections"), default=list, blank=True)
    label = models.CharField(_("for whom"), max_length=200, blank=True)
    response = models.OneToOneField(
        Response, models.CASCADE, null=True, blank=True, related_name="link", verbose_name=_("response")
    )
    created_at = models.DateTimeField(_("created"), auto_now_add=True)
    revoked_at = models.DateTimeField(_("revoked"), null=True, blank=True)

    class Meta:
        verbose_name = _("personal link")
        verbose_name_plural = _("personal links")
        ordering = ["-created_at"]

    def __str__(self) -> str:
        return self.label or self.secret_hash[:8]
