"""The second factor: required of administrators, asked of whoever has one, and what helps when it is lost."""

from __future__ import annotations

import re
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal import auth
from django.contrib.auth import get_user
from django.core import mail
from django.core.management import call_command
from django.test import Client
from django.urls import reverse

from metep.accounts.second_factor import lacks_second_factor
from metep.models import User
from surveys.models import Round
from tests.metep.conftest import PASSWORD, sign_in
from tests.surveys.administration import sign_in as enter
from tests.surveys.respondents import text_of

ROOT = "root@example.org"
SET_UP = "/en/account/app/"
CODE = "/en/sign-in/code/"


def code_of(secret: str) -> str:
    """What an app shows now."""
    return auth.format_hotp_value(auth.hotp_value(secret, next(auth.yield_hotp_counters_from_time())))


@pytest.fixture
def secret(administrator: User) -> str:
    """That of the administrator's app, which is set up."""
    secret = auth.generate_totp_secret()
    auth.TOTP.activate(administrator, secret)
    RecoveryCodes.activate(administrator)
    return secret


def is_in(client: Client) -> bool:
    return get_user(client).is_authenticated  # type: ignore[arg-type]


@pytest.mark.parametrize("path", ["/en/work/", "/en/admin/", "/en/admin/metep/user/", "/en/dashboard/"])
def test_an_administrator_without_a_second_factor_is_led_to_set_one_up(
    client: Client, administrator: User, path: str
) -> None:
    sign_in(client, ROOT)
    assert client.get(path)["Location"] == SET_UP
    assert "Administrators need a second factor." in text_of(client.get(SET_UP))


@pytest.mark.parametrize("path", ["/ru/work/", "/ru/admin/"])
def test_she_is_led_there_in_her_language(client: Client, administrator: User, path: str) -> None:
    client.force_login(administrator)
    assert client.get(path)["Location"] == "/ru/account/app/"


def test_a_page_that_is_posted_to_is_no_way_round(client: Client, administrator: User) -> None:
    client.force_login(administrator)
    form = {"email": "made@example.org", "usable_password": "false"}
    assert client.post("/en/admin/metep/user/add/", form)["Location"] == SET_UP
    assert not User.objects.filter(email="made@example.org").exists()


def test_everybodys_pages_stay_open_to_her(client: Client, administrator: User, survey_round: Round) -> None:
    client.force_login(administrator)
    paths = ["/en/", "/en/account/", "/en/account/passkeys/", f"/en/rounds/{survey_round.code}/"]
    assert [client.get(path).status_code for path in paths] == [200, 200, 200, 200]
    assert client.post("/en/sign-out/")["Location"] == "/en/"


@pytest.mark.parametrize(
    ("rights", "expected"),
    [
        ({"is_staff": True}, True),
        ({"is_superuser": True}, True),
        ({}, False),
    ],
)
def test_it_is_required_of_administrators(db: None, settings: Any, rights: dict[str, bool], expected: bool) -> None:
    settings.REQUIRE_SECOND_FACTOR = True
    assert lacks_second_factor(User.objects.create_user("x@example.org", **rights)) == expected


def test_it_is_required_of_whoever_may_change_rounds(db: None, settings: Any) -> None:
    settings.REQUIRE_SECOND_FACTOR = True
    user = get_user(enter("surveys.change_round"))
    User.objects.filter(pk=user.pk).update(is_staff=False)
    assert lacks_second_factor(User.objects.get(pk=user.pk))


def test_a_passkey_alone_does_not_do_for_administrators(client: Client, administrator: User) -> None:
    Authenticator.objects.create(user=administrator, type=Authenticator.Type.WEBAUTHN, data={})
    assert lacks_second_factor(administrator)


def test_setting_up_an_app_opens_the_site_and_gives_recovery_codes(client: Client, administrator: User) -> None:
    sign_in(client, ROOT)
    page = client.get(SET_UP).content.decode()
    secret = re.findall(r'id="authenticator_secret">(\w+)<', page)[0]
    assert "The code is not right" in text_of(client.post(SET_UP, {"code": "000000"}))
    answer = client.post(SET_UP, {"code": code_of(secret)})
    assert answer["Location"] == "/en/account/codes/"
    assert len(re.findall(r"<code>\d{8}</code>", client.get(answer["Location"]).content.decode())) == 10
    assert client.get("/en/admin/").status_code == 200


def test_the_page_has_no_styles_or_scripts_of_its_own(client: Client, administrator: User) -> None:
    sign_in(client, ROOT)
    page = client.get(SET_UP).content.decode()
    assert "<svg" in page
    assert "style=" not in page


def test_an_account_with_an_app_is_asked_for_a_code(client: Client, secret: str) -> None:
    assert sign_in(client, ROOT)["Location"] == CODE
    assert not is_in(client)
    assert client.get("/en/admin/").status_code == 302
    assert "The code is not right" in text_of(client.post(CODE, {"code": "000000"}))
    assert not is_in(client)
    assert client.post(CODE, {"code": code_of(secret)})["Location"] == "/en/work/"
    assert is_in(client)


def test_a_code_is_good_for_one_sign_in(client: Client, secret: str) -> None:
    for browser, expected in ((client, 302), (Client(), 200)):
        sign_in(browser, ROOT)
        assert browser.post(CODE, {"code": code_of(secret)}).status_code == expected


def test_a_recovery_code_is_good_once(client: Client, secret: str) -> None:
    code = Authenticator.objects.get(type="recovery_codes").wrap().get_unused_codes()[0]
    for browser, expected in ((client, 302), (Client(), 200)):
        sign_in(browser, ROOT)
        assert browser.post(CODE, {"code": code}).status_code == expected
    assert code not in Authenticator.objects.get(type="recovery_codes").wrap().get_unused_codes()


def test_codes_cannot_be_tried_out(client: Client, secret: str) -> None:
    sign_in(client, ROOT)
    for _attempt in range(5):
        assert "The code is not right" in text_of(client.post(CODE, {"code": "000000"}))
    assert "Too many attempts" in text_of(client.post(CODE, {"code": code_of(secret)}))
    assert not is_in(client)


def test_a_new_password_is_no_way_round_the_code(client: Client, secret: str) -> None:
    client.post("/en/account/password/reset/", {"email": ROOT})
    link = re.findall(r"https?://[^/\s]+(/\S+/password/reset/\S+)", str(mail.outbox[-1].body))[0]
    new = "another pass phrase 7"
    client.post(client.get(link)["Location"], {"password1": new, "password2": new})
    assert not is_in(client)
    assert sign_in(client, ROOT, new)["Location"] == CODE


@pytest.mark.parametrize("path", ["/en/admin/login/", "/en/admin/login/?next=/en/admin/metep/user/"])
def test_the_administration_has_no_door_of_its_own(client: Client, secret: str, path: str) -> None:
    form = {"username": ROOT, "password": PASSWORD}
    for answer in (client.get(path), client.post(path, form)):
        assert answer["Location"].startswith("/en/sign-in/?next=/en/admin/")
    assert not is_in(client)


def test_secrets_are_not_to_be_read_in_the_database(secret: str) -> None:
    kept = Authenticator.objects.get(type="totp").data["secret"]
    assert secret not in kept
    assert Authenticator.objects.get(type="totp").wrap().validate_code(code_of(secret))


def test_an_earlier_key_of_the_site_still_reads_them(secret: str, settings: Any) -> None:
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "a new key"
    assert Authenticator.objects.get(type="totp").wrap().validate_code(code_of(secret))


def test_removing_the_app_sends_an_administrator_to_set_up_another(client: Client, secret: str) -> None:
    sign_in(client, ROOT)
    client.post(CODE, {"code": code_of(secret)})
    assert client.post("/en/account/app/remove/")["Location"] == "/en/account/"
    assert client.get("/en/admin/")["Location"] == SET_UP
    assert "removed from your account" in str(mail.outbox[-1].body)


def test_changes_of_security_ask_again_after_five_minutes(client: Client, secret: str, monkeypatch: Any) -> None:
    sign_in(client, ROOT)
    client.post(CODE, {"code": code_of(secret)})
    session = client.session
    records = [record | {"at": 0} for record in session["account_authentication_methods"]]
    session["account_authentication_methods"] = records
    session.save()
    answer = client.get("/en/account/codes/")
    assert answer["Location"].startswith("/en/account/confirm/")
    page = client.get(answer["Location"])
    assert "Confirm that it is you" in text_of(page)
    assert "Enter a code" in text_of(page)
    again = client.post("/en/account/confirm/", {"password": PASSWORD, "next": "/en/account/codes/"})
    assert again["Location"] == "/en/account/codes/"
    assert client.get("/en/account/codes/").status_code == 200


def test_an_administrator_who_lost_everything_is_helped_by_a_command(client: Client, secret: str) -> None:
    call_command("remove_second_factor", ROOT)
    assert not Authenticator.objects.exists()
    assert sign_in(client, ROOT)["Location"] == "/en/work/"
    assert client.get("/en/work/")["Location"] == SET_UP


def test_the_check_of_a_deployment_names_a_site_that_does_not_require_it(settings: Any) -> None:
    from metep.accounts.checks import second_factor_is_required

    settings.REQUIRE_SECOND_FACTOR = False
    assert [message.id for message in second_factor_is_required(None)] == ["metep.W001"]
    settings.REQUIRE_SECOND_FACTOR = True
    assert second_factor_is_required(None) == []


def test_a_visitor_has_no_second_factor_to_lack(client: Client, settings: Any, db: None) -> None:
    settings.REQUIRE_SECOND_FACTOR = True
    assert client.get("/en/work/")["Location"] == f"{reverse('login').replace('/kk/', '/en/')}?next=/en/work/"
