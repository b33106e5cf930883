"""What versions and dimensions may be."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class DimensionKind(models.TextChoices):
    """What a dimension divides."""

    LEVEL = "level", _("level")
    AREA = "area", _("area")
    TECHNOLOGY = "technology", _("technology")


class VersionState(models.TextChoices):
    """Whether a version may still change."""

    DRAFT = "draft", _("draft")
    PUBLISHED = "published", _("published")
