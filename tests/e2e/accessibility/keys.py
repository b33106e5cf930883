"""A person who has a keyboard and nothing else."""

from __future__ import annotations

from playwright.sync_api import Page

FOCUSED = "accessibility.focused()"


class Keyboard:
    """Goes from one thing to the next by the Tab key and notes where a person with eyes would be lost."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.lost: list[str] = []

    def press(self, *keys: str) -> None:
        for key in keys:
            self.page.keyboard.press(key)

    def step(self) -> str:
        """To the next thing; what it is, or nothing outside of the page."""
        self.press("Tab")
        self.page.wait_for_load_state()
        found = self.page.evaluate(FOCUSED)
        if found is None:
            return ""
        if not found["isSeen"]:
            self.lost.append(f"{self.page.url}: covered or outside of the window: {found['name']}")
        if not found["isMarked"]:
            self.lost.append(f"{self.page.url}: focus is not shown: {found['name']}")
        return str(found["name"])

    def go_to(self, selector: str, most: int = 150) -> None:
        """Press Tab until something has the focus."""
        for _step in range(most):
            if self.has(selector):
                return
            self.step()
        raise AssertionError(f"{self.page.url}: {selector} cannot be reached by keyboard")

    def has(self, selector: str) -> bool:
        return bool(self.page.evaluate("(selector) => document.activeElement.matches(selector)", selector))

    def press_on(self, selector: str, key: str = "Enter") -> None:
        self.go_to(selector)
        self.press(key)

    def walk(self, most: int = 400) -> int:
        """Through the whole page, from its beginning; how many stops there were."""
        first = ""
        for number in range(most):
            found = self.step()
            if not found or found == first:
                return number
            first = first or found
        raise AssertionError(f"{self.page.url}: no end after {most} stops: is there a trap?")
