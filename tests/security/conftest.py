"""A site as its documentation wants it."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

BASE_DIR = Path(__file__).resolve().parent.parent.parent


@pytest.fixture
def documented(tmp_path: Path) -> dict[str, str]:
    """The environment of a process of a real site; its database is never asked."""
    kept = {name: value for name, value in os.environ.items() if name in ("PATH", "HOME", "LANG", "LD_LIBRARY_PATH")}
    return kept | {
        "PYTHONPATH": str(BASE_DIR),
        "DJANGO_SETTINGS_MODULE": "metep.settings",
        "METEP_VAR": str(tmp_path),
        "DATABASE_URL": "postgresql://metep:secret@database.example.org/metep?sslmode=verify-full",
        "SECRET_KEY": "k9_" + "aZ3-" * 16 + "0123456789",
        "ALLOWED_HOSTS": "metep.example.org",
        "SITE_URL": "https://metep.example.org",
        "BEHIND_TLS": "True",
        "PLAIN_STATIC": "True",
        "EMAIL_HOST": "mail.example.org",
        "ACCESSIBILITY_CONTACT": "help@example.org",
        "DEFAULT_FROM_EMAIL": "METEP <metep@example.org>",
    }
