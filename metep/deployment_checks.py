"""What `manage.py check --deploy` says beside what Django itself says. Silent for a site that is set up well."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Tags, Warning, register  # noqa: A004 (Django's name)

Found = tuple[str, str, str]
"""The number of a warning, what it says, and what to do."""


@register(Tags.security, deploy=True)
def site_is_set_up(app_configs: Any, **options: Any) -> list[CheckMessage]:
    """The settings of a site that people reach."""
    if settings.DEBUG:
        return []  # Django warns of that
    found = (*_addresses(), *_services())
    return [Warning(message, hint=hint, id=f"metep.{number}") for number, message, hint in found]


def _addresses() -> Iterator[Found]:
    if not settings.SITE_URL.startswith("https://"):
        yield "W002", "SITE_URL does not begin with https://.", "Mails lead there: name the address that people reach."
    if "*" in settings.ALLOWED_HOSTS:
        yield "W003", "ALLOWED_HOSTS allows every name.", "Name the site: letters would else lead where a forger wants."
    if settings.IS_BEHIND_TLS and not settings.ALLAUTH_TRUSTED_PROXY_COUNT:
        hint = "Set it to the number of proxies before the site; limits would else count all people as one."
        yield "W004", "TRUSTED_PROXIES is 0 behind a proxy.", hint


def _services() -> Iterator[Found]:
    if settings.IS_DATABASE_EMBEDDED:
        yield "W005", "The site runs on its own embedded database.", "Name a PostgreSQL server in DATABASE_URL."
    if not settings.EMAIL_BACKEND.endswith("smtp.EmailBackend"):
        hint = "Name a mail server in EMAIL_HOST: links to answers would else stand in files or in logs."
        yield "W006", "Mail goes to files or to the console.", hint
    if not settings.ACCESSIBILITY_CONTACT:
        hint = "Name an address of mail: the accessibility statement tells people to write there."
        yield "W008", "ACCESSIBILITY_CONTACT is not set.", hint
    if not settings.RATE_LIMITS:
        yield "W007", "RATE_LIMITS is False.", "Leave it out, except where programs measure the site."
