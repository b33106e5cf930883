"""Write an instrument file: the inverse of read, languages on neighbouring lines, defaults left out."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import MISSING, fields, is_dataclass
from typing import Any

from surveys.content.model import Instrument
from surveys.content.text import LANGUAGES


def write_instrument(instrument: Instrument) -> str:
    """The instrument as TOML; `read_instrument` of it gives the same instrument."""
    return "\n".join(_lines(instrument, path="")).strip() + "\n"


def _lines(value: Any, path: str) -> Iterator[str]:
    """Plain keys first, then the tables below: the order that TOML needs."""
    tables: list[tuple[str, Any]] = []
    for field in fields(value):
        member = getattr(value, field.name)
        if member == _default(field):
            continue
        if isinstance(member, tuple) and member and is_dataclass(member[0]):
            tables.append((field.name, member))
        elif isinstance(member, dict):
            yield from (f"{field.name}.{key} = {_quoted(member[key])}" for key in _languages(member))
        else:
            yield f"{field.name} = {_plain(member)}"
    for name, members in tables:
        below = f"{path}.{name}" if path else name
        for member in members:
            yield ""
            yield f"[[{below}]]"
            yield from _lines(member, below)


def _default(field: Any) -> Any:
    if field.default_factory is not MISSING:
        return field.default_factory()
    return field.default


def _languages(text: dict[str, str]) -> list[str]:
    return [language for language in LANGUAGES if language in text] + [key for key in text if key not in LANGUAGES]


def _plain(value: Any) -> str:
    if isinstance(value, tuple):
        return "[" + ", ".join(_plain(member) for member in value) + "]"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value) if isinstance(value, int | float) else _quoted(value)


def _quoted(words: str) -> str:
    """A TOML basic string; JSON escapes are valid in it, except that TOML wants DEL escaped too."""
    return json.dumps(str(words), ensure_ascii=False).replace("\x7f", "\\u007f")
