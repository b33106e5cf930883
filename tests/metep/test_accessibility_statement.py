"""The accessibility statement says what is true, in three languages, and how to reach somebody."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.test import Client
from django.urls import reverse
from django.utils import formats, translation

from metep.accessibility import AXE, TESTED_ON
from metep.environment import env_email

BASE_DIR = Path(__file__).resolve().parents[2]


@pytest.mark.parametrize(
    ("language", "words"), [("kk", "қолжетімділігі"), ("ru", "Доступность"), ("en", "Accessibility of this site")]
)
def test_it_is_there_in_each_language(client: Client, settings: Any, language: str, words: str) -> None:
    settings.ACCESSIBILITY_CONTACT = "help@example.org"
    page = client.get(f"/{language}/accessibility/").text
    assert words in page
    assert '<a href="mailto:help@example.org">help@example.org</a>' in page
    with translation.override(language):
        assert formats.date_format(TESTED_ON) in page


def test_without_an_address_it_names_those_who_invited(client: Client, settings: Any) -> None:
    settings.ACCESSIBILITY_CONTACT = ""
    page = client.get("/en/accessibility/").text
    assert "Tell those who invited you" in page
    assert "mailto:" not in page


def test_it_names_the_program_that_tests_use() -> None:
    packages = json.loads((BASE_DIR / "package.json").read_text("utf-8"))
    version = packages["devDependencies"]["axe-core"]
    assert f"axe-core {version.rpartition('.')[0]}" == AXE
    assert date(2026, 11, 1) < TESTED_ON <= date.today()  # noqa: DTZ011 (a day is enough)


@pytest.mark.parametrize("value", ["help", "help@", "a b@example.org", "<x>@example.org", 'a"@example.org'])
def test_an_address_that_is_none_is_refused(monkeypatch: pytest.MonkeyPatch, value: str) -> None:
    monkeypatch.setenv("ACCESSIBILITY_CONTACT", value)
    with pytest.raises(ImproperlyConfigured, match=r"help@example\.org"):
        env_email("ACCESSIBILITY_CONTACT")


@pytest.mark.parametrize(
    ("name", "field", "purpose"),
    [
        ("login", "login", ("email", "username")),
        ("login", "password", ("current-password",)),
        ("account_reset_password", "email", ("email", "username")),
    ],
)
def test_a_password_manager_can_sign_in(
    client: Client, db: None, name: str, field: str, purpose: tuple[str, ...]
) -> None:
    """WCAG 3.3.8: nothing has to be remembered or copied by hand; fields say what they are for."""
    page = client.get(reverse(name)).text
    tag = next(part.split(">")[0] for part in page.split("<input")[1:] if f'name="{field}"' in part.split(">")[0])
    assert any(f'autocomplete="{word}' in tag for word in purpose), tag
    assert "onpaste" not in page
