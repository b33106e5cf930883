"""Keys of measures: the code of an item, with that of the institution where several act. Pure."""

from __future__ import annotations

_AT = "@"  # in no code of an item


def key_of(item: str, body: str) -> str:
    """The key of an item's measure; `body`: the institution that takes it, empty where only one unit acts."""
    return f"{item}{_AT}{body}" if body else item


def split_key(key: str) -> tuple[str, str]:
    """The item and the institution of a key; the latter is empty where only one unit acts."""
    item, _at, body = key.partition(_AT)
    return item, body
