"""Twenty texts in three columns: what a page shows of them, and what a browser sends back."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from surveys.content import LANGUAGES
from surveys.labels import language_names
from surveys.side_by_side.reviewing import FAULTS, Reviewed, Standing
from surveys.side_by_side.texts import Changes, changes_to, refusals, tidy

PAGE = 20
FAULTY = "faulty"
SHOWN = [("", gettext_lazy("all")), *Standing.choices, (FAULTY, gettext_lazy("with problems of writing"))]


@dataclass
class Cell:
    """The words of a text in one language, as they are shown or were typed. `before`: when it was reviewed."""

    language: str
    words: str
    limit: int | None
    before: str | None = None
    faults: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)


@dataclass
class Line:
    """One row of the page."""

    number: int
    reviewed: Reviewed
    cells: list[Cell]
    is_marked: bool
    errors: list[str] = field(default_factory=list)

    @property
    def is_refused(self) -> bool:
        """Whether anything of it cannot be kept."""
        return bool(self.errors or any(cell.errors for cell in self.cells))

    @property
    def changes(self) -> dict[str, str]:
        """The words that were typed anew, by language."""
        return changes_to(self.reviewed.text, {cell.language: cell.words for cell in self.cells})


@dataclass(frozen=True)
class Posted:
    """What a browser sent. `marks` (by place): those that are other than before, or stand on changed words."""

    lines: list[Line]
    changes: Changes
    marks: dict[str, bool]

    @property
    def is_refused(self) -> bool:
        """Whether any of it cannot be kept: then nothing is."""
        return any(line.is_refused for line in self.lines)

    @property
    def said(self) -> str:
        """What was kept, in a sentence."""
        numbers = {"texts": len(self.changes), "marks": sum(self.marks.values())}
        return _("Texts changed: %(texts)d. Marked as reviewed: %(marks)d.") % numbers


def read_posted(texts: list[Reviewed], posted: QueryDict) -> Posted:
    """The lines that a browser sends, with what was typed and why it cannot be kept."""
    by_place = {one.text.place: one for one in texts}
    lines = []
    for number in range(PAGE):
        one = by_place.get(posted.get(f"place-{number}", ""))
        if one is None:
            continue
        line = _line(number, one)
        line.is_marked = f"reviewed-{number}" in posted
        for cell in line.cells:
            cell.words = tidy(posted.get(f"{cell.language}-{number}", cell.words))
        _refuse(line, posted.get(f"seen-{number}", ""))
        lines.append(line)
    changes = [(line.reviewed.text, words) for line in lines if (words := line.changes)]
    return Posted(lines, changes, _marks(lines))


def show(texts: list[Reviewed], asked: QueryDict, refused: Posted | None = None) -> dict[str, Any]:
    """What the templates of `side_by_side/` need: a page of the texts that are asked for, or what was refused."""
    page = Paginator(_filtered(texts, asked), PAGE).get_page(asked.get("page"))
    standings = [one.standing for one in texts]
    return {
        "lines": refused.lines if refused else [_line(number, one) for number, one in enumerate(page)],
        "page": page,
        "numbers": [(standing.label, standings.count(standing)) for standing in Standing],
        "shown": SHOWN,
        "show": asked.get("show", ""),
        "words": asked.get("q", ""),
        "query": urlencode({name: asked.get(name, "") for name in ("show", "q")}),
        "is_refused": refused is not None,
        "languages": [(code, language_names()[code]) for code in LANGUAGES],
    }


def _filtered(texts: list[Reviewed], asked: QueryDict) -> list[Reviewed]:
    show, words = asked.get("show", ""), asked.get("q", "").strip().casefold()
    if show == FAULTY:
        texts = [one for one in texts if one.faults]
    elif show in Standing.values:
        texts = [one for one in texts if one.standing == show]
    return [one for one in texts if words in _searched(one)] if words else texts


def _searched(one: Reviewed) -> str:
    return "\n".join([one.text.place, one.text.label, *one.text.text.values()]).casefold()


def _line(number: int, one: Reviewed) -> Line:
    faults = one.faults
    cells = [
        Cell(
            language,
            one.text.text.get(language, ""),
            one.text.limit,
            one.review.text.get(language, "") if one.review and language in one.changed else None,
            [f"{FAULTS[fault.kind]}: {fault.found}" for fault in faults.get(language, ())],
        )
        for language in LANGUAGES
    ]
    return Line(number, one, cells, one.standing == Standing.REVIEWED)


def _refuse(line: Line, seen: str) -> None:
    if seen != line.reviewed.seen:
        line.errors.append(_("Somebody else changed this text meanwhile. What you typed is kept here: look again."))
    for language, sentence in refusals(line.reviewed.text, line.changes):
        line.cells[LANGUAGES.index(language)].errors.append(sentence)


def _marks(lines: list[Line]) -> dict[str, bool]:
    return {
        line.reviewed.text.place: line.is_marked
        for line in lines
        if line.is_marked != (line.reviewed.standing == Standing.REVIEWED) or (line.is_marked and line.changes)
    }
