"""The state that files are printed from is kept once, so that a printed code is found however the round goes on."""

from __future__ import annotations

import io
import random
import re
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from pypdf import PdfReader

from metep.models import User
from reports.files import tasks, working
from reports.files.freezing import keep_printed
from reports.files.kinds import Kind, make_file
from reports.models import BatchState
from reports.results import Results, results_of
from scoring.models import ScoreRun
from scoring.results import UnitTier
from surveys.lifecycle import add_submitted
from surveys.models import Institution, Round
from tests.answering import random_response

CODE = re.compile(r"r1-[0-9a-f]{8}-[a-z2-7]{7}")


def another_answer(survey_round: Round, institution: Institution | None = None) -> None:
    add_submitted([random_response(survey_round, random.Random(99), institution=institution)])


def codes_in(pdf: bytes) -> set[str]:
    text = "".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages)
    return set(CODE.findall(text.replace("\n", "")))


def test_files_of_one_state_share_one_run(answered_round: Round) -> None:
    for language in ("kk", "ru", "en"):
        results = results_of(answered_round)
        for tier in (UnitTier.NATIONAL, UnitTier.INSTITUTION):
            make_file(Kind.BRIEF, results, results.units(tier)[0], language)
    run = ScoreRun.objects.get()
    assert run.input_checksum == results.evidence.checksum
    assert run.inputs


def test_a_printed_code_leads_to_the_number_as_it_was_when_more_have_answered(
    answered_round: Round, analysts_client: Client
) -> None:
    before = results_of(answered_round)
    printed = codes_in(make_file(Kind.BRIEF, before, before.nation, "en"))
    assert len(printed) == 1
    another_answer(answered_round)
    after = results_of(answered_round)
    assert after.evidence.checksum != before.evidence.checksum
    answer = analysts_client.get(reverse("passport", args=[printed.pop()]), follow=True)
    run = ScoreRun.objects.get()
    assert f"run={run.pk}" in answer.redirect_chain[-1][0]
    assert answer.status_code == 200
    assert before.evidence.checksum in answer.text or f"{before.scores.round.counted}" in answer.text
    make_file(Kind.BRIEF, after, after.nation, "en")
    assert ScoreRun.objects.count() == 2


def test_a_run_from_before_counts_were_kept_proves_nothing_and_is_not_taken(answered_round: Round) -> None:
    results = results_of(answered_round)
    old = keep_printed(results)
    ScoreRun.objects.filter(pk=old.pk).update(inputs=b"")
    assert keep_printed(results) != old


def test_what_is_printed_from_a_run_adds_none(answered_round: Round) -> None:
    results = results_of(answered_round)
    run = keep_printed(results)
    another_answer(answered_round)
    past = Results(answered_round, results.evidence, results.scores, run=run)
    make_file(Kind.BRIEF, past, past.nation, "ru")
    assert ScoreRun.objects.count() == 1


def test_the_command_keeps_the_state_as_well(answered_round: Round, tmp_path: Path) -> None:
    out = tmp_path / "brief.pdf"
    call_command("report", "r1", "--kind", "brief", "--language", "en", "--out", out, stdout=io.StringIO())
    assert codes_in(out.read_bytes())
    assert ScoreRun.objects.count() == 1


def test_all_files_of_a_batch_are_of_one_state_although_more_answer_and_its_worker_dies(
    answered_round: Round, institution: Institution, analyst: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    made: list[tuple[bytes, str]] = []
    real = working.make_file

    def make(kind: Kind, results: Results, scores: Any, language: str) -> bytes:
        if len(made) == 2:
            another_answer(answered_round, institution)
            raise KeyError("the worker dies")
        made.append((real(kind, results, scores, language), results.evidence.checksum))
        return made[-1][0]

    units = [one.unit for one in results_of(answered_round).scores.units]
    batch = tasks.order(answered_round, units, [Kind.BRIEF], ["kk", "ru"], analyst)
    monkeypatch.setattr(working, "make_file", make)
    with pytest.raises(KeyError):
        working.make_waiting(batch)
    made.append((b"", ""))  # the next ones are made
    working.make_waiting(batch)
    batch.refresh_from_db()
    run = ScoreRun.objects.get()
    assert batch.state == BatchState.DONE
    assert batch.run == run
    files = [(content, checksum) for content, checksum in made if content]
    assert len(files) == 2 * len(units) - 1
    assert {checksum for _content, checksum in files} == {run.input_checksum}
    assert {code.split("-")[1] for content, _checksum in files for code in codes_in(content)} == {
        run.input_checksum[:8]
    }
    assert results_of(answered_round).evidence.checksum != run.input_checksum


def test_every_kind_can_be_made_from_a_kept_state(answered_round: Round, institution: Institution) -> None:
    """A batch that goes on after more have answered is made from the counts of its run."""
    from reports.passport.frozen import results_at

    live = results_of(answered_round)
    run = keep_printed(live)
    past = results_at(answered_round, str(run.pk))
    assert past is not None
    for kind in (Kind.REPORT, Kind.WORD, Kind.BRIEF, Kind.ANSWERS):
        scores = past.unit("institution", institution.code)
        assert scores is not None
        assert make_file(kind, past, scores, "en")


def test_the_report_of_the_dashboard_keeps_its_state_once(answered_round: Round, analysts_client: Client) -> None:
    address = reverse("dashboard-report", args=["r1"])
    for _time in range(2):
        assert analysts_client.get(address).status_code == 200
    assert ScoreRun.objects.count() == 1
