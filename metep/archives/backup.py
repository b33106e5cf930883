"""A whole site into one archive: every table at one moment, and the files of evidence."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import IO

from metep.archives import names, readme
from metep.archives.copying import copy_out, snapshot
from metep.archives.evidence import Packed, pack_files
from metep.archives.manifest import Kind, Manifest
from metep.archives.packing import Packing
from metep.archives.state import manifest_of_now
from metep.archives.tables import LEFT_OUT, columns_of, sequences_of, site_tables
from surveys.models import Evidence


@dataclass(frozen=True)
class Written:
    """What was written."""

    manifest: Manifest
    seal: str
    files: Packed


def backup_site(target: IO[bytes]) -> Written:
    """Write the archive of the site. Raises OtherState where migrations wait."""
    models = site_tables()
    with snapshot() as cursor, Packing(target) as packing:
        manifest = manifest_of_now(Kind.SITE, {"left_out": LEFT_OUT})
        packing.text(names.README, readme.SITE)
        for model in models:
            copy_out(cursor, packing, model._meta.db_table, columns_of(model))
        files = pack_files(packing, _files())
        manifest.about["sequences"] = sequences_of(cursor, models)
        manifest.about["missing_files"], manifest.about["altered_files"] = files.missing, files.altered
        manifest, seal = packing.finish(manifest)
    return Written(manifest, seal, files)


def _files() -> Iterator[tuple[str, str]]:
    named = Evidence.objects.exclude(file="").order_by("file").values_list("file", "checksum")
    return named.iterator(chunk_size=1000)
