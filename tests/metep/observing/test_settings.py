"""What the environment may say about logs, metrics and the database; nonsense is refused at the start."""

from __future__ import annotations

import os
import subprocess
import sys
from typing import Any

import pytest
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from metep.environment import database_from_url, env_choice, env_token


def test_a_choice_is_one_of_a_few_words(monkeypatch: pytest.MonkeyPatch) -> None:
    assert env_choice("LOG_FORMAT_OF_A_TEST", "json", ("json", "text")) == "json"
    monkeypatch.setenv("LOG_FORMAT_OF_A_TEST", "text")
    assert env_choice("LOG_FORMAT_OF_A_TEST", "json", ("json", "text")) == "text"
    monkeypatch.setenv("LOG_FORMAT_OF_A_TEST", "xml")
    with pytest.raises(ImproperlyConfigured, match="one of json, text, not 'xml'"):
        env_choice("LOG_FORMAT_OF_A_TEST", "json", ("json", "text"))


def test_a_token_is_long_and_is_not_told_when_it_is_not(monkeypatch: pytest.MonkeyPatch) -> None:
    assert env_token("TOKEN_OF_A_TEST") == ""
    monkeypatch.setenv("TOKEN_OF_A_TEST", "x" * 20)
    assert env_token("TOKEN_OF_A_TEST") == "x" * 20
    monkeypatch.setenv("TOKEN_OF_A_TEST", "guess me")
    with pytest.raises(ImproperlyConfigured) as refusal:
        env_token("TOKEN_OF_A_TEST")
    assert "guess me" not in str(refusal.value)


def test_a_connection_says_whose_it_is_unless_the_address_does() -> None:
    def options(address: str, process: str = "") -> Any:
        return database_from_url(address, process)["OPTIONS"]

    told = options("postgresql://u@h/n?sslmode=require", "metep:web")
    assert (told["application_name"], told["sslmode"]) == ("metep:web", "require")
    assert options("postgresql://h/n?application_name=mine", "metep:web")["application_name"] == "mine"
    assert "application_name" not in options("postgresql://h/n")


def test_behind_a_pooler_nothing_is_prepared() -> None:
    assert database_from_url("postgresql://h/n", is_pooled=True)["DISABLE_SERVER_SIDE_CURSORS"] is True
    assert database_from_url("postgresql://h/n")["DISABLE_SERVER_SIDE_CURSORS"] is False


@pytest.mark.parametrize(
    ("name", "value"),
    [("LOG_LEVEL", "loud"), ("LOG_FORMAT", "xml"), ("METRICS_TOKEN", "short"), ("DATABASE_POOLER", "1")],
)
def test_a_site_does_not_begin_with_nonsense(name: str, value: str) -> None:
    environment = {**os.environ, "DATABASE_URL": "postgresql://localhost/unused", "SECRET_KEY": "x", name: value}
    command = [sys.executable, "-c", "import metep.settings"]
    done = subprocess.run(command, cwd=settings.BASE_DIR, env=environment, capture_output=True, text=True)
    assert done.returncode != 0
    assert f"ImproperlyConfigured: {name} must" in done.stderr
