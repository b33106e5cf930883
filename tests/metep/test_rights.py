"""Rights are chosen by names in the language of the administrator."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import Group, Permission
from django.urls import reverse
from django.utils import translation

from metep.rights import NAMED, describe
from tests.surveys.administration import sign_in


@pytest.mark.parametrize(
    ("codename", "kazakh", "russian"),
    [
        ("add_institution", "Мекемелер: қосу", "Учреждения: добавление"),
        ("view_user", "Пайдаланушылар: қарау", "Пользователи: просмотр"),
        ("publish_instrumentversion", "Құрал нұсқасын жариялай алады", "Может публиковать версию инструментария"),
        ("view_results", "Раундтардың нәтижелерін көре алады", "Может видеть результаты раундов"),
    ],
)
def test_a_right_is_described_in_the_language_of_its_reader(db, codename: str, kazakh: str, russian: str) -> None:
    right = Permission.objects.get(codename=codename)
    assert describe(right) == kazakh
    with translation.override("ru"):
        assert describe(right) == russian


def test_every_right_has_a_translated_name(db) -> None:
    rights = Permission.objects.select_related("content_type")
    with translation.override("en"):
        english = {right.pk: describe(right) for right in rights}
    assert [right.codename for right in rights if describe(right) == english[right.pk]] == []
    assert set(NAMED) <= {right.name for right in rights}


@pytest.mark.parametrize("page", ["admin:auth_group_add", "admin:metep_user_change"])
def test_the_administration_offers_rights_in_words(db, page: str) -> None:
    client = sign_in(is_superuser=True)
    Group.objects.create(name="талдаушылар")
    user = client.session["_auth_user_id"]
    shown = client.get(reverse(page, args=[user] if "user" in page else [])).content.decode()
    assert "Өңірлер: жою" in shown
    assert "Can " not in shown
