"""A run looks at everything that counts and replaces what the one before it found."""

from __future__ import annotations

from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from fieldwork.models import CheckRun, Finding
from fieldwork.quality import running, tasks
from fieldwork.quality.reading import chunks, same_addresses
from fieldwork.quality.running import RUNS_KEPT, latest_run, run_checks
from fieldwork.quality.tasks import ask_for_run, check_round
from fieldwork.quality.values import Frame
from surveys.catalogue import instrument_of
from surveys.models import AnswerChange, Evidence, Institution, LinkState, Mode, Response, Round, Validation
from tests.fieldwork.reviewing import make_participant, make_response


def codes_of(run: CheckRun) -> set[str]:
    return {code for code, numbers in run.results.items() if numbers["found"]}


def test_a_round_without_responses_names_silent_institutions_and_sections(survey_round: Round) -> None:
    run = run_checks(survey_round)
    assert codes_of(run) == {"silent-institutions", "silent-sections"}
    assert run.results["silent-institutions"] == {"found": 1, "base": 1}
    assert sorted(one.details["part"] for one in run.findings.filter(check_code="silent-sections")) == ["F", "P"]


def test_findings_point_at_responses_and_drafts_are_left_alone(survey_round: Round, institution: Institution) -> None:
    bad = make_response(survey_round, institution, {"F1.1.b": "yes", "P1.1.a": "3"})
    Response.objects.create(round=survey_round, language="kk", sections=["F"], answers={"F1.1.b": "yes"})
    run = run_checks(survey_round)
    found = run.findings.get(check_code="answers-under-no")
    assert (found.response_id, found.item) == (bad.pk, "F1.1.b")
    assert run.results["answers-under-no"]["base"] == run.responses == run.total == 1


def test_evidence_and_dead_links_are_counted(survey_round: Round, institution: Institution) -> None:
    one = make_response(survey_round, institution, {"F1.1.a": "yes", "F2.1.a": "yes"})
    url, dead = "https://example.org/x", LinkState.DEAD
    Evidence.objects.create(response=one, items=["F1.1.a"], url=url, link_state=dead)
    results = run_checks(survey_round).results
    assert results["no-evidence"] == {"found": 1, "base": 1, "yes": 2, "shown": 1}
    assert (results["dead-links"]["found"], results["dead-links"]["base"]) == (1, 1)


def test_the_country_against_an_institution_follows_validated_facts(
    survey_round: Round, institution: Institution
) -> None:
    make_response(survey_round, institution, {"F1.1.a": "yes", "F2.1.a": "no"})
    assert run_checks(survey_round).findings.get(check_code="practice").institution == institution
    Validation.objects.create(round=survey_round, institution=institution, item="F2.1.a", value="yes", reason="x")
    assert "practice" not in codes_of(run_checks(survey_round))


def test_one_address_in_two_responses_is_one_group(survey_round: Round, institution: Institution) -> None:
    first = make_response(survey_round, institution, participant=make_participant(survey_round, None, "a@example.org"))
    make_response(survey_round, institution, participant=make_participant(survey_round, None, "b@example.org"))
    assert "same-address" not in codes_of(run_checks(survey_round))
    Response.objects.exclude(pk=first.pk).update(profile={"email": " A@Example.org "})
    (group,) = same_addresses(survey_round, ["email"])
    assert len(group) == 2


@pytest.mark.parametrize(("mode", "seconds", "is_known"), [(Mode.INDIVIDUAL, 1, True), (Mode.PAPER, 1, False)])
def test_the_pace_comes_from_saves(
    survey_round: Round, institution: Institution, mode: Mode, seconds: int, is_known: bool
) -> None:
    one = make_response(survey_round, institution, {"P1.1.a": "3", "P1.3.a": "2"}, mode=mode)
    begun = timezone.now() - timedelta(days=3)
    Response.objects.filter(pk=one.pk).update(started_at=begun)
    AnswerChange.objects.all().delete()
    AnswerChange.objects.create(response=one, at=begun + timedelta(hours=5), patch={"F1.1.a": "yes"})
    later = begun + timedelta(hours=5, seconds=seconds)
    AnswerChange.objects.create(response=one, at=later, patch={"P1.1.a": "3", "P1.3.a": "2"})
    (chunk,) = chunks(survey_round, Frame(instrument_of(survey_round.version_id)))
    assert bool(chunk.pace[0] == pytest.approx(seconds / 2)) is is_known


def test_findings_are_capped_and_all_are_counted(
    survey_round: Round, institution: Institution, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(running, "CAP", 2)
    for _number in range(3):
        make_response(survey_round, institution)
    run = run_checks(survey_round)
    assert run.results["no-evidence"]["found"] == 3
    assert run.findings.filter(check_code="no-evidence").count() == 2


def test_only_the_last_runs_stay_and_the_latest_is_shown(survey_round: Round) -> None:
    runs = [run_checks(survey_round) for _number in range(RUNS_KEPT + 2)]
    assert latest_run(survey_round) == runs[-1]
    assert CheckRun.objects.count() == RUNS_KEPT
    assert set(Finding.objects.values_list("run", flat=True)) <= {run.pk for run in runs[-RUNS_KEPT:]}


def test_a_run_that_stops_leaves_the_earlier_one_and_says_so(
    survey_round: Round, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = run_checks(survey_round)
    monkeypatch.setattr(tasks, "run_checks", lambda *args: 1 / 0)
    waiting = CheckRun.objects.create(round=survey_round)
    with pytest.raises(ZeroDivisionError):
        check_round.call(waiting.pk)
    waiting.refresh_from_db()
    assert waiting.problem
    assert latest_run(survey_round) == first
    assert tasks.run_under_way(survey_round) is None


def test_asking_twice_is_one_run_and_doing_it_twice_changes_nothing(survey_round: Round) -> None:
    first = ask_for_run(survey_round)  # inside a transaction: the worker hears of it after its end
    assert ask_for_run(survey_round) == first
    check_round.call(first.pk)
    finished = CheckRun.objects.get(pk=first.pk).finished_at
    check_round.call(first.pk)
    assert CheckRun.objects.get(pk=first.pk).finished_at == finished is not None


def test_the_command_says_one_line_for_each_check(survey_round: Round) -> None:
    out = StringIO()
    call_command("check_quality", "r1", "--language", "en", stdout=out)
    assert "Institutions without a response: 1 (looked at: 1)" in out.getvalue()
    with pytest.raises(CommandError, match="There is no round nowhere"):
        call_command("check_quality", "nowhere")
