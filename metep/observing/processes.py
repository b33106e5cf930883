"""What a process calls itself before the database (`application_name`), so that others see that it lives, since when,
and which version it runs: `metep:KIND:HOST:PID:SINCE:VERSION`, at most 63 characters. Imports no Django."""

from __future__ import annotations

import os
import re
import socket
import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

WEB, WORKER, COMMAND, OTHER = "web", "worker", "command", "other"
LONGEST = 63  # bytes that PostgreSQL keeps
_PREFIX = "metep"
_BEGUN = int(time.time())


@dataclass(frozen=True)
class Process:
    """One process of this site. `kind`: web, worker or the name of a command; `other` is none of ours."""

    kind: str
    host: str = ""
    pid: int = 0
    begun_at: datetime | None = None
    version: str = ""

    @property
    def is_worker(self) -> bool:
        """Whether it does jobs."""
        return self.kind == WORKER

    @property
    def kind_word(self) -> str:
        """One of four words, whatever commands there are."""
        return self.kind if self.kind in (WEB, WORKER, OTHER) else COMMAND

    @property
    def identifier(self) -> str:
        """As which a worker claims its jobs."""
        return f"{self.host}-{self.pid}"


def kind_of(arguments: Sequence[str]) -> str:
    """What a process is by its command line."""
    name = Path(arguments[0]).name if arguments else ""
    if name not in ("manage.py", "django-admin"):
        return WEB
    command = arguments[1] if len(arguments) > 1 else ""
    return {"db_worker": WORKER, "runserver": WEB}.get(command, command or COMMAND)


def own_process(kind: str, version: str = "") -> Process:
    """This process."""
    host = re.sub(r"[^\w.-]", "", socket.gethostname())[-16:]  # the end tells machines of one kind apart
    return Process(kind, host, os.getpid(), datetime.fromtimestamp(_BEGUN, UTC), version)


def written(process: Process) -> str:
    """The name under which a process connects."""
    since = int(process.begun_at.timestamp()) if process.begun_at else 0
    parts = (_PREFIX, process.kind[:12], process.host, str(process.pid), f"{since:x}", process.version)
    return ":".join(parts)[:LONGEST]


def read(name: str) -> Process:
    """The process behind a name; `other` for a name that is none of ours."""
    parts = name.split(":")
    if len(parts) != 6 or parts[0] != _PREFIX or not parts[3].isdigit() or not re.fullmatch("[0-9a-f]{1,10}", parts[4]):
        return Process(OTHER)
    begun = datetime.fromtimestamp(int(parts[4], 16), UTC)
    return Process(parts[1], parts[2], int(parts[3]), begun, parts[5])
