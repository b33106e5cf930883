"""Which methods a round can pin. Surveys know nothing of scoring: the settings name who does."""

from __future__ import annotations

from django.conf import settings
from django.utils.module_loading import import_string


def method_codes() -> list[str]:
    """The codes of the methods at hand."""
    return list(import_string(settings.METHOD_CODES)())


def items_not_scored(method: str, version_id: int) -> list[str]:
    """The codes of the items of an instrument version that a method at hand cannot score."""
    return list(import_string(settings.METHOD_MISMATCHES)(method, version_id))
