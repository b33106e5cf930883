"""Importing a large file of responses by the command: time and memory."""

from __future__ import annotations

import csv
import os
import random
import subprocess
import sys
import uuid
from collections.abc import Iterator
from pathlib import Path
from time import perf_counter

from django.conf import settings

from bench.results import Measurement
from bench.stage import Stage
from surveys.catalogue import instrument_of
from surveys.content import Instrument, Item, ItemType
from surveys.models import Round
from surveys.response_files import Column, single_items

_DIFFERENT = 500  # rows of answers; each is used many times, with an identifier of its own
_IN_KILOBYTES = 1024 if sys.platform == "linux" else 1  # what ru_maxrss counts


def measure(stage: Stage, rows: int) -> Measurement:
    """`rows`: of the file, each with every item of the instrument."""
    found = Measurement(f"import: {rows:,} rows")
    survey_round = stage.round_of(0, "imported")
    file = stage.folder / "responses.csv"
    _write(file, survey_round, rows)
    start = perf_counter()
    memory = _run("import_responses", survey_round.code, str(file), log=stage.folder / "import.log")
    seconds = perf_counter() - start
    found.add("size of the file", file.stat().st_size / 2**20, "MB")
    found.add("time", seconds, "s", at_most=180 * rows / 100_000)
    found.add("rows", rows / seconds, "a second")
    found.add("most memory", memory / 2**20, "MB", at_most=500)
    file.unlink()
    return found


def _run(*words: str, log: Path) -> int:
    """Run a management command; the most memory it held, in bytes. Raises RuntimeError with its words if it fails."""
    with log.open("wb") as output:
        started = subprocess.Popen(  # noqa: S603 (our own command)
            [sys.executable, "manage.py", *words], cwd=settings.BASE_DIR, stdout=output, stderr=output
        )
        _pid, status, usage = os.wait4(started.pid, 0)
        started.returncode = os.waitstatus_to_exitcode(status)
    if started.returncode:
        raise RuntimeError(f"{' '.join(words)} failed: {log.read_text()[-2000:]}")
    return usage.ru_maxrss * _IN_KILOBYTES


def _write(file: Path, survey_round: Round, rows: int) -> None:
    """A file with every column, as people export it from other tools."""
    chance = random.Random(2014)  # noqa: S311 (the same file in each run)
    instrument = instrument_of(survey_round.version_id)
    items = single_items(instrument)
    units = list(survey_round.institutions.order_by("code").values_list("code", flat=True))
    answers = [list(_answers(instrument, items, chance)) for _row in range(_DIFFERENT)]
    sections = ";".join(survey_round.sections)
    with file.open("w", newline="", encoding="utf-8") as stream:
        writer = csv.writer(stream)
        writer.writerow(
            [Column.RESPONSE_ID, Column.UNIT, Column.LANGUAGE, Column.SECTIONS, *(item.code for item in items)]
        )
        for row in range(rows):
            identifier = uuid.UUID(int=chance.getrandbits(128), version=4)
            writer.writerow([identifier, units[row % len(units)], "kk", sections, *answers[row % _DIFFERENT]])


def _answers(instrument: Instrument, items: list[Item], chance: random.Random) -> Iterator[str]:
    """An answer to each item; none below one that is not Yes."""
    given: dict[str, str] = {}
    for item in items:
        given[item.code] = _answer(instrument, item, chance) if given.get(item.parent, "yes") == "yes" else ""
        yield given[item.code]


def _answer(instrument: Instrument, item: Item, chance: random.Random) -> str:
    if scale := instrument.scale_of(item):
        return chance.choice(scale.points).value
    if item.type in (ItemType.PERCENT, ItemType.COUNT):
        return str(chance.randint(1, 100))
    return "Ашық деректер порталы 2014 жылдан бері жұмыс істейді."
