"""Read the environment; refuse nonsense at the start rather than guess."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from ipaddress import IPv4Network, IPv6Network, ip_network
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

Network = IPv4Network | IPv6Network
SHORTEST_TOKEN = 20


def env_bool(name: str, default: bool) -> bool:
    """A switch: exactly `True` or `False`."""
    value = os.environ.get(name, str(default))
    if value not in ("True", "False"):
        raise ImproperlyConfigured(f"{name} must be True or False, not {value!r}")
    return value == "True"


def env_list(name: str) -> list[str]:
    """Words separated by commas; empty when unset."""
    return [word.strip() for word in os.environ.get(name, "").split(",") if word.strip()]


def env_choice(name: str, default: str, choices: tuple[str, ...]) -> str:
    """One of a few words."""
    value = os.environ.get(name, default)
    if value not in choices:
        raise ImproperlyConfigured(f"{name} must be one of {', '.join(choices)}, not {value!r}")
    return value


def env_email(name: str) -> str:
    """An address of mail; empty when unset."""
    value = os.environ.get(name, "")
    if value and not re.fullmatch(r"[^\s@<>\"]+@[^\s@<>\"]+", value):
        raise ImproperlyConfigured(f"{name} must be an address like help@example.org, not {value!r}")
    return value


def env_token(name: str) -> str:
    """A secret that nobody guesses; empty when unset."""
    value = os.environ.get(name, "")
    if value and len(value) < SHORTEST_TOKEN:
        raise ImproperlyConfigured(f"{name} must have at least {SHORTEST_TOKEN} characters")
    return value


def env_whole(name: str, default: int) -> int:
    """A whole number, zero or more."""
    value = os.environ.get(name, str(default))
    if not (value.isascii() and value.isdigit()):
        raise ImproperlyConfigured(f"{name} must be a whole number, not {value!r}")
    return int(value)


def env_networks(name: str) -> tuple[Network, ...]:
    """Networks separated by commas, like 10.20.0.0/16; empty when unset."""
    try:
        return tuple(ip_network(word) for word in env_list(name))
    except ValueError as error:
        raise ImproperlyConfigured(f"{name} must be networks like 10.20.0.0/16: {error}") from error


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
        return "metep.mail_files.EmailBackend", folder
    return "django.core.mail.backends.console.EmailBackend", None


def oidc_app() -> dict[str, Any] | None:
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


def oidc_origins(app: dict[str, Any] | None) -> list[str]:
    """Where the form that leads to the provider may lead: some browsers look at redirects, too."""
    if app is None:
        return []
    parts = urlsplit(str(app["settings"]["server_url"]))
    return [f"{parts.scheme}://{parts.netloc}"]


def database_limits(kind: str) -> dict[str, int]:
    """For how many milliseconds this kind of process (`metep.observing.processes`) lets PostgreSQL work or wait.

    People wait for web servers: these have limits, zero being none. Workers and commands take their time; but a
    migration that waits for a table would let everybody wait behind it, and rather fails, to be run again.
    """
    locks = env_whole("DATABASE_LOCK_SECONDS", 10) * 1000
    if kind == "migrate":
        return {"lock_timeout": locks}
    if kind != "web" or not env_bool("SERVES_PEOPLE", False):
        return {}
    statements = env_whole("DATABASE_STATEMENT_SECONDS", 30) * 1000
    # A process that hangs in the middle of a transaction would keep its locks.
    return {"statement_timeout": statements, "lock_timeout": locks, "idle_in_transaction_session_timeout": 120_000}


_SILENCE = {"connect_timeout": 5, "keepalives_idle": 20, "keepalives_interval": 5, "keepalives_count": 4}
"""Seconds (and tries) after which a server that says nothing is taken for gone: less than a web server waits."""


def database_from_url(
    url: str, process: str = "", *, is_pooled: bool = False, limits: Mapping[str, int] | None = None
) -> dict[str, object]:
    """Django's database settings for `postgresql://user:password@host:port/name?option=value`.

    `process`: under which name this process connects; `is_pooled`: a pooler gives each transaction another connection,
    and takes no `limits` (parameter of PostgreSQL -> value): its role has to have them.
    """
    parts = urlsplit(url)
    if parts.scheme not in ("postgres", "postgresql") or not parts.path.strip("/"):
        raise ImproperlyConfigured("DATABASE_URL must be postgresql://user:password@host:port/name")
    own = {"application_name": process} if process else {}
    options: dict[str, Any] = {**own, **_SILENCE, **dict(parse_qsl(parts.query))}
    if limits and not is_pooled:
        words = [f"-c {name}={value}" for name, value in limits.items()]
        # Else libpq would pass over the variable. What comes last holds.
        options["options"] = " ".join(
            [*words, os.environ.get("PGOPTIONS", ""), str(options.get("options", ""))]
        ).strip()
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
        "DISABLE_SERVER_SIDE_CURSORS": is_pooled,  # prepared statements too (`surveys.prepared`)
    }
