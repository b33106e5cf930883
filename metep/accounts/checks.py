"""What `manage.py check --deploy` says about signing in."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core import checks
from django.core.checks import CheckMessage, Tags, register


@register(Tags.security, deploy=True)
def second_factor_is_required(app_configs: Any, **options: Any) -> list[CheckMessage]:
    """Outside a demonstration administrators need their second factor."""
    if settings.REQUIRE_SECOND_FACTOR or settings.DEBUG:
        return []
    return [
        checks.Warning(
            "REQUIRE_SECOND_FACTOR is False: administrators sign in with a password alone.",
            hint="Leave it out of the environment of any site that holds real answers.",
            id="metep.W001",
        )
    ]
