"""A management command in a process of its own, and what it took."""

from __future__ import annotations

import os
import subprocess
import sys
from time import perf_counter
from typing import NamedTuple

from django.conf import settings

_IN_KILOBYTES = 1024 if sys.platform == "linux" else 1  # what ru_maxrss counts


class Ran(NamedTuple):
    """Seconds by the clock and of the processor, the most memory it held in MB, and what it said."""

    seconds: float
    processor: float
    memory: float
    told: str


def run(*words: str, database: str = "") -> Ran:
    """Run a command. `database`: the address of another one than ours.

    Raises RuntimeError with the words of the command if it fails.
    """
    start = perf_counter()
    started = subprocess.Popen(  # noqa: S603 (our own command)
        [sys.executable, "manage.py", *words],
        cwd=settings.BASE_DIR,
        env=os.environ | ({"DATABASE_URL": database} if database else {}),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
    )
    assert started.stdout is not None
    told = started.stdout.read().decode()
    _pid, status, usage = os.wait4(started.pid, 0)
    started.returncode = os.waitstatus_to_exitcode(status)
    if started.returncode:
        raise RuntimeError(f"{' '.join(words)} failed: {told[-2000:]}")
    memory = usage.ru_maxrss * _IN_KILOBYTES / 2**20
    return Ran(perf_counter() - start, usage.ru_utime + usage.ru_stime, memory, told)
