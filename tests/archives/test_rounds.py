"""One round from one site to another: beside what is there, never in the place of it."""

from __future__ import annotations

import io
import re
import zipfile
from pathlib import Path

import pytest
from django.apps import apps
from django.core.management import CommandError, call_command
from django.db.models import Model

from fieldwork.models import AuditEntry, Letter, LetterState, Mailing, Remark, Seat, Workshop
from metep.archives.round_tables import NOT_OF_A_ROUND, TABLES
from metep.models import User
from reports.models import ReportText, Scenario
from surveys.models import (
    AnswerChange,
    Contact,
    Evidence,
    Institution,
    InstrumentVersion,
    PersonalLink,
    Region,
    Response,
    ResponseEvent,
    ReviewComment,
    Round,
)
from tests.archives.site import (
    DEPUTY,
    NASTY,
    STAFF,
    bring_in,
    empty_site,
    export,
    files_in,
    new_site,
    rows_of_all,
)


def content_of(path: Path) -> bytes:
    with zipfile.ZipFile(path) as archive:
        return b"".join(archive.read(name) for name in archive.namelist())


def test_a_round_comes_with_its_history(exported: Path, evidence_folder: Path) -> None:
    [(_name, content)] = files_in(evidence_folder).items()
    changes, events = AnswerChange.objects.count(), ResponseEvent.objects.count()
    new_site()
    told = bring_in(exported, deputy=DEPUTY)
    assert "Round r1" in told
    assert "46 responses, 1 files of evidence" in told
    assert "New here: I1, KZ-X1." in told
    survey_round = Round.objects.get()
    response = Response.objects.filter(evidence__isnull=False).distinct().get()
    assert (AnswerChange.objects.count(), ResponseEvent.objects.count()) == (changes, events)
    assert ReviewComment.objects.get().text == NASTY
    assert Remark.objects.get().response == response
    shown = Evidence.objects.exclude(file="").get()
    assert shown.response == response
    assert shown.file.name.startswith(f"{response.pk}/")
    assert files_in(evidence_folder)[shown.file.name] == content
    assert Scenario.objects.get().round == survey_round
    assert ReportText.objects.get().text == NASTY
    assert survey_round.institutions.get() == Institution.objects.get()
    assert InstrumentVersion.objects.get().is_published


def test_a_copy_beside_its_original_changes_nothing_of_it(exported: Path) -> None:
    before = {table: set(rows) for table, rows in rows_of_all().items()}
    bring_in(exported, code="copy")
    after = {table: set(rows) for table, rows in rows_of_all().items()}
    assert {table: rows - after[table] for table, rows in before.items() if rows - after[table]} == {}
    assert Institution.objects.count() == 1
    assert InstrumentVersion.objects.count() == 1
    first, second = Round.objects.order_by("code")
    assert {n: getattr(first, n) for n in ("title_kk", "opens_at", "sections", "method", "version_id")} == {
        n: getattr(second, n) for n in ("title_kk", "opens_at", "sections", "method", "version_id")
    }


def test_people_stay_at_home_unless_they_are_asked_for(filled: Response, tmp_path: Path) -> None:
    found = content_of(export(tmp_path / "without.zip"))
    for personal in (b"daniyar@example.org", STAFF.encode(), b"Head of a department", b"Madina", b"Daniyar", b"Aigul"):
        assert personal not in found, personal
    with_people = content_of(export(tmp_path / "with.zip", people=True))
    for personal in (b"daniyar@example.org", STAFF.encode(), b"Head of a department", b"Madina"):
        assert personal in with_people, personal


def test_no_archive_of_a_round_lets_anybody_in(exported: Path) -> None:
    found = content_of(exported)
    for secret in (PersonalLink.objects.get().secret_hash, "SECRETCODE", "5" * 64, User.objects.get().password):
        assert secret.encode() not in found


def test_a_round_without_people_comes_in(filled: Response, tmp_path: Path) -> None:
    path = export(tmp_path / "without.zip")
    new_site()
    bring_in(path, deputy=DEPUTY)
    assert Response.objects.count() == 46
    assert not Contact.objects.exists()
    assert not AnswerChange.objects.exclude(by=None).exists()
    assert {key for profile in Response.objects.values_list("profile", flat=True) for key in profile} == set()


def test_staff_is_known_again_by_address_and_never_made(exported: Path) -> None:
    empty_site()
    known = User.objects.create_user(STAFF)
    bring_in(exported)
    assert Workshop.objects.get().facilitator == known
    assert ReviewComment.objects.get().by == known
    assert User.objects.get() == known


def test_a_facilitator_who_is_not_known_needs_a_deputy(exported: Path) -> None:
    new_site()
    with pytest.raises(CommandError, match="Say who stands for them: --deputy"):
        bring_in(exported)
    with pytest.raises(CommandError, match=r"no user nobody@example\.org here"):
        bring_in(exported, deputy="nobody@example.org")
    assert not Round.objects.exists()
    bring_in(exported, deputy=DEPUTY)
    assert Workshop.objects.get().facilitator.email == DEPUTY


def test_mail_and_workshops_end_where_they_came_from(exported: Path) -> None:
    new_site()
    bring_in(exported, deputy=DEPUTY)
    assert Mailing.objects.get().cancelled_at
    assert Letter.objects.get().state == LetterState.SKIPPED
    workshop = Workshop.objects.get()
    assert workshop.stage == "ended"
    assert workshop.join_code not in ("", "SECRETCODE")
    assert Seat.objects.get().secret_hash not in ("", "5" * 64)


def test_the_audit_trail_tells_the_import(exported: Path) -> None:
    new_site()
    AuditEntry.objects.filter(pk=0)
    bring_in(exported, deputy=DEPUTY)
    told = AuditEntry.objects.filter(model="surveys.response", action="insert").get()
    assert told.after == {"rows": 46}
    assert AuditEntry.objects.filter(model="surveys.round", action="insert").exists()


def test_the_same_body_under_another_name_is_taken_if_somebody_says_so(exported: Path) -> None:
    new_site()
    region = Region.objects.create(country="KZ", code="KZ-X1", name_kk="Басқаша")
    body = Institution.objects.create(code="I1", country="KZ", region=region, name_kk="Жаңа атау")
    with pytest.raises(CommandError, match="--same-bodies"):
        bring_in(exported, deputy=DEPUTY)
    bring_in(exported, deputy=DEPUTY, same_bodies=True)
    body.refresh_from_db()
    assert body.name_kk == "Жаңа атау"
    assert Round.objects.get().institutions.get() == body


def _leads_to_a_round(model: type[Model], seen: frozenset[type[Model]] = frozenset()) -> bool:
    if model is Round:
        return True
    targets = {f.related_model for f in model._meta.local_concrete_fields if f.is_relation}
    return any(_leads_to_a_round(target, seen | {model}) for target in targets - seen if isinstance(target, type))


def test_every_table_of_a_round_goes_with_it_or_stays_with_a_reason(db: None) -> None:
    of_rounds = {
        model._meta.db_table for model in apps.get_models(include_auto_created=True) if _leads_to_a_round(model)
    }
    assert of_rounds == {one.table for one in TABLES} | NOT_OF_A_ROUND.keys()
    assert not {one.table for one in TABLES} & NOT_OF_A_ROUND.keys()


def test_tables_come_after_those_they_point_to(db: None) -> None:
    places = {one.model: place for place, one in enumerate(TABLES)}
    for one in TABLES:
        for column in one.model._meta.local_concrete_fields:
            target = column.related_model
            if column.is_relation and target in places and target is not one.model:
                assert places[target] < places[one.model], column


def test_seals_are_told(exported: Path) -> None:
    told = io.StringIO()
    call_command("check_archive", exported, stdout=told)
    assert re.search(r"Seal: [0-9a-f]{64}", told.getvalue())
