"""What respondents show for their answers: a link, a file, or both."""

from __future__ import annotations

import uuid
from pathlib import PurePath

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.core.files.storage import storages
from django.core.files.storage.base import Storage
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from surveys.models.responses import Response


def evidence_storage() -> Storage:
    """Where files of evidence lie: outside everything that a web server serves by itself."""
    return storages["evidence"]


def evidence_path(evidence: Evidence, name: str) -> str:
    """A name that says nothing and clashes with nothing; what the file was called stands in `file_name`."""
    return f"{evidence.response_id}/{uuid.uuid4()}{PurePath(name).suffix.lower()[:10]}"


class LinkState(models.TextChoices):
    """What came of looking whether a link leads anywhere."""

    UNCHECKED = "unchecked", _("not checked yet")
    ALIVE = "alive", _("opens")
    DEAD = "dead", _("does not open")
    REFUSED = "refused", _("not a public web address")


class Evidence(models.Model):
    """One piece of evidence of a response; it can serve several items."""

    response = models.ForeignKey(Response, models.CASCADE, related_name="evidence", verbose_name=_("response"))
    items = ArrayField(models.CharField(max_length=50), verbose_name=_("items"))
    url = models.URLField(_("link"), max_length=1000, blank=True)
    file = models.FileField(_("file"), storage=evidence_storage, upload_to=evidence_path, blank=True, max_length=200)
    file_name = models.CharField(_("name of the file"), max_length=255, blank=True)
    content_type = models.CharField(_("type of the file"), max_length=100, blank=True)
    size = models.PositiveBigIntegerField(_("size in bytes"), null=True, blank=True)
    checksum = models.CharField(_("SHA-256 of the file"), max_length=64, blank=True)
    dated_on = models.DateField(_("date of the document"), null=True, blank=True)
    note = models.TextField(_("note"), blank=True)
    added_at = models.DateTimeField(_("added"), default=timezone.now)
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True)
    link_state = models.CharField(
        _("state of the link"), max_length=20, choices=LinkState.choices, default=LinkState.UNCHECKED
    )
    link_checked_at = models.DateTimeField(_("link checked"), null=True, blank=True)

    class Meta:
        verbose_name = _("evidence")
        verbose_name_plural = _("evidence")
        ordering = ["added_at"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(url="") | ~Q(file=""),
                name="evidence_shows_something",
                violation_error_message=_("Give a link or a file."),
            ),
            models.CheckConstraint(condition=Q(items__len__gt=0), name="evidence_serves_an_item"),
        ]

    def __str__(self) -> str:
        return self.file_name or self.url
