"""Draw the icons of the installed application from static/src/mark.svg: PNG files in static/vendor/icons."""

from __future__ import annotations

import xml.etree.ElementTree as ElementTree
from pathlib import Path

from fontTools.pens.recordingPen import RecordingPen
from fontTools.svgLib.path import parse_path
from PIL import Image, ImageDraw

BASE_DIR = Path(__file__).resolve().parent.parent
MARK = BASE_DIR / "static" / "src" / "mark.svg"
GROUND = "#0b4a52"  # --deep in static/src/site.css
# name: (pixels, part of the width that the mark takes). Systems cut a maskable icon to a shape of their own.
ICONS = {"icon-180": (180, 0.7), "icon-192": (192, 0.7), "icon-512": (512, 0.7), "maskable-512": (512, 0.5)}
_FINER = 4  # drawn larger and made smaller: smooth edges


def read_mark() -> tuple[float, float, list[tuple[str, list[tuple[float, float]]]]]:
    """(width, height, [(colour, corners)]) of the mark, which is made of polygons only."""
    root = ElementTree.parse(MARK).getroot()  # noqa: S314 - a file of ours
    width, height = (float(number) for number in root.attrib["viewBox"].split()[2:])
    return width, height, [(path.attrib["fill"], _corners(path.attrib["d"])) for path in root]


def _corners(words: str) -> list[tuple[float, float]]:
    pen = RecordingPen()
    parse_path(words, pen)
    kinds = {kind for kind, _points in pen.value}
    assert kinds <= {"moveTo", "lineTo", "closePath", "endPath"}, f"{MARK.name} has a curve: {words}"
    return [points[0] for _kind, points in pen.value if points]


def draw(size: int, part: float) -> Image.Image:
    """The mark in the middle of a square."""
    width, height, shapes = read_mark()
    side = size * _FINER
    scale = side * part / width
    left, top = (side - width * scale) / 2, (side - height * scale) / 2
    image = Image.new("RGB", (side, side), GROUND)
    canvas = ImageDraw.Draw(image)
    for colour, corners in shapes:
        canvas.polygon([(left + x * scale, top + y * scale) for x, y in corners], fill=colour)
    return image.resize((size, size), Image.Resampling.LANCZOS)


def build_icons(folder: Path) -> None:
    """Write all icons."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, (size, part) in ICONS.items():
        draw(size, part).quantize(64).save(folder / f"{name}.png", optimize=True)


if __name__ == "__main__":
    build_icons(BASE_DIR / "static" / "vendor" / "icons")
