"""What became of a response after it was submitted, what it said before, and what reviewers say about its answers."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
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


class ReviewCommentQuerySet(models.QuerySet["ReviewComment"]):
    """Comments by whether the respondent sees them."""

    def unsent(self) -> ReviewCommentQuerySet:
        """Comments that wait for the response to be returned: only reviewers see them, and may take them back."""
        return self.filter(version=None)

    def shown(self) -> ReviewCommentQuerySet:
        """Comments that the respondent is to deal with."""
        return self.filter(version__isnull=False, resolved_at=None)


class ReviewComment(models.Model):
    """What a reviewer says about one answer. `item`: its code, or that of a repeating table.

    `version`: the number of the earlier version that it is about; None until the response is returned.
    """

    response = models.ForeignKey(Response, models.CASCADE, related_name="comments")
    item = models.CharField(_("item"), max_length=50)
    text = models.TextField(_("comment"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, verbose_name=_("by"))
    at = models.DateTimeField(_("at"), default=timezone.now)
    version = models.PositiveSmallIntegerField(_("version"), null=True, blank=True)
    resolved_at = models.DateTimeField(_("resolved"), null=True, blank=True)

    objects = ReviewCommentQuerySet.as_manager()

    class Meta:
        verbose_name = _("comment of a reviewer")
        verbose_name_plural = _("comments of reviewers")
        ordering = ["at", "pk"]
        constraints = [models.CheckConstraint(condition=~Q(text=""), name="review_comment_says_something")]

    def __str__(self) -> str:
        return f"{self.item} {self.text[:50]}"
