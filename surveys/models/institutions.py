"""The register of institutions and the regions they belong to."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Region(models.Model):
    """A part of a country, by its own code (ISO 3166-2 where there is one)."""

    country = models.CharField(_("country"), max_length=2)
    code = models.CharField(_("code"), max_length=50, unique=True)
    name = models.CharField(_("name"), max_length=300)

    class Meta:
        verbose_name = _("region")
        verbose_name_plural = _("regions")
        ordering = ["country", "code"]

    def __str__(self) -> str:
        return self.name or self.code


class Institution(models.Model):
    """A body whose own practice is measured. `level` is its place in the state: central, regional, local."""

    code = models.CharField(_("code"), max_length=50, unique=True)
    name = models.CharField(_("name"), max_length=300)
    kind = models.CharField(_("kind"), max_length=100, blank=True)
    level = models.CharField(_("administrative level"), max_length=100, blank=True)
    country = models.CharField(_("country"), max_length=2)
    region = models.ForeignKey(Region, models.PROTECT, null=True, blank=True, verbose_name=_("region"))
    url = models.URLField(_("site"), max_length=500, blank=True)

    class Meta:
        verbose_name = _("institution")
        verbose_name_plural = _("institutions")
        ordering = ["code"]

    def __str__(self) -> str:
        return self.name or self.code
