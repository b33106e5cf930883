"""Every page, message and mail of an account speaks the language of its reader: allauth has no Kazakh at all."""

from __future__ import annotations

import re
from typing import Any

import pytest
from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal import auth
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from django.core import mail
from django.template.loader import render_to_string
from django.test import Client
from django.urls import reverse
from django.utils import timezone, translation

from metep.accounts.adapters import AccountAdapter, OutsideAdapter, SecondFactorAdapter
from metep.accounts.invitations import invite
from metep.models import User
from tests.metep.conftest import EMAIL, PASSWORD, sign_in
from tests.test_django_in_kazakh import LATIN, shown_words

# What allauth can say of pages that we do not have: signing up, usernames, telephones, addresses, joined accounts.
UNUSED = {
    "add_email_blocked",
    "cannot_delete_authenticator",
    "cannot_remove_primary_email",
    "connected_other",
    "disconnect_last",
    "duplicate_email",
    "email_taken",
    "invalid_or_expired_key",
    "invalid_token",
    "max_email_addresses",
    "no_password",
    "no_verified_email",
    "phone_password_mismatch",
    "phone_taken",
    "same_as_current",
    "select_only_one",
    "unknown_email",
    "unknown_phone",
    "unverified_email",
    "unverified_primary_email",
    "username_blacklisted",
    "username_password_mismatch",
    "username_taken",
}
SIGNED_OUT = ["login", "account_reset_password", "account_reset_password_done", "account_inactive"]
SIGNED_OUT += ["account_reset_password_from_key_done"]
SIGNED_IN = ["mfa_index", "account_change_password", "mfa_deactivate_totp", "mfa_view_recovery_codes"]
SIGNED_IN += ["mfa_generate_recovery_codes", "mfa_list_webauthn", "mfa_add_webauthn", "account_reauthenticate"]
SIGNED_IN += ["mfa_reauthenticate", "logout"]
MAILS = ["account/email/password_changed", "account/email/password_reset", "account/email/password_set"]
MAILS += [f"mfa/email/{what}" for what in ("recovery_codes_generated", "totp_activated", "totp_deactivated")]
MAILS += [f"mfa/email/{what}" for what in ("webauthn_added", "webauthn_removed")]
# The user's own name, and the names of the alphabet of time zones.
OWN = LATIN | {"Aigul", "synthetic", "PIN"}


@pytest.mark.parametrize(
    ("ours", "theirs"),
    [
        (AccountAdapter, DefaultAccountAdapter),
        (SecondFactorAdapter, DefaultMFAAdapter),
        (OutsideAdapter, DefaultSocialAccountAdapter),
    ],
)
def test_every_refusal_that_people_can_meet_has_our_words(ours: Any, theirs: Any) -> None:
    same = {code for code, words in theirs.error_messages.items() if ours.error_messages[code] is words}
    assert same - UNUSED == set()


@pytest.mark.parametrize("language", ["kk", "ru"])
@pytest.mark.parametrize("name", SIGNED_OUT)
def test_pages_for_visitors(db: None, client: Client, language: str, name: str) -> None:
    with translation.override(language):
        page = client.get(reverse(name)).content.decode()
    assert f'lang="{language}"' in page
    assert shown_words(page) <= OWN


@pytest.fixture
def equipped(user: User, client: Client) -> Client:
    """A browser of somebody with every kind of second factor."""
    sign_in(client)
    auth.TOTP.activate(user, auth.generate_totp_secret())
    RecoveryCodes.activate(user)
    return client


@pytest.mark.parametrize("language", ["kk", "ru"])
@pytest.mark.parametrize("name", SIGNED_IN)
def test_pages_for_members_of_staff(equipped: Client, language: str, name: str) -> None:
    with translation.override(language):
        page = equipped.get(reverse(name))
    assert page.status_code == 200
    assert shown_words(page.content.decode()) <= OWN


@pytest.mark.parametrize("language", ["kk", "ru"])
def test_setting_up_an_app(user: User, client: Client, language: str) -> None:
    sign_in(client)
    page = client.get(f"/{language}/account/app/").content.decode()
    secret = re.findall(r'id="authenticator_secret">(\w+)<', page)[0]
    assert shown_words(page.replace(secret, "")) <= OWN
    refused = client.post(f"/{language}/account/app/", {"code": "000000"}).content.decode()
    assert shown_words(refused.replace(secret, "")) <= OWN


@pytest.mark.parametrize("language", ["kk", "ru"])
@pytest.mark.parametrize("form", [{}, {"oldpassword": PASSWORD, "password1": "a long one 12", "password2": "another"}])
def test_a_refused_change_of_password(user: User, client: Client, language: str, form: dict[str, str]) -> None:
    sign_in(client)
    page = client.post(f"/{language}/account/password/", form).content.decode()
    assert "error-summary" in page
    assert shown_words(page) <= OWN


@pytest.mark.parametrize("language", ["kk", "ru"])
def test_the_second_step_and_its_refusals(user: User, client: Client, language: str) -> None:
    auth.TOTP.activate(user, auth.generate_totp_secret())
    sign_in(client, language=language)
    for _attempt in range(6):  # wrong, wrong, …, too many
        page = client.post(f"/{language}/sign-in/code/", {"code": "000000"}).content.decode()
        assert shown_words(page) <= OWN


@pytest.mark.parametrize("language", ["kk", "ru"])
def test_too_many_requests(db: None, client: Client, few: None, language: str) -> None:
    answers = [sign_in(client, "", "", language) for _attempt in range(31)]
    assert answers[-1].status_code == 429
    assert shown_words(answers[-1].content.decode()) <= OWN


@pytest.mark.parametrize("language", ["kk", "ru"])
@pytest.mark.parametrize("prefix", MAILS)
def test_mails_about_changes(user: User, language: str, prefix: str) -> None:
    with translation.override(language):
        context = {"timestamp": timezone.now(), "ip": "", "user_agent": "", "site_name": "METEP", "site_url": ""}
        subject = render_to_string(f"{prefix}_subject.txt", context)
        body = render_to_string(f"{prefix}_message.txt", context)
    assert set(re.findall(r"[A-Za-z]{3,}", f"{subject} {body}")) <= {"METEP"}
    assert subject.strip()


@pytest.mark.parametrize("language", ["kk", "ru"])
def test_invitations_and_links(user: User, client: Client, language: str) -> None:
    User.objects.update(name="")
    user.refresh_from_db()
    invite(user, language)
    for email in (EMAIL, "nobody@example.org"):
        client.post(f"/{language}/account/password/reset/", {"email": email})
    assert len(mail.outbox) == 3
    for message in mail.outbox:
        body = re.sub(r"\S+[@/]\S+", " ", f"{message.subject} {message.body}")
        assert set(re.findall(r"[A-Za-z]{3,}", body)) <= {"METEP"}


@pytest.mark.parametrize("language", ["kk", "ru"])
def test_a_passkey_gets_a_name_in_the_language_of_its_owner(user: User, language: str) -> None:
    with translation.override(language):
        name = SecondFactorAdapter().generate_authenticator_name(user, Authenticator.Type.WEBAUTHN)
    assert name == {"kk": "1-кіру кілті", "ru": "Ключ доступа 1"}[language]


@pytest.mark.parametrize("language", ["kk", "ru"])
def test_somebody_who_has_nothing_to_confirm_by_is_told_so(db, client: Client, language: str) -> None:
    somebody = User.objects.create_user("nothing@example.org")
    somebody.set_unusable_password()
    somebody.save()
    client.force_login(somebody)
    with translation.override(language):
        response = client.get(reverse("account_reauthenticate"))
    assert response.status_code == 403
    assert "eauthentication" not in response.content.decode()
