"""The regions of a country from a file of `fixtures/regions`; every defect at once; loading twice changes nothing."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from django.db import transaction

from surveys import models
from surveys.content import LANGUAGES, Defective, Text
from surveys.content.read import read_toml
from surveys.texts import columns_of


class BrokenRegions(Defective):
    """The file is no list of regions."""


@dataclass(frozen=True)
class Region:
    """A part of the country."""

    code: str
    name: Text


@dataclass(frozen=True)
class Regions:
    """A country's. `country`: two capital letters."""

    country: str
    regions: tuple[Region, ...]


@dataclass(frozen=True)
class Loaded:
    """How many regions are new, how many changed, how many were there as they are."""

    added: int
    changed: int
    unchanged: int


def read_regions(path: Path) -> Regions:
    """The regions written in a file. Raises BrokenRegions with every defect."""
    try:
        found = read_toml(Regions, path.read_text("utf-8-sig"), path.name, BrokenRegions)
    except OSError as error:
        raise BrokenRegions([f"The file cannot be read: {error.strerror}."]) from error
    except UnicodeDecodeError as error:
        raise BrokenRegions([f"The file is not UTF-8: byte {error.start + 1} is no part of it."]) from error
    if problems := list(find_problems(found)):
        raise BrokenRegions(problems)
    return found


def find_problems(found: Regions) -> Iterator[str]:
    """What is wrong with the content, a sentence each."""
    if not re.fullmatch(r"[A-Z]{2}", found.country):
        yield f"{found.country!r} is no country: give two capital letters (ISO 3166)."
    if not found.regions:
        yield "There are no regions."
    for code, times in Counter(region.code for region in found.regions).items():
        if times > 1:
            yield f"{code} stands {times} times."
        if not re.fullmatch(rf"{re.escape(found.country)}-[0-9A-Z]{{1,3}}", code):
            yield f"{code!r} is no code of ISO 3166-2 for {found.country}."
    names = Counter((language, name) for region in found.regions for language, name in region.name.items())
    for (language, name), times in names.items():
        if times > 1:
            yield f"{times} regions are called {name!r} ({language})."
    for region in found.regions:
        if missing := [language for language in LANGUAGES if not region.name.get(language)]:
            yield f"{region.code} lacks its name in {', '.join(missing)}."


@transaction.atomic
def load_regions(found: Regions) -> Loaded:
    """Add or update the regions by their code; those that the file does not name stay.

    Raises BrokenRegions where another country's region has a code.
    """
    stored = {region.code: region for region in models.Region.objects.filter(code__in=[r.code for r in found.regions])}
    foreign = [code for code, region in stored.items() if region.country != found.country]
    if foreign:
        raise BrokenRegions([f"{code} is the code of a region of another country." for code in foreign])
    new = [_row(found.country, region) for region in found.regions if region.code not in stored]
    models.Region.objects.bulk_create(new)
    changed = [stored[region.code] for region in found.regions if region.code in stored and _update(stored, region)]
    columns = list(columns_of("name", found.regions[0].name))
    models.Region.objects.bulk_update(changed, columns)
    return Loaded(len(new), len(changed), len(found.regions) - len(new) - len(changed))


def _row(country: str, region: Region) -> models.Region:
    return models.Region(country=country, code=region.code, **columns_of("name", region.name))


def _update(stored: dict[str, models.Region], region: Region) -> bool:
    """Give a stored region the names of the file; whether any was another."""
    row = stored[region.code]
    names = columns_of("name", region.name)
    is_changed = any(getattr(row, column) != name for column, name in names.items())
    for column, name in names.items():
        setattr(row, column, name)
    return is_changed
