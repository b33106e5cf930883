"""Scoring methods by their code: one file each in `fixtures/methods`."""

from __future__ import annotations

import tomllib
from functools import lru_cache

from django.conf import settings


@lru_cache(maxsize=1)
def method_codes() -> list[str]:
    """The codes of the methods at hand, such as `scheme/1`."""
    return sorted(tomllib.loads(path.read_text("utf-8"))["code"] for path in settings.METHODS_DIR.glob("*.toml"))
