"""Hold one embedded PostgreSQL for a script: print its address, then stop it when standard input closes.

Every command that the script runs finds the address in DATABASE_URL, so none starts or stops a server of its own,
and the server ends with the script even when that is killed. `--throwaway` trades safety on power loss for speed.
"""

from __future__ import annotations

import signal
import sys
import warnings
from pathlib import Path

import psycopg2

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from metep.database import embedded_database_url


def forget_durability(url: str) -> None:
    """Let the server answer before data reach the disk: for servers whose folder is deleted afterwards."""
    connection = psycopg2.connect(url)
    connection.autocommit = True
    with connection.cursor() as cursor:
        for setting in ("fsync", "synchronous_commit", "full_page_writes"):
            cursor.execute(f"ALTER SYSTEM SET {setting} = off")
        cursor.execute("SELECT pg_reload_conf()")
    connection.close()


def main() -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C ends the script, and the script ends this
    warnings.simplefilter("ignore")  # the package of the server remarks where its lock file lies
    url = embedded_database_url(Path(sys.argv[1]))
    if "--throwaway" in sys.argv[2:]:
        forget_durability(url)
    print(url, flush=True)  # noqa: T201
    sys.stdin.read()


if __name__ == "__main__":
    main()
