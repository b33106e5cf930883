"""Personal links to responses."""

from __future__ import annotations

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from surveys.models.institutions import Institution
from surveys.models.participants import Participant
from surveys.models.responses import Response
from surveys.models.rounds import Round


class PersonalLink(models.Model):
    """A link of one's own: starts a response once, resumes it ever after. Only the hash of its secret is stored.

    A participant may hold several (an invitation's, a reminder's, a sheet's): all lead to her one response. With
    `chapters` (their codes), the link was delegated: whoever holds it answers these chapters of the response only.
    """

    round = models.ForeignKey(Round, models.CASCADE, related_name="personal_links", verbose_name=_("round"))
    secret_hash = models.CharField(max_length=64, unique=True, editable=False)
    institution = models.ForeignKey(Institution, models.PROTECT, null=True, blank=True, verbose_name=_("institution"))
    sections = ArrayField(models.CharField(max_length=50), verbose_name=_("sections"), default=list, blank=True)
    chapters = ArrayField(models.CharField(max_length=50), verbose_name=_("chapters"), default=list, blank=True)
    label = models.CharField(_("for whom"), max_length=200, blank=True)
    participant = models.ForeignKey(
        Participant, models.CASCADE, null=True, blank=True, related_name="links", verbose_name=_("participant")
    )
    response = models.ForeignKey(
        Response, models.CASCADE, null=True, blank=True, related_name="links", verbose_name=_("response")
    )
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, verbose_name=_("made by")
    )
    created_at = models.DateTimeField(_("created"), auto_now_add=True)
    revoked_at = models.DateTimeField(_("revoked"), null=True, blank=True)

    class Meta:
        verbose_name = _("personal link")
        verbose_name_plural = _("personal links")
        ordering = ["-created_at"]
        indexes = [models.Index(fields=["-created_at", "-id"], name="personal_link_latest")]

    def __str__(self) -> str:
        return self.label or self.secret_hash[:8]

    def lead_to(self, response: Response) -> None:
        """From now on the link, and every other of its participant, opens this response."""
        links = PersonalLink.objects.filter(round=self.round_id, response=None)
        mine = Q(pk=self.pk) | Q(participant=self.participant_id) if self.participant_id else Q(pk=self.pk)
        links.filter(mine).update(response=response)
