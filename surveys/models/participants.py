"""People who are asked to answer. What identifies them is kept apart from what they answer."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from surveys.models.institutions import Institution
from surveys.models.rounds import Round


class ParticipantQuerySet(models.QuerySet["Participant"]):
    """Participants by what they still owe."""

    def missing(self) -> ParticipantQuerySet:
        """Those who have not submitted: no response yet, or one that may still change."""
        return self.filter(response__submitted_at__isnull=True)


class Participant(models.Model):
    """Somebody asked to answer in a round: for which institution, which sections, in which language; not who she is.

    `sections`: codes; empty for those of the round.
    """

    round = models.ForeignKey(Round, models.CASCADE, related_name="participants", verbose_name=_("round"))
    institution = models.ForeignKey(
        Institution, models.PROTECT, null=True, blank=True, related_name="participants", verbose_name=_("institution")
    )
    sections = ArrayField(models.CharField(max_length=50), verbose_name=_("sections"), default=list, blank=True)
    language = models.CharField(_("language"), max_length=10)
    created_at = models.DateTimeField(_("created"), auto_now_add=True)

    objects = ParticipantQuerySet.as_manager()

    class Meta:
        verbose_name = _("participant")
        verbose_name_plural = _("participants")
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.round_id}-{self.pk}"


class Contact(models.Model):
    """Who a participant is. Seen only with the right to contacts; removed on the retention date of the round."""

    participant = models.OneToOneField(Participant, models.CASCADE, primary_key=True, related_name="contact")
    round = models.ForeignKey(Round, models.CASCADE, related_name="contacts")  # as of the participant: for uniqueness
    name = models.CharField(_("full name"), max_length=200, blank=True)
    email = models.EmailField(_("e-mail address"), blank=True)
    unsubscribed_at = models.DateTimeField(_("wants no more mail since"), null=True, blank=True)
    bounced_at = models.DateTimeField(_("mail came back"), null=True, blank=True)
    bounce_reason = models.CharField(_("why mail came back"), max_length=500, blank=True)

    class Meta:
        verbose_name = _("contact")
        verbose_name_plural = _("contacts")
        ordering = ["name", "email"]
        constraints = [
            models.UniqueConstraint(
                "round",
                Lower("email"),
                condition=~models.Q(email=""),
                name="contact_email_unique_in_round",
                violation_error_message=_("This round already has a participant with this e-mail address."),
            ),
            models.CheckConstraint(
                condition=~models.Q(email="") | ~models.Q(name=""),
                name="contact_names_somebody",
                violation_error_message=_("Give a name or an e-mail address."),
            ),
        ]

    def __str__(self) -> str:
        return self.name or self.email
