"""What staff do in rounds. Administrators have their rights from Django's own; respondents have a link, no account."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from surveys.models.institutions import Institution
from surveys.models.rounds import Round


class Role(models.TextChoices):
    """What somebody is in a round, or in every round."""

    ANALYST = "analyst", _("analyst")
    REVIEWER = "reviewer", _("reviewer")
    COORDINATOR = "coordinator", _("coordinator of an institution")
    FACILITATOR = "facilitator", _("facilitator of workshops")
    CLERK = "clerk", _("data-entry clerk")


class Assignment(models.Model):
    """A user has a role in a round; without a round in all of them. A coordinator has it for one institution."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="assignments", verbose_name=_("user")
    )
    role = models.CharField(_("role"), max_length=20, choices=Role.choices)
    round = models.ForeignKey(
        Round,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="assignments",
        verbose_name=_("round"),
        help_text=_("Without a round: in every round."),
    )
    institution = models.ForeignKey(
        Institution,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="assignments",
        verbose_name=_("institution"),
        help_text=_("For coordinators only: the institution that they answer for."),
    )
    created_at = models.DateTimeField(_("created"), auto_now_add=True)

    class Meta:
        verbose_name = _("role of a user")
        verbose_name_plural = _("roles of users")
        ordering = ["user", "role"]
        constraints = [
            models.UniqueConstraint(
                fields=["user", "role", "round", "institution"],
                nulls_distinct=False,
                name="assignment_unique",
                violation_error_message=_("This user has this role already."),
            ),
            models.CheckConstraint(
                condition=Q(role=Role.COORDINATOR, institution__isnull=False)
                | (~Q(role=Role.COORDINATOR) & Q(institution__isnull=True)),
                name="assignment_institution_of_coordinator",
                violation_error_message=_("A coordinator needs an institution; the other roles have none."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user_id} {self.role}"
