"""The seal: an archive ends with the SHA-256 of all its bytes before these last 64.

The digits are the end of the ZIP's comment, so the file stays an ordinary ZIP, and any altered, missing or added byte
is found by one reading from the beginning to the end, before anything interprets the file. By hand:
`head -c -64 FILE | sha256sum` and `tail -c 64 FILE`. The file is written in one go: it can also go through a pipe.
"""

from __future__ import annotations

import hashlib
import os
import re
from typing import IO

from metep.archives.problems import BrokenArchive

SEAL = 64
COMMENT = b"SHA-256 of all bytes before these digits: "
PLACE = b"0" * SEAL  # stands in the comment until the digits are known
CHUNK = 1 << 20
_DIGITS = re.compile(rb"[0-9a-f]{64}")


class SealedWriter:
    """Passes bytes on, but holds back the last ones, for which the seal is written in the end. It cannot seek."""

    def __init__(self, target: IO[bytes]) -> None:
        self._target, self._held, self._digest = target, b"", hashlib.sha256()
        self._is_abandoned = False

    def write(self, data: bytes) -> int:
        """Take bytes."""
        if self._is_abandoned:
            return len(data)
        waiting = self._held + data
        ready, self._held = waiting[:-SEAL], waiting[-SEAL:]
        self._digest.update(ready)
        self._target.write(ready)
        return len(data)

    def flush(self) -> None:
        """What has been passed on reaches the file."""
        if not self._is_abandoned:
            self._target.flush()

    def abandon(self) -> None:
        """Something went wrong: what a ZIP still says when it ends goes nowhere."""
        self._is_abandoned = True

    def seal(self) -> str:
        """Write the seal in its place; the digits."""
        assert self._held == PLACE, "the archive does not end with the place of its seal"
        digits = self._digest.hexdigest()
        self._target.write(digits.encode())
        return digits


def check_seal(file: IO[bytes]) -> str:
    """The digits of a file that is as it was written. Raises BrokenArchive."""
    length = file.seek(0, os.SEEK_END)
    if length <= SEAL:
        raise BrokenArchive("The file is too short to be an archive.")
    file.seek(0)
    digest, left = hashlib.sha256(), length - SEAL
    while left:
        data = file.read(min(CHUNK, left))
        if not data:
            raise BrokenArchive("The file became shorter while it was read.")
        digest.update(data)
        left -= len(data)
    seal = file.read(SEAL)
    if not _DIGITS.fullmatch(seal):
        raise BrokenArchive("The file does not end with a seal: it was cut off, or is no archive of this application.")
    if seal.decode() != digest.hexdigest():
        raise BrokenArchive("The file is not as it was written: its seal does not fit.")
    return seal.decode()
