"""Files that are there as a whole or not at all, whatever happens while they are written."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from django.core.files import File
from django.core.files.storage import FileSystemStorage


@contextmanager
def whole_file(path: Path, mode: int | None = None) -> Iterator[BinaryIO]:
    """A file to write, which gets its name when all of it lies on the disk. Raises OSError; then nothing stays behind.

    `mode`: its permissions; None for the usual ones.
    """
    unfinished = path.with_name(f".{path.name}.part")
    try:
        with unfinished.open("wb") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        if mode is not None:
            unfinished.chmod(mode)
        unfinished.replace(path)
    finally:
        unfinished.unlink(missing_ok=True)


class WholeFileStorage(FileSystemStorage):
    """A folder of whole files. What Django writes there itself would stay behind half-written on a full disk."""

    def _save(self, name: str, content: File) -> str:
        path = Path(self.path(name))
        path.parent.mkdir(parents=True, exist_ok=True)
        with whole_file(path, self.file_permissions_mode) as file:
            for chunk in content.chunks():
                file.write(chunk)
        return name
