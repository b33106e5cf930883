"""Importing a large file of responses by the command: time and memory."""

from __future__ import annotations

import csv
import random
import uuid
from collections.abc import Iterator
from pathlib import Path

from bench.commands import run
from bench.results import Measurement
from bench.stage import Stage
from surveys.catalogue import instrument_of
from surveys.content import Instrument, Item, ItemType
from surveys.models import Round
from surveys.response_files import Column, single_items

_DIFFERENT = 500  # rows of answers; each is used many times, with an identifier of its own


def measure(stage: Stage, rows: int) -> Measurement:
    """`rows`: of the file, each with every item of the instrument."""
    found = Measurement(f"import: {rows:,} rows")
    survey_round = stage.round_of(0, "imported")
    file = stage.folder / "responses.csv"
    write_rows(file, survey_round, rows)
    ran = run("import_responses", survey_round.code, str(file))
    found.add("size of the file", file.stat().st_size / 2**20, "MB")
    found.add("time", ran.seconds, "s", at_most=180 * rows / 100_000)
    found.add("rows", rows / ran.seconds, "a second")
    found.add("most memory", ran.memory, "MB", at_most=500)
    file.unlink()
    return found


def write_rows(file: Path, survey_round: Round, rows: int) -> None:
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
