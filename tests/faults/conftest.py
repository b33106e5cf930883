"""Each of these tests starts processes and breaks something. `pytest -m faults` chooses them, `-m "not faults"` not."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from surveys.models import Round
from tests.faults.cluster import Cluster


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.faults)


@pytest.fixture
def open_round(survey_round: Round) -> Round:
    """A round that anybody may answer."""
    Round.objects.update(has_open_link=True)
    survey_round.refresh_from_db()
    return survey_round


@pytest.fixture(scope="session")
def cluster() -> Iterator[Cluster]:
    """A PostgreSQL of these tests alone. Its user could not enter a folder of pytest's."""
    with tempfile.TemporaryDirectory(prefix="cluster-") as folder:
        made = Cluster(Path(folder) / "pg")
        yield made
        made.end()
