"""A drawing surface: points across and down from the upper left corner; matplotlib without axes or global state. Pure.

Charts place every shape themselves: a picture is exact, small and quick, and the same on each machine.
"""

from __future__ import annotations

import io
from bisect import bisect_right
from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import Any, Literal

from matplotlib.artist import Artist
from matplotlib.backends.backend_svg import FigureCanvasSVG
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties, findfont, get_font
from matplotlib.ft2font import LoadFlags
from matplotlib.lines import Line2D
from matplotlib.patches import PathPatch, Polygon, Rectangle
from matplotlib.path import Path
from matplotlib.text import Text
from matplotlib.transforms import Affine2D

from reports.charts import style, svg

Anchor = Literal["left", "center", "right"]
Point = tuple[float, float]

style.prepare()

_POINTS_PER_INCH = 72
# A circle of four curves: half the size of matplotlib's own, and no eye sees the difference.
_BEND = 0.5523
_CIRCLE = (
    (1, 0), (1, _BEND), (_BEND, 1), (0, 1), (-_BEND, 1), (-1, _BEND), (-1, 0),
    (-1, -_BEND), (-_BEND, -1), (0, -1), (_BEND, -1), (1, -_BEND), (1, 0),
)  # fmt: skip
_CIRCLE_CODES = [Path.MOVETO] + [Path.CURVE4] * 12
_NO_METADATA = dict.fromkeys(("Date", "Creator", "Format", "Type"))
_REMEMBERED = 160  # pictures that a process keeps: some ten megabytes

Shape = tuple[Any, ...]
"""What makes a shape, and all that it is made of: equal shapes look the same."""


class Canvas:
    """A picture in the making. Shapes are only noted: the same picture is not drawn twice, see `_drawn`."""

    def __init__(self, height: float, width: float = style.WIDTH) -> None:
        self.width = width
        self.height = height
        self._shapes: list[Shape] = []

    def rectangle(self, x: float, y: float, width: float, height: float, fill: str, edge: str = "none") -> None:
        """A rectangle by its upper left corner."""
        self._note(_rectangle, x, y, width, height, fill, edge)

    def rectangles(self, boxes: Sequence[tuple[float, float, float, float]], fill: str, edge: str = "none") -> None:
        """Many rectangles of one colour as one shape: left, top, width and height of each."""
        self._note(_rectangles, tuple(boxes), fill, edge)

    def polygon(self, points: Sequence[Point], fill: str, edge: str = "none", line: float = 0.6) -> None:
        """A closed shape."""
        self._note(_polygon, tuple(points), fill, edge, line)

    def circle(self, x: float, y: float, radius: float, fill: str, edge: str = "none") -> None:
        """A circle by its centre."""
        self._note(_circle, x, y, radius, fill, edge)

    def diamond(self, x: float, y: float, radius: float, fill: str, edge: str = "none") -> None:
        """A square on its corner, by its centre."""
        self.polygon([(x, y - radius), (x + radius, y), (x, y + radius), (x - radius, y)], fill, edge, line=0.8)

    def line(self, points: Sequence[Point], colour: str = style.RULE, width: float = 0.6, dashed: bool = False) -> None:
        """A line through the points."""
        self._note(_line, tuple(points), colour, width, dashed)

    def text(
        self,
        x: float,
        y: float,
        words: str,
        size: float = style.TEXT,
        weight: int = style.REGULAR,
        colour: str = style.INK,
        anchor: Anchor = "left",
    ) -> None:
        """One line of words standing on `y`."""
        self._note(_text, x, y, svg.readable(str(words)), size, weight, colour, anchor)

    def lines(
        self,
        x: float,
        y: float,
        lines: Sequence[str],
        size: float = style.TEXT,
        weight: int = style.REGULAR,
        colour: str = style.INK,
        anchor: Anchor = "left",
    ) -> None:
        """Lines of words, centred about `y`."""
        first = y - (len(lines) - 1) * size * style.LINE / 2 + size * 0.36
        for place, words in enumerate(lines):
            self.text(x, first + place * size * style.LINE, words, size, weight, colour, anchor)

    def write(self, key: str, language: str, title: str, description: str) -> str:
        """The picture as SVG; see `svg.clean`."""
        return _written((self.width, self.height), tuple(self._shapes), (key, language, title, description))

    def _note(self, make: Callable[..., Artist], *values: Any) -> None:
        """What comes later lies above."""
        self._shapes.append((make, *values))


@lru_cache(maxsize=_REMEMBERED)
def _written(size: Point, shapes: tuple[Shape, ...], told: tuple[str, str, str, str]) -> str:
    """The shapes as SVG. They and the words are the key, so a picture kept is the picture that would be drawn."""
    width, height = size
    figure = Figure((width / _POINTS_PER_INCH, height / _POINTS_PER_INCH), dpi=_POINTS_PER_INCH)
    figure.patch.set_visible(False)
    down = Affine2D().scale(1, -1).translate(0, height)
    for place, (make, *values) in enumerate(shapes, start=1):
        artist = make(*values)
        artist.set_transform(down)
        artist.set_zorder(place)
        figure.add_artist(artist, clip=False)
    written = io.StringIO()
    FigureCanvasSVG(figure).print_svg(written, metadata=_NO_METADATA)  # type: ignore[no-untyped-call]
    return svg.clean(written.getvalue(), *told)


def forget() -> None:
    """Draw every picture anew: for measurements."""
    _written.cache_clear()


def _rectangle(x: float, y: float, width: float, height: float, fill: str, edge: str) -> Artist:
    return Rectangle((x, y), width, height, facecolor=fill, edgecolor=edge, linewidth=0.6)


def _rectangles(boxes: Sequence[tuple[float, float, float, float]], fill: str, edge: str) -> Artist:
    corners = [
        corner
        for x, y, width, height in boxes
        for corner in ((x, y), (x + width, y), (x + width, y + height), (x, y + height), (x, y))
    ]
    codes = [Path.MOVETO, Path.LINETO, Path.LINETO, Path.LINETO, Path.CLOSEPOLY] * len(boxes)
    return PathPatch(Path(corners, codes), facecolor=fill, edgecolor=edge, linewidth=0.6)


def _polygon(points: Sequence[Point], fill: str, edge: str, line: float) -> Artist:
    return Polygon(points, closed=True, facecolor=fill, edgecolor=edge, linewidth=line)


def _circle(x: float, y: float, radius: float, fill: str, edge: str) -> Artist:
    curves = [(x + radius * across, y + radius * down) for across, down in _CIRCLE]
    return PathPatch(Path(curves, _CIRCLE_CODES), facecolor=fill, edgecolor=edge, linewidth=0.8)


def _line(points: Sequence[Point], colour: str, width: float, dashed: bool) -> Artist:
    across, down = zip(*points, strict=True)
    line = Line2D(across, down, color=colour, linewidth=width, solid_capstyle="butt")
    if dashed:
        line.set_linestyle((0, (2, 2)))
    return line


def _text(x: float, y: float, words: str, size: float, weight: int, colour: str, anchor: Anchor) -> Artist:
    return _Words(x, y, words, color=colour, fontproperties=_font(size, weight), ha=anchor, va="baseline")


class _Words(Text):
    """One line of words. Whoever shows the SVG sets them, so they are not measured here: half the time of a picture."""

    def draw(self, renderer: Any) -> None:
        """Hand the words over; their anchor and font go along."""
        x, y = self.get_transform().transform(self.get_unitless_position())
        colours = renderer.new_gc()
        colours.set_foreground(self.get_color())
        words, font, angle = self.get_text(), self.get_fontproperties(), self.get_rotation()
        renderer.draw_text(colours, x, renderer.height - y, words, font, angle, mtext=self)
        colours.restore()


def text_width(words: str, size: float = style.TEXT, weight: int = style.REGULAR) -> float:
    """How wide words are, in points."""
    return _width(words, weight) * size / 100


def wrap(
    words: str, width: float, size: float = style.TEXT, weight: int = style.REGULAR, most: int = 3
) -> tuple[str, ...]:
    """Words in lines no wider than `width`, `most` lines at most: what is left over ends in an ellipsis."""
    lines: list[str] = []
    space, room = text_width(" ", size, weight), 0.0
    for word in words.split(" "):
        needed = space + text_width(word, size, weight)
        if lines and needed <= room:
            lines[-1] += f" {word}"
            room -= needed
        else:
            lines.append(word)
            room = width - needed + space
    if len(lines) > most:
        lines = [*lines[: most - 1], _shortened(" ".join(lines[most - 1 :]), width, size, weight)]
    return tuple(lines)


def _shortened(words: str, width: float, size: float, weight: int) -> str:
    """The longest beginning that fits together with an ellipsis."""
    length = bisect_right(range(len(words)), width, key=lambda place: text_width(f"{words[:place]}…", size, weight))
    return f"{words[: max(length - 1, 0)].rstrip(' ,;:(')}…"


@lru_cache(maxsize=64)
def _font(size: float, weight: int) -> FontProperties:
    return FontProperties(size=size, weight=weight, fname=style.font_file(weight))


@lru_cache(maxsize=4096)
def _width(words: str, weight: int) -> float:
    """The width at a size of 100 points."""
    font = get_font(findfont(_font(100, weight)))
    font.set_size(100, _POINTS_PER_INCH)
    font.set_text(words, 0, flags=LoadFlags.NO_HINTING)
    return font.get_width_height()[0] / 64
