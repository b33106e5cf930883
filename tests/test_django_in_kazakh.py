"""What Django itself says to our users is Kazakh too: its own catalogue lacks half of it."""

from __future__ import annotations

import re
from html import unescape
from pathlib import Path

import django
import polib
import pytest
from django.test import Client
from django.urls import reverse
from django.utils import translation

from metep.models import User
from surveys.models import Round
from tests.messages import read_catalogue
from tests.surveys.administration import sign_in

DJANGO = Path(django.__file__).parent
PARTS = ["conf", "contrib/admin", "contrib/auth", "contrib/postgres"]
# Where the sentences are used that people meet; the rest is for developers, or names languages of the world.
MET = ("contrib/admin/", "contrib/auth/", "contrib/postgres/", "core/", "db/models/", "forms/", "utils/")
# What is written in Latin letters on pages of any language; the last is the name of a group.
LATIN = {"METEP", "CSV", "UTC", "English", "Control", "Ctrl", "Command", "Mac", "analysts"}
ADMINISTRATION = [
    "index",
    "auth_group_changelist",
    "auth_group_add",
    "metep_user_add",
    "surveys_round_changelist",
    "surveys_round_add",
    "surveys_institution_changelist",
    "surveys_institution_add",
    "surveys_response_changelist",
    "surveys_validation_changelist",
    "surveys_validation_add",
]


def sentences(part: str, domain: str) -> list[tuple[str | None, str]]:
    """(context, message) of what people meet of a part of Django."""
    path = DJANGO / part / "locale" / "en" / "LC_MESSAGES" / f"{domain}.po"
    entries = polib.pofile(str(path)) if path.exists() else []
    return [
        (entry.msgctxt, entry.msgid)
        for entry in entries
        if not entry.obsolete and any(place.startswith(MET) for place, _line in entry.occurrences)
    ]


@pytest.mark.parametrize("domain", ["django", "djangojs"])
@pytest.mark.parametrize("part", PARTS)
def test_every_sentence_of_django_that_people_meet_is_in_kazakh(part: str, domain: str) -> None:
    translated = {
        (entry.msgctxt, entry.msgid)
        for catalogue in (read_catalogue("kk"), read_catalogue("kk", "locale_django", domain))
        for entry in catalogue
    }
    # Signs that are the same in every language, kept where Django has them.
    missing = [sentence for sentence in sentences(part, domain) if sentence not in translated]
    assert [message for _context, message in missing if re.search("[A-Za-z]", message)] == []


def shown_words(page: str) -> set[str]:
    """The Latin words of three letters or more that a page shows or reads out."""
    page = re.sub(r"(?s)<(script|style|code|svg)\b.*?</\1>", " ", page)
    spoken = re.findall(r"(?:title|placeholder|aria-label|value)=\"([^\"]*[\u0400-\u04ff][^\"]*)\"", page)
    text = unescape(" ".join([re.sub(r"<[^>]*>", " ", page), *spoken]))
    return set(re.findall(r"[A-Za-z]{3,}", re.sub(r"\S+[@/]\S+", " ", text)))


@pytest.mark.parametrize("language", ["kk", "ru"])
@pytest.mark.parametrize("name", ADMINISTRATION)
def test_the_administration_speaks_the_language_of_its_reader(db, language: str, name: str) -> None:
    with translation.override(language):
        page = sign_in(is_superuser=True).get(reverse(f"admin:{name}")).content.decode()
    assert f'lang="{language}"' in page
    assert shown_words(page) <= LATIN


@pytest.mark.parametrize("language", ["kk", "ru"])
@pytest.mark.parametrize("name", ["home", "login", "account_reset_password", "link-start"])
def test_the_doors_speak_the_language_of_their_reader(db, client: Client, language: str, name: str) -> None:
    with translation.override(language):
        page = client.get(reverse(name)).content.decode()
    assert shown_words(page) <= LATIN


@pytest.mark.parametrize(
    ("name", "sent"),
    [
        ("login", {"login": "nobody@example.org", "password": "x"}),
        ("login", {"login": "", "password": ""}),
        ("account_reset_password", {"email": "no address"}),
    ],
)
@pytest.mark.parametrize("language", ["kk", "ru"])
def test_a_refused_sign_in_is_explained(db, client: Client, language: str, name: str, sent: dict[str, str]) -> None:
    with translation.override(language):
        page = client.post(reverse(name), sent).content.decode()
    assert shown_words(page) <= LATIN


@pytest.mark.parametrize("language", ["kk", "ru"])
@pytest.mark.parametrize("password", ["", "12345678", "password", "short"])
def test_a_refused_password_is_explained(db, language: str, password: str) -> None:
    form = {"oldpassword": "wrong", "password1": password, "password2": f"{password}!" if password else ""}
    client = sign_in(is_superuser=True)
    user = User.objects.get()
    user.set_password("a long enough password")
    user.save()
    client.force_login(user)
    with translation.override(language):
        page = client.post(reverse("account_change_password"), form).content.decode()
    assert "error-summary" in page
    assert shown_words(page) <= LATIN


@pytest.mark.parametrize("language", ["kk", "ru"])
def test_a_refused_round_is_explained(survey_round: Round, language: str) -> None:
    form = {"code": "not a code", "country": "ZZ", "opens_at_0": "31.02.2026", "opens_at_1": "99"}
    form |= {"notices-TOTAL_FORMS": "0", "notices-INITIAL_FORMS": "0"}
    with translation.override(language):
        page = sign_in(is_superuser=True).post(reverse("admin:surveys_round_add"), form).content.decode()
    assert "errorlist" in page
    assert shown_words(page) <= LATIN | {"small", "not", "code"}
