"""Run measurements and print what they found."""

from __future__ import annotations

import argparse
import os
import platform
import tempfile
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from time import perf_counter

import django
import psutil
from django.db import connection

from bench.results import Measurement

ALONE = "scale"  # takes an hour: only when it is named


@dataclass(frozen=True)
class Sizes:
    """How much is measured."""

    respondents: int = 128
    peers: int = 8
    saves: int = 2000
    few: int = 1_000
    many: int = 100_000
    most: int = 1_000_000
    rows: int = 100_000
    repeats: int = 5
    reports: int = 3
    letters: int = 10_000
    sent: int = 600
    phones: int = 200
    batch: int = 100
    load_seconds: int = 60


QUICK = Sizes(
    respondents=48,
    peers=8,
    saves=600,
    few=500,
    many=5_000,
    most=10_000,
    rows=5_000,
    repeats=3,
    reports=1,
    letters=1_000,
    sent=100,
    phones=40,
    batch=12,
    load_seconds=15,
)


def main() -> None:
    """Measure what the command line names."""
    names = (
        *("journey", "peer", "dashboard", "workbench", "tallies", "saving"),
        *("import", "report", "workshop", "load", "invitations", "scenarios", "batch", "archives"),
    )
    parser = argparse.ArgumentParser(prog="script/bench", description="Measure speed and memory; fail nothing.")
    parser.add_argument(
        "names",
        nargs="*",
        choices=[*names, ALONE, "all"],
        default="all",
        metavar="NAME",
        help=", ".join((*names, ALONE)),
    )
    parser.add_argument("--quick", action="store_true", help="small sizes: to see that all works, not for the record")
    options = parser.parse_args()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "metep.settings")
    django.setup()
    chosen = names if "all" in options.names else [name for name in (*names, ALONE) if name in options.names]
    with tempfile.TemporaryDirectory() as folder:
        measure(chosen, QUICK if options.quick else Sizes(), Path(folder))


def measure(names: Iterable[str], sizes: Sizes, folder: Path) -> None:
    """Print each measurement as soon as it is done."""
    # Imported here: they need Django to be set up.
    from bench import (
        archives,
        batch,
        dashboard,
        importing,
        invitations,
        journey,
        load,
        peer,
        report,
        saving,
        scale,
        scenarios,
        tallies,
        workbench,
        workshop,
    )
    from bench.stage import Stage

    kept = Path(os.environ.get("BENCH_KEPT", folder))
    for line in _machine():
        _say(line)
    stage = Stage(folder, kept)
    works: dict[str, Callable[[], Measurement]] = {
        "journey": lambda: journey.measure(stage, sizes.respondents),
        "peer": lambda: peer.measure(stage, sizes.peers, sizes.repeats),
        "dashboard": lambda: dashboard.measure(stage, sizes.few, sizes.many, sizes.repeats),
        "workbench": lambda: workbench.measure(stage, sizes.few, sizes.many, sizes.repeats),
        "tallies": lambda: tallies.measure(stage, sizes.many, sizes.repeats),
        "saving": lambda: saving.measure(stage, sizes.saves, sizes.repeats),
        "import": lambda: importing.measure(stage, sizes.rows),
        "report": lambda: report.measure(stage, sizes.reports),
        "invitations": lambda: invitations.measure(stage, sizes.letters, sizes.sent, sizes.repeats),
        "batch": lambda: batch.measure(stage, sizes.batch),
        "archives": lambda: archives.measure(stage, sizes.many),
        "scenarios": lambda: scenarios.measure(sizes.repeats),
        "scale": lambda: scale.measure(stage, sizes.most, sizes.repeats),
        "workshop": lambda: workshop.measure(stage, sizes.phones),
        "load": lambda: load.measure(stage, 50 * sizes.few, sizes.load_seconds, sizes.phones),
    }
    for name in names:
        start = perf_counter()
        for line in works[name]().lines():
            _say(line)
        _say(f"({name} took {perf_counter() - start:.0f} s)\n")


def _machine() -> Iterator[str]:
    """What all numbers depend on."""
    with connection.cursor() as cursor:
        cursor.execute("SHOW server_version")
        database = cursor.fetchone()[0]
    memory = psutil.virtual_memory().total / 2**30
    busy = os.getloadavg()[0]
    yield f"{datetime.now(UTC):%Y-%m-%d %H:%M} UTC; {_processor()}, {os.cpu_count()} cores, {memory:.0f} GB of memory;"
    yield f"Python {platform.python_version()}, Django {django.__version__}, PostgreSQL {database};"
    yield f"load of the machine before the run: {busy:.1f} (0 means that nothing else disturbs).\n"


def _processor() -> str:
    described = Path("/proc/cpuinfo")
    lines = described.read_text().splitlines() if described.exists() else []
    names = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    return names[0] if names else platform.machine()


def _say(line: str) -> None:
    print(line, flush=True)  # noqa: T201
