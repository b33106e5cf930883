"""Read an instrument file: TOML in, frozen values out, every defect of form reported at once."""

from __future__ import annotations

import math
import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import MISSING, Field, fields, is_dataclass
from enum import StrEnum
from typing import Any, get_args, get_origin, get_type_hints

from surveys.content.model import Instrument
from surveys.content.problem import _

LANGUAGES = ("kk", "ru", "en")


class BrokenInstrument(ValueError):
    """The file is no instrument. `problems` holds one sentence for each defect."""

    def __init__(self, problems: Sequence[str]) -> None:
        super().__init__("; ".join(problems))
        self.problems = problems


def read_instrument(toml: str) -> Instrument:
    """The instrument written in `toml`. Raises BrokenInstrument with every defect of form."""
    try:
        data = tomllib.loads(toml)
    except tomllib.TOMLDecodeError as error:
        raise BrokenInstrument([_("This is not a TOML file: %(detail)s.", detail=error)]) from error
    except RecursionError as error:
        raise BrokenInstrument([_("This is not a TOML file: its values are nested too deeply.")]) from error
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
        return _number(value, place, problems)
    if not isinstance(value, hint):
        problems.append(_SENTENCES[hint](place, value))
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
        if is_dataclass(hint) and isinstance(hint, type):
            yield build(hint, member, f"{place} {number}", problems)
        else:
            yield _value(hint, member, f"{place} {number}", problems)


def _member(hint: type[StrEnum], value: Any, place: str, problems: list[str]) -> StrEnum:
    if isinstance(value, str) and value in set(hint):
        return hint(value)
    allowed = ", ".join(hint)
    problems.append(
        _("%(place)s must be one of %(allowed)s, not %(value)s.", place=place, allowed=allowed, value=_short(value))
    )
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
    problems.append(_("%(place)s must be a number, not %(value)s.", place=place, value=_short(value)))
    return None


_SENTENCES = {
    str: lambda place, value: _("%(place)s must be text, not %(value)s.", place=place, value=_short(value)),
    bool: lambda place, value: _("%(place)s must be true or false, not %(value)s.", place=place, value=_short(value)),
}


def _short(value: Any) -> str:
    """Enough of a value to recognise it."""
    words = repr(value)
    return words if len(words) <= 50 else f"{words[:49]}…"
