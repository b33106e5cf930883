"""No room on a disk: nothing is half-written, people are told, and everything goes on when there is room again."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
import requests
from django.conf import LazySettings
from django.conf import settings as configured

from fieldwork.models import LetterState
from fieldwork.people import tasks
from fieldwork.people.posting import send_waiting
from reports.files import keeping
from surveys.models import Evidence, Institution, Round
from tests.faults.cluster import Cluster
from tests.faults.people import Person, typed_in
from tests.faults.site import Web, require_all_kept, serving
from tests.fieldwork.people.conftest import closing_round, draft, invite_list
from tests.fieldwork.people.test_sending import states
from tests.surveys.files import PDF
from tests.surveys.respondents import CONSENT

__all__ = ["closing_round"]  # a fixture of the tests of mailings

pytestmark = pytest.mark.django_db(transaction=True)

MEGABYTE = 1024 * 1024
LIMIT = 2 * MEGABYTE  # more than the files in which processes count need


@contextmanager
def small_disk(folder: Path, size: str = "1m", owner: int | None = None) -> Iterator[Path]:
    """A file system of its own that is soon full. Needs the right to mount one."""
    folder.mkdir(parents=True, exist_ok=True)
    mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={size}", "tmpfs", str(folder)], capture_output=True)
    if mounted.returncode:
        pytest.skip("no right to mount a small file system")
    try:
        if owner is not None:
            os.chown(folder, owner, -1)
        yield folder
    finally:
        subprocess.run(["umount", "--lazy", str(folder)], check=True)


def files_below(folder: Path) -> list[str]:
    return sorted(str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file())


def a_pdf(size: int) -> bytes:
    return PDF.replace(b"\ntrailer", b"\n%" + b"x" * size + b"\ntrailer")


def send_evidence(person: Person, size: int) -> requests.Response:
    """Fill in the form of evidence as a browser does."""
    return requests.post(
        f"http://127.0.0.1:{person.port}{person.base}evidence/new/",
        data={"items": "F1.1.a", "url": "", "note": "Article 5", "csrfmiddlewaretoken": person.cookies["csrftoken"]},
        files={"document": ("law.pdf", a_pdf(size), "application/pdf")},
        cookies=person.cookies,
        allow_redirects=False,
        timeout=30,
    )


def require_refused_whole(person: Person, folder: Path, size: int) -> None:
    """A file for which there is no room leaves nothing behind; what else was typed stands in the form again."""
    before = files_below(folder)
    told = send_evidence(person, size)
    assert told.status_code == 422
    assert "The site cannot store the file at the moment." in told.text
    assert "Article 5" in told.text
    assert not Evidence.objects.exists()
    assert files_below(folder) == before


@pytest.fixture(scope="module")
def limited(django_db_setup: None, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Web]:
    """A web server that can write no file above two megabytes, as where a quota ends; for all tests of this file."""
    with serving(tmp_path_factory.mktemp("web"), limit=LIMIT) as started:
        yield started


@pytest.fixture
def web(limited: Web, survey_round: Round) -> Web:
    return limited


def test_evidence_for_which_there_is_no_room_leaves_nothing_behind(web: Web) -> None:
    person = Person(web.port).begin()
    person.save("F1.1/", {"F1.1.a": "yes"})
    folder = web.folder / "var" / "evidence"
    require_refused_whole(person, folder, LIMIT + 1000)
    assert send_evidence(person, 1000).status_code == 302
    assert [Path(name).suffix for name in files_below(folder)] == [".pdf"]
    require_all_kept([person])


def test_a_file_that_cannot_even_be_received_is_told_in_plain_words(web: Web) -> None:
    person = Person(web.port, "ru").begin()
    person.save("F1.1/", {"F1.1.a": "yes"})
    told = send_evidence(person, 4 * MEGABYTE)  # received on the disk, which ends before it
    assert told.status_code == 503
    assert "Сейчас на сайте нет места" in told.text
    assert not Evidence.objects.exists()
    assert person.get("F1.1/").status == 200


def test_evidence_on_a_disk_that_is_full_leaves_nothing_behind(web: Web) -> None:
    with small_disk(web.folder / "var" / "evidence") as folder:
        person = Person(web.port).begin()
        person.save("F1.1/", {"F1.1.a": "yes"})
        require_refused_whole(person, folder, MEGABYTE + 1000)
        assert send_evidence(person, 1000).status_code == 302


def test_a_file_of_a_batch_is_there_as_a_whole_or_not_at_all(
    db: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(configured, "VAR_DIR", tmp_path)
    with small_disk(tmp_path / "batches") as folder:
        keeping.keep(1, "small.pdf", b"x" * 600_000)
        with pytest.raises(OSError, match="No space left"):
            keeping.keep(1, "large.pdf", b"x" * 2_000_000)
        with pytest.raises(OSError, match="No space left"):
            keeping.pack(1, ["small.pdf"], "archive.zip")
        assert files_below(folder) == ["1/small.pdf"]
        assert (folder / "1" / "small.pdf").stat().st_size == 600_000


def test_a_database_without_room_says_so_and_goes_on_when_there_is_some(
    survey_round: Round, cluster: Cluster, tmp_path: Path
) -> None:
    cluster.copy_database()
    place = cluster.folder.parent / "small"
    filler = place / "filler"
    with (
        small_disk(place, "3m", cluster.owner),
        kept_in(place, cluster),
        serving(tmp_path, DATABASE_URL=cluster.url) as web,
    ):
        person = Person(web.port, "kk").begin()
        person.save("F1.1/", {"F1.1.share": "11"})
        fill(filler)
        require_told_that_answers_find_no_room(person)
        require_told_that_sessions_find_no_room(web)
        assert person.get("F1.1/").status == 200
        with cluster.looked_into():
            require_all_kept([person])
        filler.unlink()
        person.save("F1.1/", {"F1.1.share": "99"})
        later = Person(web.port).begin()
        later.save("F1.1/", {"F1.1.share": "12"})
        with cluster.looked_into():
            require_all_kept([person, later])


@contextmanager
def kept_in(place: Path, cluster: Cluster) -> Iterator[None]:
    """While this lasts, saves and sessions are kept on that disk."""
    tables = ("surveys_answerchange", "django_session")
    cluster.ask(f"CREATE TABLESPACE small LOCATION '{place}'")
    try:
        for table in tables:
            cluster.ask(f"ALTER TABLE {table} SET TABLESPACE small")
        yield
    finally:
        for table in tables:
            cluster.ask(f"ALTER TABLE {table} SET TABLESPACE pg_default")
        cluster.ask("DROP TABLESPACE small")


def require_told_that_answers_find_no_room(person: Person) -> None:
    for number in range(200):  # until its last page is full
        told = person.post("F1.1/", {"F1.1.share": str(number % 100), "go": "list"})
        if told.status != 302:
            break
        person.saved["F1.1.share"] = str(number % 100)
    assert (told.status, told.headers.get("Retry-After")) == (503, "10")
    assert "Қазір сайтта ештеңе сақтайтын орын жоқ." in told.body
    assert typed_in(told.body, "F1.1.share") == str(number % 100)


def require_told_that_sessions_find_no_room(web: Web) -> None:
    """Whoever begins needs a session; those who have one go on."""
    for _person in range(100):
        newcomer, start = Person(web.port, "ru"), "/ru/rounds/r1/"
        newcomer.ask("GET", start)
        told = newcomer.ask("POST", start, CONSENT)
        if told.status != 302:
            break
    assert (told.status, told.headers.get("Retry-After")) == (503, "10")
    assert "Сейчас на сайте нет места" in told.body


def test_letters_as_files_wait_for_room_and_none_is_half_written(
    closing_round: Round, institution: Institution, tmp_path: Path, settings: LazySettings
) -> None:
    settings.EMAIL_BACKEND = "metep.mail_files.EmailBackend"
    invite_list(closing_round, institution, 3)
    mailing = draft(closing_round)
    tasks.release(mailing, None)
    tasks.prepare(mailing)
    with small_disk(tmp_path / "mail") as folder:
        settings.EMAIL_FILE_PATH = folder
        fill(folder / "filler")
        send_waiting(mailing)
        assert files_below(folder) == ["filler"]
        assert set(states(mailing)) == {LetterState.WAITING}
        mailing.refresh_from_db()
        assert "No space left on device" in mailing.problem
        (folder / "filler").unlink()
        send_waiting(mailing)
        assert set(states(mailing)) == {LetterState.SENT}
        letters = [(folder / name).read_bytes() for name in files_below(folder)]
    assert len(letters) == 3
    assert all(letter.startswith(b"Content-Type") and letter.endswith(b"\n") for letter in letters)


def fill(path: Path) -> None:
    """Take all the room that is left."""
    with path.open("wb", buffering=0) as file:
        for size in (65536, 4096, 512):
            try:
                while True:
                    file.write(b"\0" * size)
            except OSError:
                continue
