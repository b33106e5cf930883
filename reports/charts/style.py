"""Colours, fonts and sizes of every chart, on the page and in print. Pure.

Colours are chosen to be told apart in grey and by people who see few colours; nothing is said by colour alone.
"""

from __future__ import annotations

from pathlib import Path

import matplotlib as mpl

FONTS = Path(__file__).resolve().parents[2] / "static" / "vendor" / "fonts"
FAMILIES = ("Inter", "DejaVu Sans")

# One size for page and print: the width of the text on A4, in points. Pages scale the picture.
WIDTH = 482.0
SMALL, TEXT, LARGE, HUGE = 7.0, 8.0, 10.0, 15.0
LINE = 1.28  # from one line of text to the next, in its size
REGULAR, SEMIBOLD, BOLD = 400, 600, 700
_FILES = {REGULAR: "Inter-Regular.ttf", SEMIBOLD: "Inter-SemiBold.ttf", BOLD: "Inter-Bold.ttf"}

INK = "#16222e"
MUTED = "#52606d"
RULE = "#d3dae0"
FAINT = "#eef1f4"
WHITE = "#ffffff"
FACTS = "#1d4f7c"
PERCEPTIONS = "#b8561b"
COMBINED = "#16222e"
HIGHLIGHT = "#b8561b"
MARKED = "#fbf0e6"
LINK = "#9aa7b3"

# From absent to very good: darker is better, and the steps are even in grey.
BANDS = ("#f6f1e4", "#d9e3e8", "#adc8d9", "#7ba6c4", "#3f739f", "#123f66")
# Perceptions below the facts, and above them: from small to large.
BELOW = ("#f9ede3", "#edc7a5", "#d9935a")
ABOVE = ("#eeebf5", "#cbc3e0", "#a294c6")
POINTS = BANDS  # the six points of the scale have the colours of the six bands


def prepare() -> None:
    """Make matplotlib write text as text, the same bytes each time, in the fonts of the project."""
    mpl.rcParams.update({"svg.fonttype": "none", "svg.hashsalt": "charts", "text.parse_math": False})
    has_fonts = any(font_file(weight) for weight in _FILES)
    mpl.rcParams["font.family"] = list(FAMILIES if has_fonts else FAMILIES[1:])


def font_file(weight: int) -> str | None:
    """The file with the letters of a weight; None where the fonts of the project are not there."""
    path = FONTS / _FILES[weight]
    return str(path) if path.is_file() else None


def contrast(one: str, other: str) -> float:
    """The contrast ratio of two colours (WCAG 2), from 1 to 21."""
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def text_on(fill: str) -> str:
    """The colour of text that reads best on a fill."""
    return max((INK, WHITE), key=lambda colour: contrast(colour, fill))


def _luminance(colour: str) -> float:
    channels = (int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5))
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
