"""Real processes for tests: web servers and workers on the database of a test, and what shares visits between them."""

from __future__ import annotations

import itertools
import os
import select
import socket
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path

from django.conf import settings
from django.db import connection

STARTS_WITHIN = 40.0  # seconds


def test_database() -> str:
    """The address of the database of this test."""
    database = connection.settings_dict
    host, port = str(database["HOST"]), database["PORT"] or ""
    who = f"{database['USER']}:{database['PASSWORD']}@" if database["USER"] else ""
    if host.startswith("/"):
        return f"postgresql://{who}/{database['NAME']}?host={host}&port={port}"
    return f"postgresql://{who}{host}:{port}/{database['NAME']}"


test_database.__test__ = False  # type: ignore[attr-defined]


def environment(var: Path, **more: str) -> dict[str, str]:
    """Settings of every process: one folder of files, one database, one secret key."""
    return {
        **os.environ,
        "DATABASE_URL": test_database(),
        "SECRET_KEY": settings.SECRET_KEY,
        "METEP_VAR": str(var),
        "RATE_LIMITS": "False",
        **more,
    }


@contextmanager
def running(command: Sequence[str], log: Path, var: Path, **more: str) -> Iterator[subprocess.Popen[bytes]]:
    """A process that ends with the block; what it says goes to `log`."""
    with log.open("ab") as output:
        process = subprocess.Popen(
            [sys.executable, *command],
            cwd=settings.BASE_DIR,
            env=environment(var, **more),
            stdout=output,
            stderr=output,
        )
        try:
            yield process
        finally:
            process.terminate()
            try:
                process.wait(30)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


@contextmanager
def web_node(log: Path, var: Path, **more: str) -> Iterator[int]:
    """A web server as docs/deployment.md starts it; its port."""
    port = free_port()
    with running(["-m", "gunicorn"], log, var, BIND=f"127.0.0.1:{port}", WEB_CONCURRENCY="1", **more):
        wait_until(lambda: is_ready(port), f"a web server: {log}")
        yield port


def is_ready(port: int) -> bool:
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/readyz", timeout=20) as answer:
            return bool(answer.status == 200)
    except (urllib.error.URLError, OSError):
        return False


def wait_until(holds: Callable[[], bool], what: str, within: float = STARTS_WITHIN) -> None:
    end = time.monotonic() + within
    while not holds():
        assert time.monotonic() < end, f"waited in vain for {what}"
        time.sleep(0.1)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class RoundRobin:
    """Gives each connection to the next server, whoever comes: no visitor belongs to a server."""

    def __init__(self, ports: Sequence[int]) -> None:
        self._next = itertools.cycle(ports)
        self._listening = socket.create_server(("127.0.0.1", 0), backlog=64)
        self.port = int(self._listening.getsockname()[1])
        self.given: Counter[int] = Counter()
        threading.Thread(target=self._accept, daemon=True).start()

    def close(self) -> None:
        self._listening.close()

    def _accept(self) -> None:
        while True:
            try:
                visitor, _address = self._listening.accept()
            except OSError:
                return
            port = next(self._next)
            self.given[port] += 1
            threading.Thread(target=_carry, args=(visitor, port), daemon=True).start()


def _carry(visitor: socket.socket, port: int) -> None:
    """Carry bytes both ways until one side ends."""
    with closing(visitor), socket.create_connection(("127.0.0.1", port)) as server:
        ways = {visitor: server, server: visitor}
        while True:
            for side in select.select(list(ways), [], [])[0]:
                try:
                    data = side.recv(65536)
                    if not data:
                        return
                    ways[side].sendall(data)
                except OSError:
                    return
