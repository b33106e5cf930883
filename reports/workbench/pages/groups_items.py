"""Which items a page is about: all, those of a chapter, those of a table."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from django.http import QueryDict
from django.utils.translation import gettext as _

from reports.figures import UnitView
from reports.workbench.frame import Control
from surveys.content import Instrument, Item

ALL = "all"
LEVELS = "levels"
_CHAPTER, _TABLE = "chapter", "table"


@dataclass(frozen=True)
class ItemChoice:
    """The chosen items, in the order of the instrument. `is_levels`: levels were chosen instead of items."""

    value: str
    items: tuple[Item, ...]

    @property
    def is_levels(self) -> bool:
        """Whether the levels were chosen, not items."""
        return self.value == LEVELS


Takes = Callable[[Item], bool]


def choose_items(
    view: UnitView, options: QueryDict, takes: Takes, levels: bool = False
) -> tuple[ItemChoice, Control, list[str]]:
    """What the address chooses (`items`), the control for it, and what could not be done.

    `takes`: whether an item can stand on the page. `levels`: whether the scores of levels can be chosen, too.
    """
    groups = dict(_groups(view, takes))
    names = {value: name for value, (name, _items) in groups.items()}
    if levels:
        names = {LEVELS: _("Scores of the levels"), **names}
    asked = options.get("items") or ALL
    refused = []
    if asked not in names:
        refused.append(
            _("The address asks for the items “%(value)s”; this page has no such choice.") % {"value": asked[:100]}
        )
        asked = ALL
    items = groups[asked][1] if asked in groups else ()
    return ItemChoice(asked, items), Control("items", _("Items"), list(names.items()), asked), refused


def _groups(view: UnitView, takes: Takes) -> Iterator[tuple[str, tuple[str, tuple[Item, ...]]]]:
    instrument: Instrument = view.instrument
    everything = tuple(item for item in instrument.scored_items if takes(item))
    yield ALL, (_("All items"), everything)
    for section in instrument.sections:
        for chapter in section.chapters:
            tables = [
                (table, tuple(i for i in table.items if i.type.is_scored and takes(i))) for table in chapter.tables
            ]
            tables = [(table, items) for table, items in tables if items]
            if len(tables) > 1:
                name = _("%(code)s. %(title)s (whole chapter)") % {
                    "code": chapter.code,
                    "title": view.words(chapter.title),
                }
                yield f"{_CHAPTER}-{chapter.code}", (name, tuple(item for _table, items in tables for item in items))
            for table, items in tables:
                yield f"{_TABLE}-{table.code}", (f"{table.code}. {view.words(table.title)}", items)


def choice(options: QueryDict, name: str, values: dict[str, str], label: str) -> tuple[str, Control]:
    """One of a few values of an option, the first where the address says none of them, and its control."""
    asked = options.get(name, "")
    chosen = asked if asked in values else next(iter(values))
    return chosen, Control(name, label, list(values.items()), chosen)
