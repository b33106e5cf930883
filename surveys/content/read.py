"""Read a file of content: TOML in, frozen values out, every defect of form reported at once. Pure."""

from __future__ import annotations

import math
import tomllib
from collections.abc import Iterator
from dataclasses import MISSING, Field, fields, is_dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any, TypeVar, get_args, get_origin, get_type_hints

from surveys.content.model import Instrument
from surveys.content.problem import Defective, Problem, _, short
from surveys.content.text import LANGUAGES

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

Content = TypeVar("Content", bound="DataclassInstance")


class BrokenInstrument(Defective):
    """The file is no instrument."""


def read_instrument(toml: str) -> Instrument:
    """The instrument written in `toml`. Raises BrokenInstrument with every defect of form."""
    return read_toml(Instrument, toml, "instrument", BrokenInstrument)


def read_toml(kind: type[Content], toml: str, place: str, refusal: type[Defective]) -> Content:
    """The content of a file as its dataclass. Raises `refusal` with every defect of form; `place` names the file."""
    try:
        data = tomllib.loads(toml)
    except RecursionError as error:
        raise refusal([_("This is not a TOML file: its values are nested too deeply.")]) from error
    except ValueError as error:
        raise refusal([_("This is not a TOML file: %(detail)s.", detail=error)]) from error
    problems: list[str] = []
    content = build(kind, data, place, problems)
    if problems:
        raise refusal(problems)
    return content


def build(kind: type[Content], data: Any, place: str, problems: list[str]) -> Content:
    """One dataclass from one table; what is wrong goes to `problems` and a harmless value takes its place.

    A field is text by language, another dataclass, a tuple, an enum, a number, a truth value or a plain text, each
    also `| None`.
    """
    if not isinstance(data, dict):
        problems.append(_("%(place)s must be a table.", place=place))
        data = {}
    hints = get_type_hints(kind)
    known = {field.name: field for field in fields(kind)}
    place = _name(data, place)
    problems.extend(
        _("%(place)s has an unknown key %(key)s.", place=place, key=key) for key in data if key not in known
    )
    values = {}
    for name, field in known.items():
        if name in data:
            values[name] = _value(hints[name], data[name], f"{place}: {name}", problems)
        elif _is_required(field):
            problems.append(_("%(place)s lacks %(key)s.", place=place, key=name))
            values[name] = _empty(hints[name])
    return kind(**values)


def _name(data: dict[str, Any], place: str) -> str:
    code = data.get("code", data.get("value"))
    return code if isinstance(code, str) and code else place


def _is_required(field: Field[Any]) -> bool:
    return field.default is MISSING and field.default_factory is MISSING


def _empty(hint: Any) -> Any:
    return next(iter(hint)) if isinstance(hint, type) and issubclass(hint, StrEnum) else {} if is_text(hint) else ""


def is_text(hint: Any) -> bool:
    """Whether a field holds words by language."""
    return get_args(hint) == (str, str)


def _value(hint: Any, value: Any, place: str, problems: list[str]) -> Any:
    hint = _without_none(hint)
    if is_text(hint):
        return _text(value, place, problems)
    if get_origin(hint) is tuple:
        return tuple(_members(get_args(hint)[0], value, place, problems))
    if isinstance(hint, type) and issubclass(hint, StrEnum):
        return _member(hint, value, place, problems)
    if is_dataclass(hint) and isinstance(hint, type):
        return build(hint, value, place, problems)
    if hint is float:
        return _number(value, place, problems)
    if type(value) is not hint:  # a truth value is an instance of int
        problems.append(_SENTENCES[hint](place, short(repr(value))))
        return hint()
    return value


def _without_none(hint: Any) -> Any:
    """The kind of value that a field holds where it is given: `float` for `float | None`."""
    kinds = get_args(hint)
    return kinds[0] if kinds[1:] == (type(None),) else hint


def _members(hint: Any, value: Any, place: str, problems: list[str]) -> Iterator[Any]:
    if not isinstance(value, list):
        problems.append(_("%(place)s must be a list.", place=place))
        return
    for number, member in enumerate(value, start=1):
        yield _value(hint, member, f"{place} {number}", problems)


def _member(hint: type[StrEnum], value: Any, place: str, problems: list[str]) -> StrEnum:
    if isinstance(value, str) and value in set(hint):
        return hint(value)
    names = {"place": place, "allowed": ", ".join(hint), "value": short(repr(value))}
    problems.append(_("%(place)s must be one of %(allowed)s, not %(value)s.", **names))
    return next(iter(hint))


def _text(value: Any, place: str, problems: list[str]) -> dict[str, str]:
    """Words by language; an empty text is the same as none."""
    if not isinstance(value, dict) or not all(isinstance(words, str) for words in value.values()):
        problems.append(_("%(place)s must hold words by language.", place=place))
        return {}
    unknown = [key for key in value if key not in LANGUAGES]
    problems.extend(
        _("%(place)s is in an unknown language %(language)s.", place=place, language=key) for key in unknown
    )
    return {language: words for language, words in value.items() if words}


def _number(value: Any, place: str, problems: list[str]) -> float | None:
    # TOML has inf and nan, and whole numbers of any length.
    if isinstance(value, int | float) and not isinstance(value, bool) and abs(value) < 1e15 and math.isfinite(value):
        return value
    problems.append(_("%(place)s must be a number, not %(value)s.", place=place, value=short(repr(value))))
    return None


def _no_text(place: str, value: str) -> Problem:
    return _("%(place)s must be text, not %(value)s.", place=place, value=value)


def _no_switch(place: str, value: str) -> Problem:
    return _("%(place)s must be true or false, not %(value)s.", place=place, value=value)


def _no_whole_number(place: str, value: str) -> Problem:
    return _("%(place)s must be a whole number, not %(value)s.", place=place, value=value)


_SENTENCES = {str: _no_text, bool: _no_switch, int: _no_whole_number}
