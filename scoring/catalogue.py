"""Scoring methods by their code: one file each in `fixtures/methods`."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

from django.conf import settings

from scoring.methods import Method, read_method


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


@lru_cache(maxsize=1)
def _methods() -> Mapping[str, Method]:
    methods = (read_method(path.read_text("utf-8")) for path in settings.METHODS_DIR.glob("*.toml"))
    return {method.code: method for method in methods}
