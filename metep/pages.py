"""Pages and context of the project as a whole."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest


def site(request: HttpRequest) -> dict[str, Any]:
    """What every template may use: the languages of the interface."""
    return {"site_languages": settings.LANGUAGES}
