"""One round out of an archive into a site that has others: beside them, never in the place of anything."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from django.contrib.auth import get_user_model
from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.db.models import Model

from fieldwork import models as fieldwork
from fieldwork.privacy.tasks import plan_purge
from metep.archives.copying import check_keys, write_as_always
from metep.archives.evidence import Storing, storing
from metep.archives.manifest import Kind, Part
from metep.archives.names import EVIDENCE
from metep.archives.problems import BrokenArchive, Clash, OtherState
from metep.archives.reading import Archive
from metep.archives.round_meeting import (
    deputy_of,
    meet_advice,
    meet_instrument,
    meet_method,
    meet_places,
    meet_staff,
)
from metep.archives.round_staging import Mover, NobodyKnown, keys, stage, staged
from metep.archives.round_tables import ADVICE, INSTITUTIONS, REGIONS, STAFF, RoundTable, tables_of
from metep.archives.state import require_same_state
from metep.archives.tables import columns_of
from reports.models import Recommendation
from surveys import models as surveys
from surveys.models import Round

_RANDOM = "md5(random()::text || clock_timestamp()::text)"
CHANGED: dict[type[Model], dict[str, str]] = {
    # An identifier that another round has already is kept in `file_id`: groups, and so scores, follow from it.
    surveys.Response: {"file_id": "CASE WHEN own.new = s.id THEN s.file_id ELSE COALESCE(s.file_id, s.id) END"},
    surveys.Evidence: {"file": "COALESCE((SELECT new FROM new_files WHERE old = s.file), s.file)"},
    # Mail and workshops go on where they began, if anywhere.
    fieldwork.Mailing: {
        "cancelled_at": "CASE WHEN s.finished_at IS NULL THEN COALESCE(s.cancelled_at, now()) ELSE s.cancelled_at END"
    },
    fieldwork.Letter: {
        "state": "CASE s.state WHEN 'waiting' THEN 'skipped' WHEN 'sending' THEN 'uncertain' ELSE s.state END"
    },
    fieldwork.Workshop: {
        "join_code": f"left({_RANDOM}, 10)",
        "stage": "'ended'",
        "ended_at": "COALESCE(s.ended_at, now())",
    },
    fieldwork.Seat: {"secret_hash": f"{_RANDOM} || {_RANDOM}"},
}
_FREE = "CASE WHEN EXISTS (SELECT FROM surveys_response r WHERE r.id = s.id) THEN gen_random_uuid() ELSE s.id END"


@dataclass
class Imported:
    """What was imported. `added`: codes of regions and institutions that were new here."""

    survey_round: Round
    responses: int = 0
    files: int = 0
    added: list[str] = field(default_factory=list)


def import_round(archive: Archive, code: str = "", are_names_the_same: bool = False, deputy: str = "") -> Imported:
    """Bring a round in, as `code` if that is given. Raises ArchiveRefused; then nothing was written.

    `are_names_the_same`: bodies with the same code are the same, whatever they are called. `deputy`: e-mail address of
    the user who stands for staff that is not known here. Triggers work as ever: the audit trail tells the import.
    """
    if archive.manifest.kind != Kind.ROUND:
        raise OtherState("The archive holds a whole site, not one round: use manage.py restore.")
    require_same_state(archive.manifest)
    archive.check_parts()
    code = code or str(archive.manifest.about.get("round"))
    if Round.objects.filter(code=code).exists():
        raise Clash(f"There is a round {code} here already; none is overwritten. Give the imported one another --code.")
    meet_method(archive)
    with storing() as files, transaction.atomic(durable=True), connection.cursor() as cursor:
        write_as_always(cursor)
        tables = _stage(cursor, archive)
        cursor.execute(f"UPDATE {staged('surveys_round')} SET code = %s", [code])  # noqa: S608 (a name of ours)
        meet_instrument(cursor, archive)
        added = meet_places(cursor, are_names_the_same)
        meet_staff(cursor, archive)
        meet_advice(cursor)
        _move(cursor, tables, deputy_of(deputy))
        imported = Imported(_checked(code), added=added)
        imported.responses = next(p.rows for p in archive.manifest.tables if p.table == "surveys_response")
        imported.files = _store(cursor, archive, files)
        check_keys(cursor)
        files.settle()
        if archive.manifest.about.get("people"):
            plan_purge(imported.survey_round)
    return imported


def _stage(cursor: Any, archive: Archive) -> list[RoundTable]:
    with_people = bool(archive.manifest.about.get("people"))
    tables = tables_of(with_people)
    expected = {one.table: columns_of(one.model) for one in tables}
    expected |= {model._meta.db_table: columns_of(model) for model in (REGIONS, INSTITUTIONS)}
    expected[Recommendation._meta.db_table] = ADVICE
    if with_people:
        expected[get_user_model()._meta.db_table] = STAFF
    parts: dict[str, Part] = {part.table: part for part in archive.manifest.tables}
    if parts.keys() != expected.keys():
        raise BrokenArchive("The tables of the archive are not those of a round.")
    for table, columns in expected.items():
        stage(cursor, archive, parts[table], columns)
    if parts["surveys_round"].rows != 1:
        raise BrokenArchive("The archive does not hold exactly one round.")
    return tables


def _move(cursor: Any, tables: list[RoundTable], deputy: int | None) -> None:
    known: set[type[Model]] = {REGIONS, INSTITUTIONS, get_user_model(), Recommendation, surveys.InstrumentVersion}
    mover = Mover(cursor, known, deputy)
    for one in tables:
        if one.model is surveys.Evidence:
            _name_files(cursor)
        try:
            mover.move(one.model, CHANGED.get(one.model, {}), _FREE if one.model is surveys.Response else "")
        except NobodyKnown as error:
            raise Clash(
                "The round has workshops, and none of their facilitators is known here. Say who stands for them: "
                "--deputy ADDRESS."
            ) from error


def _name_files(cursor: Any) -> None:
    """New names for files, in the folder of their response: they clash with nothing."""
    cursor.execute(
        "CREATE TEMPORARY TABLE new_files ON COMMIT DROP AS SELECT s.file AS old, "  # noqa: S608 (names of ours)
        "k.new || '/' || gen_random_uuid() || COALESCE(substring(s.file FROM '\\.[^./]{1,9}$'), '') AS new "
        f"FROM {staged('surveys_evidence')} s JOIN {keys(surveys.Response)} k ON k.old = s.response_id "
        "WHERE s.file <> ''"
    )
    cursor.execute("CREATE INDEX ON new_files (old)")


def _store(cursor: Any, archive: Archive, files: Storing) -> int:
    number = 0
    for part in archive.manifest.files:
        cursor.execute("SELECT new FROM new_files WHERE old = %s", [part.name.removeprefix(EVIDENCE)])
        rows = cursor.fetchall()
        if len(rows) != 1:
            raise BrokenArchive(f"The file {part.name} belongs to no evidence.")
        files.store(archive, part, rows[0][0])
        number += 1
    return number


def _checked(code: str) -> Round:
    """The round as it came. Raises BrokenArchive where it asks what its instrument does not offer."""
    survey_round = Round.objects.select_related("version").get(code=code)
    try:
        survey_round.clean()
    except ValidationError as error:
        raise BrokenArchive(" ".join(error.messages)) from error
    return survey_round
