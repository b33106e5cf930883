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


def sign_in(client: Client, email: str = EMAIL, password: str = PASSWORD, language: str = "en", **more: str) -> Any:
    """Post the first step of signing in."""
    return client.post(f"/{language}/sign-in/", {"login": email, "password": password, **more})
