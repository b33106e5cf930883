"""Texts as a table that translators take home: out, and in again with what they changed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from surveys.content import LANGUAGES
from surveys.side_by_side.texts import PlacedText, changes_to, refusals
from surveys.spreadsheets import Row, unprotect
from surveys.uploads import Change, Planned, Preview

CODE = "code"
HEADER = (CODE, *LANGUAGES)


def rows_of_texts(texts: Iterable[PlacedText]) -> list[tuple[str, ...]]:
    """A row for each text: its name, and its words in each language."""
    return [(text.place, *(text.text.get(language, "") for language in LANGUAGES)) for text in texts]


@dataclass
class TextFile:
    """What a file would change. `problems` name the cell: a file with any changes nothing."""

    preview: Preview = field(default_factory=Preview)
    changes: list[tuple[PlacedText, Mapping[str, str]]] = field(default_factory=list)


def read_file(rows: Iterable[Row], texts: Iterable[PlacedText]) -> TextFile:
    """The rows of a file against the texts that are stored. Texts that the file does not name stay as they are."""
    by_place = {text.place: text for text in texts}
    found, seen = TextFile(), set[str]()
    for number, cells in rows:
        place = cells[CODE].strip()
        cell = _cell(cells, CODE, number)
        if place not in by_place:
            found.preview.problems.append(
                _("%(cell)s: there is no text “%(code)s”.") % {"cell": cell, "code": place[:80]}
            )
        elif place in seen:
            found.preview.problems.append(_("%(cell)s: “%(code)s” is there twice.") % {"cell": cell, "code": place})
        else:
            _read_row(found, number, cells, by_place[place])
        seen.add(place)
    return found


def _read_row(found: TextFile, number: int, cells: Mapping[str, str], text: PlacedText) -> None:
    changes = changes_to(text, {language: _words(cells, language, text) for language in LANGUAGES if language in cells})
    if problems := list(_problems(number, cells, text, changes)):
        found.preview.problems += problems
    elif changes:
        found.changes.append((text, changes))
        shown = tuple(Change(language, text.text.get(language, ""), words) for language, words in changes.items())
        found.preview.changed.append(Planned(number, text.place, text.label, shown))
    else:
        found.preview.unchanged += 1


def _words(cells: Mapping[str, str], language: str, text: PlacedText) -> str:
    """Without the apostrophe that a CSV file has before what a program could take for a formula."""
    cell = cells[language]
    return cell if cell == text.text.get(language) else unprotect(cell)


def _problems(number: int, cells: Mapping[str, str], text: PlacedText, changes: Mapping[str, str]) -> Iterator[str]:
    for language, sentence in refusals(text, changes):
        yield f"{_cell(cells, language, number)} ({text.place}): {sentence}"


def _cell(cells: Mapping[str, str], column: str, number: int) -> str:
    """The name that spreadsheet programs give a cell: C12."""
    return f"{chr(ord('A') + list(cells).index(column))}{number}"
