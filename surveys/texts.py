"""Texts by language in columns: django-modeltranslation keeps one for each language."""

from __future__ import annotations

from django.db.models import Model

from surveys.content import LANGUAGES, Text


def columns_of(field: str, text: Text) -> dict[str, str]:
    """A text as the columns of a field; empty where a language is missing."""
    return {f"{field}_{language}": text.get(language, "") for language in LANGUAGES}


def text_of(row: Model, field: str) -> Text:
    """The words that the columns of a field hold, by language; those that are empty left out."""
    words = {language: getattr(row, f"{field}_{language}") for language in LANGUAGES}
    return {language: word for language, word in words.items() if word}
