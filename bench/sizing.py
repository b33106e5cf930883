"""`python -m bench.sizing`: the table of docs/deployment.md, computed from what docs/performance.md says was measured.

A round is as large as its last day: a fifth of all respondents come then, a fifth of these in one hour. Processors are
to be half busy in that hour, so that pages stay quick; two web processes for each of the site's.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from math import ceil

BUSIEST_HOUR = 1 / 25  # of all respondents
BUSY = 0.5  # of a processor
PROCESSES = 2  # for each processor of the site
RESPONDENTS = (1_000, 10_000, 100_000, 1_000_000)


@dataclass(frozen=True)
class Measured:
    """Of one respondent: seconds of the processor of the site and of PostgreSQL. Of memory and disk: MB.

    `response`: what a response takes in the database, its indexes too. `worker`: one that prints reports.
    """

    site: float
    database: float
    process: float
    worker: float
    response: float


MEASURED = Measured(site=0.16, database=0.03, process=200, worker=416, response=0.015)


@dataclass(frozen=True)
class Size:
    """What a round with so many respondents needs. Memory and disk in GB."""

    respondents: int
    hourly: int
    site: int
    database: int
    processes: int
    memory: int
    disk: int


def size_of(respondents: int, measured: Measured) -> Size:
    """Processors are whole, and two at least for all; the disk holds the database, its log and two archives of it."""
    hourly = ceil(respondents * BUSIEST_HOUR)
    site = max(1, ceil(hourly / 3600 * measured.site / BUSY))
    database = max(1, ceil(hourly / 3600 * measured.database / BUSY))
    data = respondents * measured.response
    processes = max(2, PROCESSES * site)
    # PostgreSQL does well with a quarter of its data in memory, up to 16 GB; 2 GB for it, the system and what grows.
    memory = processes * measured.process + measured.worker + min(data / 4, 16_000) + 2_000
    return Size(respondents, hourly, site, database, processes, ceil(memory / 1000), max(10, ceil(3 * data / 1000)))


def lines(measured: Measured = MEASURED) -> Iterator[str]:
    """The table in Markdown."""
    yield "| Respondents | in the busiest hour | processors: site, PostgreSQL | web processes | memory | disk |"
    yield "|---|---|---|---|---|---|"
    for number in RESPONDENTS:
        size = size_of(number, measured)
        yield (
            f"| {size.respondents:,} | {size.hourly:,} | {size.site}, {size.database} | {size.processes} | "
            f"{size.memory} GB | {size.disk} GB |"
        )


if __name__ == "__main__":
    print("\n".join(lines()))  # noqa: T201
