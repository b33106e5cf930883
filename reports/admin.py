"""The repository of recommendations, to read: it is written on its own pages and loaded by `load_recommendations`."""

from __future__ import annotations

from django.contrib import admin

from reports.models import ContextSeries, ContextValue, Recommendation
from surveys.admin.alphabetical import ByAlphabet
from surveys.admin.permissions import ReadOnly


@admin.register(Recommendation)
class RecommendationAdmin(ByAlphabet, ReadOnly, admin.ModelAdmin):
    """Recommendations are read here; they are written on the pages of the repository."""

    list_display = ("title", "instrument", "state", "edition", "area", "effort", "horizon")
    list_filter = ("instrument", "state", "area", "effort", "costs", "horizon")
    search_fields = ("code", "title_kk", "title_ru", "title_en")


class ContextValues(ReadOnly, admin.TabularInline):
    """The values of a series, each with its edition."""

    model = ContextValue
    extra = 0


@admin.register(ContextSeries)
class ContextSeriesAdmin(ByAlphabet, ReadOnly, admin.ModelAdmin):
    """Series of other bodies are read here; `load_context` brings them from files."""

    list_display = ("title", "source", "unit")
    search_fields = ("code", "title_kk", "title_ru", "title_en")
    inlines = (ContextValues,)
