"""The pages of checks: who sees them, what they say, where each finding leads."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from fieldwork.models import CheckRun
from fieldwork.quality.running import run_checks
from metep.models import User
from surveys.models import Institution, Role, Round, RoundState
from tests.browsers import browser_of
from tests.fieldwork.reviewing import make_response, make_staff
from tests.surveys.respondents import text_of

BASE = "/en/work/r1/quality/"


def test_the_page_says_that_nothing_ran_yet_and_the_button_runs_it(
    reviewing: Client, survey_round: Round, django_capture_on_commit_callbacks
) -> None:
    assert "The checks have not run yet." in text_of(reviewing.get(BASE))
    with django_capture_on_commit_callbacks(execute=True):
        answer = reviewing.post(BASE + "run/")
    assert (answer.status_code, answer["Location"]) == (302, BASE)
    words = text_of(reviewing.get(BASE))
    assert "Last run:" in words
    assert "This site does not open links of evidence" in words


def test_a_run_under_way_shows_how_far_it_is(reviewing: Client, survey_round: Round) -> None:
    CheckRun.objects.create(round=survey_round, total=10, responses=4)
    page = reviewing.get(BASE)
    assert "The checks are running: 4 of 10 responses so far." in text_of(page)
    assert "Run the checks" not in text_of(page)


def test_a_run_that_opens_links_says_what_it_waits_for(reviewing: Client, survey_round: Round, settings) -> None:
    run = CheckRun.objects.create(round=survey_round)
    told = "Links of evidence are opened first"
    assert told not in text_of(reviewing.get(BASE))  # this site opens none
    settings.CHECK_LINKS = True
    assert told in text_of(reviewing.get(BASE))
    CheckRun.objects.filter(pk=run.pk).update(total=10, responses=4)
    assert told not in text_of(reviewing.get(BASE))


def test_findings_lead_to_where_they_are_mended(
    reviewing: Client, survey_round: Round, institution: Institution
) -> None:
    bad = make_response(survey_round, institution, {"F1.1.a": "yes", "F2.1.a": "no", "P1.1.a": "1"})
    run_checks(survey_round)
    page = reviewing.get(BASE + "no-evidence/").content.decode()
    address = f"/en/work/r1/responses/{bad.pk}/"
    assert f'href="{address}#F1.1.a"' in page
    assert reviewing.get(address).status_code == 200
    practice = reviewing.get(BASE + "practice/").content.decode()
    address = f"/en/work/r1/facts/new/?fact={institution.pk}%3AF2.1.a"
    assert address in practice
    assert "The law asks for a site." in practice
    assert reviewing.get(address).status_code == 200


def test_silent_institutions_lead_where_the_reader_may_go(
    reviewing: Client, survey_round: Round, institution: Institution
) -> None:
    run_checks(survey_round)
    assert 'href="/en/work/r1/responses/"' in reviewing.get(BASE + "silent-institutions/").content.decode()
    administrator = browser_of(User.objects.create_superuser("administrator@example.org", "a long enough password"))
    page = administrator.get(BASE + "silent-institutions/")
    assert page.status_code == 200, page
    assert 'href="/en/work/r1/institutions/I1/"' in page.content.decode()


def test_after_validation_nobody_is_sent_to_open_cards(
    reviewing: Client, survey_round: Round, institution: Institution
) -> None:
    make_response(survey_round, institution, {"F1.1.a": "yes", "F2.1.a": "no"})
    run_checks(survey_round)
    Round.objects.update(state=RoundState.PREPARED)
    assert "/facts/new/" not in reviewing.get(BASE + "practice/").content.decode()


def test_the_file_has_every_finding_with_its_address(
    reviewing: Client, survey_round: Round, institution: Institution
) -> None:
    assert reviewing.get(BASE + "findings.csv").status_code == 404
    make_response(survey_round, institution)
    run = run_checks(survey_round)
    lines = reviewing.get(BASE + "findings.csv").content.decode("utf-8-sig").splitlines()
    assert len(lines) == 1 + run.findings.count()
    assert "http://testserver/en/work/r1/responses/" in "".join(lines)


@pytest.mark.parametrize("path", ["", "no-evidence/", "findings.csv", "run/"])
@pytest.mark.parametrize("role", [Role.COORDINATOR, Role.FACILITATOR, Role.CLERK, Role.ANALYST])
def test_other_roles_are_refused(survey_round: Round, institution: Institution, role: Role, path: str) -> None:
    unit = institution if role is Role.COORDINATOR else None
    client = browser_of(make_staff("other@example.org", role, survey_round, unit))
    answer = client.post(BASE + path) if path == "run/" else client.get(BASE + path)
    assert answer.status_code == 403


def test_unknown_checks_and_rounds_are_not_found_and_get_runs_nothing(reviewing: Client, survey_round: Round) -> None:
    assert reviewing.get(BASE + "nonsense/").status_code == 404
    assert reviewing.get("/en/work/r2/quality/").status_code == 404
    assert reviewing.get(BASE + "run/").status_code == 405
    assert reviewing.post(BASE).status_code == 405


def test_pages_keep_their_queries_as_findings_grow(
    reviewing: Client, survey_round: Round, institution: Institution
) -> None:
    def queries(path: str) -> int:
        reviewing.get(BASE + path)
        with CaptureQueriesContext(connection) as seen:
            assert reviewing.get(BASE + path).status_code == 200
        return len(seen)

    make_response(survey_round, institution)
    run_checks(survey_round)
    before = [queries(path) for path in ("", "no-evidence/", "findings.csv")]
    for _number in range(5):
        make_response(survey_round, institution)
    run_checks(survey_round)
    assert [queries(path) for path in ("", "no-evidence/", "findings.csv")] == before
    assert max(before) <= 25
