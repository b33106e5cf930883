"""The repository of recommendations, to read: its files are loaded by `load_recommendations`."""

from __future__ import annotations

from django.contrib import admin

from reports.models import Recommendation
from surveys.admin.permissions import ReadOnly


@admin.register(Recommendation)
class RecommendationAdmin(ReadOnly, admin.ModelAdmin):
    """Recommendations are read here; the texts of all languages stand side by side in their file."""

    list_display = ("title", "instrument", "area", "effort", "horizon")
    list_filter = ("instrument", "area", "effort", "horizon")
    search_fields = ("code", "title_kk", "title_ru", "title_en")
