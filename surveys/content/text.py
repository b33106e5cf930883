"""Words in several languages. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

LANGUAGES = ("kk", "ru", "en")

Text = Mapping[str, str]
"""The same words by language code (`kk`, `ru`, `en`); empty where the text is optional and absent."""


def in_language(text: Text, language: str) -> str:
    """The words in a language; in any other that has them where this one lacks them; empty where there are none."""
    return text.get(language) or next((words for words in text.values() if words), "")


def missing_languages(text: Text, languages: Iterable[str] = LANGUAGES) -> list[str]:
    """The languages in which there are no words."""
    return [language for language in languages if not text.get(language, "").strip()]
