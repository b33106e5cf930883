"""The words of the glossary that a check can look for. Pure.

The glossary is a document for people; two of its tables are also read here, told by the names of their columns:

- `English | Қазақша | Русский` below the heading "Words that are looked for": where the English text has the word, the
  translation must have one of the stems;
- `language | not | but` below "Words not to write".

A stem stands for all words that begin with it; with `*` at its beginning also for those that hold it further on, with
`$` at its end for this very word.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

_LOOKED_FOR = "Words that are looked for"
_UNWANTED = "Words not to write"
_COLUMNS = ("en", "kk", "ru")


@dataclass(frozen=True)
class Term:
    """A word of English texts, and by language what a translation says for it; `stems` are as they are written."""

    english: re.Pattern[str]
    stems: Mapping[str, tuple[str, ...]]

    def is_kept(self, words: str, language: str) -> bool:
        """Whether a translation has the word."""
        return any(_pattern(stem).search(words) for stem in self.stems[language])


@dataclass(frozen=True)
class Unwanted:
    """Words that a language does not use, and those that it does."""

    pattern: re.Pattern[str]
    instead: str


@dataclass(frozen=True)
class Vocabulary:
    """What a check knows of the glossary."""

    terms: tuple[Term, ...] = ()
    unwanted: Mapping[str, tuple[Unwanted, ...]] = field(default_factory=dict)


def read_vocabulary(glossary: str) -> Vocabulary:
    """The two tables of a glossary; nothing where they are missing."""
    terms = []
    for cells in _rows(glossary, _LOOKED_FOR):
        english = "|".join(_source(stem) for stem in _stems(cells[0]))
        stems = {language: _stems(cell) for language, cell in zip(_COLUMNS[1:], cells[1:3], strict=True)}
        terms.append(Term(re.compile(english, re.IGNORECASE), stems))
    unwanted: dict[str, tuple[Unwanted, ...]] = {}
    for language, words, instead, *_note in _rows(glossary, _UNWANTED):
        found = tuple(Unwanted(_pattern(stem), instead) for stem in _stems(words))
        unwanted[language] = unwanted.get(language, ()) + found
    return Vocabulary(tuple(terms), unwanted)


def _rows(glossary: str, heading: str) -> Iterator[list[str]]:
    """The cells of the first table below a heading, without its head."""
    _before, _heading, below = glossary.partition(f"## {heading}\n")
    lines = [line for line in below.split("\n## ", 1)[0].splitlines() if line.startswith("|")]
    for line in lines[2:]:
        yield [cell.strip() for cell in line.strip().strip("|").split("|")]


def _stems(cell: str) -> tuple[str, ...]:
    return tuple(stem.strip() for stem in cell.split(",") if stem.strip())


def _pattern(stem: str) -> re.Pattern[str]:
    return re.compile(_source(stem), re.IGNORECASE)


def _source(stem: str) -> str:
    word = re.escape(stem.removeprefix("*").removesuffix("$"))
    return ("" if stem.startswith("*") else r"\b") + word + (r"\b" if stem.endswith("$") else "")
