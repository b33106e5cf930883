"""The register of institutions and regions."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db import models
from django.http import HttpRequest
from modeltranslation.admin import TranslationAdmin

from surveys.admin.alphabetical import ByAlphabet
from surveys.admin.countries import CountryForm
from surveys.admin.pages import LooksUp
from surveys.admin.register_import import RegisterImport
from surveys.admin.texts import LanguageTabs
from surveys.models import Institution, Region
from surveys.ordering import by_name


@admin.register(Region)
class RegionAdmin(ByAlphabet, LanguageTabs, TranslationAdmin):
    """Regions of a country."""

    form = CountryForm
    list_display = ("code", "name", "country")
    list_filter = ("country",)
    search_fields = ("code", "name_kk", "name_ru", "name_en")
    fields = ("code", "country", "name")
    actions = None

    def get_ordering(self, request: HttpRequest) -> tuple[Any, ...]:
        """By name, in the language of the reader."""
        return by_name()


@admin.register(Institution)
class InstitutionAdmin(ByAlphabet, LooksUp, RegisterImport, LanguageTabs, TranslationAdmin):
    """Institutions whose practice is measured."""

    form = CountryForm
    list_display = ("code", "name", "kind", "level", "region")
    list_filter = ("kind", "level", ("region", admin.RelatedOnlyFieldListFilter))
    list_select_related = ("region",)
    search_fields = ("code", "name_kk", "name_ru", "name_en", "url")
    autocomplete_fields = ("region",)
    fields = ("code", "name", "kind", "level", "country", "region", "url")
    formfield_overrides = {**LanguageTabs.formfield_overrides, models.URLField: {"assume_scheme": "https"}}
    actions = None

    def get_ordering(self, request: HttpRequest) -> tuple[Any, ...]:
        """By name, in the language of the reader."""
        return by_name()

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """An institution about which somebody answered stays; its page would list every answer that is in the way."""
        return super().has_delete_permission(request, obj) and not (obj and obj.responses.exists())
