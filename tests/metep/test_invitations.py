"""Accounts of staff: made without a password, invited by mail, given roles, helped when a second factor is lost."""

from __future__ import annotations

import re
from smtplib import SMTPException
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from django.contrib.admin.models import LogEntry
from django.core import mail
from django.test import Client

from metep.models import User
from surveys.models import Assignment, Institution, Role, Round
from tests.metep.conftest import EMAIL, PASSWORD, sign_in
from tests.surveys.administration import sign_in as enter
from tests.surveys.administration import words_of

RIGHTS = ("metep.view_user", "metep.add_user", "metep.change_user")
NEW = "another pass phrase 7"


@pytest.fixture
def manager(db: None) -> Client:
    return enter(*RIGHTS)


def address(user: User, page: str) -> str:
    return f"/en/admin/metep/user/{user.pk}/{page}/"


def roles_form(user: User, *rows: dict[str, Any]) -> dict[str, Any]:
    form = {"email": user.email, "name": user.name, "is_active": "on"}
    form |= {"assignments-TOTAL_FORMS": len(rows), "assignments-INITIAL_FORMS": 0}
    for number, row in enumerate(rows):
        form |= {f"assignments-{number}-{name}": value for name, value in ({"user": user.pk} | row).items()}
    return form


def test_a_user_can_be_made_without_a_password(manager: Client) -> None:
    form = {"email": "Aigul@Example.org", "name": "Aigul", "usable_password": "false"}
    assert manager.post("/en/admin/metep/user/add/", form).status_code == 302
    made = User.objects.get(email=EMAIL)
    assert not made.has_usable_password()


@pytest.mark.parametrize(
    ("language", "subject"),
    [("kk", "METEP: Тіркелгіңіз"), ("ru", "METEP: Ваша учётная запись"), ("en", "METEP: Your account")],
)
def test_an_invitation_leads_to_a_first_password(
    manager: Client, user: User, client: Client, settings: Any, language: str, subject: str
) -> None:
    settings.SITE_URL = "https://metep.example.org"
    user.set_unusable_password()
    user.save()
    assert manager.post(address(user, "invite"), {"language": language}).status_code == 302
    message = mail.outbox[0]
    assert (message.to, message.subject) == ([EMAIL], subject)
    link = re.findall(rf"https://metep\.example\.org(/{language}/account/password/reset/\S+)", str(message.body))[0]
    page = client.get(link)["Location"]
    assert client.post(page, {"password1": NEW, "password2": NEW}).status_code == 302
    assert sign_in(client, password=NEW).status_code == 302


@pytest.mark.parametrize(("is_staff", "expected"), [(True, True), (False, False)])
def test_an_invitation_tells_administrators_of_the_second_factor(
    manager: Client, user: User, settings: Any, is_staff: bool, expected: bool
) -> None:
    User.objects.filter(pk=user.pk).update(is_staff=is_staff)
    settings.REQUIRE_SECOND_FACTOR = True
    from metep.accounts.invitations import invite

    user.refresh_from_db()
    invite(user, "en")
    assert ("authenticator app" in str(mail.outbox[0].body)) == expected


def test_mail_that_cannot_be_sent_is_told(manager: Client, user: User, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*args: Any, **options: Any) -> int:
        raise SMTPException

    monkeypatch.setattr("django.core.mail.backends.locmem.EmailBackend.send_messages", fail)
    assert "The mail could not be sent." in words_of(manager.post(address(user, "invite"), {"language": "en"}))


def test_a_language_that_the_site_does_not_have_is_refused(manager: Client, user: User) -> None:
    assert manager.post(address(user, "invite"), {"language": "de"}).status_code == 200
    assert mail.outbox == []


def test_a_closed_account_is_not_invited(manager: Client, user: User) -> None:
    User.objects.filter(pk=user.pk).update(is_active=False)
    assert manager.post(address(user, "invite"), {"language": "en"}).status_code == 403
    assert mail.outbox == []


@pytest.mark.parametrize("page", ["invite", "second-factor"])
def test_only_whoever_may_change_the_user_helps_her(user: User, page: str) -> None:
    root = User.objects.create_superuser("root@example.org", PASSWORD)
    assert enter("metep.view_user").get(address(user, page)).status_code == 403
    assert enter(*RIGHTS).get(address(root, page)).status_code == 403
    assert enter(*RIGHTS).post(address(root, page), {"language": "en"}).status_code == 403
    assert enter(*RIGHTS).get(f"/en/admin/metep/user/999999/{page}/").status_code == 403
    assert enter(*RIGHTS).get(address(user, page)).status_code == 200
    assert mail.outbox == []


def test_a_lost_second_factor_is_removed_and_that_is_noted(manager: Client, user: User) -> None:
    Authenticator.objects.create(user=user, type=Authenticator.Type.WEBAUTHN, data={})
    assert "has no second factor" not in words_of(manager.get(address(user, "second-factor")))
    assert Authenticator.objects.exists()
    manager.post(address(user, "second-factor"))
    assert not Authenticator.objects.exists()
    assert LogEntry.objects.get().object_id == str(user.pk)


def test_a_user_is_given_roles(manager: Client, user: User, survey_round: Round, institution: Institution) -> None:
    form = roles_form(
        user,
        {"role": "reviewer", "round": survey_round.pk},
        {"role": "coordinator", "round": "", "institution": institution.pk},
    )
    assert manager.post(address(user, "change"), form).status_code == 302
    held = Assignment.objects.order_by("role").values_list("role", "round", "institution")
    assert list(held) == [("coordinator", None, institution.pk), ("reviewer", survey_round.pk, None)]


@pytest.mark.parametrize(
    ("rows", "words"),
    [
        ([{"role": "coordinator"}], "A coordinator needs an institution; the other roles have none."),
        ([{"role": "clerk", "institution": "own"}], "A coordinator needs an institution; the other roles have none."),
        ([{"role": "king"}], "Select a valid choice."),
        ([{"role": "", "institution": "own"}], "This field is required."),
    ],
)
def test_a_role_that_cannot_be_is_refused_in_words(
    manager: Client, user: User, institution: Institution, rows: list[dict[str, Any]], words: str
) -> None:
    chosen = [row | ({"institution": institution.pk} if "institution" in row else {"note": "x"}) for row in rows]
    page = manager.post(address(user, "change"), roles_form(user, *(row | {"round": ""} for row in chosen)))
    assert words in words_of(page)
    assert not Assignment.objects.exists()


def test_a_role_is_given_once(manager: Client, user: User) -> None:
    form = roles_form(user, {"role": "clerk", "round": ""}, {"role": "clerk", "round": ""})
    assert "This user has this role already." in words_of(manager.post(address(user, "change"), form))
    assert not Assignment.objects.exists()


def test_a_role_is_held_once(manager: Client, user: User) -> None:
    Assignment.objects.create(user=user, role=Role.CLERK)
    form = roles_form(user, {"role": "clerk", "round": ""})
    assert "This user has this role already." in words_of(manager.post(address(user, "change"), form))


def test_roles_are_given_by_whoever_may_change_users_and_by_nobody_else(user: User) -> None:
    viewer = enter("metep.view_user", "surveys.add_assignment")
    assert viewer.post(address(user, "change"), roles_form(user, {"role": "clerk", "round": ""})).status_code == 403
    assert not Assignment.objects.exists()


def test_rights_to_the_tables_of_allauth_are_not_offered(db: None) -> None:
    page = words_of(enter(is_superuser=True).get("/en/admin/auth/group/add/"))
    assert "uthenticator" not in page
    assert "ocial" not in page
