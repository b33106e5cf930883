"""The servers under measurement: gunicorn with two workers, started and stopped here, and what they cost."""

from __future__ import annotations

import http.client
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psutil
from django.db import connection

WORKERS = 2
STARTS_WITHIN = 30.0  # seconds


@dataclass(frozen=True)
class Server:
    """A server that answers on `port` of this machine."""

    port: int
    process: psutil.Process

    def cpu(self) -> float:
        """The seconds of processor time that the server and its workers have used."""
        return _cpu(self.process)


@contextmanager
def serve(
    application: str, *, python: str = sys.executable, cwd: Path, log: Path, **environment: str
) -> Iterator[Server]:
    """Serve a WSGI application until the block ends."""
    port = _free_port()
    command = [python, "-m", "gunicorn", application, "--bind", f"127.0.0.1:{port}", "--workers", str(WORKERS)]
    with log.open("ab") as output:
        started = subprocess.Popen(  # noqa: S603 (our own command)
            [*command, "--no-control-socket"], cwd=cwd, env=_environment(environment), stdout=output, stderr=output
        )
        try:
            _wait(started, port, log)
            yield Server(port, psutil.Process(started.pid))
        finally:
            started.terminate()
            started.wait(STARTS_WITHIN)


def database_cpu() -> float:
    """The seconds of processor time that PostgreSQL has used, those of ended connections too."""
    with connection.cursor() as cursor:
        cursor.execute("SHOW data_directory")
        folder = Path(cursor.fetchone()[0])
    return _cpu(psutil.Process(int((folder / "postmaster.pid").read_text().split()[0])))


def _cpu(process: psutil.Process) -> float:
    """Of a process, its children that live and those that ended."""
    total = 0.0
    for one in (process, *process.children(recursive=True)):
        try:
            times = one.cpu_times()
        except psutil.NoSuchProcess:
            continue
        total += times.user + times.system + times.children_user + times.children_system
    return total


def _environment(own: Mapping[str, str]) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("DJANGO_", "PYTHON"))}
    return kept | dict(own)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait(started: subprocess.Popen[bytes], port: int, log: Path) -> None:
    """Until the server answers. Raises RuntimeError with its last words when it does not."""
    end = time.monotonic() + STARTS_WITHIN
    while time.monotonic() < end and started.poll() is None:
        try:
            asked = http.client.HTTPConnection("127.0.0.1", port, timeout=STARTS_WITHIN)
            asked.request("GET", "/")
            asked.getresponse().read()
        except OSError:
            time.sleep(0.1)
        else:
            asked.close()
            return
    raise RuntimeError(f"The server did not start: {log.read_text()[-2000:]}")
