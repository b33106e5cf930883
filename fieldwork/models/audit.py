"""The audit trail: every change of what matters, written by the database itself."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class AuditAction(models.TextChoices):
    """What was done to a row."""

    INSERT = "insert", _("added")
    UPDATE = "update", _("changed")
    DELETE = "delete", _("deleted")
    ERASE = "erase", _("personal data erased")


class AuditEntry(models.Model):
    """One change of one row, written by a trigger; nobody adds, changes or deletes entries by hand.

    `model`: "app.model"; `object_key`: its primary key as text. `before`, `after`: the values that differ (None: none
    before, none after). `actor_role`: as what the person acted ("administrator", "reviewer", "respondent",
    "command import_responses"). `erased_at`: personal values in it were removed because a person asked.
    """

    at = models.DateTimeField(_("at"))
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.DO_NOTHING,
        null=True,
        blank=True,
        related_name="+",
        db_constraint=False,
        db_index=False,
        verbose_name=_("by"),
    )
    actor_role = models.CharField(_("as"), max_length=100, blank=True)
    action = models.CharField(_("what"), max_length=10, choices=AuditAction.choices)
    model = models.CharField(_("kind of object"), max_length=100)
    object_key = models.CharField(_("object"), max_length=100)
    round_id = models.BigIntegerField(_("round"), null=True, blank=True)
    before = models.JSONField(_("before"), null=True, blank=True)
    after = models.JSONField(_("after"), null=True, blank=True)
    erased_at = models.DateTimeField(_("personal values erased"), null=True, blank=True)

    class Meta:
        verbose_name = _("entry of the audit trail")
        verbose_name_plural = _("audit trail")
        ordering = ["-at", "-pk"]
        indexes = [
            models.Index(fields=["model", "object_key", "-at"], name="audit_object"),
            models.Index(fields=["round_id", "-at", "-id"], name="audit_round"),
            models.Index(fields=["actor", "-at"], name="audit_actor"),
            models.Index(fields=["-at", "-id"], name="audit_at"),
        ]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.model} {self.object_key} {self.action}"
