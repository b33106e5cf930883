"""Scoring methods by their code: one file each in `fixtures/methods`."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

from django.conf import settings

from scoring.methods import Method, find_mismatches, read_method
from surveys.catalogue import instrument_of


class UnknownMethod(LookupError):
    """A round names a method that is not at hand."""


def method_of(code: str) -> Method:
    """The method of this code, such as `scheme/1`. Raises UnknownMethod."""
    try:
        return _methods()[code]
    except KeyError as error:
        raise UnknownMethod(f"There is no method {code}; at hand: {', '.join(_methods())}.") from error


def method_text(code: str) -> str:
    """The file of the method of this code, as it is. Raises UnknownMethod."""
    method_of(code)
    texts = (path.read_text("utf-8") for path in settings.METHODS_DIR.glob("*.toml"))
    return next(text for text in texts if read_method(text).code == code)


def method_codes() -> list[str]:
    """The codes of the methods at hand."""
    return sorted(_methods())


def items_not_scored(code: str, version_id: int) -> list[str]:
    """The codes of a version's items that the method of this code cannot score. Raises UnknownMethod."""
    return [item.code for item in find_mismatches(method_of(code), instrument_of(version_id))]


@lru_cache(maxsize=1)
def _methods() -> Mapping[str, Method]:
    methods = (read_method(path.read_text("utf-8")) for path in settings.METHODS_DIR.glob("*.toml"))
    return {method.code: method for method in methods}
