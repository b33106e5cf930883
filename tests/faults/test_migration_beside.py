"""A migration of the next version runs while web servers of this one serve: nobody loses an answer, nobody stops."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from surveys.models import Round
from tests.faults.cluster import Cluster
from tests.faults.people import Person, busy
from tests.faults.site import Web, manage, require_all_kept, require_counted_once, serving
from tests.faults.test_web_killed import PEOPLE, Crowd
from tests.metep.observing.nodes import is_ready, wait_until

pytestmark = pytest.mark.django_db(transaction=True)

SETTINGS = """
from metep.settings import *
MIGRATION_MODULES = {"surveys": "next_migrations"}
"""
PACKAGE = """
import surveys.migrations
__path__ = [*__path__, *surveys.migrations.__path__]
"""
MIGRATION = """
from django.db import migrations, models
class Migration(migrations.Migration):
    dependencies = [("surveys", "{last}")]
    operations = [migrations.AddField("response", "of_tomorrow", models.TextField(null=True))]
"""
HAS_COLUMN = "SELECT column_name FROM information_schema.columns WHERE column_name = 'of_tomorrow'"


@pytest.fixture
def next_version(tmp_path: Path) -> dict[str, str]:
    """The environment of a version that has one migration more: a column that may be empty (expand)."""
    package = tmp_path / "next" / "next_migrations"
    package.mkdir(parents=True)
    here = Path(__file__).resolve().parent.parent.parent / "surveys" / "migrations"
    last = max(path.stem for path in here.glob("0*.py"))
    (package / "__init__.py").write_text(PACKAGE)
    (package / "9999_tomorrow.py").write_text(MIGRATION.format(last=last))
    (package.parent / "next_settings.py").write_text(SETTINGS)
    return {"PYTHONPATH": str(package.parent), "DJANGO_SETTINGS_MODULE": "next_settings"}


@pytest.fixture
def web(survey_round: Round, cluster: Cluster, tmp_path: Path) -> Iterator[Web]:
    """This version, on a database of its own."""
    cluster.copy_database()
    with serving(tmp_path, DATABASE_URL=cluster.url) as started:
        yield started


def test_this_version_goes_on_while_the_next_one_migrates_and_after_it(
    survey_round: Round, cluster: Cluster, web: Web, next_version: dict[str, str], tmp_path: Path
) -> None:
    crowd = Crowd(web)
    migrate = ("migrate", "--verbosity", "0")
    environment = {**next_version, "DATABASE_URL": cluster.url}
    with busy(PEOPLE, crowd.answer) as turns:
        with cluster.holding("SELECT FROM surveys_response"):  # somebody reads, and does not end
            hindered = manage(tmp_path, *migrate, DATABASE_LOCK_SECONDS="1", **environment)
            assert hindered.wait(60) == 1
        assert "lock timeout" in (tmp_path / "command.log").read_text()
        assert not cluster.ask(HAS_COLUMN)
        assert manage(tmp_path, *migrate, **environment).wait(60) == 0
        assert cluster.ask(HAS_COLUMN)
        before = turns()
        wait_until(lambda: turns() >= before + 2 * PEOPLE, "people who go on")
    assert {answer.status for person in crowd.people for answer in person.told} <= {503}
    assert not any(person.lost for person in crowd.people), "a web process died"
    assert is_ready(web.port)
    assert Person(web.port).begin().base  # a new row, of which this version does not know all columns
    with cluster.looked_into():
        require_all_kept(crowd.begun)
        require_counted_once(survey_round, sum(person.is_submitted for person in crowd.people))
