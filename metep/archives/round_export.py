"""One round into one archive."""

from __future__ import annotations

from collections.abc import Iterator
from typing import IO, Any

from django.conf import settings

from metep.archives import names, readme
from metep.archives.backup import Written
from metep.archives.copying import copy_out, snapshot
from metep.archives.evidence import pack_files
from metep.archives.manifest import Kind
from metep.archives.packing import Packing
from metep.archives.problems import OtherState
from metep.archives.round_tables import ADVICE, INSTITUTIONS, REGIONS, STAFF, keys_referred, tables_of
from metep.archives.state import manifest_of_now
from metep.archives.tables import columns_of, quoted
from reports.models import Recommendation
from scoring.catalogue import method_text
from surveys.content import write_instrument
from surveys.models import Evidence, InstrumentVersion, Round
from surveys.storing import read_version


def export_round(code: str, target: IO[bytes], with_people: bool) -> Written:
    """Write the archive of a round. Raises OtherState where migrations wait or the instrument is a draft."""
    with snapshot() as cursor, Packing(target) as packing:
        survey_round = Round.objects.select_related("version").get(code=code)
        if not survey_round.version.is_published:
            raise OtherState(f"The instrument of {code} is a draft: a round is exported once its version is published.")
        instrument = read_version(survey_round.version)
        personal = [item.code for item in instrument.profile if item.personal]
        manifest = manifest_of_now(Kind.ROUND, _about(survey_round, with_people))
        packing.text(names.README, readme.ROUND)
        packing.text(names.INSTRUMENT, write_instrument(instrument))
        packing.text(names.METHOD, method_text(survey_round.method))
        _copy_surroundings(cursor, packing, survey_round.pk, with_people)
        for one in tables_of(with_people):
            query = one.query(survey_round.pk, with_people, personal)
            copy_out(cursor, packing, one.table, columns_of(one.model), query)
        files = pack_files(packing, _files(survey_round))
        manifest.about["missing_files"], manifest.about["altered_files"] = files.missing, files.altered
        manifest, seal = packing.finish(manifest)
    return Written(manifest, seal, files)


def _about(survey_round: Round, with_people: bool) -> dict[str, Any]:
    version: InstrumentVersion = survey_round.version
    return {
        "round": survey_round.code,
        "country": survey_round.country,
        "title": survey_round.title,
        "people": with_people,
        "instrument": version.code,
        "version": version.version,
        "instrument_checksum": version.checksum,
        "version_key": version.pk,
        "method": survey_round.method,
    }


def _copy_surroundings(cursor: Any, packing: Packing, key: int, with_people: bool) -> None:
    """What the rows of a round point to: institutions with their regions whole, staff and advice by name."""
    bodies = keys_referred("surveys.Institution", key, with_people)
    regions = f"SELECT region_id FROM {quoted([INSTITUTIONS._meta.db_table])} WHERE id IN ({bodies})"  # noqa: S608
    parts = [
        (REGIONS._meta.db_table, columns_of(REGIONS), regions),
        (INSTITUTIONS._meta.db_table, columns_of(INSTITUTIONS), bodies),
        (Recommendation._meta.db_table, ADVICE, keys_referred("reports.Recommendation", key, with_people)),
    ]
    if with_people:
        table = settings.AUTH_USER_MODEL.lower().replace(".", "_")
        parts.append((table, STAFF, keys_referred(settings.AUTH_USER_MODEL, key, with_people)))
    for table, columns, keys in parts:
        query = f"SELECT {quoted(columns)} FROM {quoted([table])} WHERE id IN ({keys})"  # noqa: S608 (names of ours)
        copy_out(cursor, packing, table, columns, query)


def _files(survey_round: Round) -> Iterator[tuple[str, str]]:
    named = Evidence.objects.filter(response__round=survey_round).exclude(file="").order_by("file")
    return named.values_list("file", "checksum").iterator(chunk_size=1000)
