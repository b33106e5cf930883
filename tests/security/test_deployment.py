"""`manage.py check --deploy`: silent for a site set up as documented, outspoken for any other."""

from __future__ import annotations

import subprocess
import sys
from typing import Any

import pytest

from metep.deployment_checks import site_is_set_up
from tests.security.conftest import BASE_DIR


def check(environment: dict[str, str]) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "manage.py", "check", "--deploy", "--fail-level", "WARNING"]
    return subprocess.run(
        command, cwd=BASE_DIR, env=environment, capture_output=True, text=True, timeout=60, check=False
    )


def test_a_site_as_documented_is_clean(documented: dict[str, str]) -> None:
    done = check(documented)
    assert (done.returncode, done.stderr) == (0, "")
    assert "no issues" in done.stdout


@pytest.mark.parametrize(
    ("changed", "warning"),
    [
        ({"BEHIND_TLS": "False"}, "security.W012"),
        ({"SECRET_KEY": "short"}, "security.W009"),
        ({"SECRET_KEY_FALLBACKS": "short"}, "security.W025"),
        ({"DEBUG": "True"}, "security.W018"),
        ({"HSTS_SUBDOMAINS": "False"}, "security.W005"),
        ({"REQUIRE_SECOND_FACTOR": "False"}, "metep.W001"),
        ({"SITE_URL": "http://metep.example.org"}, "metep.W002"),
        ({"ALLOWED_HOSTS": "*"}, "metep.W003"),
        ({"TRUSTED_PROXIES": "0"}, "metep.W004"),
        ({"EMAIL_HOST": ""}, "metep.W006"),
        ({"RATE_LIMITS": "False"}, "metep.W007"),
        ({"ACCESSIBILITY_CONTACT": ""}, "metep.W008"),
    ],
)
def test_what_is_missing_is_named(documented: dict[str, str], changed: dict[str, str], warning: str) -> None:
    done = check(documented | changed)
    assert done.returncode == 1
    assert warning in done.stderr


def test_a_database_inside_the_site_is_named(settings: Any) -> None:
    settings.IS_DATABASE_EMBEDDED = True
    assert "metep.W005" in [found.id for found in site_is_set_up(None)]


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"SECRET_KEY": ""}, "SECRET_KEY must be set"),
        ({"BEHIND_TLS": "yes"}, "BEHIND_TLS must be True or False"),
        ({"CHECK_LINKS_NETWORKS": "10.0.0.0/99"}, "CHECK_LINKS_NETWORKS must be networks"),
        ({"DATABASE_URL": "mysql://localhost/metep"}, "DATABASE_URL must be postgresql://"),
        ({"SITE_URL": "metep"}, "SITE_URL must be like"),
        ({"TRUSTED_PROXIES": "-1"}, "TRUSTED_PROXIES must be a whole number"),
    ],
)
def test_a_site_does_not_start_with_nonsense(documented: dict[str, str], changed: dict[str, str], words: str) -> None:
    done = check(documented | changed)
    assert done.returncode == 1
    assert words in done.stderr
    assert "secret@" not in done.stderr  # the password of the database
