"""Headers of pages, files and cookies, on this site and behind TLS."""

from __future__ import annotations

import subprocess
import sys
from typing import Any

import pytest
from csp.constants import HEADER
from django.http import HttpResponse
from django.test import Client, RequestFactory

from metep.environment import oidc_origins
from metep.headers import PolicyMiddleware
from metep.models import User
from tests.security.inspecting import faults_of


@pytest.mark.parametrize(
    ("path", "status"),
    [("/kk/", 200), ("/kk/nothing/", 404), ("/kk/answer/forged/", 404), ("/kk/sign-in/", 200), ("/", 302)],
)
def test_every_answer_is_strict(client: Client, db: None, path: str, status: int) -> None:
    answer = client.get(path)
    assert answer.status_code == status
    assert faults_of(answer) == []


def test_a_page_that_failed_is_strict(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*arguments: object) -> None:
        raise RuntimeError

    monkeypatch.setattr("metep.pages.Round.objects.open", fail)
    answer = Client(raise_request_exception=False).get("/kk/")
    assert answer.status_code == 500
    assert faults_of(answer) == []


@pytest.mark.parametrize(("status", "is_strict"), [(200, True), (403, True), (404, False), (500, False)])
def test_only_pages_of_errors_for_developers_have_no_policy(settings: Any, status: int, *, is_strict: bool) -> None:
    """Django's own, which have styles within them."""
    settings.DEBUG = True
    answer = PolicyMiddleware(lambda _: HttpResponse(status=status))(RequestFactory().get("/"))
    assert (HEADER in answer.headers) is is_strict


def test_files_of_the_site_are_what_they_say_and_no_other_site_loads_them(settings: Any) -> None:
    """What WhiteNoise answers passes the middleware before it."""
    before = settings.MIDDLEWARE[: settings.MIDDLEWARE.index("whitenoise.middleware.WhiteNoiseMiddleware")]
    assert {"django.middleware.security.SecurityMiddleware", "metep.headers.HeadersMiddleware"} <= set(before)
    assert settings.WHITENOISE_ALLOW_ALL_ORIGINS is False


def test_cookies_are_out_of_reach_of_scripts_and_of_other_sites(client: Client, db: None) -> None:
    cookies = client.get("/kk/sign-in/").cookies
    assert cookies
    for cookie in cookies.values():
        assert cookie["httponly"]
        assert cookie["samesite"] == "Lax"


def test_what_a_person_gets_is_kept_by_nobody_else(client: Client, db: None) -> None:
    assert "Cache-Control" not in client.get("/kk/").headers
    client.force_login(User.objects.create_user("aigul@example.org"))
    assert client.get("/kk/")["Cache-Control"] == "private, no-cache"
    assert "private" in client.get("/kk/work/")["Cache-Control"]


@pytest.mark.parametrize("method", ["OPTIONS", "TRACE", "PUT", "PATCH", "DELETE", "MADEUP"])
@pytest.mark.parametrize("path", ["/kk/", "/kk/rounds/r1/", "/kk/work/", "/kk/admin/"])
def test_only_reading_and_sending_are_known(client: Client, db: None, method: str, path: str) -> None:
    answer = client.generic(method, path)
    assert (answer.status_code, answer["Allow"]) == (405, "GET, HEAD, POST")
    assert answer["X-Content-Type-Options"] == "nosniff"


def test_signing_in_elsewhere_is_the_one_form_that_leads_away() -> None:
    app = {"settings": {"server_url": "https://id.example.org:8443/realms/one"}}
    assert oidc_origins(app) == ["https://id.example.org:8443"]
    assert oidc_origins(None) == []


BEHIND_TLS = """
import os, django
django.setup()
from django.test import Client
from django.conf import settings
from django.http import HttpResponse
plain = Client().get("/kk/sign-in/", headers={"host": "metep.example.org"})
print(plain.status_code, plain["Location"])
answer = HttpResponse()
from django.contrib.sessions.middleware import SessionMiddleware
from django.middleware.security import SecurityMiddleware
from django.test import RequestFactory
request = RequestFactory().get("/kk/", secure=True)
print(SecurityMiddleware(lambda request: answer)(request)["Strict-Transport-Security"])
for cookie in ("SESSION", "CSRF"):
    print(getattr(settings, cookie + "_COOKIE_NAME"), getattr(settings, cookie + "_COOKIE_SECURE"))
print(settings.CONTENT_SECURITY_POLICY["DIRECTIVES"]["upgrade-insecure-requests"])
"""


def test_behind_tls_nothing_goes_in_the_clear(documented: dict[str, str]) -> None:
    done = subprocess.run(
        [sys.executable, "-c", BEHIND_TLS], env=documented, capture_output=True, text=True, timeout=60, check=True
    )
    assert done.stdout.splitlines() == [
        "301 https://metep.example.org/kk/sign-in/",
        "max-age=31536000; includeSubDomains",
        "__Host-session True",
        "__Host-csrf True",
        "True",
    ]
