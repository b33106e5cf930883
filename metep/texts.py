"""Every text of the site, from its files and where asked for from the database: to check how it is written."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import polib
from django.conf import settings
from modeltranslation.translator import translator

from surveys.content import LANGUAGES
from surveys.texts import fields_of, text_of
from surveys.writing import Fault, FaultKind, Vocabulary, find_faults

SOURCE = "en"  # the language that the others say again
# What is cited or already published is not rewritten: titles of documents, and the words of a published instrument.
_CITED = ("sources",)
_PUBLISHED = "instruments"


@dataclass(frozen=True)
class Written:
    """A text in a language. `original`: the English one, empty where there is none or this is it."""

    place: str
    language: str
    words: str
    original: str = ""
    is_kept: bool = False


def faults_of(text: Written, words: Vocabulary) -> list[Fault]:
    """The faults of a text. Terms of one that is kept as it is are left: its next version will have them."""
    found = find_faults(text.words, text.language, text.original, words)
    return [fault for fault in found if not (text.is_kept and fault.kind == FaultKind.TERM)]


def texts_of_files() -> Iterator[Written]:
    """Interface, fixtures, and words that stand in templates and scripts themselves."""
    base = Path(settings.BASE_DIR)
    for path in sorted([*base.glob("locale*/*/LC_MESSAGES/*.po")]):
        yield from _of_catalogue(path, path.relative_to(base))
    for path in sorted(base.glob("fixtures/**/*.toml")):
        name = str(path.relative_to(base / "fixtures"))
        yield from _of_content(tomllib.loads(path.read_text("utf-8")), name, _PUBLISHED in name)
    for pattern in ("templates/**/*.*", "static/src/*.js"):
        for path in sorted(base.glob(pattern)):
            yield from _of_source(path.read_text("utf-8"), str(path.relative_to(base)))


def texts_of_database() -> Iterator[Written]:
    """What is stored in three languages: instruments, rounds, the register, recommendations, texts of reports."""
    for model in sorted(translator.get_registered_models(abstract=False), key=lambda model: str(model._meta)):
        fields = fields_of(model)
        for row in model._default_manager.order_by("pk").iterator(chunk_size=500):
            for name in fields:
                text = text_of(row, name)
                yield from _in_languages(dict(text), f"{model._meta.label} {row.pk} {name}")


def _of_catalogue(path: Path, place: Path) -> Iterator[Written]:
    language = place.parts[1]
    for entry in polib.pofile(str(path)):
        name = f"{place}: {entry.msgid[:60]}"
        if place.parts[0] == "locale":  # the English of Django is not ours
            yield Written(name, SOURCE, entry.msgid)
        if entry.msgid_plural:  # one form may leave the number out
            yield from (Written(name, language, words) for words in entry.msgstr_plural.values())
        else:
            yield Written(name, language, entry.msgstr, entry.msgid)


def _of_content(value: Any, place: str, is_kept: bool) -> Iterator[Written]:
    if isinstance(value, list):
        for member in value:
            yield from _of_content(member, place, is_kept)
    elif isinstance(value, dict) and value and set(value) <= set(LANGUAGES):
        for text in _texts(value):
            yield from _in_languages(text, place, is_kept)
    elif isinstance(value, dict):
        for name, member in value.items():
            inside = f"{place} {value.get('code', '')}".strip()
            yield from _of_content(member, f"{inside} {name}", is_kept or name in _CITED)


def _texts(value: dict[str, Any]) -> Iterator[dict[str, str]]:
    """A text, or the texts of several lines side by side."""
    if all(isinstance(words, str) for words in value.values()):
        yield value
    elif all(isinstance(words, list) for words in value.values()):
        longest = max(map(len, value.values()))
        for place in range(longest):
            yield {language: words[place] for language, words in value.items() if place < len(words)}


def _in_languages(text: dict[str, str], place: str, is_kept: bool = False) -> Iterator[Written]:
    if not any(text.values()):
        return
    for language in LANGUAGES:
        original = "" if language == SOURCE else text.get(SOURCE, "")
        yield Written(place, language, text.get(language, ""), original, is_kept)


def _of_source(source: str, place: str) -> Iterator[Written]:
    """Cyrillic words of a template or a script, each for itself: only their letters can be judged."""
    for words in re.findall(r"[\w-]*[\u0400-\u04ff][\w-]*", source):
        yield Written(place, "kk", words)
