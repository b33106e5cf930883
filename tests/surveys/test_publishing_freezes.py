"""A published version never changes: the database itself refuses, part by part, with a sentence."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.migrations.executor import MigrationExecutor

from surveys import models
from surveys.models import InstrumentVersion, Item, Section, Table, VersionState
from surveys.publishing import clone, publish
from surveys.storing import read_version

PARTS = {
    models.Dimension: "version",
    models.Scale: "version",
    models.Section: "version",
    models.Relation: "version",
    models.Point: "scale__version",
    models.Chapter: "section__version",
    models.Table: "chapter__section__version",
    models.Column: "table__chapter__section__version",
    models.Row: "table__chapter__section__version",
    models.Item: "table__chapter__section__version",
}
SENTENCE = "small 1 is published and cannot change: clone it into a draft."


def refused(change: Callable[[], object]) -> None:
    with pytest.raises(IntegrityError, match=SENTENCE), transaction.atomic():
        change()


@pytest.mark.parametrize("part", PARTS)
def test_no_part_of_a_published_version_can_be_changed_removed_or_added(version: InstrumentVersion, part: type) -> None:
    parts = part._default_manager.filter(**{PARTS[part]: version})
    one = parts.first()
    refused(lambda: parts.update(position=99))
    refused(one.delete)
    one.pk = None
    refused(one.save)


def test_questions_about_the_respondent_are_frozen_too(version: InstrumentVersion) -> None:
    refused(lambda: version.profile.update(text_en="Rank"))
    refused(lambda: version.profile.all().delete())


@pytest.mark.parametrize(
    "columns",
    [{"title_en": "Other"}, {"languages": ["kk"]}, {"state": VersionState.DRAFT}, {"checksum": "0"}, {"code": "x"}],
)
def test_nothing_of_the_published_version_itself_can_change(version: InstrumentVersion, columns: dict) -> None:
    refused(lambda: InstrumentVersion.objects.filter(pk=version.pk).update(**columns))


def test_a_published_version_cannot_be_deleted(version: InstrumentVersion) -> None:
    refused(version.delete)
    refused(lambda: InstrumentVersion.objects.all()._raw_delete("default"))
    assert InstrumentVersion.objects.count() == 1


def test_parts_of_a_draft_cannot_move_into_a_published_version(version: InstrumentVersion) -> None:
    draft = clone(version, "2")
    refused(lambda: Section.objects.filter(version=draft).update(version=version))
    refused(lambda: Section.objects.filter(version=version).update(version=draft))
    table = Table.objects.filter(chapter__section__version=version).first()
    refused(lambda: Item.objects.filter(table__chapter__section__version=draft).update(table=table))


def test_a_draft_can_be_changed_and_deleted_whole(version: InstrumentVersion) -> None:
    draft = clone(version, "2")
    Item.objects.filter(table__chapter__section__version=draft).update(text_en="Other")
    before = Item.objects.count()
    draft.delete()
    assert Item.objects.count() == before // 2
    assert read_version(version)


def test_a_published_version_survives_the_deletion_of_the_draft_it_was_cloned_from(version: InstrumentVersion) -> None:
    draft = clone(version, "2")
    later = clone(draft, "3")
    publish(later)
    draft.delete()
    later.refresh_from_db()
    assert later.cloned_from is None


@pytest.mark.django_db(transaction=True)
def test_an_edit_that_meets_the_publishing_waits_and_is_refused(version: InstrumentVersion) -> None:
    draft = clone(version, "2")
    items = Item.objects.filter(table__chapter__section__version=draft, code="F1.1.a")

    def edit() -> str:
        try:
            items.update(text_en="Too late")
        except IntegrityError as error:
            return str(error)
        finally:
            connection.close()
        return "edited"

    with ThreadPoolExecutor(1) as other:
        with transaction.atomic():
            publish(draft)
            edited = other.submit(edit)
            with pytest.raises(TimeoutError):
                edited.result(timeout=0.3)
        assert "small 2 is published and cannot change" in edited.result(timeout=5)


@pytest.mark.django_db(transaction=True)
def test_the_freeze_can_be_taken_back_and_put_on_again() -> None:
    executor = MigrationExecutor(connection)
    executor.migrate([("surveys", "0002_response_file_id")])
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_trigger WHERE tgname = 'published_version_is_frozen'")
        assert cursor.fetchone() == (0,)
    executor = MigrationExecutor(connection)
    executor.migrate(executor.loader.graph.leaf_nodes())
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_trigger WHERE tgname = 'published_version_is_frozen'")
        assert cursor.fetchone() == (11,)
