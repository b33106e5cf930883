"""Who acted, and as what: told to the database with the statement itself, and forgotten with its transaction."""

from __future__ import annotations

import os
import subprocess
import sys
from contextlib import suppress

import pytest
from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.core.management import get_commands, load_command_class
from django.db import connection, transaction
from django.test import Client
from django.urls import resolve, reverse

from fieldwork.models import AuditEntry
from metep.acting import acting, command_role
from metep.audit_context import acting_in
from metep.models import User
from surveys.links import create_link
from surveys.models import Assignment, Institution, Response, Role, Round
from tests.surveys.respondents import Respondent


def last(model: str) -> AuditEntry:
    return AuditEntry.objects.filter(model=model).latest("pk")


def signed_in(**rights: bool) -> tuple[User, Client]:
    user, client = User.objects.create_user(f"u{User.objects.count()}@example.org", **rights), Client()
    client.force_login(user)
    return user, client


def test_a_respondent_is_told_as_one_without_an_account(survey_round: Round) -> None:
    Respondent.begin()
    entry = last("surveys.response")
    assert (entry.actor_id, entry.actor_role, entry.action) == (None, "respondent", "insert")


def test_an_administrator_is_told_by_name_and_role(survey_round: Round) -> None:
    user, client = signed_in(is_staff=True, is_superuser=True)
    client.post(reverse("admin:surveys_round_close", args=[survey_round.pk]))
    entry = last("surveys.round")
    assert (entry.actor, entry.actor_role) == (user, "administrator")
    assert (entry.before, entry.after) == ({"state": "open"}, {"state": "closed"})


@pytest.mark.parametrize(
    ("held", "told"),
    [([Role.REVIEWER], "reviewer"), ([Role.ANALYST, Role.REVIEWER], "analyst, reviewer"), ([], "staff")],
)
def test_staff_are_told_by_their_roles_in_the_round(survey_round: Round, rf, held: list[Role], told: str) -> None:
    other = Round.objects.create(
        code="r2", country="KZ", version=survey_round.version, method="m", languages=["kk"], sections=["F"]
    )
    user, _client = signed_in()
    for role in held:
        Assignment.objects.create(user=user, role=role, round=survey_round)
    if held:
        Assignment.objects.create(user=user, role=Role.CLERK, round=other)
    request = rf.post("/")
    request.user, request.resolver_match = user, resolve(reverse("work-round", args=["r1"]))
    assert acting_in(request) == (user.pk, told)
    request.user = AnonymousUser()
    assert acting_in(request) == (None, "visitor")


def test_a_delegate_is_told_apart_from_the_respondent(survey_round: Round, response: Response) -> None:
    Response.objects.update(answers={"F1.1.a": "yes"})
    _link, secret = create_link(survey_round, None, [], response=response, chapters=("F1",))
    browser = Client()
    browser.get(reverse("answer-link", args=[secret]))
    form = {"items": ["F1.1.a"], "url": "https://example.org"}
    assert browser.post(reverse("response-evidence-new", args=[response.pk]), form).status_code == 302
    entry = last("surveys.evidence")
    assert (entry.actor, entry.actor_role) == (None, "delegate")


def fail_after_a_change() -> None:
    """A transaction (or, within one, a savepoint) that is rolled back."""
    with suppress(ZeroDivisionError), transaction.atomic():
        Institution.objects.update(kind="z")
        raise ZeroDivisionError


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("fails", [False, True])
def test_a_connection_that_lives_on_carries_nothing_over(institution: Institution, fails: bool) -> None:
    with acting("command test"):
        Institution.objects.update(kind="a")
        if fails:
            fail_after_a_change()
    assert last("surveys.institution").actor_role == "command test"
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('metep.role', true), current_setting('metep.actor', true)")
        assert cursor.fetchone() in {("", ""), (None, None)}
    Institution.objects.update(kind="c")
    entry = last("surveys.institution")
    assert (entry.actor_role, entry.actor_id) == ("", None)


@pytest.mark.django_db(transaction=True)
def test_two_requests_on_one_connection_are_told_apart(survey_round: Round) -> None:
    user, client = signed_in(is_staff=True, is_superuser=True)
    client.post(reverse("admin:surveys_round_close", args=[survey_round.pk]))
    assert last("surveys.round").actor == user
    Round.objects.update(state="open")
    assert last("surveys.round").actor is None
    Respondent.begin()
    assert (last("surveys.response").actor, last("surveys.response").actor_role) == (None, "respondent")


@pytest.mark.django_db(transaction=True)
def test_it_is_told_again_after_a_savepoint_was_rolled_back(institution: Institution) -> None:
    with acting("command test"), transaction.atomic():
        fail_after_a_change()
        Institution.objects.update(kind="b")
    assert last("surveys.institution").actor_role == "command test"


def test_a_role_is_a_name_and_never_part_of_a_statement(institution: Institution) -> None:
    with acting("command x', true); DROP TABLE surveys_round; --%s"):
        Institution.objects.filter(pk=institution.pk).update(kind="a")
    assert last("surveys.institution").actor_role == "command x, true DROP TABLE surveys_round --s"


def test_rows_counted_and_keys_returned_stay_those_of_the_statement(db: None) -> None:
    with acting("command test"):
        made = Institution.objects.create(code="I9", country="KZ")
        assert made.pk
        assert Institution.objects.filter(code="I9").update(kind="a") == 1
        assert Institution.objects.filter(code="I9").delete()[0] == 1
        with connection.cursor() as cursor:
            cursor.executemany("INSERT INTO surveys_region (country, code, name) VALUES ('KZ', %s, '')", [["a"], ["b"]])
    assert last("surveys.region").actor_role == "command test"


@pytest.mark.parametrize(
    ("arguments", "role"),
    [
        (["manage.py", "close_round", "r1"], "command close_round"),
        (["manage.py", "db_worker"], "worker"),
        (["manage.py"], "command"),
    ],
)
def test_commands_and_workers_have_names(arguments: list[str], role: str) -> None:
    assert command_role(arguments) == role


@pytest.mark.parametrize(("arguments", "reloads"), [([], False), (["--reload"], True)])
def test_a_worker_stays_in_the_thread_that_says_who_acts(settings, arguments: list[str], reloads: bool) -> None:
    settings.DEBUG = True
    worker = load_command_class(get_commands()["db_worker"], "db_worker")
    assert worker.create_parser("manage.py", "db_worker").parse_args(arguments).reload is reloads


@pytest.mark.django_db(transaction=True)
def test_a_command_says_which_it_is(survey_round: Round) -> None:
    database = connection.settings_dict
    address = f"postgresql://{database['USER']}:{database['PASSWORD']}@/{database['NAME']}?host={host_of(database)}"
    ran = subprocess.run(
        [sys.executable, "manage.py", "close_round", "r1"],
        cwd=settings.BASE_DIR,
        env={**os.environ, "DATABASE_URL": address, "SECRET_KEY": "for this test"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert ran.returncode == 0, ran.stderr
    assert last("surveys.round").actor_role == "command close_round"


def host_of(database: dict[str, object]) -> object:
    options = database["OPTIONS"]
    return database["HOST"] or (options.get("host") if isinstance(options, dict) else "")
