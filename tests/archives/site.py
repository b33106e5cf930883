"""A small site with something in every corner that an archive has to keep, and ways to look at all of it."""

from __future__ import annotations

import io
import random
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

import psycopg2
from django.core.files.base import ContentFile
from django.core.management import call_command
from django.db import connection
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from fieldwork.models import (
    Agreement,
    Card,
    CheckRun,
    Finding,
    Letter,
    Mailing,
    Remark,
    Seat,
    SignOff,
    Vote,
    Workshop,
)
from metep.archives.copying import write_as_always
from metep.archives.tables import columns_of, quoted, site_tables
from metep.models import User
from reports.models import ReportText, Scenario
from scoring.calculate import freeze, read_evidence
from surveys.lifecycle import add_submitted, give_back
from surveys.links import create_link
from surveys.models import (
    Assignment,
    Contact,
    Evidence,
    Institution,
    Participant,
    Response,
    ReviewComment,
    Role,
    Round,
    Validation,
)
from surveys.saving import save_answers
from tests.answering import random_response

NASTY = "first line\n\\.\nthird\twith \\N and \"quotes\", 'others', Ққ Әә, \r\nend\\"
"""A text that no careless format brings back."""
STAFF = "aigul@example.org"
DEPUTY = "deputy@example.org"


def fill(survey_round: Round, institution: Institution) -> Response:
    """Everything; returns the response that has a history, evidence and comments."""
    user = User.objects.create_superuser(STAFF, "a long enough password", name="Aigul (synthetic)")
    Assignment.objects.create(user=user, role=Role.COORDINATOR, round=survey_round, institution=institution)
    _answer(survey_round, institution)
    Validation.objects.create(round=survey_round, institution=None, item="F1.1.a", value="yes", reason=NASTY, by=user)
    freeze(read_evidence(survey_round))
    response = _history(survey_round, institution, user)
    _people(survey_round, institution, user)
    _fieldwork(survey_round, institution, user, response)
    Scenario.objects.create(round=survey_round, tier="national", unit="KZ", name="Plan", note=NASTY, by=user)
    ReportText.objects.create(round=survey_round, place="foreword", text=NASTY, by=user)
    _answer(survey_round, institution, number=5, seed=9)  # these wait to be folded
    return response


def _answer(survey_round: Round, institution: Institution, number: int = 40, seed: int = 1) -> None:
    chance = random.Random(seed)
    add_submitted(
        random_response(
            survey_round,
            chance,
            institution=chance.choice([institution, None]),
            language=chance.choice(["kk", "ru"]),
            profile={"position": "Head of a department"},
        )
        for _one in range(number)
    )


def _history(survey_round: Round, institution: Institution, user: User) -> Response:
    """A response that was saved, submitted, returned with a comment, with a file and a link as evidence."""
    response = random_response(survey_round, random.Random(77), institution=institution)
    [response] = add_submitted([response])
    ReviewComment.objects.create(response=response, item="F1.1.a", text=NASTY, by=user)
    give_back(response, user, NASTY)
    response.refresh_from_db()
    save_answers(response, {"F1.1.a": "no", "F1.1.b": "yes"}, by=user)
    evidence = Evidence(response=response, items=["F1.1.b"], note=NASTY, added_by=user, file_name="law.pdf")
    content = b"%PDF synthetic " + bytes(range(256)) * 40
    evidence.file.save("law.pdf", ContentFile(content), save=False)
    evidence.size = len(content)
    evidence.save()
    Evidence.objects.create(response=response, items=["F1.1.a"], url="https://example.org/law")
    return response


def _people(survey_round: Round, institution: Institution, user: User) -> None:
    participant = Participant.objects.create(round=survey_round, institution=institution, language="kk")
    Contact.objects.create(participant=participant, round=survey_round, name=NASTY[:20], email="daniyar@example.org")
    link, _secret = create_link(survey_round, institution, participant=participant, label="Daniyar", made_by=user)
    mailing = Mailing.objects.create(
        round=survey_round, kind="invitation", subject="Subject", body=NASTY, made_by=user, released_at=timezone.now()
    )
    Letter.objects.create(mailing=mailing, participant=participant, link=link)
    for path, after in (("fieldwork.people.tasks.deliver", 0), ("fieldwork.privacy.tasks.purge_contacts", 90)):
        DBTaskResult.objects.create(
            task_path=path,
            backend_name="default",
            args_kwargs={"args": [1], "kwargs": {}},
            run_after=timezone.now() + timedelta(days=after),
        )


def _fieldwork(survey_round: Round, institution: Institution, user: User, response: Response) -> None:
    workshop = Workshop.objects.create(
        round=survey_round,
        institution=institution,
        facilitator=user,
        title="Workshop",
        sections=["F"],
        language="kk",
        join_code="SECRETCODE",
    )
    seat = Seat.objects.create(workshop=workshop, number=1, name="Madina", secret_hash="5" * 64)
    Vote.objects.create(seat=seat, item="F1.1.a", ballot=1, value="yes", reason=NASTY)
    Agreement.objects.create(workshop=workshop, item="F1.1.a", value="yes", rationale=NASTY, present=[1])
    card = Card.objects.create(round=survey_round, item="F1.1.b", cause="question", opened_by=user)
    Remark.objects.create(card=card, by=user, response=response, text=NASTY)
    SignOff.objects.create(round=survey_round, institution=institution, by=user, note=NASTY)
    run = CheckRun.objects.create(round=survey_round, finished_at=timezone.now(), results={"a": {"found": 1}})
    Finding.objects.create(run=run, check_code="a", response=response, institution=institution, details={"n": 1})


def empty_site() -> None:
    """What `migrate` leaves in a new database. (The group of analysts, which a migration makes, is gone: no matter.)"""
    call_command("flush", interactive=False, verbosity=0)


def rows_of_all() -> dict[str, list[str]]:
    """Every row of every table, as text, in order."""
    found = {}
    with connection.cursor() as cursor:
        for model in site_tables():
            text = io.StringIO()
            write_as_always(cursor)
            cursor.copy_expert(f"COPY {quoted([model._meta.db_table])} ({quoted(columns_of(model))}) TO STDOUT", text)
            found[model._meta.db_table] = sorted(text.getvalue().splitlines())
    return found


def files_in(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@contextmanager
def elsewhere() -> Iterator[Any]:
    """A cursor of another connection, in a transaction of its own that is kept if all goes well."""
    known = connection.get_connection_params()
    other = psycopg2.connect(**{k: known[k] for k in ("host", "user", "dbname", "port", "password") if k in known})
    try:
        with other, other.cursor() as cursor:
            yield cursor
    finally:
        other.close()


def restore(path: Path, **options: Any) -> str:
    """What the command says."""
    told = io.StringIO()
    call_command("restore", path, stdout=told, **options)
    return told.getvalue()


def is_empty() -> bool:
    return not (Response.objects.exists() or Round.objects.exists() or User.objects.exists())


def export(path: Path, people: bool = False) -> Path:
    """The round of the site."""
    call_command("export_round", "r1", path, people=people, stdout=io.StringIO())
    return path


def bring_in(path: Path, **options: Any) -> str:
    """What the command says."""
    told = io.StringIO()
    call_command("import_round", path, stdout=told, **options)
    return told.getvalue()


def new_site() -> None:
    """A site with nothing but one member of staff."""
    empty_site()
    User.objects.create_user(DEPUTY)


def changed(path: Path, change: Callable[[bytearray], Any]) -> Path:
    """A copy of a file with other bytes."""
    content = bytearray(path.read_bytes())
    change(content)
    copy = path.with_name("changed.zip")
    copy.write_bytes(content)
    return copy
