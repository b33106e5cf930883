"""Is it alive, can it serve: asked by machines that know neither the name of the site nor TLS."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import DatabaseError, connection
from django.db.migrations.recorder import MigrationRecorder
from django.test import Client
from django.test.utils import CaptureQueriesContext

from metep.observing import probes


@pytest.fixture(autouse=True)
def _know_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(probes, "_applied", set())


def test_a_process_lives_without_asking_the_database(client: Client) -> None:
    """The test has no access to the database: a question to it would fail."""
    answer = client.get("/healthz")
    assert (answer.status_code, answer.json()) == (200, {"status": "alive"})
    assert "Set-Cookie" not in answer.headers


@pytest.mark.parametrize("address", ["/healthz", "/readyz"])
def test_probes_know_neither_the_name_of_the_site_nor_tls(db: None, settings: Any, address: str) -> None:
    settings.ALLOWED_HOSTS = ["metep.example.org"]
    settings.SECURE_SSL_REDIRECT = True
    settings.SECURE_REDIRECT_EXEMPT = [r"^(healthz|readyz|metrics)$"]  # as the settings say behind TLS
    answer = Client(headers={"host": "10.0.0.7:8000"}).get(address)
    assert answer.status_code == 200
    assert "Set-Cookie" not in answer.headers
    assert Client(headers={"host": "10.0.0.7:8000"}).get("/kk/").status_code in (301, 400)


@pytest.mark.parametrize("address", ["/healthz", "/readyz", "/metrics"])
def test_a_probe_is_only_read(db: None, client: Client, settings: Any, address: str) -> None:
    settings.METRICS_TOKEN = "a token for tests only"
    assert client.post(address).status_code == 405


def test_a_site_is_ready_with_its_database_migrations_and_files(db: None, client: Client) -> None:
    answer = client.get("/readyz")
    assert (answer.status_code, answer.json()) == (200, {"status": "ready"})
    with CaptureQueriesContext(connection) as queries:
        client.get("/readyz")
    assert len(queries) == 1  # migrations are looked at until they are all there


def test_a_site_without_a_migration_is_not_ready_until_it_is_applied(db: None, client: Client) -> None:
    recorder = MigrationRecorder(connection)
    recorder.record_unapplied("surveys", "0001_initial")
    answer = client.get("/readyz")
    assert (answer.status_code, answer.json()) == (503, {"status": "not ready", "failed": ["migrations"]})
    recorder.record_applied("surveys", "0001_initial")
    assert client.get("/readyz").status_code == 200


def test_a_newer_version_may_have_added_migrations(db: None, client: Client) -> None:
    """While an update runs, processes of the former version go on."""
    MigrationRecorder(connection).record_applied("surveys", "9999_of_the_next_version")
    assert client.get("/readyz").status_code == 200


def test_a_site_without_a_database_is_not_ready_and_tells_no_more(
    db: None, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_values: object) -> None:
        raise DatabaseError("connection to server at db.example.org failed: password of user metep is wrong")

    with monkeypatch.context() as patched:
        patched.setattr(connection, "cursor", fail)
        patched.setattr(connection, "close", lambda: None)
        answer = client.get("/readyz")
        assert client.get("/healthz").status_code == 200
    assert (answer.status_code, answer.json()) == (503, {"status": "not ready", "failed": ["database"]})


def test_a_site_on_a_copy_that_is_only_read_is_not_ready(db: None, client: Client) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET default_transaction_read_only = on")
    assert client.get("/readyz").json() == {"status": "not ready", "failed": ["database"]}


def test_a_site_without_static_files_is_not_ready(db: None, client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(probes, "_finds_static_file", lambda: False)
    assert client.get("/readyz").json() == {"status": "not ready", "failed": ["static"]}


def test_collected_files_are_looked_for_by_their_names(settings: Any, tmp_path: Any) -> None:
    settings.STATIC_ROOT = tmp_path
    from whitenoise.storage import CompressedManifestStaticFilesStorage

    storage = CompressedManifestStaticFilesStorage(location=tmp_path, base_url="/static/")
    assert not probes.has_collected(storage)
    storage.hashed_files = {"src/site.css": "src/site.1234.css"}
    assert not probes.has_collected(storage)
    (tmp_path / "src").mkdir()
    (tmp_path / "src" / "site.1234.css").write_text("")
    assert probes.has_collected(storage)
