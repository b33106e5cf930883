"""Maps of equal tiles, from `fixtures/regions/tiles`: read once for each process."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from django.conf import settings

from surveys.content import Defective, Text, in_language
from surveys.content.read import read_toml


class BrokenMap(Defective):
    """The file is no map of tiles."""


_SOFT_HYPHEN = "\N{SOFT HYPHEN}"


@dataclass(frozen=True)
class Place:
    """Where a region stands, counted from the north-west, and a short name of it.

    A name has soft hyphens where it may be broken; `whole` is without them.
    """

    code: str
    column: int
    row: int
    name: Text

    def whole(self, language: str) -> str:
        """The short name in one piece."""
        return in_language(self.name, language).replace(_SOFT_HYPHEN, "")


@dataclass(frozen=True)
class CountryMap:
    """The tiles of a country. `country`: two capital letters."""

    country: str
    tiles: tuple[Place, ...]


@lru_cache(maxsize=16)
def map_of(country: str) -> Mapping[str, Place]:
    """The places of a country's regions by their codes; empty where there is no map of it. Raises BrokenMap."""
    path = Path(settings.BASE_DIR) / "fixtures" / "regions" / "tiles" / f"{country}.toml"
    if not (country.isalpha() and path.is_file()):
        return {}
    found = read_toml(CountryMap, path.read_text("utf-8"), path.name, BrokenMap)
    places = {(tile.column, tile.row) for tile in found.tiles}
    if len(places) < len(found.tiles):
        raise BrokenMap([f"{path.name}: two regions stand in the same place."])
    return {tile.code: tile for tile in found.tiles}
