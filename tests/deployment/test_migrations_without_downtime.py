"""New migrations only add (expand): processes of the former version go on beside them (docs/deployment.md).

What takes something away (contract) is listed here, with the version that ceased to use it.
"""

from __future__ import annotations

import pytest
from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.operations import RunSQL
from django_migration_linter import MigrationLinter
from django_migration_linter.sql_analyser import analyse_sql_statements, get_sql_analyser_class

OURS = ("metep", "surveys", "fieldwork", "scoring", "reports")
# The last migration of each app before the rule began.
BEFORE = {"metep": 3, "surveys": 10, "fieldwork": 7, "scoring": 3, "reports": 7}
# (app, migration): the version whose code does not use any more what it takes away.
CONTRACTS: dict[tuple[str, str], str] = {}
# They lock a table that is small, or read seldom: said one by one.
HARMLESS = ("CREATE_INDEX", "CREATE_INDEX_EXCLUSIVE", "DROP_INDEX", "RUNPYTHON_REVERSIBLE", "RUNSQL_REVERSIBLE")


def new_migrations() -> list[tuple[str, str]]:
    loader = MigrationLoader(connection)
    nodes = sorted(node for node in loader.graph.nodes if node[0] in OURS)
    return [(app, name) for app, name in nodes if int(name[:4]) > BEFORE[app]]


@pytest.mark.django_db(transaction=True)  # an index is made concurrently, which no transaction can do
def test_a_process_of_the_former_version_goes_on_beside_new_migrations() -> None:
    loader = MigrationLoader(connection)
    linter = MigrationLinter(exclude_migration_tests=HARMLESS, no_cache=True, no_output=True)
    broken = {}
    for app, name in new_migrations():
        if (app, name) in CONTRACTS:
            continue
        migration = loader.graph.nodes[(app, name)]
        errors, _ignored, _warnings = analyse_sql_statements(
            get_sql_analyser_class(connection.vendor), linter.get_sql(app, name), HARMLESS
        )
        if errors:
            broken[f"{app}.{migration.name}"] = [issue.message for issue in errors]
    assert broken == {}


def test_an_index_that_was_interrupted_is_made_again(db: None) -> None:
    """What is made without a transaction is not taken back: the same migration begins with what is left of it."""
    loader = MigrationLoader(connection)
    found = []
    for node in new_migrations():
        operations = loader.graph.nodes[node].operations
        for before, operation in zip([None, *operations], operations, strict=False):
            if isinstance(operation, AddIndexConcurrently):
                assert isinstance(before, RunSQL), node
                assert before.sql == f"DROP INDEX CONCURRENTLY IF EXISTS {operation.index.name}", node
                found.append(operation.index.name)
    assert "response_institution" in found


def test_every_contract_is_one_of_ours() -> None:
    names = {node for node in MigrationLoader(None).graph.nodes if node[0] in OURS}
    assert CONTRACTS.keys() <= names


@pytest.mark.parametrize(
    "statement",
    [
        'ALTER TABLE "surveys_round" DROP COLUMN "title_kk" CASCADE;',
        'ALTER TABLE "surveys_round" RENAME COLUMN "title_kk" TO "title";',
        'ALTER TABLE "surveys_round" RENAME TO "surveys_study";',
        'DROP TABLE "surveys_round" CASCADE;',
        'ALTER TABLE "surveys_round" ALTER COLUMN "closes_at" SET NOT NULL;',
    ],
)
def test_what_the_former_version_would_miss_is_noticed(statement: str) -> None:
    errors, _ignored, _warnings = analyse_sql_statements(get_sql_analyser_class("postgresql"), [statement], HARMLESS)
    assert errors
