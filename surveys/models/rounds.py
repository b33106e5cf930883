"""Rounds: one instrument version asked in one country between two moments."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo, available_timezones

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from surveys.methods import items_not_scored, method_codes
from surveys.models.institutions import Institution
from surveys.models.instruments import InstrumentVersion

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise


class RoundNotOpen(PermissionDenied):
    """Raised when answers arrive while the round takes none."""


def _default_time_zone() -> str:
    return settings.TIME_ZONE


def _is_time_zone(name: str) -> None:
    if name not in available_timezones():
        raise ValidationError(_("There is no time zone “%(name)s”."), params={"name": name})


class RoundState(models.TextChoices):
    """What an administrator decided; the dates decide the rest."""

    PREPARED = "prepared", _("in preparation")
    OPEN = "open", _("open")
    CLOSED = "closed", _("closed")


class Phase(models.TextChoices):
    """What a round is for at a moment; each phase gives its own rights."""

    PREPARE = "prepare", _("preparation")
    COLLECT = "collect", _("collection of answers")
    VALIDATE = "validate", _("validation of facts")
    PUBLISH = "publish", _("publication")


class RoundQuerySet(models.QuerySet["Round"]):
    """Rounds by their phase."""

    def open(self, at: datetime | None = None) -> RoundQuerySet:
        """Rounds that take answers at a moment (now by default)."""
        at = at or timezone.now()
        return self.filter(
            Q(opens_at__isnull=True) | Q(opens_at__lte=at),
            Q(closes_at__isnull=True) | Q(closes_at__gt=at),
            state=RoundState.OPEN,
        )

    def published(self, at: datetime | None = None) -> RoundQuerySet:
        """Rounds in their last phase at a moment (now by default)."""
        at = at or timezone.now()
        return self.filter(Q(closes_at__lte=at) | Q(state=RoundState.CLOSED), publishes_at__lte=at)


class Round(models.Model):
    """One application of an instrument in a country. Version and method are pinned when it opens."""

    code = models.SlugField(_("code"), max_length=50, unique=True)
    country = models.CharField(
        _("country"),
        max_length=2,
        validators=[RegexValidator(r"^[A-Z]{2}\Z", _("Give the country as two capital letters (ISO 3166)."))],
    )
    title = models.CharField(_("title"), max_length=300)
    notice = models.TextField(
        _("notice to respondents"), blank=True, help_text=_("Who asks, why, and what becomes of the answers.")
    )
    version = models.ForeignKey(
        InstrumentVersion, models.PROTECT, related_name="rounds", verbose_name=_("instrument version")
    )
    method = models.CharField(_("method version"), max_length=50)
    opens_at = models.DateTimeField(_("opens"), null=True, blank=True)
    closes_at = models.DateTimeField(_("closes"), null=True, blank=True)
    publishes_at = models.DateTimeField(
        _("publishes"),
        null=True,
        blank=True,
        help_text=_("The end of validation: from then on facts are settled and results may be published."),
    )
    time_zone = models.CharField(_("time zone"), max_length=50, default=_default_time_zone, validators=[_is_time_zone])
    grace_minutes = models.PositiveSmallIntegerField(
        _("minutes of grace"),
        default=15,
        help_text=_("After closing, pages that are already open can be saved and submitted for so long."),
    )
    retention_on = models.DateField(
        _("contacts kept until"),
        null=True,
        blank=True,
        help_text=_("On this day the names and addresses of participants are removed. Answers stay."),
    )
    languages = ArrayField(models.CharField(max_length=10), verbose_name=_("languages offered"))
    sections = ArrayField(models.CharField(max_length=50), verbose_name=_("sections asked"))
    institutions = models.ManyToManyField(
        Institution, blank=True, related_name="rounds", verbose_name=_("institutions")
    )
    has_open_link = models.BooleanField(
        _("open link"), default=True, help_text=_("Anybody who knows the address may answer.")
    )
    has_personal_links = models.BooleanField(
        _("personal links"), default=True, help_text=_("Invited people answer by a link of their own.")
    )
    is_synthetic = models.BooleanField(
        _("synthetic data"), default=False, help_text=_("Every page and report says that the answers were made up.")
    )
    state = models.CharField(_("state"), max_length=20, choices=RoundState.choices, default=RoundState.PREPARED)
    created_at = models.DateTimeField(_("created"), auto_now_add=True)

    objects = RoundQuerySet.as_manager()

    class Meta:
        verbose_name = _("round")
        verbose_name_plural = _("rounds")
        ordering = ["-created_at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(opens_at__lt=F("closes_at")) | Q(opens_at__isnull=True) | Q(closes_at__isnull=True),
                name="round_opens_before_it_closes",
                violation_error_message=_("A round must open before it closes."),
            ),
            models.CheckConstraint(
                condition=Q(closes_at__lte=F("publishes_at")) | Q(publishes_at__isnull=True),
                name="round_closes_before_it_publishes",
                violation_error_message=_("A round publishes after it has closed: give both moments in this order."),
            ),
        ]

    def __str__(self) -> str:
        return self.title or self.code

    def is_open(self, at: datetime | None = None) -> bool:
        """Whether answers are taken at a moment (now by default)."""
        at = at or timezone.now()
        return (
            self.state == RoundState.OPEN
            and (self.opens_at is None or self.opens_at <= at)
            and (self.closes_at is None or at < self.closes_at)
        )

    def is_in_grace(self, started_at: datetime, at: datetime | None = None) -> bool:
        """Whether what was begun before the closing moment may still be ended. Closing by hand gives no grace."""
        at = at or timezone.now()
        if self.state != RoundState.OPEN or self.closes_at is None or self.grace_ends_at is None:
            return False
        return started_at < self.closes_at <= at < self.grace_ends_at

    @property
    def grace_ends_at(self) -> datetime | None:
        """The end of the minutes of grace; None for a round without a closing moment."""
        return self.closes_at and self.closes_at + timedelta(minutes=self.grace_minutes)

    def is_closed(self, at: datetime | None = None) -> bool:
        """Whether the round was closed, or its closing moment has passed."""
        return self.state == RoundState.CLOSED or bool(self.closes_at and self.closes_at <= (at or timezone.now()))

    def require_open(self, at: datetime | None = None) -> None:
        """Raise RoundNotOpen, with the reason, while no answers are taken."""
        at = at or timezone.now()
        if self.is_open(at):
            return
        if self.state == RoundState.PREPARED or (self.opens_at and at < self.opens_at and self.state != "closed"):
            raise RoundNotOpen(_("This round has not opened yet."))
        raise RoundNotOpen(_("This round is closed and takes no more answers."))

    def phase(self, at: datetime | None = None) -> Phase:
        """What the round is for at a moment (now by default). Without `publishes_at`, validation has no end."""
        at = at or timezone.now()
        if self.is_closed(at):
            return Phase.PUBLISH if self.publishes_at and self.publishes_at <= at else Phase.VALIDATE
        return Phase.COLLECT if self.is_open(at) else Phase.PREPARE

    def get_phase_display(self) -> str:
        """The phase of now, in words."""
        return str(self.phase().label)

    @property
    def zone(self) -> ZoneInfo:
        """The time zone in which its moments are told."""
        return ZoneInfo(self.time_zone)

    def clean(self) -> None:
        """Raise ValidationError with everything that the pinned version and the methods at hand do not offer."""
        if self.version_id is None:
            return
        problems = []
        offered = set(self.version.sections.values_list("code", flat=True))
        if unknown := [code for code in self.sections or () if code not in offered]:
            problems.append(_lacking(_("The instrument version has no sections %(codes)s."), unknown))
        if unknown := [code for code in self.languages or () if code not in self.version.languages]:
            problems.append(_lacking(_("The instrument version does not offer the languages %(codes)s."), unknown))
        if self.method not in method_codes():
            problems.append(_lacking(_("There is no method %(codes)s."), [self.method]))
        elif self.version.is_published and (codes := items_not_scored(self.method, self.version_id)):
            problems.append(_not_scored(self.method, codes))
        if problems:
            raise ValidationError(problems)

    def open(self) -> None:
        """Take answers from now (or from `opens_at`) on. Raises ValidationError with every reason against it."""
        problems = []
        if not self.version.is_published:
            problems.append(ValidationError(_("A round can only open with a published instrument version.")))
        if not self.sections or not self.languages:
            problems.append(ValidationError(_("A round needs at least one section and one language.")))
        if self.closes_at and self.closes_at <= timezone.now():
            problems.append(ValidationError(_("The closing moment of this round has passed: set a later one first.")))
        try:
            self.clean()
        except ValidationError as error:
            problems.extend(error.error_list)
        if problems:
            raise ValidationError(problems)
        self.state = RoundState.OPEN
        self.save(update_fields=["state"])

    def close(self) -> None:
        """Take no more answers."""
        self.state = RoundState.CLOSED
        self.save(update_fields=["state"])


def _not_scored(method: str, codes: list[str]) -> ValidationError:
    sentence = _("The method %(method)s cannot score these items: it does not cross their areas. Items: %(codes)s.")
    return ValidationError(sentence, params={"method": method, "codes": ", ".join(codes)})


def _lacking(sentence: _StrPromise, codes: list[str]) -> ValidationError:
    return ValidationError(sentence, params={"codes": ", ".join(codes)})
