"""A chart's SVG as PNG, for documents that cannot show SVG: the few shapes of our canvas, drawn once more. Pure.

The picture is the same as on the page and in print, with the same letters, and needs no other program.
"""

from __future__ import annotations

import io
import re
from typing import Any
from xml.etree import ElementTree

import numpy as np
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties
from matplotlib.patches import PathPatch
from matplotlib.path import Path
from matplotlib.text import Text
from matplotlib.transforms import Affine2D
from PIL import Image

from reports.charts import style
from reports.charts.canvas import text_width

DOTS_PER_INCH = 200
_POINTS_PER_INCH = 72
_TOKEN = re.compile(r"[A-Za-z]|-?\d+(?:\.\d+)?")
_CODES = {"M": (Path.MOVETO,), "L": (Path.LINETO,), "C": (Path.CURVE4,) * 3}
_ANCHORS = {"start": "left", "middle": "center", "end": "right"}
_COLOURS = 64  # of a picture in the file: a quarter of the size, and no eye sees the difference
_SILENT = {"title", "desc"}
_KNOWN = {
    "path": {"d", "fill", "stroke", "stroke-width", "stroke-dasharray", "stroke-dashoffset", "fill-opacity"},
    "text": {"x", "y", "fill", "font-size", "font-weight", "text-anchor"},
}


class UnknownShape(ValueError):
    """Raised for a shape or an attribute that our canvas does not write: it would be lost without a word."""


def as_png(svg: str, dots_per_inch: int = DOTS_PER_INCH) -> bytes:
    """The picture of a chart as PNG on white. Raises UnknownShape."""
    root = ElementTree.fromstring(svg)  # noqa: S314 (our own output)
    left, top, width, height = (float(number) for number in root.get("viewBox", "").split())
    figure = Figure((width / _POINTS_PER_INCH, height / _POINTS_PER_INCH), dpi=dots_per_inch, facecolor=style.WHITE)
    scale = dots_per_inch / _POINTS_PER_INCH
    down = Affine2D().translate(-left, -top).scale(1, -1).translate(0, height).scale(scale)
    for place, element in enumerate(root):
        artist = _artist(element)
        if artist is not None:
            artist.set_transform(down)
            artist.set_zorder(place)
            figure.add_artist(artist, clip=False)
    canvas = FigureCanvasAgg(figure)
    canvas.draw()  # type: ignore[no-untyped-call]
    pixels = np.asarray(canvas.buffer_rgba())  # type: ignore[no-untyped-call]
    picture = Image.fromarray(pixels).convert("RGB")
    written = io.BytesIO()
    picture.quantize(_COLOURS, method=Image.Quantize.FASTOCTREE).save(written, "PNG", dpi=(dots_per_inch,) * 2)
    return written.getvalue()


def _artist(element: ElementTree.Element) -> Any:
    """What draws an element; None for words that are not seen."""
    tag = element.tag.rpartition("}")[2]
    if tag in _SILENT:
        return None
    unknown = set(element.attrib) - _KNOWN.get(tag, set())
    if tag not in _KNOWN or unknown:
        raise UnknownShape(f"<{tag}> {', '.join(sorted(unknown))}".strip())
    return _shape(element.attrib) if tag == "path" else _words(element)


def _shape(found: dict[str, str]) -> PathPatch:
    dashes = [float(number) for number in re.split(r"[ ,]+", found.get("stroke-dasharray", "")) if number]
    width = float(found.get("stroke-width", 1))
    line: Any = (float(found.get("stroke-dashoffset", 0)) / width, [dash / width for dash in dashes])
    return PathPatch(
        _path(found["d"]),
        facecolor=_colour(found.get("fill", "#000000"), float(found.get("fill-opacity", 1))),
        edgecolor=found.get("stroke", "none"),
        linewidth=width if "stroke" in found else 0,
        linestyle=line if dashes else "solid",
        capstyle="butt",
        joinstyle="round",
    )


def _colour(fill: str, opacity: float) -> Any:
    return fill if fill == "none" or opacity == 1 else (fill, opacity)


def _path(written: str) -> Path:
    """A path of absolute moves, lines and curves."""
    points: list[tuple[float, float]] = []
    codes: list[Any] = []
    tokens = iter(_TOKEN.findall(written))
    command = "M"
    for token in tokens:
        if token in ("z", "Z"):
            points.append(points[0])
            codes.append(Path.CLOSEPOLY)
            continue
        if token.isalpha():
            command, token = token, next(tokens)
        if command not in _CODES:
            raise UnknownShape(f"path {command}")
        numbers = [float(token), *(float(next(tokens)) for _rest in range(2 * len(_CODES[command]) - 1))]
        points.extend(zip(numbers[::2], numbers[1::2], strict=True))
        codes.extend(_CODES[command])
    return Path(points, codes)


def _words(element: ElementTree.Element) -> Text:
    found = element.attrib
    weight = int(found.get("font-weight", style.REGULAR))
    size = float(found["font-size"].removesuffix("px"))
    font = FontProperties(size=size, weight=weight, fname=style.font_file(weight))
    return _Words(
        float(found.get("x", 0)),
        float(found.get("y", 0)),
        element.text or "",
        color=found.get("fill", "#000000"),
        fontproperties=font,
        ha=_ANCHORS[found.get("text-anchor", "start")],
        va="baseline",
    )


class _Words(Text):
    """One line of words, measured by what is remembered of them: five times as quick as matplotlib's own."""

    def draw(self, renderer: Any) -> None:
        """Draw them where their anchor says."""
        font = self.get_fontproperties()
        x, y = self.get_transform().transform(self.get_unitless_position())
        width = text_width(self.get_text(), font.get_size_in_points(), int(font.get_weight()))
        width *= renderer.points_to_pixels(1)
        x -= {"left": 0.0, "center": width / 2, "right": width}[self.get_horizontalalignment()]
        colours = renderer.new_gc()
        colours.set_foreground(self.get_color())
        renderer.draw_text(colours, x, renderer.height - y, self.get_text(), font, 0)
        colours.restore()
