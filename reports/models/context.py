"""External series that stand beside the results: never mixed into the scores."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class ContextSeries(models.Model):
    """An indicator of somebody else's. `item`: the code of the instrument's item that asks for it; empty without.

    `is_rank`: a place among countries, the smaller the better.
    """

    code = models.SlugField(_("code"), max_length=100, unique=True)
    title = models.CharField(_("title"), max_length=300)
    source = models.CharField(_("source"), max_length=500)
    unit = models.CharField(_("unit of measurement"), max_length=100, blank=True)
    item = models.CharField(_("item"), max_length=50, blank=True)
    is_rank = models.BooleanField(_("a rank"), default=False)
    position = models.PositiveIntegerField(_("position"), default=0)

    class Meta:
        verbose_name = _("context series")
        verbose_name_plural = _("context series")
        ordering = ["position"]

    def __str__(self) -> str:
        return self.title or self.code


class ContextValue(models.Model):
    """A value for a country and a year. `edition`: of the publication it was taken from."""

    series = models.ForeignKey(ContextSeries, models.CASCADE, related_name="values")
    country = models.CharField(_("country"), max_length=2)
    year = models.PositiveSmallIntegerField(_("year"))
    edition = models.CharField(_("edition"), max_length=200)
    value = models.FloatField(_("value"))
    place = models.CharField(_("place in the source"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("context value")
        verbose_name_plural = _("context values")
        ordering = ["year"]
        constraints = [models.UniqueConstraint(fields=["series", "country", "year"], name="context_value_unique")]

    def __str__(self) -> str:
        return f"{self.series_id} {self.country} {self.year}"
