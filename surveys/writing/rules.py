"""What is wrong with how a text is written. Pure.

Each rule is a small function from words to what it found; what the words mean is left to people.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from surveys.writing.vocabulary import Vocabulary

_PLACE = r"%\((\w+)\)[a-z]|(?<!\{)\{(\w*)\}|%(?=[sd])"
_NOT_WORDS = rf"{_PLACE}|<[^>]*>|https?://\S+|\S+@\S+|--\w+|\[\[.*?\]\]|`[^`]*`"
_LATIN, _CYRILLIC = "A-Za-z", "\u0400-\u04ff"
_MIXED = re.compile(rf"\w*(?:[{_LATIN}][{_CYRILLIC}]|[{_CYRILLIC}][{_LATIN}])\w*")
# Small letters that look the same in both alphabets, alone between spaces; large ones are codes.
_LONE = {"kk": re.compile(r"(?<=[\w,;] )[aceopxyi](?= [\w«])"), "en": re.compile(r"(?<=[\w,;] )[асеорхуі](?= \w)")}
_LONE["ru"] = _LONE["kk"]
_SPACES = re.compile(
    r"[ \u00a0]{2,}|^[ \u00a0]|[ \u00a0]$|[ \u00a0][,.;!?»”)](?!\w)|[«“(] |\t|[\u200b-\u200f\ufeff]"
    r"|(?<!\w)\u00ad|\u00ad(?!\w)",  # a soft hyphen is one inside a word only
    re.MULTILINE,
)
_CROWDED = re.compile(rf"[{_LATIN}{_CYRILLIC}]{{2}}[,;!?][{_LATIN}{_CYRILLIC}]{{2}}")
_QUOTES = {"kk": re.compile('[“”„‟"]'), "en": re.compile("[«»„‟\"]|(?<=[a-z])'(?=[a-z])")}
_QUOTES["ru"] = _QUOTES["kk"]
_PAIRS = {"kk": ("«", "»"), "ru": ("«", "»"), "en": ("“", "”")}
# A hyphen before a space stands for the rest of a word that comes later: 4- және 5-қосымша.
_DASHES = re.compile(r"—|―| -+ |(?<=\w)- (?!(?:және|не|немесе|мен|пен|бен|и|или|and|or)\b)| -(?=[^\W\d])")
_KAZAKH = set("ӘҒҚҢӨҰҮҺІәғқңөұүһі")
_KAZAKH_WORD = re.compile(r"\b(?![A-ZА-ЯЁӘҒҚҢӨҰҮҺІ])\w*[әғқңөұүһі]\w*")  # names keep their letters in Russian
_LONG = 40  # letters; a shorter Kazakh text may have none of the letters that are its own
_ENDS = ".?!:…;"
_SHORTENED = re.compile(r"\b(?:т\. ?[бдп]|др|пр|обл|қ|г|ж|etc|e\.g)\.$")
_LABEL = 2  # words


class FaultKind(StrEnum):
    """What can be wrong."""

    MISSING = "missing"
    ALPHABET = "alphabet"  # letters of two alphabets in a word, or of another language
    SPACES = "spaces"
    QUOTES = "quotes"
    DASH = "dash"
    END = "end"  # another sign at the end than the English text has
    PLACES = "places"  # a named place is lost or made up
    TERM = "term"


@dataclass(frozen=True)
class Fault:
    """A fault of a text; `found`: the words that show it, or what is missing."""

    kind: FaultKind
    found: str


def places_of(words: str) -> set[str]:
    """The named places of a text: what a program puts values into."""
    return {match[0] for match in re.finditer(_PLACE, words)}


def find_faults(words: str, language: str, original: str = "", vocabulary: Vocabulary | None = None) -> list[Fault]:
    """The faults of a text in `language` (kk, ru, en).

    `original`: the English text that it says again; empty for one that stands alone, or is the English text itself.
    """
    if not words.strip():
        return [Fault(FaultKind.MISSING, language)] if original.strip() else []
    bare = re.sub(_NOT_WORDS, "0", words)
    plain = re.sub(_NOT_WORDS, "0", original)
    letters = set(re.findall(r"\b[a-z]\b", plain))  # of formulas: the p of a test stays p
    faults = [
        Fault(kind, found)
        for kind, rule in _RULES
        if not (kind == FaultKind.SPACES and any(_spaces(plain, "en")))  # its own fault, or meant so
        for found in rule(bare, language)
        if found not in letters
    ]
    if original and language != "en":
        faults += [Fault(FaultKind.END, found) for found in _other_end(words, original)]
        faults += [Fault(FaultKind.PLACES, found) for found in sorted(places_of(words) ^ places_of(original))]
    if vocabulary:
        faults += [Fault(FaultKind.TERM, found) for found in _terms(bare, language, plain, vocabulary)]
    return faults


def _alphabets(words: str, language: str) -> Iterator[str]:
    yield from _MIXED.findall(words)
    yield from _LONE[language].findall(words)
    if language == "ru":
        yield from _KAZAKH_WORD.findall(words)
    is_long = sum(map(str.isalpha, words)) > _LONG
    if language == "kk" and is_long and not set(words) & _KAZAKH:
        yield words[:_LONG]
    if language == "en" and is_long and len(re.findall(f"[{_CYRILLIC}]", words)) * 2 > len(words):
        yield words[:_LONG]


def _spaces(words: str, _language: str) -> Iterator[str]:
    for rule in (_SPACES, _CROWDED):
        yield from (_around(words, found) for found in rule.finditer(words))


def _quotes(words: str, language: str) -> Iterator[str]:
    yield from (_around(words, found) for found in _QUOTES[language].finditer(words))
    opening, closing = _PAIRS[language]
    if words.count(opening) != words.count(closing):
        yield opening + closing


def _dashes(words: str, _language: str) -> Iterator[str]:
    yield from (_around(words, found) for found in _DASHES.finditer(words))


_RULES: tuple[tuple[FaultKind, Callable[[str, str], Iterator[str]]], ...] = (
    (FaultKind.ALPHABET, _alphabets),
    (FaultKind.SPACES, _spaces),
    (FaultKind.QUOTES, _quotes),
    (FaultKind.DASH, _dashes),
)


def _other_end(words: str, original: str) -> Iterator[str]:
    """The sign that the translation lacks or has too much.

    Nothing where a value comes last, nor of labels of a word or two; a colon may lead to what a page puts behind.
    """
    if any(re.search(rf"(?:{_PLACE})\W*$", text) for text in (words, original)) or len(words.split()) <= _LABEL:
        return
    own, wanted = _end(words), _end(original)
    if own != wanted and (own, wanted) != (":", "") and not (_SHORTENED.search(_bare_end(words)) and wanted in ".;"):
        yield f"{original.rstrip()[-12:]} → {words.rstrip()[-12:]}"


def _end(words: str) -> str:
    last = _bare_end(words)[-1:]
    return last if last and last in _ENDS else ""


def _bare_end(words: str) -> str:
    """The text without what may stand behind its last sign."""
    return re.sub(r"(?:<[^>]*>|[\s»”’)\]*])+$", "", words)


def _terms(words: str, language: str, original: str, vocabulary: Vocabulary) -> Iterator[str]:
    for unwanted in vocabulary.unwanted.get(language, ()):
        yield from (f"{found[0]} → {unwanted.instead}" for found in unwanted.pattern.finditer(words))
    if language == "en":
        return
    for term in vocabulary.terms:
        found = term.english.search(original)
        if found and not term.is_kept(words, language):
            yield f"{found[0]} → {', '.join(term.stems[language])}"


def _around(words: str, found: re.Match[str]) -> str:
    """What was found, with the words beside it: a lone space shows nothing."""
    start = max(words.rfind(" ", 0, max(found.start() - 1, 0)) + 1, found.start() - 15)
    end = words.find(" ", found.end() + 1)
    return words[start : min(end if end >= 0 else len(words), found.end() + 15)]
