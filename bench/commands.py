"""A management command in a process of its own, and what it took."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import NamedTuple

from django.conf import settings

from bench.servers import database_cpu

_LOOKS = 0.1  # seconds between two looks at a process
_MOST = re.compile(r"^VmHWM:\s*(\d+) kB", re.MULTILINE)


class Ran(NamedTuple):
    """Seconds by the clock, of the processor and of PostgreSQL's, the most memory it held in MB, and what it said."""

    seconds: float
    processor: float
    database: float
    memory: float
    told: str


def run(*words: str, database: str = "") -> Ran:
    """Run a command. `database`: the address of another one than ours.

    Raises RuntimeError with the words of the command if it fails.
    """
    start, database_before = time.perf_counter(), database_cpu()
    with tempfile.TemporaryFile() as output:
        started = subprocess.Popen(  # noqa: S603 (our own command)
            [sys.executable, "manage.py", *words],
            cwd=settings.BASE_DIR,
            env=os.environ | ({"DATABASE_URL": database} if database else {}),
            stdout=output,
            stderr=subprocess.STDOUT,
        )
        memory = 0.0
        while not (ended := os.wait4(started.pid, os.WNOHANG))[0]:
            memory = max(memory, _most_memory(started.pid))
            time.sleep(_LOOKS)
        seconds, usage = time.perf_counter() - start, ended[2]
        output.seek(0)
        told = output.read().decode()
    started.returncode = os.waitstatus_to_exitcode(ended[1])
    if started.returncode:
        raise RuntimeError(f"{' '.join(words)} failed: {told[-2000:]}")
    return Ran(seconds, usage.ru_utime + usage.ru_stime, database_cpu() - database_before, memory, told)


def _most_memory(pid: int) -> float:
    """The most that a process has held until now, in MB. (What the system tells at its end counts the memory of whoever
    started it, too.)"""
    try:
        found = _MOST.search(Path(f"/proc/{pid}/status").read_text())
    except OSError:
        return 0.0
    return int(found[1]) / 1024 if found else 0.0
