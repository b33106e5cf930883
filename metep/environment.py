"""Read the environment; refuse nonsense at the start rather than guess."""

from __future__ import annotations

import os
from pathlib import Path
from urllib.parse import parse_qsl, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured


def env_bool(name: str, default: bool) -> bool:
    """A switch: exactly `True` or `False`."""
    value = os.environ.get(name, str(default))
    if value not in ("True", "False"):
        raise ImproperlyConfigured(f"{name} must be True or False, not {value!r}")
    return value == "True"


def env_list(name: str) -> list[str]:
    """Words separated by commas; empty when unset."""
    return [word.strip() for word in os.environ.get(name, "").split(",") if word.strip()]


def env_whole(name: str, default: int) -> int:
    """A whole number, zero or more."""
    value = os.environ.get(name, str(default))
    if not (value.isascii() and value.isdigit()):
        raise ImproperlyConfigured(f"{name} must be a whole number, not {value!r}")
    return int(value)


def env_site_url(name: str, default: str) -> str:
    """Scheme and host of this site, as people reach it, without a stroke at the end."""
    value = os.environ.get(name, default)
    parts = urlsplit(value)
    if parts.scheme not in ("http", "https") or not parts.netloc or parts.path.strip("/") or parts.query:
        raise ImproperlyConfigured(f"{name} must be like https://metep.example.org, not {value!r}")
    return value.rstrip("/")


def email_backend(folder: Path) -> tuple[str, Path | None]:
    """Which backend sends mail, and the folder of the one that writes files.

    SMTP where EMAIL_HOST names a server; files in `folder` when EMAIL_FILE is True; else the console.
    """
    if os.environ.get("EMAIL_HOST"):
        if env_bool("EMAIL_FILE", False):
            raise ImproperlyConfigured("EMAIL_HOST and EMAIL_FILE exclude each other")
        return "django.core.mail.backends.smtp.EmailBackend", None
    if env_bool("EMAIL_FILE", False):
        return "django.core.mail.backends.filebased.EmailBackend", folder
    return "django.core.mail.backends.console.EmailBackend", None


def oidc_app() -> dict[str, object] | None:
    """An OpenID Connect provider by which staff may sign in, as allauth wants it; None when none is named.

    OIDC_SERVER_URL is the issuer. Half a configuration is refused.
    """
    names = ("PROVIDER_ID", "NAME", "CLIENT_ID", "SECRET", "SERVER_URL")
    values = {name: os.environ.get(f"OIDC_{name}", "") for name in names}
    missing = [f"OIDC_{name}" for name, value in values.items() if not value]
    if len(missing) == len(names):
        return None
    if missing:
        raise ImproperlyConfigured(f"Signing in by OpenID Connect also needs {', '.join(missing)}")
    return {
        "provider_id": values["PROVIDER_ID"],
        "name": values["NAME"],
        "client_id": values["CLIENT_ID"],
        "secret": values["SECRET"],
        "settings": {"server_url": values["SERVER_URL"], "oauth_pkce_enabled": True},
    }


def database_from_url(url: str) -> dict[str, object]:
    """Django's database settings for `postgresql://user:password@host:port/name?option=value`."""
    parts = urlsplit(url)
    if parts.scheme not in ("postgres", "postgresql") or not parts.path.strip("/"):
        raise ImproperlyConfigured("DATABASE_URL must be postgresql://user:password@host:port/name")
    options = dict(parse_qsl(parts.query))
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.strip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": options.pop("host", parts.hostname or ""),
        "PORT": str(parts.port or ""),
        "OPTIONS": options,
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
    }
