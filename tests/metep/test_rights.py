"""Rights are chosen by names in the language of the administrator."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import Permission
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


def test_the_rights_of_a_group_are_chosen_in_words(db) -> None:
    shown = sign_in(is_superuser=True).get(reverse("admin:auth_group_add")).content.decode()
    assert "Өңірлер: жою" in shown
    assert "Can " not in shown
