"""Members of staff who sign in."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from metep.models import User

EMAIL, PASSWORD = "aigul@example.org", "a long enough password"


@pytest.fixture
def user(db: None) -> User:
    """A member of staff without rights."""
    return User.objects.create_user(EMAIL, PASSWORD, name="Aigul (synthetic)")


@pytest.fixture
def administrator(db: None, settings: Any) -> User:
    """An administrator, where the second factor is required."""
    settings.REQUIRE_SECOND_FACTOR = True
    return User.objects.create_superuser("root@example.org", PASSWORD)


@pytest.fixture
def few(settings: Any) -> None:
    """Limits that a test reaches in a moment."""
    settings.ACCOUNT_RATE_LIMITS = {"login": "30/m/ip", "login_failed": "10/m/ip,5/300s/key"}


def sign_in(client: Client, email: str = EMAIL, password: str = PASSWORD, language: str = "en", **more: str) -> Any:
    """Post the first step of signing in."""
    return client.post(f"/{language}/sign-in/", {"login": email, "password": password, **more})
