"""Texts by language in columns: django-modeltranslation keeps one for each language."""

from __future__ import annotations

from django.db.models import Model
from modeltranslation.translator import translator

from surveys.content import LANGUAGES, Text


def fields_of(model: type[Model]) -> list[str]:
    """The fields of a model that hold texts, in its own order; none where it has no texts."""
    if model not in translator.get_registered_models(abstract=False):
        return []
    named = translator.get_options_for_model(model).get_field_names()
    return [field.name for field in model._meta.concrete_fields if field.name in named]


def columns_of(field: str, text: Text) -> dict[str, str]:
    """A text as the columns of a field; empty where a language is missing."""
    return {f"{field}_{language}": text.get(language, "") for language in LANGUAGES}


def text_of(row: Model, field: str) -> Text:
    """The words that the columns of a field hold, by language; those that are empty left out."""
    words = {language: getattr(row, f"{field}_{language}") for language in LANGUAGES}
    return {language: word for language, word in words.items() if word}
