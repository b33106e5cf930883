"""The audit trail is written by the database: everything that is watched, whoever changes it, in whatever way."""

from __future__ import annotations

from io import StringIO

import pytest
from django.apps import apps
from django.contrib.auth.models import Group
from django.core.management import call_command
from django.db import IntegrityError, connection, transaction

from fieldwork.audit.tables import BY_MODEL, WATCHED
from fieldwork.audit.triggers import triggers_of
from fieldwork.models import AuditEntry, Card, Remark
from metep.models import User
from surveys.lifecycle import exclude, submit
from surveys.models import (
    Contact,
    Evidence,
    Institution,
    Participant,
    PersonalLink,
    Response,
    Round,
    Validation,
)
from surveys.saving import save_answers, save_profile

UNWATCHED = {  # and why: see the docstring of fieldwork.audit.tables
    "fieldwork": {
        "auditentry",
        "checkrun",
        "finding",
        "letter",
        "notification",
        "seat",
        "vote",
        "wrongcode",
    },
    "surveys": {
        "answerchange",
        "codedresponse",
        "countchange",
        "evidencecount",
        "missingcount",
        "responseevent",
        "responseversion",
        "statecount",
        "textreview",
    },
    "scoring": {"piece", "progress", "slice", "tally"},
    "reports": {
        "batch",
        "batchfile",
        "contextseries",
        "contextvalue",
        "recommendationtextreview",
        "recommendationversion",
        "savedview",
        "scenario",
        "vote",
    },
}


def last(model: str) -> AuditEntry:
    return AuditEntry.objects.filter(model=model).latest("pk")


def test_every_table_of_ours_is_watched_or_left_out_by_name() -> None:
    ours = {
        model._meta.label_lower
        for model in apps.get_models(include_auto_created=True)
        if model._meta.app_label in ("fieldwork", "metep", "reports", "scoring", "surveys")
    }
    left_out = {f"{app}.{name}" for app, names in UNWATCHED.items() for name in names}
    assert ours - left_out - BY_MODEL.keys() == set()
    assert {model for model in BY_MODEL if apps.get_model(model)._meta.db_table != BY_MODEL[model].table} == set()


def test_columns_that_are_named_exist() -> None:
    for watched in WATCHED:
        columns = {field.column for field in apps.get_model(watched.model)._meta.concrete_fields}
        named = {watched.key, *watched.left_out, *watched.secret, *watched.personal, *watched.round.split()[:1]}
        assert named - columns == set(), watched.table


def test_the_triggers_of_the_database_are_those_of_the_list(db: None) -> None:
    """A column added to a watched table needs the triggers made anew: a migration that installs them."""
    with connection.cursor() as cursor:
        for watched in WATCHED:
            described = connection.introspection.get_table_description(cursor, watched.table)
            cursor.execute(
                "SELECT tgname, pg_get_triggerdef(oid) FROM pg_trigger "
                "WHERE tgrelid = %s::regclass AND tgname ~ '^audit'",
                [watched.table],
            )
            found = dict(cursor.fetchall())
            expected = triggers_of(watched, [column.name for column in described])
            assert found.keys() == expected.keys(), watched.table
            for name, statement in expected.items():
                assert squeezed(found[name]) == squeezed(statement), (watched.table, name)


def squeezed(statement: str) -> set[str]:
    """The words of a statement; the database orders events in its own way and names the schema."""
    return set(statement.replace("public.", "").replace('"', "").replace(",", " ").replace("(", " ").split())


def test_an_entry_holds_only_what_differs(survey_round: Round) -> None:
    survey_round.title_en, survey_round.grace_minutes = "Renamed", 30
    survey_round.save()
    entry = last("surveys.round")
    assert (entry.action, entry.object_key, entry.round_id) == ("update", str(survey_round.pk), survey_round.pk)
    assert entry.before == {"title_en": "Test round", "grace_minutes": 15}
    assert entry.after == {"title_en": "Renamed", "grace_minutes": 30}


def test_saving_what_is_there_already_is_no_change(survey_round: Round) -> None:
    number = AuditEntry.objects.count()
    survey_round.save()
    assert AuditEntry.objects.count() == number


def test_changes_in_bulk_and_by_hand_are_told_too(survey_round: Round, institution: Institution) -> None:
    Institution.objects.update(url="https://example.org")
    assert last("surveys.institution").after == {"url": "https://example.org"}
    with connection.cursor() as cursor:
        cursor.execute("UPDATE surveys_institution SET kind = 'ministry'")
    assert last("surveys.institution").after == {"kind": "ministry"}


def test_what_is_deleted_is_kept_in_the_entry(survey_round: Round) -> None:
    made = Validation.objects.create(round=survey_round, item="F1.1", value="yes", reason="Seen on the site.")
    made.delete()
    entry = last("surveys.validation")
    assert (entry.action, entry.after, entry.round_id) == ("delete", None, survey_round.pk)
    assert entry.before is not None
    assert entry.before["reason"] == "Seen on the site."


def test_rights_of_users_and_of_groups_are_told(db: None) -> None:
    user, group = User.objects.create_user("a@example.org"), Group.objects.create(name="field managers")
    user.groups.add(group)
    entry = last("metep.user_groups")
    assert (entry.object_key, entry.action) == (str(user.pk), "insert")
    assert entry.after is not None
    assert entry.after["group_id"] == group.pk
    user.groups.clear()
    assert last("metep.user_groups").action == "delete"


def test_institutions_of_a_round_are_told(survey_round: Round, institution: Institution) -> None:
    survey_round.institutions.remove(institution)
    entry = last("surveys.round_institutions")
    assert (entry.action, entry.round_id, entry.object_key) == ("delete", survey_round.pk, str(survey_round.pk))


def test_secrets_are_only_said_to_have_changed(survey_round: Round) -> None:
    user = User.objects.create_user("a@example.org", "a long enough password")
    made = last("metep.user")
    user.set_password("another long password")
    user.save()
    changed = last("metep.user")
    PersonalLink.objects.create(round=survey_round, secret_hash="0123abcd" * 8, label="Press office")
    link = last("surveys.personallink")
    assert made.after is not None
    assert made.after["password"] == "***"
    assert (changed.before, changed.after) == ({"password": "***"}, {"password": "***"})
    assert link.after is not None
    assert (link.after["secret_hash"], link.after["label"]) == ("***", "Press office")
    assert not AuditEntry.objects.filter(after__icontains="0123abcd").exists()
    assert not AuditEntry.objects.filter(after__icontains="pbkdf2").exists()


def test_answers_are_left_to_their_own_history(response: Response) -> None:
    number = AuditEntry.objects.count()
    save_answers(response, {"F1.1": "yes"})
    save_profile(response, {"name": "Synthetic"})
    assert AuditEntry.objects.count() == number


def test_what_becomes_of_a_response_is_told_without_its_answers(response: Response) -> None:
    begun = last("surveys.response")
    assert (begun.action, begun.object_key, begun.round_id) == ("insert", str(response.pk), response.round_id)
    save_answers(response, {"F1.1": "yes"})
    submit(response)
    told = last("surveys.response")
    assert told.before is not None
    assert told.after is not None
    assert (told.before["state"], told.after["state"]) == ("draft", "submitted")
    assert "answers" not in told.after
    exclude(response, "A duplicate.")
    assert last("surveys.response").after == {"state": "excluded", "exclusion_reason": "A duplicate."}
    response.changes.all().delete()
    Response.objects.filter(pk=response.pk).update(exclusion_reason="Another.")
    assert last("surveys.response").after == {"exclusion_reason": "Another."}


def test_a_thousand_responses_brought_in_at_once_are_one_entry(survey_round: Round) -> None:
    number = AuditEntry.objects.count()
    Response.objects.bulk_create(
        Response(round=survey_round, language="kk", sections=["F"], answers={"F1.1": "yes"}) for _n in range(1000)
    )
    entry = last("surveys.response")
    assert AuditEntry.objects.count() == number + 1
    assert (entry.after, entry.round_id, entry.object_key) == ({"rows": 1000}, survey_round.pk, "")


def test_the_round_is_found_through_what_an_object_hangs_on(response: Response) -> None:
    Evidence.objects.create(response=response, items=["F1.1"], url="https://example.org")
    card = Card.objects.create(round=response.round, item="F1.1", cause="question")
    Remark.objects.create(card=card, text="Where is it?")
    assert last("surveys.evidence").round_id == last("fieldwork.remark").round_id == response.round_id


def test_contacts_are_told_by_their_participant(survey_round: Round) -> None:
    participant = Participant.objects.create(round=survey_round, language="kk")
    Contact.objects.create(participant=participant, round=survey_round, name="Synthetic", email="s@example.org")
    entry = last("surveys.contact")
    assert (entry.object_key, entry.round_id) == (str(participant.pk), survey_round.pk)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE fieldwork_auditentry SET actor_role = 'nobody'",
        "UPDATE fieldwork_auditentry SET after = NULL",
        "DELETE FROM fieldwork_auditentry",
        "SET LOCAL metep.erasing = 'on'; DELETE FROM fieldwork_auditentry",
        "SET LOCAL metep.erasing = 'on'; UPDATE fieldwork_auditentry SET actor_role = 'nobody', erased_at = now()",
        "SET LOCAL metep.erasing = 'on'; UPDATE fieldwork_auditentry SET after = NULL",
        "SET LOCAL metep.emptying = 'off'; TRUNCATE fieldwork_auditentry",
    ],
)
def test_nobody_changes_or_removes_entries(survey_round: Round, statement: str) -> None:
    before = list(AuditEntry.objects.order_by("pk").values_list("pk", "actor_role", "after"))
    with pytest.raises(IntegrityError, match="never change"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
    assert list(AuditEntry.objects.order_by("pk").values_list("pk", "actor_role", "after")) == before


def test_entries_outlive_the_person_and_the_round(survey_round: Round) -> None:
    key = survey_round.pk
    survey_round.delete()
    assert AuditEntry.objects.filter(round_id=key, model="surveys.round", action="delete").count() == 1


@pytest.mark.django_db(transaction=True)
def test_the_triggers_can_be_taken_away_and_made_again() -> None:
    call_command("migrate", "fieldwork", "0004", verbosity=0, stdout=StringIO())
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_trigger WHERE tgname ~ '^audit'")
        assert cursor.fetchone() == (0,)
    call_command("migrate", verbosity=0, stdout=StringIO())
    Institution.objects.create(code="I9", country="KZ", name_kk="Мекеме")
    assert last("surveys.institution").action == "insert"
