"""Signing in by password: who comes in, who does not, how often one may try, how a password is chosen anew."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.contrib.auth import get_user
from django.core import mail
from django.test import Client
from django.urls import reverse

from metep.models import User
from tests.metep.conftest import EMAIL, PASSWORD, sign_in
from tests.surveys.respondents import text_of

WRONG = "The e-mail address or the password is not right."
TOO_MANY = "Too many attempts"
NEW = "another pass phrase 7"


def is_in(client: Client) -> bool:
    return get_user(client).is_authenticated  # type: ignore[arg-type]


def test_whoever_signs_in_lands_on_her_work(client: Client, user: User) -> None:
    assert sign_in(client)["Location"] == "/en/work/"
    assert is_in(client)


@pytest.mark.parametrize("typed", ["AIGUL@EXAMPLE.ORG", " aigul@example.org "])
def test_capitals_and_spaces_in_an_address_do_not_matter(client: Client, user: User, typed: str) -> None:
    assert sign_in(client, typed)["Location"] == "/en/work/"


@pytest.mark.parametrize(
    ("email", "password"), [(EMAIL, "wrong"), ("nobody@example.org", PASSWORD), (EMAIL, "x" * 5000)]
)
def test_a_wrong_password_and_an_unknown_address_are_told_alike(
    client: Client, user: User, email: str, password: str
) -> None:
    answer = sign_in(client, email, password)
    assert WRONG in text_of(answer)
    assert not is_in(client)


def test_a_closed_account_does_not_come_in(client: Client, user: User) -> None:
    User.objects.update(is_active=False)
    answer = sign_in(client)
    assert answer["Location"] == reverse("account_inactive").replace("/kk/", "/en/")
    assert "Your account is closed" in text_of(client.get(answer["Location"]))
    assert not is_in(client)


def test_after_five_wrong_passwords_the_right_one_has_to_wait(client: Client, user: User) -> None:
    for _attempt in range(5):
        assert WRONG in text_of(sign_in(client, password="wrong"))
    assert TOO_MANY in text_of(sign_in(client))
    assert not is_in(client)
    # Another address of the network does not help: the limit is that of the account.
    assert TOO_MANY in text_of(
        Client(REMOTE_ADDR="192.0.2.7").post("/en/sign-in/", {"login": EMAIL, "password": PASSWORD})
    )


def test_one_address_of_the_network_has_few_wrong_attempts_a_minute(client: Client, user: User, few: None) -> None:
    for number in range(10):
        assert WRONG in text_of(sign_in(client, f"nobody{number}@example.org", "wrong"))
    assert TOO_MANY in text_of(sign_in(client))
    assert sign_in(Client(REMOTE_ADDR="192.0.2.7")).status_code == 302


def test_people_behind_one_address_do_not_lock_each_other_out(user: User) -> None:
    for number in range(40):
        assert WRONG in text_of(sign_in(Client(), f"colleague{number}@example.org", "mistyped"))
    assert sign_in(Client()).status_code == 302


def test_a_flood_of_requests_is_refused_before_any_password_is_looked_at(client: Client, user: User, few: None) -> None:
    statuses = [sign_in(client, "", "").status_code for _attempt in range(31)]
    assert (set(statuses), statuses[-1]) == ({200, 429}, 429)
    refused = sign_in(client, "somebody@example.org", "a secret that nobody shows")
    assert "a secret that nobody shows" not in refused.content.decode()


@pytest.mark.parametrize(
    ("proxies", "limited"), [(0, True), (1, False)], ids=["nobody may forge an address", "our proxy tells the address"]
)
def test_who_is_counted_behind_a_proxy(
    client: Client, user: User, settings: Any, few: None, proxies: int, limited: bool
) -> None:
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = proxies
    for number in range(10):
        client.post(
            "/en/sign-in/",
            {"login": f"nobody{number}@example.org", "password": "wrong"},
            headers={"X-Forwarded-For": f"203.0.113.9, 198.51.100.{number}"},
        )
    answer = client.post(
        "/en/sign-in/", {"login": EMAIL, "password": PASSWORD}, headers={"X-Forwarded-For": "198.51.100.200"}
    )
    assert (answer.status_code == 200) == limited


def test_nobody_signs_up(client: Client, db: None) -> None:
    form = {"email": "new@example.org", "password1": PASSWORD, "password2": PASSWORD}
    assert client.get("/en/account/sign-up/").status_code == 404
    assert client.post("/en/account/sign-up/", form).status_code == 404
    assert not User.objects.exists()


def reset_link(client: Client, email: str = EMAIL, language: str = "en") -> str:
    """Ask for a new password; the link of the mail, without its host."""
    client.post(f"/{language}/account/password/reset/", {"email": email})
    return re.findall(r"https?://[^/\s]+(/\S+/password/reset/\S+)", str(mail.outbox[-1].body))[0]


def test_a_forgotten_password_is_chosen_anew_by_a_link_that_works_once(client: Client, user: User) -> None:
    link = reset_link(client)
    form_page = client.get(link)["Location"]
    assert (
        client.post(form_page, {"password1": NEW, "password2": NEW})["Location"] == "/en/account/password/reset/done/"
    )
    assert sign_in(Client()).status_code == 200
    assert sign_in(Client(), password=NEW).status_code == 302
    assert "This link no longer works" in text_of(Client().get(link))
    assert "changed by a link" in str(mail.outbox[-1].body)


def test_a_new_address_makes_the_links_of_the_old_one_worthless(client: Client, user: User) -> None:
    link = reset_link(client)
    User.objects.update(email="moved@example.org")
    assert "This link no longer works" in text_of(client.get(link))
    assert sign_in(client).status_code == 200
    assert sign_in(client, "moved@example.org").status_code == 302


def test_the_page_tells_nobody_who_has_an_account(client: Client, user: User) -> None:
    pages = [
        client.post("/en/account/password/reset/", {"email": email}, follow=True) for email in (EMAIL, "no@example.org")
    ]
    assert text_of(pages[0]) == text_of(pages[1])
    assert [message.to for message in mail.outbox] == [[EMAIL], ["no@example.org"]]
    assert "there is no such account" in str(mail.outbox[1].body)


def test_a_closed_account_gets_no_link(client: Client, user: User) -> None:
    User.objects.update(is_active=False)
    client.post("/en/account/password/reset/", {"email": EMAIL})
    assert [message for message in mail.outbox if "/password/reset/" in str(message.body)] == []


@pytest.mark.parametrize("password", ["short", "123456789012", "aigul@example.org", "passwordpassword1"])
def test_a_weak_new_password_is_refused(client: Client, user: User, password: str) -> None:
    page = client.get(reset_link(client))["Location"]
    answer = client.post(page, {"password1": password, "password2": password})
    expected = 302 if password == "passwordpassword1" else 200
    assert answer.status_code == expected


def test_changing_a_password_needs_the_old_one_and_is_told_by_mail(client: Client, user: User) -> None:
    sign_in(client)
    form = {"oldpassword": "wrong", "password1": NEW, "password2": NEW}
    assert "Enter your current password." in text_of(client.post("/en/account/password/", form))
    assert client.post("/en/account/password/", form | {"oldpassword": PASSWORD})["Location"] == "/en/account/"
    assert is_in(client)
    assert mail.outbox[-1].subject == "METEP: Your password was changed"


def test_other_browsers_are_signed_out_by_a_new_password(client: Client, user: User) -> None:
    other = Client()
    sign_in(client)
    sign_in(other)
    client.post("/en/account/password/", {"oldpassword": PASSWORD, "password1": NEW, "password2": NEW})
    assert (is_in(client), is_in(other)) == (True, False)


@pytest.mark.parametrize("language", ["kk", "ru", "en"])
def test_mail_speaks_the_language_of_the_page(client: Client, user: User, language: str) -> None:
    assert reset_link(client, language=language).startswith(f"/{language}/")
    subjects = {
        "kk": "METEP: Жаңа құпиясөз таңдау",
        "ru": "METEP: Новый пароль для входа",
        "en": "METEP: A new password",
    }
    assert mail.outbox[-1].subject == subjects[language]
    assert "&" not in str(mail.outbox[-1].body)
