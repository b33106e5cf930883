"""Where an archive is written: a file that has its name only once it is whole, or a pipe."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

STANDARD_OUTPUT = Path("-")


@contextmanager
def whole_file(path: Path) -> Iterator[IO[bytes]]:
    """A new file, for its owner only, that appears when this ends well. Raises FileExistsError and other OSErrors."""
    if path.exists() or path.is_symlink():
        raise FileExistsError(17, "there is a file of this name, and none is overwritten", str(path))
    unfinished = path.with_name(f".{path.name}.part")
    unfinished.unlink(missing_ok=True)
    descriptor = os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(descriptor, "wb") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        _give_name(unfinished, path)
    finally:
        unfinished.unlink(missing_ok=True)


def _give_name(unfinished: Path, path: Path) -> None:
    try:
        os.link(unfinished, path)  # unlike a renaming, it refuses to take the place of a file
    except FileExistsError:
        raise
    except OSError:  # shares of other systems know no links
        unfinished.rename(path)


@contextmanager
def target(path: Path) -> Iterator[IO[bytes]]:
    """The file of this name, or standard output for `-`."""
    if path == STANDARD_OUTPUT:
        yield sys.stdout.buffer
        sys.stdout.buffer.flush()
        return
    with whole_file(path) as file:
        yield file
