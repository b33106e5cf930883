"""Context series: a line through the years, a table where there is one year; edition and source beside each value."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from reports.charts import Caption, Chart, Table, Terms, YearValue, draw_series
from reports.models import ContextSeries, ContextValue
from reports.number_format import NOTHING

PLACES = 5  # decimals of an index, at most


@dataclass(frozen=True)
class Beside:
    """The series of a country: `charts` of those with several years; `single`: a table of those with only one."""

    charts: tuple[Chart, ...]
    single: Table | None


def series_beside(country: str, terms: Terms, prefix: str = "context") -> Beside:
    """The series of a country, in the order of the files. One query. `prefix`: of the keys of charts."""
    values: dict[int, list[ContextValue]] = {}
    for value in ContextValue.objects.filter(country=country).select_related("series").order_by("series__position"):
        values.setdefault(value.series_id, []).append(value)
    charts = tuple(
        _figure(own[0].series, sorted(own, key=lambda one: one.year), terms, prefix)
        for own in values.values()
        if len(own) > 1
    )
    alone = [own[0] for own in values.values() if len(own) == 1]
    return Beside(charts, _single(alone, terms) if alone else None)


def _single(values: Sequence[ContextValue], terms: Terms) -> Table:
    """One row for each series: a line through a single year would show nothing."""
    header = (_("Indicator"), _("Value"), _("Unit of measurement"), _("Year"), _("Edition"), _("Source"), _("Read in"))
    rows = (
        (
            one.series.title,
            _written(one, terms),
            one.series.unit or NOTHING,
            str(one.year),
            one.edition,
            one.series.source,
            one.place or NOTHING,
        )
        for one in values
    )
    return Table(header, tuple(rows))


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
    """The first and the last year with the best and the worst between them; then the source."""
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
    }
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
