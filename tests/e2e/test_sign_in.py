"""An administrator in Kazakh: invited, a password, an authenticator app, then a passkey instead of both."""

from __future__ import annotations

import re

import pytest
from allauth.mfa.totp.internal import auth
from django.core import mail
from django.core.cache import cache
from django.utils import translation
from playwright.sync_api import Page

from metep.accounts.invitations import invite
from metep.models import User
from tests.e2e.conftest import DESKTOP, PHONE, Open, shoot

EMAIL, PASSWORD = "aigul@example.org", "ұзын құпиясөз 2026"


@pytest.fixture
def administrator(transactional_db: None, settings: object) -> User:
    settings.REQUIRE_SECOND_FACTOR = True  # type: ignore[attr-defined]
    cache.clear()
    return User.objects.create_superuser(EMAIL, None, name="Айгүл (синтетикалық)")


def code_of(secret: str) -> str:
    return auth.format_hotp_value(auth.hotp_value(secret, next(auth.yield_hotp_counters_from_time())))


def add_virtual_key(page: Page) -> None:
    """A device with a fingerprint reader that always agrees."""
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": True,
        "automaticPresenceSimulation": True,
    }
    session.send("WebAuthn.addVirtualAuthenticator", {"options": options})


def choose_password(page: Page, administrator: User, live_server_url: str) -> None:
    with translation.override("kk"):
        invite(administrator, "kk")
    link = re.findall(r"https?://[^/\s]+(/kk/\S+/reset/\S+)", str(mail.outbox[-1].body))[0]
    page.goto(link)
    page.fill("[name=password1]", PASSWORD)
    page.fill("[name=password2]", PASSWORD)
    page.click("main form .btn-primary")
    page.wait_for_url("**/reset/done/")


def set_up_app(page: Page) -> str:
    """From the invitation to the recovery codes; the secret of the app."""
    page.goto("/kk/admin/")
    page.fill("[name=login]", EMAIL)
    page.fill("[name=password]", PASSWORD)
    page.click("main form .btn-primary")
    page.wait_for_url("**/kk/account/app/")
    secret = page.inner_text("#authenticator_secret")
    page.fill("[name=code]", code_of(secret))
    page.click("main form .btn-primary")
    page.wait_for_url("**/kk/account/codes/")
    return secret


@pytest.mark.parametrize("width", [PHONE, DESKTOP])
def test_an_administrator_sets_up_her_account_and_then_signs_in_by_passkey(
    open_browser: Open, administrator: User, live_server: object, width: int
) -> None:
    page = open_browser(width).new_page()
    page.goto("/kk/sign-in/")
    shoot(page, "account-sign-in", "kk")
    choose_password(page, administrator, "")
    page.goto("/kk/admin/")
    set_up_app(page)
    assert page.locator(".codes li").count() == 10
    shoot(page, "account-codes", "kk")
    add_virtual_key(page)
    page.goto("/kk/account/passkeys/new/")
    shoot(page, "account-passkey", "kk")
    page.click("#mfa_webauthn_add")
    page.wait_for_url("**/kk/account/")
    shoot(page, "account-security", "kk")
    page.goto("/kk/")
    page.click("header .account button")
    page.goto("/kk/sign-in/")
    page.click("#passkey_login")
    page.wait_for_url("**/kk/work/")
    page.goto("/kk/admin/")
    assert page.url.endswith("/kk/admin/")


def test_the_second_step_works_without_javascript(open_browser: Open, administrator: User, live_server: object) -> None:
    page = open_browser(java_script_enabled=False).new_page()
    choose_password(page, administrator, "")
    secret = set_up_app(page)
    page.goto("/kk/")
    page.click("header .account button")
    page.goto("/kk/sign-in/")
    assert not page.is_visible("#passkey_login")
    page.fill("[name=login]", EMAIL)
    page.fill("[name=password]", PASSWORD)
    page.click("main form .btn-primary")
    page.wait_for_url("**/kk/sign-in/code/")
    page.fill("[name=code]", "000000")
    page.click("main form .btn-primary")
    assert "Код дұрыс емес" in page.inner_text(".error-summary")
    cache.clear()  # the code of the app was used a moment ago
    page.fill("[name=code]", code_of(secret))
    page.click("main form .btn-primary")
    page.wait_for_url("**/kk/work/")


def test_a_passkey_that_fails_is_told_in_words(open_browser: Open, administrator: User, live_server: object) -> None:
    page = open_browser().new_page()
    page.goto("/ru/sign-in/")
    add_virtual_key(page)  # it holds no passkey of this site
    page.click("#passkey_login")
    page.wait_for_selector("[data-passkey-error]:not([hidden])")
    assert "Ключ доступа не принят" in page.inner_text("[data-passkey-error]")
