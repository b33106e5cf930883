"""Read an instrument file: TOML in, frozen values out, every defect of form reported at once."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from dataclasses import MISSING, Field, fields, is_dataclass
from enum import StrEnum
from typing import Any, get_args, get_origin, get_type_hints

from surveys.content.model import Instrument

LANGUAGES = ("kk", "ru", "en")


class BrokenInstrument(ValueError):
    """The file is no instrument. `problems` holds one sentence for each defect."""

    def __init__(self, problems: list[str]) -> None:
        super().__init__("; ".join(problems))
        self.problems = problems


def read_instrument(toml: str) -> Instrument:
    """The instrument written in `toml`. Raises BrokenInstrument with every defect of form."""
    try:
        data = tomllib.loads(toml)
    except tomllib.TOMLDecodeError as error:
        raise BrokenInstrument([f"This is not a TOML file: {error}."]) from error
    problems: list[str] = []
    instrument = build(Instrument, data, "instrument", problems)
    if problems:
        raise BrokenInstrument(problems)
    return instrument


def build(kind: type, data: Any, place: str, problems: list[str]) -> Any:
    """One dataclass from one table; what is wrong goes to `problems` and a harmless value takes its place.

    Any frozen content reads this way, not only instruments: a field is text by language, a tuple, an enum,
    a number, a truth value or a plain text, each also `| None`.
    """
    if not isinstance(data, dict):
        problems.append(f"{place} must be a table.")
        data = {}
    hints = get_type_hints(kind)
    known = {field.name: field for field in fields(kind)}
    place = _name(data, place)
    problems.extend(f"{place} has an unknown key {key!r}." for key in data if key not in known)
    values = {}
    for name, field in known.items():
        if name in data:
            values[name] = _value(hints[name], data[name], f"{place}: {name}", problems)
        elif _is_required(field):
            problems.append(f"{place} lacks {name}.")
            values[name] = _empty(hints[name])
    return kind(**values)


def _name(data: dict[str, Any], place: str) -> str:
    code = data.get("code", data.get("value"))
    return code if isinstance(code, str) and code else place


def _is_required(field: Field[Any]) -> bool:
    return field.default is MISSING and field.default_factory is MISSING


def _empty(hint: Any) -> Any:
    return next(iter(hint)) if isinstance(hint, type) and issubclass(hint, StrEnum) else {} if _is_text(hint) else ""


def _is_text(hint: Any) -> bool:
    return get_args(hint) == (str, str)


def _value(hint: Any, value: Any, place: str, problems: list[str]) -> Any:
    hint = _without_none(hint)
    if _is_text(hint):
        return _text(value, place, problems)
    if get_origin(hint) is tuple:
        return tuple(_members(get_args(hint)[0], value, place, problems))
    if isinstance(hint, type) and issubclass(hint, StrEnum):
        return _member(hint, value, place, problems)
    if hint is float:
        return _checked(value, (int, float), "a number", place, problems)
    return _checked(value, (hint,), {str: "text", bool: "true or false"}[hint], place, problems)


def _without_none(hint: Any) -> Any:
    """The kind of value that a field holds where it is given: `float` for `float | None`."""
    kinds = get_args(hint)
    return kinds[0] if kinds[1:] == (type(None),) else hint


def _members(hint: Any, value: Any, place: str, problems: list[str]) -> Iterator[Any]:
    if not isinstance(value, list):
        problems.append(f"{place} must be a list.")
        return
    for number, member in enumerate(value, start=1):
        if is_dataclass(hint) and isinstance(hint, type):
            yield build(hint, member, f"{place} {number}", problems)
        else:
            yield _value(hint, member, f"{place} {number}", problems)


def _member(hint: type[StrEnum], value: Any, place: str, problems: list[str]) -> StrEnum:
    try:
        return hint(value)
    except ValueError:
        problems.append(f"{place} must be one of {', '.join(hint)}, not {value!r}.")
        return next(iter(hint))


def _text(value: Any, place: str, problems: list[str]) -> dict[str, str]:
    if not isinstance(value, dict) or not all(isinstance(words, str) for words in value.values()):
        problems.append(f"{place} must hold words by language.")
        return {}
    problems.extend(f"{place} is in an unknown language {key!r}." for key in value if key not in LANGUAGES)
    return value


def _checked(value: Any, kinds: tuple[type, ...], name: str, place: str, problems: list[str]) -> Any:
    if not isinstance(value, kinds) or (isinstance(value, bool) and bool not in kinds):
        problems.append(f"{place} must be {name}, not {value!r}.")
        return "" if str in kinds else False if bool in kinds else None
    return value
