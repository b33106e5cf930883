"""Users in the administration: entered by their address; only superusers touch superusers."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import Group
from django.test import Client
from django.urls import reverse

from metep.models import User
from tests.surveys.administration import sign_in, words_of

RIGHTS = tuple(f"metep.{what}_user" for what in ("view", "add", "change", "delete"))
PASSWORD = "a-long-pass-phrase-1"


@pytest.fixture
def manager(db: None) -> Client:
    return sign_in(*RIGHTS)


@pytest.fixture
def root(db: None) -> User:
    return User.objects.create_superuser("root@example.org", PASSWORD)


def url(page: str, *args: object) -> str:
    return f"/en/{reverse(f'admin:metep_user_{page}', args=args).split('/', 2)[2]}"


def form_of(user: User, **changes: object) -> dict[str, object]:
    roles = {"assignments-TOTAL_FORMS": 0, "assignments-INITIAL_FORMS": 0}
    return {"email": user.email, "name": user.name, "is_active": "on", **roles, **changes}


def test_a_user_is_entered_by_her_address_and_can_sign_in(manager, client) -> None:
    form = {"email": "aigul@example.org", "name": "Aigul", "password1": PASSWORD, "password2": PASSWORD}
    assert manager.post(url("add"), form).status_code == 302
    made = User.objects.get(email="aigul@example.org")
    assert (made.name, made.is_staff, made.is_superuser) == ("Aigul", False, False)
    assert client.login(username="AIGUL@example.org", password=PASSWORD)


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"email": "no address"}, "email"),
        ({"email": ""}, "email"),
        ({"email": "ROOT@example.org"}, "__all__"),
        ({"password2": "another"}, "password2"),
        ({"password1": "short", "password2": "short"}, "password2"),
        ({"password1": "", "password2": ""}, "password1"),
    ],
)
def test_what_is_no_user_is_refused_at_its_field(root, manager, changes, field: str) -> None:
    form = {"email": "new@example.org", "password1": PASSWORD, "password2": PASSWORD, **changes}
    page = manager.post(url("add"), form)
    assert field in page.context["adminform"].form.errors
    assert User.objects.count() == 2


def test_a_user_gets_her_rights_from_groups(manager) -> None:
    group, _is_new = Group.objects.get_or_create(name="analysts")
    user = User.objects.create_user("aigul@example.org", PASSWORD)
    assert manager.post(url("change", user.pk), form_of(user, is_staff="on", groups=[group.pk])).status_code == 302
    user.refresh_from_db()
    assert (user.is_staff, list(user.groups.all())) == (True, [group])
    assert "analysts" in words_of(manager.get(url("changelist")))


def test_nobody_but_a_superuser_makes_superusers(root, manager) -> None:
    user = User.objects.create_user("aigul@example.org", PASSWORD)
    manager.post(url("change", user.pk), form_of(user, is_superuser="on"))
    user.refresh_from_db()
    assert not user.is_superuser
    sign_in(is_superuser=True).post(url("change", user.pk), form_of(user, is_superuser="on"))
    user.refresh_from_db()
    assert user.is_superuser


def test_nobody_but_a_superuser_changes_a_superuser_her_password_or_her_place(root, manager) -> None:
    assert manager.post(url("change", root.pk), form_of(root, name="Other")).status_code == 403
    assert manager.post(url("delete", root.pk), {"post": "yes"}).status_code == 403
    address = f"/en/{reverse('admin:auth_user_password_change', args=[root.pk]).split('/', 2)[2]}"
    form = {"usable_password": "true", "password1": "another-pass-phrase-2", "password2": "another-pass-phrase-2"}
    assert manager.post(address, form).status_code == 403
    root.refresh_from_db()
    assert root.name == ""
    assert root.check_password(PASSWORD)


def test_the_list_takes_as_many_queries_for_nine_as_for_one(manager, django_assert_num_queries) -> None:
    for numbers in (range(1), range(1, 9)):
        for n in numbers:
            User.objects.create_user(f"u{n}@example.org").groups.add(Group.objects.get_or_create(name=f"g{n}")[0])
        manager.get(url("changelist"))
        with django_assert_num_queries(9):
            manager.get(url("changelist"))


@pytest.mark.parametrize("typed", [" x", "²", "9" * 40, "'\"><script>"])
def test_a_role_at_what_is_no_institution_is_refused_at_its_field(manager, typed: str) -> None:
    user = User.objects.create_user("new@example.org", name="New")
    role = {"assignments-TOTAL_FORMS": 1, "assignments-0-role": "coordinator", "assignments-0-institution": typed}
    page = manager.post(url("change", user.pk), form_of(user) | role)
    assert page.status_code == 200
    assert "institution" in page.context["inline_admin_formsets"][0].formset.errors[0]


@pytest.mark.parametrize("language", ["kk", "ru", "en"])
def test_the_administration_speaks_three_languages(manager, language: str) -> None:
    page = words_of(manager.get(f"/{language}/admin/"))
    assert f'<html lang="{language}"' in page
    for other in ("kk", "ru", "en"):
        assert f'href="/{other}/admin/"' in page


def test_a_superuser_sees_every_model_of_the_administration(db: None) -> None:
    page = words_of(sign_in(is_superuser=True).get("/en/admin/"))
    for model in ("institution", "instrumentversion", "personallink", "region", "response", "round", "validation"):
        assert f"/en/admin/surveys/{model}/" in page
