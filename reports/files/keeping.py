"""Where the files of batches lie, outside of what a web server serves, and how long they are kept."""

from __future__ import annotations

import shutil
import zipfile
from collections.abc import Iterable
from datetime import timedelta
from pathlib import Path

from django.conf import settings
from django.utils import timezone

from reports.models import Batch
from surveys.whole_files import whole_file

KEPT_DAYS = 30
KEPT_OF_A_ROUND = 5  # archives, the newest ones


def root() -> Path:
    """The folder of all batches."""
    return Path(settings.VAR_DIR) / "batches"


def folder_of(batch: int) -> Path:
    """The folder of a batch."""
    return root() / str(batch)


def archive_of(batch: Batch) -> Path | None:
    """The archive of a batch; None before there is one, and once it was removed."""
    path = root() / batch.archive if batch.archive else None
    return path if path and path.is_file() else None


def keep(batch: int, name: str, content: bytes) -> None:
    """Write a file of a batch: whole or not at all. Raises OSError."""
    folder = folder_of(batch)
    folder.mkdir(parents=True, exist_ok=True, mode=0o750)
    with whole_file(folder / name) as file:
        file.write(content)


def pack(batch: int, names: Iterable[str], archive: str) -> str:
    """All files of a batch in one archive; its path below the folder of batches. Raises OSError.

    They are compressed already: the archive only holds them together. They are read one at a time.
    """
    folder = folder_of(batch)
    folder.mkdir(parents=True, exist_ok=True, mode=0o750)
    with whole_file(folder / archive) as file, zipfile.ZipFile(file, "w", zipfile.ZIP_STORED) as packed:
        for name in names:
            packed.write(folder / name, name)
    return f"{batch}/{archive}"


def drop_files(batch: int, except_for: str = "") -> None:
    """Remove the files of a batch, but for its archive."""
    folder = folder_of(batch)
    for path in folder.iterdir() if folder.is_dir() else ():
        if path.name != except_for:
            path.unlink(missing_ok=True)


def remove_old() -> int:
    """Remove archives that are old, or one too many of their round, and folders of batches that are no more.

    Returns how many archives went.
    """
    removed = 0
    oldest = timezone.now() - timedelta(days=KEPT_DAYS)
    held: dict[int, int] = {}
    for batch in Batch.objects.exclude(archive="").order_by("-ordered_at"):
        held[batch.round_id] = held.get(batch.round_id, 0) + 1
        is_old = batch.ended_at is not None and batch.ended_at < oldest
        if is_old or held[batch.round_id] > KEPT_OF_A_ROUND:
            shutil.rmtree(folder_of(batch.pk), ignore_errors=True)
            Batch.objects.filter(pk=batch.pk).update(archive="")
            removed += 1
    known = {str(key) for key in Batch.objects.values_list("pk", flat=True)}
    for folder in root().iterdir() if root().is_dir() else ():
        if folder.is_dir() and folder.name not in known:
            shutil.rmtree(folder, ignore_errors=True)
    return removed
