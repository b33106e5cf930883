"""What the charts that can be explored are made of: plain values for `static/src/charts.js`, one function a kind.

A spec never holds a number that the table does not: `shown` is the text of the table, and scripts write nothing else.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any, Literal

from django.utils.translation import gettext as _

from reports.charts import style
from reports.charts.parts import HUNDRED

Spec = Mapping[str, Any]
Mark = Literal["circle", "diamond", "bar", "triangle", "ring"]


@dataclass(frozen=True)
class Point:
    """One number. `value`: where it lies (None: nowhere); `shown`: as the table writes it; `text`: what hovering says.

    `address`: where a click leads. `fill`: a colour of its own.
    """

    value: float | None
    shown: str
    text: str
    low: float | None = None
    high: float | None = None
    address: str = ""
    fill: str = ""


@dataclass(frozen=True)
class Series:
    """One point for each row, in their order. `mark`: the shape that tells series apart beside the colour."""

    name: str
    points: Sequence[Point | None]
    colour: str = style.FACTS
    mark: Mark = "circle"


@dataclass(frozen=True)
class Axis:
    """The scale of values. `ticks`: values with their labels."""

    low: float = 0.0
    high: float = 1.0
    ticks: Sequence[tuple[float, str]] = HUNDRED


@dataclass(frozen=True)
class Tile:
    """A place on a map of equal tiles: column and row from the upper left; `short` stands in it, above the number."""

    column: int
    row: int
    name: str
    short: str
    point: Point


def dots(
    rows: Sequence[str], series: Sequence[Series], axis: Axis | None = None, line: tuple[float, str] | None = None
) -> Spec:
    """Marks with intervals. `line`: a value across all rows, with its words."""
    return {**_rows("dots", rows, series, axis), "line": line}


def diverging(rows: Sequence[str], below: Sequence[Series], above: Sequence[Series], apart: Sequence[Series]) -> Spec:
    """Shares of answers left and right of a middle, the nearest to it first; `apart`: in a column of their own.

    The values of a row are shares of the same whole.
    """
    spec = _rows("diverging", rows, [*below, *above, *apart], None)
    return {**spec, "below": len(below), "above": len(above)}


@dataclass(frozen=True)
class Leads:
    """Where the cells of a heat map lead: `address` with `{row}` and `{column}` in it, and what takes their place.

    A cell whose row or column has an empty word leads nowhere by this; so a large map writes each address once.
    """

    address: str
    rows: Sequence[str]
    columns: Sequence[str]


def heat(
    rows: Sequence[str],
    columns: Sequence[str],
    cells: Sequence[Sequence[Point | None]],
    hints: Sequence[str] = (),
    leads: Leads | None = None,
) -> Spec:
    """Coloured cells: rows of as many points as there are columns. `hints`: what hovering says of each column."""
    return {
        "kind": "heat",
        "rows": list(rows),
        "columns": list(columns),
        "hints": list(hints),
        "leads": asdict(leads) if leads else None,
        "cells": [[point and _values(point) for point in row] for row in cells],
    }


def tiles(places: Sequence[Tile]) -> Spec:
    """A map of equal tiles."""
    return {"kind": "tiles", "tiles": [{**asdict(tile), "point": _values(tile.point)} for tile in places]}


def _rows(kind: str, rows: Sequence[str], series: Sequence[Series], axis: Axis | None) -> dict[str, Any]:
    if any(len(one.points) != len(rows) for one in series):
        raise ValueError("Every series has one point for each row.")
    return {
        "kind": kind,
        "rows": list(rows),
        "series": [
            {
                "name": one.name,
                "colour": one.colour,
                "mark": one.mark,
                "points": [point and _values(point) for point in one.points],
            }
            for one in series
        ],
        "axis": asdict(axis or Axis()),
        "words": {
            "order": _("Order"),
            "given": _("as in the table"),
            "high": _("highest first"),
            "low": _("lowest first"),
            "name": _("by name"),
        },
    }


def _values(point: Point) -> dict[str, Any]:
    return {name: value for name, value in asdict(point).items() if value not in (None, "")}
