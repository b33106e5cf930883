"""Mail to participants: what is sent, to whom, and what became of each letter."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from surveys.models import Participant, PersonalLink, Round


class MailingKind(models.TextChoices):
    """Whom a mailing is for."""

    INVITATION = "invitation", _("invitation")
    REMINDER = "reminder", _("reminder to those who have not submitted")


class Recipients(models.TextChoices):
    """Who gets a mailing; found at the moment of sending, but for the chosen, whose letters wait from the beginning."""

    NOT_INVITED = "not_invited", _("all who have not been invited yet")
    MISSING = "missing", _("all who have not submitted")
    CHOSEN = "chosen", _("the participants chosen")


class LetterState(models.TextChoices):
    """Where a letter stands. One that was being sent when the worker stopped is uncertain: it is not sent again."""

    WAITING = "waiting", _("waiting")
    SENDING = "sending", _("being sent")
    SENT = "sent", _("sent")
    FAILED = "failed", _("refused by the mail server")
    UNCERTAIN = "uncertain", _("perhaps sent")
    BOUNCED = "bounced", _("came back")
    SKIPPED = "skipped", _("not sent: no longer needed or not wanted")


class Mailing(models.Model):
    """One mail to many participants of a round, each in her own language.

    `subject` and `body` are translated and hold the places {name}, {round}, {institution}, {link}, {closes}.
    It is a draft until it is released; then its recipients are found when it is prepared, at `send_at` (at once where
    that is None). `problem`: why nothing moves.
    """

    round = models.ForeignKey(Round, models.CASCADE, related_name="mailings", verbose_name=_("round"))
    kind = models.CharField(_("kind"), max_length=20, choices=MailingKind.choices)
    subject = models.CharField(_("subject"), max_length=200)
    body = models.TextField(_("text"))
    recipients = models.CharField(
        _("recipients"), max_length=20, choices=Recipients.choices, default=Recipients.NOT_INVITED
    )
    send_at = models.DateTimeField(_("send at"), null=True, blank=True)
    released_at = models.DateTimeField(_("released"), null=True, blank=True)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, verbose_name=_("made by")
    )
    made_at = models.DateTimeField(_("made"), auto_now_add=True)
    prepared_at = models.DateTimeField(_("prepared"), null=True, blank=True)
    finished_at = models.DateTimeField(_("finished"), null=True, blank=True)
    cancelled_at = models.DateTimeField(_("cancelled"), null=True, blank=True)
    problem = models.CharField(_("what went wrong"), max_length=500, blank=True)

    class Meta:
        verbose_name = _("mailing")
        verbose_name_plural = _("mailings")
        ordering = ["-made_at"]

    def __str__(self) -> str:
        return self.subject


class Letter(models.Model):
    """One mail to one participant: at most once in a mailing.

    `sender`: the number of the worker that has taken it, and holds the database's lock of that number while it lives.
    `link`: what the mail leads to. `try_after`: when a letter that was refused for the moment is tried again.
    """

    mailing = models.ForeignKey(Mailing, models.CASCADE, related_name="letters", verbose_name=_("mailing"))
    participant = models.ForeignKey(Participant, models.CASCADE, related_name="letters", verbose_name=_("participant"))
    state = models.CharField(_("state"), max_length=20, choices=LetterState.choices, default=LetterState.WAITING)
    message_id = models.CharField(_("message identifier"), max_length=200, blank=True)
    sent_at = models.DateTimeField(_("sent"), null=True, blank=True)
    problem = models.CharField(_("what went wrong"), max_length=500, blank=True)
    sender = models.IntegerField(null=True, blank=True, editable=False)
    link = models.OneToOneField(
        PersonalLink, models.SET_NULL, null=True, blank=True, related_name="letter", verbose_name=_("personal link")
    )
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    try_after = models.DateTimeField(_("not before"), null=True, blank=True)

    class Meta:
        verbose_name = _("letter")
        verbose_name_plural = _("letters")
        ordering = ["pk"]
        indexes = [
            models.Index(fields=["mailing", "state"], name="letter_mailing_state"),
            models.Index(fields=["message_id"], name="letter_message_id"),
        ]
        constraints = [models.UniqueConstraint(fields=["mailing", "participant"], name="letter_once_in_mailing")]

    def __str__(self) -> str:
        return f"{self.mailing_id} {self.participant_id}"
