"""Signing in by an OpenID Connect provider: only people who have an account, found by a verified address."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.totp.internal import auth
from allauth.socialaccount.models import SocialAccount
from django.contrib.auth import get_user
from django.core.exceptions import ImproperlyConfigured
from django.test import Client

from metep.environment import oidc_app
from metep.models import User
from tests.metep.conftest import EMAIL, PASSWORD
from tests.metep.oidc_provider import Provider, running_provider
from tests.surveys.respondents import text_of

NAMES = ("PROVIDER_ID", "NAME", "CLIENT_ID", "SECRET", "SERVER_URL")
AWAY = "/oidc/ministry/"
BACK = "/oidc/ministry/back/"


@pytest.fixture
def provider(settings: Any, monkeypatch: pytest.MonkeyPatch) -> Iterator[type[Provider]]:
    with running_provider() as address:
        values = ("ministry", "Ministry (synthetic)", "metep", "a secret", address)
        for name, value in zip(NAMES, values, strict=True):
            monkeypatch.setenv(f"OIDC_{name}", value)
        settings.OIDC = oidc_app()
        settings.SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"APPS": [settings.OIDC]}}
        Provider.person = {"sub": "1", "email": EMAIL, "email_verified": True}
        yield Provider


def go(client: Client, language: str = "en", code: str = "good", **more: str) -> Any:
    """Leave by the button of the sign-in page, and come back."""
    away = client.post(AWAY, {"language": language, **more})
    state = parse_qs(urlsplit(away["Location"]).query)["state"][0]
    return client.get(BACK, {"state": state, "code": code})


def is_in(client: Client) -> bool:
    return get_user(client).is_authenticated  # type: ignore[arg-type]


def test_the_button_is_there_only_where_the_settings_name_a_provider(client: Client, db: None, settings: Any) -> None:
    assert "oidc" not in client.get("/en/sign-in/").content.decode()
    settings.OIDC = {"provider_id": "ministry", "name": "Ministry (synthetic)"}
    page = client.get("/ru/sign-in/").content.decode()
    assert f'action="{AWAY}"' in page
    assert "Войти через Ministry (synthetic)" in page


def test_without_a_provider_there_is_no_way_out(client: Client, db: None) -> None:
    assert client.post(AWAY).status_code == 404
    assert client.get(BACK).status_code == 404
    assert client.get(AWAY).status_code == 405


@pytest.mark.parametrize("language", ["kk", "ru", "en"])
def test_somebody_with_an_account_comes_in_in_her_language(
    client: Client, user: User, provider: type[Provider], language: str
) -> None:
    assert go(client, language)["Location"] == f"/{language}/work/"
    assert is_in(client)
    assert "client_secret=a+secret" in provider.secret_seen
    assert "code_verifier=" in provider.secret_seen
    # Her password stays, and nothing of the provider is kept.
    user.refresh_from_db()
    assert user.check_password(PASSWORD)
    assert not SocialAccount.objects.exists()
    assert not EmailAddress.objects.exists()


def test_she_goes_where_she_wanted(client: Client, user: User, provider: type[Provider]) -> None:
    assert go(client, next="/en/account/")["Location"] == "/en/account/"


@pytest.mark.parametrize(
    "person",
    [
        {"email": "stranger@example.org", "email_verified": True},
        {"email": EMAIL, "email_verified": False},
        {"email": EMAIL},
        {},
    ],
    ids=["a stranger", "an address that is not verified", "one of which nothing is said", "no address"],
)
def test_whoever_has_no_account_stays_outside(
    client: Client, user: User, provider: type[Provider], person: dict[str, Any]
) -> None:
    provider.person = {"sub": "2", **person}
    answer = go(client)
    assert answer["Location"] == "/en/sign-in/"
    assert "There is no account here for you." in text_of(client.get("/en/sign-in/"))
    assert not is_in(client)
    assert User.objects.count() == 1


def test_a_closed_account_stays_closed(client: Client, user: User, provider: type[Provider]) -> None:
    User.objects.update(is_active=False)
    assert go(client)["Location"] == "/en/sign-in/"
    assert not is_in(client)


def test_the_second_factor_is_asked_for_all_the_same(client: Client, user: User, provider: type[Provider]) -> None:
    auth.TOTP.activate(user, auth.generate_totp_secret())
    assert go(client)["Location"] == "/en/sign-in/code/"
    assert not is_in(client)


@pytest.mark.parametrize(
    "query",
    [{"code": "bad"}, {"error": "access_denied"}, {"error": "server_error"}, {"state": "forged", "code": "good"}],
)
def test_what_fails_there_is_told_on_the_sign_in_page(
    client: Client, user: User, provider: type[Provider], query: dict[str, str]
) -> None:
    away = client.post(AWAY, {"language": "en"})
    state = parse_qs(urlsplit(away["Location"]).query)["state"][0]
    assert client.get(BACK, {"state": state} | query)["Location"] == "/en/sign-in/"
    assert "did not succeed" in text_of(client.get("/en/sign-in/"))
    assert not is_in(client)


def test_no_account_is_joined_with_one_of_the_provider(client: Client, user: User, provider: type[Provider]) -> None:
    client.force_login(user)
    away = client.post(f"{AWAY}?process=connect", {"language": "en"})
    state = parse_qs(urlsplit(away["Location"]).query)["state"][0]
    assert client.get(BACK, {"state": state, "code": "good"})["Location"] == "/en/sign-in/"
    assert not SocialAccount.objects.exists()


def test_half_a_configuration_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OIDC_NAME", "Ministry (synthetic)")
    with pytest.raises(ImproperlyConfigured, match="OIDC_PROVIDER_ID, OIDC_CLIENT_ID, OIDC_SECRET, OIDC_SERVER_URL"):
        oidc_app()
