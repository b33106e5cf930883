"""The parts that stand on the page of the part above them: added, removed and put in order there."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib import admin
from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from modeltranslation.admin import TranslationTabularInline

from surveys.admin.part_forms import NewItemForm, PartFormSet
from surveys.admin.permissions import DraftsOnly
from surveys.admin.texts import TextForm
from surveys.models import Chapter, Column, Dimension, Item, Point, Relation, Row, Scale, Section, Table

if TYPE_CHECKING:
    from django.contrib.admin import TabularInline as Base
else:
    Base = object

CODES = ("code", "value")


class Parts(DraftsOnly, Base):
    """What all lists of parts have in common."""

    extra = 0
    form = TextForm
    formset = PartFormSet
    show_change_link = True
    formfield_overrides = {
        models.CharField: {"widget": forms.Textarea(attrs={"rows": 2, "cols": 40})},
        models.TextField: {"widget": forms.Textarea(attrs={"rows": 2, "cols": 40})},
        models.PositiveIntegerField: {"widget": forms.NumberInput(attrs={"class": "part-position"})},
    }

    def formfield_for_dbfield(self, db_field: models.Field, request: HttpRequest, **kwargs: Any) -> Any:
        """Codes are short and stand in one line; texts have room for a sentence."""
        if db_field.name in CODES:
            kwargs["widget"] = forms.TextInput(attrs={"size": 12})
        return super().formfield_for_dbfield(db_field, request, **kwargs)


class DimensionInline(Parts, TranslationTabularInline):
    """Levels, areas and technologies of a version."""

    model = Dimension
    fields = ("position", "kind", "code", "text", "help")


class ScaleInline(Parts, admin.TabularInline):
    """Answer scales of a version."""

    model = Scale
    fields = ("position", "code")


class ProfileInline(Parts, TranslationTabularInline):
    """Questions about the respondent."""

    model = Item
    form = NewItemForm
    fk_name = "version"
    verbose_name = _("question about the respondent")
    verbose_name_plural = _("questions about the respondent")
    fields = ("position", "code", "type", "text")


class SectionInline(Parts, TranslationTabularInline):
    """Sections of a version."""

    model = Section
    fields = ("position", "code", "source", "title")


class PointInline(Parts, TranslationTabularInline):
    """Answers of a scale."""

    model = Point
    fields = ("position", "value", "text", "help")


class ChapterInline(Parts, TranslationTabularInline):
    """Chapters of a section."""

    model = Chapter
    fields = ("position", "code", "title")


class TableInline(Parts, TranslationTabularInline):
    """Tables of a chapter."""

    model = Table
    fields = ("position", "code", "title")


class ColumnInline(Parts, TranslationTabularInline):
    """Columns of a table."""

    model = Column
    fields = ("position", "code", "text")


class RowInline(Parts, TranslationTabularInline):
    """Rows of a table."""

    model = Row
    fields = ("position", "code", "text")


class ItemInline(Parts, TranslationTabularInline):
    """Items of a table."""

    model = Item
    form = NewItemForm
    fields = ("position", "code", "type", "text")


class RelationInline(Parts, TranslationTabularInline):
    """Which answers must fit together."""

    model = Relation
    fields = ("position", "code", "kind", "items", "text", "tolerance")
