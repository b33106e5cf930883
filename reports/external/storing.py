"""Series of files into the database: those of their codes are made anew, others stay."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import transaction

from reports.external.content import Series
from reports.models import ContextSeries, ContextValue
from surveys.texts import columns_of


@transaction.atomic
def store_series(series: Iterable[Series]) -> None:
    """Write series with their values; written twice they are the same."""
    for position, one in enumerate(series):
        stored, _made = ContextSeries.objects.update_or_create(
            code=one.code,
            defaults={
                **columns_of("title", one.title),
                **columns_of("source", one.source),
                **columns_of("unit", one.unit),
                "is_rank": one.is_rank,
                "item": one.item,
                "position": position,
            },
        )
        years = [value.year for value in one.values]
        stored.values.filter(country=one.country).exclude(year__in=years).delete()
        ContextValue.objects.bulk_create(
            (
                ContextValue(
                    series=stored,
                    country=one.country,
                    year=value.year,
                    edition=value.edition,
                    value=value.value,
                    place=value.place,
                )
                for value in one.values
            ),
            update_conflicts=True,
            unique_fields=["series", "country", "year"],
            update_fields=["edition", "value", "place"],
        )
