"""The repository of recommendations, to read: its files are loaded by `load_recommendations`."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from reports.models import Recommendation


@admin.register(Recommendation)
class RecommendationAdmin(admin.ModelAdmin):
    """Recommendations are read here; the texts of all languages stand side by side in their file."""

    list_display = ("title", "instrument", "area", "effort", "horizon")
    list_filter = ("instrument", "area", "effort", "horizon")
    search_fields = ("code", "title_kk", "title_ru", "title_en")

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Nobody adds here."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Nobody changes here."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Nobody deletes here."""
        return False
