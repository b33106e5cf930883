"""Context series as charts: a line through the years, with edition and source beside each value."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext as _

from reports.charts import Caption, Chart, Table, Terms, YearValue, draw_series
from reports.models import ContextSeries, ContextValue

PLACES = 5  # decimals of an index, at most


def series_figures(country: str, terms: Terms, prefix: str = "context", least: int = 1) -> list[Chart]:
    """A chart for each series of a country, in the order of the files. One query.

    `least`: of how many years a series must have values.
    """
    values: dict[int, list[ContextValue]] = {}
    for value in ContextValue.objects.filter(country=country).select_related("series").order_by("series__position"):
        values.setdefault(value.series_id, []).append(value)
    return [
        _figure(own[0].series, sorted(own, key=lambda one: one.year), terms, prefix)
        for own in values.values()
        if len(own) >= least
    ]


def _figure(series: ContextSeries, values: Sequence[ContextValue], terms: Terms, prefix: str) -> Chart:
    rows = [YearValue(one.year, one.value, _written(one, terms)) for one in values]
    header = (_("Year"), series.unit, _("Edition"), _("Source"), _("Read in"))
    table = Table(
        header,
        tuple(
            (str(one.year), row.shown, one.edition, series.source, one.place)
            for one, row in zip(values, rows, strict=True)
        ),
    )
    key = f"{prefix}-{series.code}".replace("_", "-")
    caption = Caption(key, series.title, _sentence(series, rows))
    return draw_series(terms, caption, rows, table, series.is_rank)


def _written(value: ContextValue, terms: Terms) -> str:
    """With the decimals that it has in the source."""
    _whole, _point, decimals = f"{value.value:.{PLACES}f}".rstrip("0").partition(".")
    return terms.numbers.plain(value.value, len(decimals))


def _sentence(series: ContextSeries, rows: Sequence[YearValue]) -> str:
    """The first and the last year with the best and the worst between them, or the only one; then the source."""
    first, last = rows[0], rows[-1]
    lowest, highest = min(rows, key=lambda row: row.value), max(rows, key=lambda row: row.value)
    values = {
        "first": first.shown,
        "first_year": first.year,
        "last": last.shown,
        "last_year": last.year,
        "low": lowest.shown,
        "low_year": lowest.year,
        "high": highest.shown,
        "high_year": highest.year,
        "source": series.source,
        "unit": series.unit,
    }
    if len(rows) == 1 and series.unit:
        return _("%(last_year)s: %(last)s (%(unit)s). Source: %(source)s.") % values
    if len(rows) == 1:
        return _("%(last_year)s: %(last)s. Source: %(source)s.") % values
    if series.is_rank:
        sentence = _(
            "%(first_year)s: rank %(first)s; %(last_year)s: rank %(last)s. The best rank was %(low)s (%(low_year)s), "
            "the worst %(high)s (%(high_year)s). Source: %(source)s."
        )
        return sentence % values
    sentence = _(
        "%(first_year)s: %(first)s; %(last_year)s: %(last)s. The highest value was %(high)s (%(high_year)s), the "
        "lowest %(low)s (%(low_year)s). Source: %(source)s."
    )
    return sentence % values
