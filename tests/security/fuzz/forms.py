"""The forms of pages, read from their HTML: which fields there are and what stands in them."""

from __future__ import annotations

from dataclasses import dataclass, field
from html.parser import HTMLParser


@dataclass
class FoundForm:
    """A form of a page. `given`: what a browser would send without anybody typing."""

    action: str
    method: str
    given: dict[str, str] = field(default_factory=dict)
    files: list[str] = field(default_factory=list)


def forms_of(html: str) -> list[FoundForm]:
    """The forms of a page; fields that belong to a form by its name are given to the first."""
    reader = _Reader()
    reader.feed(html)
    return reader.found


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[FoundForm] = []
        self._select = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "form":
            self.found.append(FoundForm(given.get("action", ""), given.get("method", "get").lower()))
        if not self.found:
            return
        form, name = self.found[-1], given.get("name", "")
        if tag == "select":
            self._select = name
            form.given.setdefault(name, "")
        elif tag == "option" and self._select and ("selected" in given or not form.given.get(self._select)):
            form.given[self._select] = given.get("value", "")
        elif tag in ("input", "textarea", "button") and name:
            self._take(form, name, given)

    def _take(self, form: FoundForm, name: str, given: dict[str, str]) -> None:
        kind = given.get("type", "text")
        if kind == "file":
            form.files.append(name)
        elif kind not in ("checkbox", "radio") or name not in form.given:
            form.given[name] = given.get("value", "")

    def handle_endtag(self, tag: str) -> None:
        if tag == "select":
            self._select = ""
