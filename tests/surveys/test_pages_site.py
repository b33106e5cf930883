"""Pages of the site as a whole: signing in and out, languages, errors."""

from __future__ import annotations

import pytest
from django.test import Client

from metep.models import User
from tests.surveys.respondents import text_of

EMAIL, PASSWORD = "staff@example.org", "a long enough password"


@pytest.fixture
def user(db: None) -> User:
    return User.objects.create_user(EMAIL, PASSWORD)


def test_staff_signs_in_with_an_address_and_goes_where_she_wanted(client: Client, user: User) -> None:
    page = client.get("/en/sign-in/?next=/en/")
    assert 'name="next" value="/en/"' in page.content.decode()
    answer = client.post("/en/sign-in/", {"login": EMAIL, "password": PASSWORD, "next": "/en/"})
    assert (answer.status_code, answer["Location"]) == (302, "/en/")
    assert "Sign out" in text_of(client.get("/en/"))


def test_signing_in_leads_nowhere_outside(client: Client, user: User) -> None:
    form = {"login": EMAIL, "password": PASSWORD, "next": "https://example.org/"}
    assert "example.org" not in client.post("/en/sign-in/", form)["Location"]


@pytest.mark.parametrize("form", [{"login": EMAIL, "password": "wrong"}, {"login": "", "password": ""}])
def test_a_wrong_password_is_told_at_the_top(client: Client, user: User, form: dict[str, str]) -> None:
    page = client.post("/en/sign-in/", form).content.decode()
    assert "<title>Error: Sign in" in page
    assert page.count('class="error-summary"') == 1
    assert "METEP</title>" in page


def test_staff_signs_out(client: Client, user: User) -> None:
    client.force_login(user)
    assert client.post("/en/sign-out/")["Location"] == "/en/"
    assert "Sign out" not in text_of(client.get("/en/"))


def test_only_staff_is_led_to_the_administration(client: Client, user: User) -> None:
    client.force_login(user)
    assert "/en/admin/" not in client.get("/en/").content.decode()
    User.objects.update(is_staff=True)
    assert "/en/admin/" in client.get("/en/").content.decode()


@pytest.mark.parametrize(
    ("path", "links"),
    [
        ("/en/", ["/kk/", "/ru/"]),
        ("/en/sign-in/?next=/en/", ["/kk/sign-in/?next=/en/"]),
        ("/nothing/", ["/kk/", "/ru/"]),
        ("/english/", ["/kk/", "/ru/"]),
    ],
)
def test_every_page_leads_to_itself_in_the_other_languages(
    client: Client, db: None, path: str, links: list[str]
) -> None:
    page = client.get(path, headers={"Accept-Language": "en"}).content.decode()
    assert [link for link in links if f'href="{link}"' not in page] == []


def test_the_home_page_only_reads(client: Client, db: None) -> None:
    assert client.post("/en/").status_code == 405
