"""A batch makes each file once, tells what went wrong, can be cancelled, and ends in one archive."""

from __future__ import annotations

import zipfile
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone

from metep.models import User
from reports.files import keeping, tasks, working
from reports.files.kinds import Kind
from reports.models import Batch, BatchFile, BatchState
from reports.results import results_of
from scoring.results import UnitTier
from surveys.models import Round

LANGUAGES = ["kk", "ru", "en"]


@pytest.fixture
def made(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, str, str]]:
    """What was made, in order, in the place of real files."""
    found: list[tuple[str, str, str]] = []

    def make(kind: Kind, _results: Any, scores: Any, language: str) -> bytes:
        found.append((str(kind), scores.unit.code, language))
        return f"{kind} {scores.unit.code} {language}".encode()

    monkeypatch.setattr(working, "make_file", make)
    return found


def order(survey_round: Round, by: User, kinds: tuple[Kind, ...] = (Kind.BRIEF,)) -> Batch:
    results = results_of(survey_round)
    units = [one.unit for one in results.units(UnitTier.INSTITUTION)] + [results.nation.unit]
    return tasks.order(survey_round, units, kinds, LANGUAGES, by)


def run(batch: Batch) -> Batch:
    working.make_waiting(batch)
    batch.refresh_from_db()
    return batch


def states(batch: Batch) -> list[str]:
    return list(batch.files.order_by("pk").values_list("state", flat=True))


def test_a_batch_makes_each_kind_of_each_unit_in_each_language_once(
    answered_round: Round, analyst: User, made: list[Any], django_capture_on_commit_callbacks: Any
) -> None:
    batch = order(answered_round, analyst, (Kind.REPORT, Kind.WORD))
    with django_capture_on_commit_callbacks(execute=True):
        run(batch)
    assert len(made) == len(set(made)) == 2 * 2 * 3
    assert batch.state == BatchState.DONE
    archive = keeping.archive_of(batch)
    assert archive is not None
    with zipfile.ZipFile(archive) as packed:
        assert len(packed.namelist()) == 12
        assert packed.read("r1-institution-I1-report-kk.pdf") == b"report I1 kk"
        assert packed.testzip() is None
    assert [path.name for path in archive.parent.iterdir()] == [archive.name]  # the single files went
    run(batch)
    assert len(made) == 12


def test_what_cannot_be_made_is_told_beside_it_and_the_others_go_on(
    answered_round: Round, analyst: User, made: list[Any]
) -> None:
    batch = order(answered_round, analyst)
    batch.files.filter(unit="I1", language="kk").update(unit="gone", name="gone.pdf")
    run(batch)
    assert batch.state == BatchState.DONE
    failed = batch.files.get(state=BatchState.FAILED)
    assert failed.error == "This round has no such unit any more."
    assert len(made) == 5


def test_an_error_that_nobody_foresaw_stops_this_run_and_the_next_goes_on_with_the_other_files(
    answered_round: Round, analyst: User, made: list[Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    batch = order(answered_round, analyst)
    make = working.make_file

    def make_or_break(kind: Kind, results: Any, scores: Any, language: str) -> bytes:
        if language == "ru" and scores.unit.code == "I1":
            raise KeyError("a defect")
        return make(kind, results, scores, language)

    monkeypatch.setattr(working, "make_file", make_or_break)
    with pytest.raises(KeyError):
        run(batch)
    assert batch.files.get(state=BatchState.FAILED).error == "KeyError"
    run(batch)
    assert batch.state == BatchState.DONE
    assert sorted(states(batch)) == [BatchState.DONE] * 5 + [BatchState.FAILED]


def test_a_full_disk_fails_the_file(
    answered_round: Round, analyst: User, made: list[Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    batch = order(answered_round, analyst)

    def full(*_arguments: Any) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(keeping, "keep", full)
    run(batch)
    assert batch.state == BatchState.FAILED
    assert {file.error for file in batch.files.all()} == {"[Errno 28] No space left on device"}


def test_a_cancelled_batch_makes_nothing_more_and_leaves_nothing(
    answered_round: Round,
    analyst: User,
    made: list[Any],
    monkeypatch: pytest.MonkeyPatch,
    django_capture_on_commit_callbacks: Any,
) -> None:
    batch = order(answered_round, analyst)
    make = working.make_file

    def make_and_cancel(*arguments: Any) -> bytes:
        if len(made) == 2:
            assert tasks.cancel(batch)
        return make(*arguments)

    monkeypatch.setattr(working, "make_file", make_and_cancel)
    with django_capture_on_commit_callbacks(execute=True):
        run(batch)
    assert len(made) == 3  # the one in hand was finished
    assert batch.state == BatchState.CANCELLED
    assert states(batch).count(BatchState.CANCELLED) == 3
    assert not list(keeping.folder_of(batch.pk).iterdir())
    assert not tasks.cancel(batch)


def test_a_file_whose_worker_died_is_made_anew_but_not_for_ever(
    answered_round: Round, analyst: User, made: list[Any]
) -> None:
    batch = order(answered_round, analyst)
    first, second = batch.files.order_by("pk")[:2]
    BatchFile.objects.filter(pk=first.pk).update(state=BatchState.RUNNING, worker=77, attempts=1)
    BatchFile.objects.filter(pk=second.pk).update(state=BatchState.RUNNING, worker=78, attempts=working.MAX_ATTEMPTS)
    run(batch)
    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.state, first.attempts) == (BatchState.DONE, 2)
    assert second.state == BatchState.FAILED
    assert second.error == "The worker stopped each time it made this file."
    assert batch.state == BatchState.DONE


def test_a_task_does_nothing_for_a_batch_that_has_ended(answered_round: Round, analyst: User, made: list[Any]) -> None:
    batch = order(answered_round, analyst)
    Batch.objects.filter(pk=batch.pk).update(state=BatchState.CANCELLED)
    tasks.make_batch.call(batch.pk)
    assert made == []


def test_old_archives_and_folders_of_nothing_are_removed(
    answered_round: Round, analyst: User, made: list[Any], var: Path
) -> None:
    batches = [run(order(answered_round, analyst)) for _number in range(keeping.KEPT_OF_A_ROUND + 1)]
    Batch.objects.filter(pk=batches[-1].pk).update(ended_at=timezone.now() - timedelta(days=keeping.KEPT_DAYS + 1))
    (var / "batches" / "99999").mkdir()
    assert keeping.remove_old() == 2  # the oldest is one too many, the newest is said to be old
    assert not (var / "batches" / "99999").exists()
    kept = [keeping.archive_of(Batch.objects.get(pk=batch.pk)) is not None for batch in batches]
    assert kept == [False, *[True] * (keeping.KEPT_OF_A_ROUND - 1), False]
