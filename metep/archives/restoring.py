"""A whole site out of an archive into an empty database: all of it, or nothing."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import OperationalError, connection, transaction

from fieldwork.audit.kinds import SITE
from metep.archives.copying import check_keys, copy_in, write_as_always
from metep.archives.evidence import storing
from metep.archives.manifest import Kind, Part
from metep.archives.names import EVIDENCE
from metep.archives.problems import BrokenArchive, OtherState, SiteInUse, SiteNotEmpty
from metep.archives.reading import Archive
from metep.archives.settling import settle
from metep.archives.state import require_same_state
from metep.archives.tables import (
    FILLED_BY_MIGRATIONS,
    OF_MIGRATIONS,
    TRAIL,
    columns_of,
    quoted,
    set_sequences,
    site_tables,
)
from surveys import catalogue
from surveys.models import Evidence, InstrumentVersion
from surveys.storing import checksum_of, read_versions

_WAIT = "10s"  # for others to leave the tables


@dataclass
class Restored:
    """What was restored. `letters_held`: letters that waited; `doubtful`: versions whose content is not what was
    published."""

    rows: int = 0
    files: int = 0
    letters_held: int = 0
    doubtful: list[str] = field(default_factory=list)


def restore_site(archive: Archive, mail_goes_on: bool = False) -> Restored:
    """Restore. Raises ArchiveRefused before anything is written, or after everything was taken back.

    Triggers of ours (frozen versions, notices, audit) are off in this transaction alone: rows that were good when they
    were written come back as they were, the trail with them, and one entry is added that says so. Keys and conditions
    of the database hold all the time.
    """
    models = site_tables()
    _require_site(archive, {model._meta.db_table: columns_of(model) for model in models})
    archive.check_parts()
    tables = [model._meta.db_table for model in models]
    restored = Restored()
    parts = {part.table: part for part in archive.manifest.tables}
    with storing() as files, transaction.atomic(durable=True), connection.cursor() as cursor:
        write_as_always(cursor)
        _take_tables(cursor, tables)
        _require_not_done(cursor, archive)
        require_empty(cursor, tables)
        _switch_triggers(cursor, tables, "DISABLE")
        for table in FILLED_BY_MIGRATIONS:
            cursor.execute(f"DELETE FROM {quoted([table])}")  # noqa: S608 (a name of ours)
        for table in tables:
            copy_in(cursor, archive, parts[table])
            restored.rows += parts[table].rows
        check_keys(cursor)
        _switch_triggers(cursor, tables, "ENABLE")
        set_sequences(cursor, models, _last_numbers(archive))
        _forget()
        restored.doubtful = list(_doubtful_versions())
        restored.letters_held = settle(mail_goes_on)
        _note(cursor, archive)
        for part, name in _files(archive):
            files.store(archive, part, name)
            restored.files += 1
        files.settle()
    return restored


def _require_site(archive: Archive, expected: dict[str, tuple[str, ...]]) -> None:
    if archive.manifest.kind != Kind.SITE:
        raise OtherState("The archive holds one round, not a site: use manage.py import_round.")
    require_same_state(archive.manifest)
    found = {part.table: part.columns for part in archive.manifest.tables}
    if {table: set(names) for table, names in found.items()} != {t: set(names) for t, names in expected.items()}:
        raise OtherState("The tables of the archive are not those of this version of the application.")


def _take_tables(cursor: Any, tables: list[str]) -> None:
    try:
        cursor.execute(f"SET LOCAL lock_timeout = '{_WAIT}'")
        cursor.execute(f"LOCK TABLE {quoted(tables)} IN ACCESS EXCLUSIVE MODE")
    except OperationalError as error:
        raise SiteInUse("Something works on the database: stop web servers and workers first.") from error


def _require_not_done(cursor: Any, archive: Archive) -> None:
    """Raise SiteNotEmpty where this very archive lies already: whoever was cut off from a restore learns its end."""
    cursor.execute(
        "SELECT max(at) FROM fieldwork_auditentry WHERE model = %s AND after->>'seal' = %s", [SITE, archive.seal]
    )
    if at := cursor.fetchone()[0]:
        raise SiteNotEmpty(
            f"It was restored here already, to its end, at {at:%Y-%m-%d %H:%M} UTC; nothing was changed."
        )


def require_empty(cursor: Any, tables: list[str]) -> None:
    """Raise SiteNotEmpty where there is more than migrations put into a database."""
    filled = []
    for table in tables:
        condition = "WHERE model <> ALL(%s)" if table == TRAIL else ""
        if table in FILLED_BY_MIGRATIONS and not condition:
            continue
        cursor.execute(
            f"SELECT EXISTS (SELECT FROM {quoted([table])} {condition})",  # noqa: S608 (names of ours)
            [list(OF_MIGRATIONS)] if condition else [],
        )
        filled += [table] if cursor.fetchone()[0] else []
    if filled:
        some = ", ".join(filled[:5]) + (f" and {len(filled) - 5} more" if len(filled) > 5 else "")
        raise SiteNotEmpty(
            f"This site is not empty ({some}). A backup is restored into a new database, just migrated; nothing here "
            "was changed."
        )


def _switch_triggers(cursor: Any, tables: list[str], switch: str) -> None:
    """Triggers of ours only ("USER"): those by which PostgreSQL keeps foreign keys stay."""
    for table in tables:
        cursor.execute(f"ALTER TABLE {quoted([table])} {switch} TRIGGER USER")


def _last_numbers(archive: Archive) -> dict[str, int]:
    numbers = archive.manifest.about.get("sequences")
    if not isinstance(numbers, dict) or not all(type(n) is int and 0 <= n < 1 << 62 for n in numbers.values()):
        raise BrokenArchive("The manifest does not say which numbers were given out.")
    return numbers


def _files(archive: Archive) -> list[tuple[Part, str]]:
    """The files to write, with their names. Raises BrokenArchive unless they are those that evidence names."""
    files = [(part, part.name.removeprefix(EVIDENCE)) for part in archive.manifest.files]
    named = set(Evidence.objects.exclude(file="").values_list("file", flat=True))
    lost = set(map(str, archive.manifest.about.get("missing_files", ())))
    if {name for _part, name in files} != named - lost:
        raise BrokenArchive("The files of evidence are not those that the rows name.")
    return files


def _forget() -> None:
    """What this process remembers by primary keys was of the empty site."""
    ContentType.objects.clear_cache()
    catalogue.clear()


def _doubtful_versions() -> list[str]:
    published = list(InstrumentVersion.objects.published())
    content = read_versions(published)
    return [str(version) for version in published if checksum_of(content[version.pk]) != version.checksum]


def _note(cursor: Any, archive: Archive) -> None:
    """An entry of the audit trail, which no trigger can write: nothing less than everything was added."""
    told = {
        "backup_of": archive.manifest.made_at,
        "seal": archive.seal,
        "rows": sum(p.rows for p in archive.manifest.parts),
    }
    cursor.execute(
        "INSERT INTO fieldwork_auditentry (at, actor_role, action, model, object_key, after) VALUES "
        "(clock_timestamp(), COALESCE(current_setting('metep.role', true), ''), 'insert', %s, '', %s)",
        [SITE, json.dumps(told)],
    )
