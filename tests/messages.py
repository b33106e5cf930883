"""The sentences of the interface, found in code and templates without gettext, and their catalogues."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import polib
from django.utils.translation.template import templatize

BASE_DIR = Path(__file__).resolve().parent.parent
APPS = ["metep", "reports", "scoring", "fieldwork", "surveys"]
TRANSLATED = ["kk", "ru"]
# function -> which arguments are context, message, plural
SIGNATURES = {
    "gettext": (None, 0, None),
    "ngettext": (None, 0, 1),
    "pgettext": (0, 1, None),
    "npgettext": (0, 1, 2),
}
PLACEHOLDER = r"%\((\w+)\)[a-z]|(?<!\{)\{(\w*)\}|%(?=[sd])"


def signature_of(name: str) -> tuple[int | None, int, int | None] | None:
    """`_`, `gettext_lazy`, `gettext_noop` and the like are `gettext` by another name."""
    return SIGNATURES.get("gettext" if name == "_" else name.removesuffix("_lazy").removesuffix("_noop"))


def messages_in(source: str) -> Iterator[tuple[str | None, str]]:
    """(context, message) of each call of a gettext function with a literal message."""
    for call in ast.walk(ast.parse(source)):
        if not isinstance(call, ast.Call):
            continue
        name = getattr(call.func, "id", getattr(call.func, "attr", ""))
        signature = signature_of(name)
        if signature is None:
            continue
        texts = [argument.value if isinstance(argument, ast.Constant) else None for argument in call.args]
        context, message = signature[0], signature[1]
        if len(texts) > message and isinstance(texts[message], str):
            yield (None if context is None else str(texts[context])), str(texts[message])


def calls_in_template(path: Path) -> str:
    """The gettext calls of a template, one a line: Django writes them between blotted text, as for xgettext."""
    blotted = templatize(path.read_text("utf-8"), origin=str(path))
    literal = r"u?(?:'(?:[^'\\]|\\.)*'|\"(?:[^\"\\]|\\.)*\")"
    call = rf"\b(?:_|n?p?gettext)\(\s*{literal}(?:\s*,\s*{literal})*"
    return "\n".join(found.replace("\n", "\\n") + ")" for found in re.findall(call, blotted))


def find_messages() -> dict[tuple[str | None, str], str]:
    """(context, message) -> the file that uses it, for all Python and templates of ours."""
    found = {}
    for app in APPS:
        for path in (BASE_DIR / app).rglob("*.py"):
            found |= dict.fromkeys(messages_in(path.read_text("utf-8")), str(path.relative_to(BASE_DIR)))
    for folder in (BASE_DIR / "templates", *(BASE_DIR / app / "templates" for app in APPS)):
        for path in folder.rglob("*.*"):
            found |= dict.fromkeys(messages_in(calls_in_template(path)), str(path.relative_to(BASE_DIR)))
    return found


def read_catalogue(language: str, folder: str = "locale", domain: str = "django") -> polib.POFile:
    return polib.pofile((BASE_DIR / folder / language / "LC_MESSAGES" / f"{domain}.po").read_text("utf-8"))


def placeholders(text: str) -> set[str]:
    return {match[0] for match in re.finditer(PLACEHOLDER, text)}


def translations(entry: polib.POEntry) -> list[str]:
    return [text for text in [entry.msgstr, *entry.msgstr_plural.values()] if text]


def fits(entry: polib.POEntry, text: str) -> bool:
    """Whether a translation has the named places of its message; one form of a plural may leave the number out."""
    wanted = placeholders(entry.msgid) | placeholders(entry.msgid_plural)
    return placeholders(text) <= wanted if entry.msgid_plural else placeholders(text) == wanted
