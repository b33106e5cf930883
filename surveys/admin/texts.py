"""Texts in every language on one form: a tab for each language, without anything from another server."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.conf import settings
from django.db import models

if TYPE_CHECKING:
    from django.contrib.admin import ModelAdmin as Base
else:
    Base = object


class TextForm(forms.ModelForm):
    """Fields say in which language they are. Line breaks, of which a browser sends two characters, are kept as one."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        for name, field in self.fields.items():
            if (language := name.rpartition("_")[2]) in settings.LANGUAGE_NAMES:
                field.widget.attrs["lang"] = language

    def clean(self) -> dict[str, Any]:
        """Every text with plain line breaks."""
        cleaned = super().clean() or self.cleaned_data
        return {name: v.replace("\r\n", "\n") if isinstance(v, str) else v for name, v in cleaned.items()}


class LanguageTabs(Base):
    """For an admin of texts in several languages: one language is shown at a time, or all of them.

    Comes before modeltranslation's admin class, whose own tabs need a library from another server.
    """

    change_form_template = "admin/surveys/text_form.html"
    form = TextForm
    formfield_overrides = {models.TextField: {"widget": forms.Textarea(attrs={"rows": 3, "class": "vLargeTextField"})}}

    class Media:
        css = {"all": ["surveys/admin/admin.css"]}
        js = ["surveys/admin/language_tabs.js"]
