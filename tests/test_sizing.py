"""The table of docs/deployment.md says what the measurements say."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

from bench.sizing import MEASURED, RESPONDENTS, Measured, lines, size_of

DEPLOYMENT = Path(__file__).resolve().parent.parent / "docs" / "deployment.md"


def test_the_table_is_the_one_that_is_computed() -> None:
    assert "\n".join(lines()) in DEPLOYMENT.read_text("utf-8"), "run python -m bench.sizing"


def test_a_size_worked_by_hand() -> None:
    """A million: 40,000 an hour, 11.1 a second; at 0.3 s each 3.33 processors, at half of each 6.67."""
    size = size_of(1_000_000, Measured(site=0.3, database=0.1, process=150, worker=400, response=0.008))
    assert (size.hourly, size.site, size.database, size.processes) == (40_000, 7, 3, 14)
    assert size.memory == 7  # 14 x 150 + 400 + 8,000 / 4 + 2,000 = 6,500 MB
    assert size.disk == 24


def test_more_respondents_never_need_less() -> None:
    for few, many in pairwise(size_of(number, MEASURED) for number in RESPONDENTS):
        assert few.site <= many.site
        assert few.memory <= many.memory
        assert few.disk <= many.disk
