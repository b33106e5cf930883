"""Axe, which looks for faults against WCAG in a page of a browser; and what our own script measures there."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from playwright.sync_api import BrowserContext, Page

BASE_DIR = Path(__file__).resolve().parents[3]
AXE = BASE_DIR / "node_modules" / "axe-core" / "axe.min.js"
OURS = Path(__file__).with_name("page.js")

TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
COLOURS = ["color-contrast", "link-in-text-block"]
NARROW = {"width": 320, "height": 800}  # 1280 px at 400 %
WIDE = {"width": 1280, "height": 800}

RUN = """async (only) => {
  const { violations } = await axe.run(document, {
    runOnly: only, resultTypes: ["violations"], preload: false, iframes: false,
    ...(only.type === "tag" ? { rules: { "target-size": { enabled: true } } } : {}),
  });
  return violations.flatMap((rule) => rule.nodes.map((node) =>
    [rule.id, node.html.slice(0, 160), (node.any[0] || node.all[0] || node.none[0] || { message: "" }).message]));
}"""


def prepare(context: BrowserContext) -> None:
    """Give every page of a window axe and our script. As scripts of the window they need no leave of the page."""
    assert AXE.is_file(), "Axe is missing: script/bootstrap --dev brings it."
    context.add_init_script(path=AXE)
    context.add_init_script(path=OURS)


def faults_by_axe(page: Page, rules: Sequence[str] = ()) -> list[str]:
    """What is wrong by all rules of WCAG 2.2 A and AA and by best practice, or by some rules only: a line for each."""
    only: dict[str, Any] = {"type": "rule", "values": list(rules)} if rules else {"type": "tag", "values": TAGS}
    return [f"{rule}: {html} ({why})" for rule, html, why in page.evaluate(RUN, only)]


def all_faults(page: Page, is_alike: bool = False) -> Iterator[str]:
    """What is wrong wide and in light, then narrow and in the dark, where text is set apart too.

    `is_alike`: a page of the same kinds of elements was examined; other words may still be too wide.
    """
    if not is_alike:
        yield from faults_by_axe(page)
        yield from (f"no lang: {part}" for part in page.evaluate("accessibility.unmarked()"))
        yield from (f"too pale: {part}" for part in page.evaluate("accessibility.pale()"))
        yield from (f"moves: {part}" for part in page.evaluate("accessibility.moving()"))
        page.emulate_media(color_scheme="dark")
    page.set_viewport_size(NARROW)  # type: ignore[arg-type]
    if not is_alike:
        yield from (f"narrow, dark: {fault}" for fault in faults_by_axe(page, COLOURS))
        yield from (f"narrow, dark: too pale: {part}" for part in page.evaluate("accessibility.pale()"))
    yield from layout_faults(page)
    page.emulate_media(color_scheme="light")
    page.set_viewport_size(WIDE)  # type: ignore[arg-type]


def layout_faults(page: Page) -> Iterator[str]:
    """On a narrow screen: what leaves it, what is cut off, what is too small to press."""
    yield from (f"too small: {target}" for target in page.evaluate("accessibility.small()"))
    if (width := page.evaluate("accessibility.widest()")) > NARROW["width"]:
        yield f"{width} px wide on a screen of {NARROW['width']}"
    page.evaluate("accessibility.spaceText()")
    if (width := page.evaluate("accessibility.widest()")) > NARROW["width"]:
        yield f"{width} px wide with text set apart"
    yield from (f"cut off: {text}" for text in page.evaluate("accessibility.cut()"))
    page.evaluate("accessibility.unspaceText()")
