"""What became of a response after it was submitted, and what it said before."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from surveys.models.responses import Response, ResponseState


class ResponseEvent(models.Model):
    """A response entered a state: who, when, why. `by` is None for the respondent and for commands."""

    response = models.ForeignKey(Response, models.CASCADE, related_name="events")
    state = models.CharField(_("state"), max_length=20, choices=ResponseState.choices)
    at = models.DateTimeField(_("at"), default=timezone.now)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, verbose_name=_("by"))
    reason = models.TextField(_("reason"), blank=True)

    class Meta:
        verbose_name = _("change of state")
        verbose_name_plural = _("changes of state")
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return f"{self.response_id} {self.state}"


class ResponseVersion(models.Model):
    """The answers of a response as they had been submitted, kept when it was given back to be changed."""

    response = models.ForeignKey(Response, models.CASCADE, related_name="versions")
    number = models.PositiveSmallIntegerField(_("number"))
    answers = models.JSONField(_("answers"))
    language = models.CharField(_("language"), max_length=10)
    submitted_at = models.DateTimeField(_("submitted"))

    class Meta:
        verbose_name = _("earlier version of a response")
        verbose_name_plural = _("earlier versions of responses")
        ordering = ["response", "number"]
        constraints = [models.UniqueConstraint(fields=["response", "number"], name="response_version_unique")]

    def __str__(self) -> str:
        return f"{self.response_id} № {self.number}"
