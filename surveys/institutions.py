"""Bring institutions in from a file: every bad cell is named, and nothing is written unless all is good."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from pathlib import Path

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from surveys.answers import clean_answer
from surveys.content import LANGUAGES, Item, ItemType, short
from surveys.models import Institution, Region
from surveys.spreadsheets import BadFile, Row, at_cell, read_rows, unprotect
from surveys.uploads import Planned, Preview, differences

_NAMES = tuple(f"name_{language}" for language in LANGUAGES)
REQUIRED = ("code", *_NAMES)
OPTIONAL = ("kind", "level", "region", "url")
_URL = Item(code="url", type=ItemType.URL, text={})


@transaction.atomic
def import_institutions(path: Path, country: str) -> list[Institution]:
    """Institutions of a country from a CSV file, added or updated by their code; in the order of the file.

    `region` is the code of a region, or its name in any language; one that the register lacks is added to it. A column
    that the file lacks stays as it is stored. Raises BadFile with every bad cell by row and column.
    """
    register = read_register(read_rows(path, REQUIRED, OPTIONAL), country)
    if register.problems:
        raise BadFile(register.problems)
    return register.store()


def read_register(rows: Iterable[Row], country: str) -> Register:
    """What a file says, compared with what is stored; nothing is written. Raises BadFile where it is no table."""
    register = Register(country)
    for row, cells in rows:
        register.read(row, {column: unprotect(cell.strip()) for column, cell in cells.items()})
    return register


class Register:
    """Reads rows; `problems`, `found` and `new_regions` grow."""

    def __init__(self, country: str) -> None:
        self._country = country
        self._stored = {one.code: one for one in Institution.objects.select_related("region").order_by()}
        self._regions: dict[str, set[Region]] = defaultdict(set)
        for region in Region.objects.all():
            for name in (region.code, *(getattr(region, column) for column in _NAMES)):
                if name:
                    self._regions[name.casefold()].add(region)
        self._rows: dict[str, int] = {}
        self.problems: list[str] = []
        self.found: dict[str, Institution] = {}
        self.new_regions: dict[str, Region] = {}

    def preview(self) -> Preview:
        """What storing would do."""
        preview = Preview(problems=self.problems)
        for code, institution in self.found.items():
            stored = self._stored.get(code)
            changes = differences(_cells(stored), _cells(institution)) if stored else ()
            planned = Planned(self._rows[code], code, institution.name, changes)
            if stored is None:
                preview.new.append(planned)
            elif changes:
                preview.changed.append(planned)
            else:
                preview.unchanged += 1
        return preview

    def store(self) -> list[Institution]:
        """Add and update. Only for a register without problems, inside a transaction."""
        Region.objects.bulk_create(self.new_regions.values())
        return Institution.objects.bulk_create(
            self.found.values(),
            update_conflicts=True,
            unique_fields=["code"],
            update_fields=[*_NAMES, "kind", "level", "region", "url"],
        )

    def read(self, row: int, cells: Mapping[str, str]) -> None:
        """Check every cell of a row."""
        before = len(self.problems)
        stored = self._stored.get(cells["code"])
        cells = {**(_cells(stored) if stored else {}), **cells}
        cells["url"] = self._url(row, cells.get("url", ""))
        for column in REQUIRED:
            if not cells[column]:
                self._add(row, column, _("The cell is empty."))
        for column, words in cells.items():
            self._check_length(row, column, words)
        self._check_code(row, cells["code"])
        region = self._region(row, cells.get("region", ""))
        if len(self.problems) == before:
            self.found[cells["code"]] = Institution(
                code=cells["code"],
                country=self._country,
                kind=cells.get("kind", ""),
                level=cells.get("level", ""),
                region=region,
                url=cells["url"],
                **{column: cells[column] for column in _NAMES},
            )

    def _add(self, row: int, column: str, problem: str) -> None:
        self.problems.append(at_cell(row, column, problem))

    def _check_length(self, row: int, column: str, words: str) -> None:
        field = Region._meta.get_field("code") if column == "region" else Institution._meta.get_field(column)
        limit = getattr(field, "max_length", None)
        if limit and len(words) > limit:
            names = {"length": len(words), "limit": limit}
            self._add(row, column, _("The text has %(length)d characters; at most %(limit)d can be stored.") % names)

    def _check_code(self, row: int, code: str) -> None:
        if not code:
            return
        if (first := self._rows.setdefault(code, row)) != row:
            self._add(row, "code", _("Row %(row)d has the same code.") % {"row": first})
        country = self._stored[code].country if code in self._stored else self._country
        if country != self._country:
            self._add(row, "code", _("An institution of %(country)s has this code.") % {"country": country})

    def _region(self, row: int, words: str) -> Region | None:
        if not words:
            return None
        known = self._regions.get(words.casefold(), set())
        here = [region for region in known if region.country == self._country]
        if len(here) == 1:
            return here[0]
        names = {"value": short(words)}
        if here:
            self._add(row, "region", _("“%(value)s” is the name of several regions. Write the code.") % names)
            return None
        if any(region.code == words for region in known):
            self._add(row, "region", _("“%(value)s” is a region of another country.") % names)
            return None
        return self._new_region(words)

    def _new_region(self, code: str) -> Region:
        if code not in self.new_regions:
            self.new_regions[code] = Region(country=self._country, code=code, **dict.fromkeys(_NAMES, code))
        return self.new_regions[code]

    def _url(self, row: int, words: str) -> str:
        try:
            return clean_answer(_URL, words) or ""
        except ValidationError as error:
            self._add(row, "url", " ".join(error.messages))
            return ""


def _cells(institution: Institution) -> dict[str, str]:
    """A stored institution as the cells of a file."""
    region = institution.region.code if institution.region else ""
    return {name: getattr(institution, name) for name in (*REQUIRED, "kind", "level", "url")} | {"region": region}
