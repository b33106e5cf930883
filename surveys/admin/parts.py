"""The parts of a version, each on its own page, reached from the tree."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db.models import Model, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from modeltranslation.admin import TranslationAdmin

from surveys.admin import inlines
from surveys.admin.part_forms import ItemForm
from surveys.admin.permissions import DraftsOnly, version_of
from surveys.admin.texts import LanguageTabs
from surveys.admin.tree import anchor_of
from surveys.models import Chapter, InstrumentVersion, Item, Scale, Section, Table


class PartAdmin(DraftsOnly, LanguageTabs):
    """What the pages of all parts have in common. `way_up`: what to join so that the version is at hand."""

    change_form_template = "admin/surveys/part_form.html"
    way_up: tuple[str, ...] = ()

    def get_queryset(self, request: HttpRequest) -> QuerySet[Model]:
        """Parts with their version."""
        return super().get_queryset(request).select_related(*self.way_up)

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Parts are added on the page of the part above them."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Parts are removed on the page of the part above them."""
        return False

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        """Parts of all versions in one list would mean nothing."""
        return redirect("admin:surveys_instrumentversion_changelist")

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        """The page knows its version, for the way back."""
        part = context["original"]
        context["version"] = version_of(part)
        context["versions_name"] = InstrumentVersion._meta.verbose_name_plural
        context["tree_url"] = tree_url(part)
        return super().render_change_form(request, context, *args, **kwargs)

    def response_post_save_change(self, request: HttpRequest, obj: Model) -> HttpResponseRedirect:
        """After saving, back to the place in the tree."""
        return redirect(tree_url(obj))


def tree_url(part: Model) -> str:
    """Where a part stands in the tree of its version."""
    tree = reverse("admin:surveys_instrumentversion_tree", args=[version_of(part).pk])
    return f"{tree}#{anchor_of(part)}"


@admin.register(Section)
class SectionAdmin(PartAdmin, TranslationAdmin):
    """A section and its chapters."""

    way_up = ("version",)
    fields = ("code", "title", "intro", "source", "personal", "optional")
    inlines = (inlines.ChapterInline,)


@admin.register(Chapter)
class ChapterAdmin(PartAdmin, TranslationAdmin):
    """A chapter and its tables."""

    way_up = ("section__version",)
    fields = ("code", "title", "intro")
    inlines = (inlines.TableInline,)


@admin.register(Table)
class TableAdmin(PartAdmin, TranslationAdmin):
    """A table, its rows and columns, its items."""

    way_up = ("chapter__section__version",)
    fields = ("code", "title", "lead", "help", "repeating")
    inlines = (inlines.ItemInline, inlines.RowInline, inlines.ColumnInline)


@admin.register(Scale)
class ScaleAdmin(PartAdmin, admin.ModelAdmin):
    """A scale and its answers."""

    way_up = ("version",)
    fields = ("code",)
    inlines = (inlines.PointInline,)


@admin.register(Item)
class ItemAdmin(PartAdmin, TranslationAdmin):
    """One item, whole."""

    form = ItemForm
    way_up = ("version", "table__chapter__section__version")
    fieldsets = (
        (None, {"fields": ("code", "type", "text", "help")}),
        (_("When and how it is asked"), {"fields": ("parent", "row", "column", "required", "personal", "open_ended")}),
        (_("Answers"), {"fields": ("scale", "minimum", "maximum")}),
        (_("What it measures"), {"fields": ("scored", "tier", "area", "levels", "technologies", "reverse")}),
        (_("Origin"), {"fields": ("replaces", "note")}),
    )
