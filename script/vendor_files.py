"""Copy front-end packages from node_modules to static/vendor and cut small web fonts from the complete ones.

Web pages load `fonts.css`: for each face a file of what Kazakh, Russian and English need, and another that browsers
fetch only when a page shows other letters. WeasyPrint and matplotlib take the complete files in `fonts/`.
"""

from __future__ import annotations

import re
import shutil
from dataclasses import dataclass
from pathlib import Path

from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont
from make_icons import build_icons

BASE_DIR = Path(__file__).resolve().parent.parent
PACKAGES = BASE_DIR / "node_modules"
VENDOR = BASE_DIR / "static" / "vendor"
INTER = PACKAGES / "@expo-google-fonts" / "inter"

COPIES = {
    PACKAGES / "bootstrap/dist/css/bootstrap.min.css": "bootstrap.min.css",
    PACKAGES / "bootstrap/LICENSE": "licences/bootstrap.txt",
    PACKAGES / "d3/dist/d3.min.js": "d3.min.js",
    PACKAGES / "d3/LICENSE": "licences/d3.txt",
    PACKAGES / "htmx.org/dist/htmx.min.js": "htmx.min.js",
    PACKAGES / "htmx.org/LICENSE": "licences/htmx.txt",
    INTER / "LICENSE_FONT": "licences/inter.txt",
}

# Latin of English, Cyrillic of Russian and of Kazakh, and the signs that our texts use.
CORE = (
    "20-7E A0-FF 400-45F 492-493 49A-49B 4A2-4A3 4AE-4B1 4BA-4BB 4D8-4D9 4E8-4E9 2010-2015 2018-201E 2020-2022 2026 "
    "202F-2030 2032-2033 2039-203A 20AC 20B8 20BD 2116 2190-2193 2212 2248 2260 2264-2265 2713"
)
# Other languages in Latin and Cyrillic script: names of people and places.
EXTENDED = "100-24F 300-30C 460-491 494-499 49C-4A1 4A4-4AD 4B2-4B9 4BC-4D7 4DA-4E7 4EA-52F 1E00-1EFF 20A0-20AB"
FEATURES = ["ccmp", "kern", "locl", "mark", "mkmk", "tnum"]


@dataclass(frozen=True)
class Face:
    source: str
    name: str
    weight: int
    style: str = "normal"
    is_for_web: bool = False


FACES = [
    Face("400Regular/Inter_400Regular.ttf", "Inter-Regular", 400, is_for_web=True),
    Face("400Regular_Italic/Inter_400Regular_Italic.ttf", "Inter-Italic", 400, "italic", is_for_web=True),
    Face("600SemiBold/Inter_600SemiBold.ttf", "Inter-SemiBold", 600, is_for_web=True),
    Face("700Bold/Inter_700Bold.ttf", "Inter-Bold", 700),
    Face("700Bold_Italic/Inter_700Bold_Italic.ttf", "Inter-BoldItalic", 700, "italic"),
]


def read_ranges(text: str) -> set[int]:
    """Code points of space-separated hexadecimal numbers and ranges."""
    pairs = [(word.split("-")[0], word.split("-")[-1]) for word in text.split()]
    return {point for first, last in pairs for point in range(int(first, 16), int(last, 16) + 1)}


def cut_font(source: Path, target: Path, points: set[int]) -> None:
    """Write the given code points of a font as WOFF2, unhinted: a tenth of the complete file or less."""
    font = TTFont(source, recalcTimestamp=False)
    options = Options()
    options.layout_features = FEATURES
    options.hinting = False
    subsetter = Subsetter(options)
    subsetter.populate(unicodes=points)
    subsetter.subset(font)
    font.flavor = "woff2"
    font.save(target)


def describe_face(face: Face, url: str, ranges: str = "", weights: str = "") -> str:
    """One @font-face rule."""
    lines = [
        '  font-family: "Inter";',
        f"  font-style: {face.style};",
        f"  font-weight: {weights or face.weight};",
        "  font-display: swap;",
        f'  src: url("{url}");',
    ]
    if ranges:
        lines.append(f"  unicode-range: {', '.join(f'U+{word}' for word in ranges.split())};")
    return "@font-face {\n" + "\n".join(lines) + "\n}\n"


def copy_packages() -> None:
    for source, name in COPIES.items():
        target = VENDOR / name
        target.parent.mkdir(parents=True, exist_ok=True)
        text = source.read_text(encoding="utf-8")
        # Source maps are not shipped, and hashed static files refuse references that lead nowhere.
        target.write_text(re.sub(r"/[/*]# sourceMappingURL=\S+( \*/)?\s*$", "", text), encoding="utf-8")


def build_fonts() -> None:
    folder = VENDOR / "fonts"
    folder.mkdir(parents=True)
    web, printed = [], []
    for face in FACES:
        complete = folder / f"{face.name}.ttf"
        shutil.copyfile(INTER / face.source, complete)
        printed.append(describe_face(face, complete.name))
        if not face.is_for_web:
            continue
        weights = "600 900" if face.weight == 600 else ""  # on the web semibold serves as bold: one file less
        for part, ranges in (("core", CORE), ("extended", EXTENDED)):
            target = folder / f"{face.name}-{part}.woff2"
            cut_font(complete, target, read_ranges(ranges))
            web.append(describe_face(face, f"fonts/{target.name}", ranges, weights))
    (VENDOR / "fonts.css").write_text("".join(web), encoding="utf-8")
    (folder / "print.css").write_text("".join(printed), encoding="utf-8")


if __name__ == "__main__":
    shutil.rmtree(VENDOR, ignore_errors=True)
    copy_packages()
    build_fonts()
    build_icons(VENDOR / "icons")
