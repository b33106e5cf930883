"""Instrument versions in the database: the dataclasses of `surveys.content`, one model each, field by field.

Texts are modeltranslation fields. A published version never changes: triggers refuse it (`freeze_published_versions`).
"""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from surveys import labels
from surveys.models.kinds import DimensionKind, VersionState


class InstrumentVersionQuerySet(models.QuerySet["InstrumentVersion"]):
    """Versions by their state."""

    def published(self) -> InstrumentVersionQuerySet:
        """Versions that rounds may use."""
        return self.filter(state=VersionState.PUBLISHED)


class InstrumentVersion(models.Model):
    """One version of one instrument. `checksum` is that of the content when it was published, else empty."""

    code = models.SlugField(_("instrument"), max_length=50)
    version = models.CharField(_("version"), max_length=50)
    title = models.CharField(_("title"), max_length=300)
    description = models.TextField(_("description"), blank=True)
    source = models.TextField(_("source"), blank=True)
    languages = ArrayField(models.CharField(max_length=10), verbose_name=_("languages"))
    state = models.CharField(_("state"), max_length=20, choices=VersionState.choices, default=VersionState.DRAFT)
    checksum = models.CharField(_("checksum"), max_length=64, blank=True, editable=False)
    cloned_from = models.ForeignKey(
        "self", models.SET_NULL, null=True, blank=True, editable=False, verbose_name=_("cloned from")
    )
    created_at = models.DateTimeField(_("created"), auto_now_add=True)
    published_at = models.DateTimeField(_("published"), null=True, blank=True, editable=False)

    objects = InstrumentVersionQuerySet.as_manager()

    class Meta:
        verbose_name = _("instrument version")
        verbose_name_plural = _("instrument versions")
        ordering = ["code", "-version"]
        permissions = [
            ("publish_instrumentversion", "Can publish instrument version"),
            ("translate_instrumentversion", "Can review and edit texts of instrument versions"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["code", "version"],
                name="instrument_version_unique",
                violation_error_message=_("This instrument already has a version of this name."),
            ),
            models.CheckConstraint(
                condition=Q(state=VersionState.DRAFT) | (~Q(checksum="") & Q(published_at__isnull=False)),
                name="published_version_has_checksum",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.version}"

    @property
    def is_published(self) -> bool:
        """Whether the version is frozen."""
        return self.state == VersionState.PUBLISHED


class Part(models.Model):
    """What every part of a version has: a code and its place."""

    code = models.CharField(_("code"), max_length=50)
    position = models.PositiveIntegerField(_("position"), default=0)

    class Meta:
        abstract = True
        ordering = ["position"]

    def __str__(self) -> str:
        return self.code


class Dimension(Part):
    """A level, area or technology of a version."""

    version = models.ForeignKey(InstrumentVersion, models.CASCADE, related_name="dimensions")
    kind = models.CharField(_("kind"), max_length=20, choices=DimensionKind.choices)
    text = models.CharField(_("name"), max_length=300)
    help = models.TextField(_("help"), blank=True)

    class Meta(Part.Meta):
        verbose_name = _("dimension")
        verbose_name_plural = _("dimensions")


class Scale(Part):
    """A named list of answers."""

    version = models.ForeignKey(InstrumentVersion, models.CASCADE, related_name="scales")

    class Meta(Part.Meta):
        verbose_name = _("answer scale")
        verbose_name_plural = _("answer scales")


class Point(models.Model):
    """One answer of a scale."""

    scale = models.ForeignKey(Scale, models.CASCADE, related_name="points")
    position = models.PositiveIntegerField(_("position"), default=0)
    value = models.CharField(_("value"), max_length=50)
    text = models.CharField(_("text"), max_length=500)
    help = models.TextField(_("help"), blank=True)

    class Meta:
        verbose_name = _("answer")
        verbose_name_plural = _("answers")
        ordering = ["position"]

    def __str__(self) -> str:
        return self.value


class Section(Part):
    """A part of the instrument with its own respondents."""

    version = models.ForeignKey(InstrumentVersion, models.CASCADE, related_name="sections")
    title = models.CharField(_("title"), max_length=500)
    intro = models.TextField(_("introduction"), blank=True)
    source = models.CharField(_("what it collects"), max_length=20, choices=labels.SOURCES)
    personal = models.BooleanField(_("answered by each person alone"), default=False)
    optional = models.BooleanField(_("optional"), default=False)

    class Meta(Part.Meta):
        verbose_name = _("section")
        verbose_name_plural = _("sections")


class Chapter(Part):
    """Tables under one heading."""

    section = models.ForeignKey(Section, models.CASCADE, related_name="chapters")
    title = models.CharField(_("title"), max_length=500)
    intro = models.TextField(_("introduction"), blank=True)

    class Meta(Part.Meta):
        verbose_name = _("chapter")
        verbose_name_plural = _("chapters")


class Table(Part):
    """Items asked on one page."""

    chapter = models.ForeignKey(Chapter, models.CASCADE, related_name="tables")
    title = models.CharField(_("title"), max_length=500)
    lead = models.TextField(_("lead-in"), blank=True)
    help = models.TextField(_("help"), blank=True)
    repeating = models.BooleanField(_("answered once for each entry"), default=False)

    class Meta(Part.Meta):
        verbose_name = _("table")
        verbose_name_plural = _("tables")


class Column(Part):
    """A column of a table."""

    table = models.ForeignKey(Table, models.CASCADE, related_name="columns")
    text = models.CharField(_("text"), max_length=500)

    class Meta(Part.Meta):
        verbose_name = _("column")
        verbose_name_plural = _("columns")


class Row(Part):
    """A row of a table with columns."""

    table = models.ForeignKey(Table, models.CASCADE, related_name="rows")
    text = models.CharField(_("text"), max_length=1000)

    class Meta(Part.Meta):
        verbose_name = _("row")
        verbose_name_plural = _("rows")


class Item(Part):
    """One question: in a table, or (without a table) in the respondent's profile of a version."""

    version = models.ForeignKey(InstrumentVersion, models.CASCADE, related_name="profile", null=True, blank=True)
    table = models.ForeignKey(Table, models.CASCADE, related_name="items", null=True, blank=True)
    type = models.CharField(_("type"), max_length=20, choices=labels.ITEM_TYPES)
    text = models.TextField(_("text"))
    help = models.TextField(_("help"), blank=True)
    parent = models.CharField(_("asked when this item is Yes"), max_length=50, blank=True)
    row = models.CharField(_("row"), max_length=50, blank=True)
    column = models.CharField(_("column"), max_length=50, blank=True)
    tier = models.CharField(_("speaks about"), max_length=20, choices=labels.TIERS)
    area = models.CharField(_("area"), max_length=50, blank=True)
    levels = ArrayField(models.CharField(max_length=50), verbose_name=_("levels"), default=list, blank=True)
    technologies = ArrayField(models.CharField(max_length=50), verbose_name=_("technologies"), default=list, blank=True)
    reverse = models.BooleanField(_("Yes is unfavourable"), default=False)
    scored = models.CharField(_("scored"), max_length=20, choices=labels.SCORED)
    scale = models.CharField(_("answer scale"), max_length=50, blank=True)
    minimum = models.FloatField(_("minimum"), null=True, blank=True)
    maximum = models.FloatField(_("maximum"), null=True, blank=True)
    open_ended = models.BooleanField(_("may go on"), default=False)
    required = models.BooleanField(_("required"), default=False)
    personal = models.BooleanField(_("tells who the respondent is"), default=False)
    replaces = models.CharField(_("replaces"), max_length=50, blank=True)
    note = models.TextField(_("note"), blank=True)

    class Meta(Part.Meta):
        verbose_name = _("item")
        verbose_name_plural = _("items")
        constraints = [
            models.CheckConstraint(
                condition=Q(version__isnull=True, table__isnull=False) | Q(version__isnull=False, table__isnull=True),
                name="item_in_table_or_profile",
            ),
        ]


class Relation(Part):
    """Answers to several items that must fit together."""

    version = models.ForeignKey(InstrumentVersion, models.CASCADE, related_name="relations")
    kind = models.CharField(_("kind"), max_length=20, choices=labels.RELATIONS)
    items = ArrayField(models.CharField(max_length=50), verbose_name=_("items"))
    text = models.TextField(_("why they must fit"))
    tolerance = models.FloatField(_("points that may be off"), null=True, blank=True)

    class Meta(Part.Meta):
        verbose_name = _("relation between items")
        verbose_name_plural = _("relations between items")
