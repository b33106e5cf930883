"""Codes of passports: what they stand for, and that they stay true when the round goes on."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from metep.models import User
from reports.passport.codes import (
    ITEM,
    SECTION,
    PassportCode,
    Subject,
    code_of,
    find_subject,
    read_code,
    subjects_of,
)
from reports.results import results_of
from scoring.calculate import freeze, read_evidence
from scoring.models import ScoreRun
from surveys.lifecycle import exclude
from surveys.models import Assignment, Institution, Response, Role, Round, RoundState
from tests.reports.test_dashboard import address

OVERALL = Subject("national", "KZ", "facts", "overall", "")
OWN = Subject("institution", "I1", "facts", "overall", "")


def passport(survey_round: Round, subject: Subject = OVERALL) -> str:
    """The address of a number as it is now."""
    checksum = read_evidence(survey_round).checksum
    return reverse("passport", args=[str(code_of(survey_round.code, checksum, subject))])


def move_on(survey_round: Round) -> None:
    """Some responses cease to count: every number changes."""
    for response in Response.objects.filter(round=survey_round, institution__isnull=True)[:15]:
        exclude(response, "A test.")


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("r1-3f9a2c1b-k7q2m9x", None),  # 9 is no letter of the fingerprint
        ("r1-3f9a2c1b-k7q2m4x", PassportCode("r1", "3f9a2c1b", "k7q2m4x")),
        (" R1-3F9A2C1B-K7Q2M4X ", PassportCode("r1", "3f9a2c1b", "k7q2m4x")),
        ("a-round-of-2026-3f9a2c1b-k7q2m4x", PassportCode("a-round-of-2026", "3f9a2c1b", "k7q2m4x")),
        ("3f9a2c1b-k7q2m4x", None),
        ("r1-3f9a2c1-k7q2m4x", None),
        ("", None),
        ("🙂", None),
    ],
)
def test_a_code_is_read_as_people_type_it(text: str, found: PassportCode | None) -> None:
    assert read_code(text) == found
    if found:
        assert read_code(str(found)) == found


def test_every_subject_of_a_round_has_a_code_of_its_own(answered_round: Round) -> None:
    scores = results_of(answered_round).scores
    subjects = list(subjects_of(scores))
    assert {SECTION, ITEM, "facts", "gap"} <= {subject.kind for subject in subjects}
    assert len({subject.fingerprint for subject in subjects}) == len(subjects) > 100
    assert all(find_subject(scores, subject.fingerprint) == subject for subject in subjects[::20])


def test_a_code_leads_to_the_number_while_nothing_has_changed(analysts_client: Client, answered_round: Round) -> None:
    response = analysts_client.get(passport(answered_round), follow=True)
    page = response.context["page"]
    assert page.live is None
    assert response.context["run"] is None
    assert page.number.text == page.formula.rpartition("= ")[2]


@pytest.mark.parametrize(
    ("subject", "part"),
    [
        (Subject("national", "KZ", ITEM, "", "F1.1.a"), "/items/F1.1.a/"),
        (Subject("national", "KZ", SECTION, "", "matrix"), "#matrix"),
    ],
)
def test_items_and_tables_have_codes_too(
    analysts_client: Client, answered_round: Round, subject: Subject, part: str
) -> None:
    response = analysts_client.get(passport(answered_round, subject))
    assert part in response["Location"]
    assert analysts_client.get(response["Location"]).status_code == 200


def test_a_kept_state_is_found_again_and_shown_beside_the_number_of_now(
    analysts_client: Client, answered_round: Round
) -> None:
    printed = passport(answered_round).replace("/kk/", "/en/")
    before = analysts_client.get(printed, follow=True).context["page"]
    freeze(read_evidence(answered_round))
    move_on(answered_round)
    response = analysts_client.get(printed, follow=True)
    page = response.context["page"]
    assert page.number.text == before.number.text
    assert page.formula == before.formula
    assert [row[1][0].text for row in page.items[0].rows] == [row[1][0].text for row in before.items[0].rows]
    now = analysts_client.get(f"{address('dashboard-number', answered_round)}?source=facts&family=overall&part=")
    assert page.live.text.replace(".", ",") == now.context["page"].number.text.replace(".", ",")
    assert page.live.text != page.number.text
    assert "as they were in score run" in response.text
    links = [
        number.address for table in page.items for _name, cells in table.rows for number in cells if number.address
    ]
    assert links
    assert all(f"run={ScoreRun.objects.get().pk}" in link for link in links)
    assert analysts_client.get(links[0]).context["page"].provenance == page.provenance


def test_a_state_that_nobody_kept_is_told_with_the_number_of_now(
    analysts_client: Client, answered_round: Round
) -> None:
    printed = passport(answered_round).replace("/kk/", "/en/")
    move_on(answered_round)
    response = analysts_client.get(printed)
    assert "nobody kept that state as a score run" in response.text
    assert 'class="number"' in response.text


def test_a_run_of_before_counts_were_kept_says_so(analysts_client: Client, answered_round: Round) -> None:
    printed = passport(answered_round).replace("/kk/", "/en/")
    run = freeze(read_evidence(answered_round))
    ScoreRun.objects.update(inputs=b"")
    move_on(answered_round)
    assert "from before runs kept their counts" in analysts_client.get(printed).text
    past = f"{address('dashboard-unit', answered_round)}?run={run.pk}".replace("/kk/", "/en/")
    assert analysts_client.get(past).status_code == 404


def test_a_unit_that_left_the_round_is_still_found_in_the_run(
    analysts_client: Client, answered_round: Round, institution: Institution
) -> None:
    printed = passport(answered_round, OWN).replace("/kk/", "/en/")
    freeze(read_evidence(answered_round))
    answered_round.institutions.remove(institution)
    response = analysts_client.get(printed, follow=True)
    assert response.status_code == 200
    assert "The round has no such number any more." in response.text


@pytest.mark.parametrize("number", ["0", "999999", "x", "-1", "9" * 30, ""])
def test_an_unknown_run_is_not_found(analysts_client: Client, answered_round: Round, number: str) -> None:
    assert analysts_client.get(f"{address('dashboard-unit', answered_round)}?run={number}").status_code == 404


def test_a_run_of_another_round_is_not_found(analysts_client: Client, answered_round: Round) -> None:
    run = freeze(read_evidence(answered_round))
    other = Round.objects.create(
        code="r2", country="KZ", title_kk="Т", title_ru="Т", title_en="T", version=answered_round.version,
        method=answered_round.method, languages=["kk"], sections=["F"], state=RoundState.OPEN,
    )  # fmt: skip
    assert analysts_client.get(f"{address('dashboard-unit', other)}?run={run.pk}").status_code == 404


@pytest.mark.parametrize("code", ["nonsense", "r1-00000000-aaaaaaa", "other-00000000-aaaaaaa"])
def test_a_code_of_nothing_is_not_found(analysts_client: Client, answered_round: Round, code: str) -> None:
    assert analysts_client.get(reverse("passport", args=[code])).status_code == 404


def test_pages_of_a_run_hold_for_every_kind_of_page(analysts_client: Client, answered_round: Round) -> None:
    run = freeze(read_evidence(answered_round))
    unit = address("dashboard-unit", answered_round)
    before = analysts_client.get(unit).context["headline"]
    move_on(answered_round)
    for unit_code in ("national:KZ", "institution:I1", "subnational:KZ-X1", "all-institutions:all"):
        for route in ("dashboard-unit", "dashboard-items", "dashboard-csv"):
            path = f"{address(route, answered_round, unit_code)}&run={run.pk}"
            assert analysts_client.get(path).status_code == 200
    assert [n.text for _, n in analysts_client.get(f"{unit}?run={run.pk}").context["headline"]] == [
        number.text for _name, number in before
    ]


def keep(client: Client, survey_round: Round, **data: str) -> Any:
    return client.post(reverse("dashboard-keep", args=[survey_round.code]), data)


def test_an_analyst_keeps_a_state_once(analysts_client: Client, answered_round: Round) -> None:
    number = f"{address('dashboard-number', answered_round)}?source=facts&family=overall&part="
    assert reverse("dashboard-keep", args=[answered_round.code]) in analysts_client.get(number).text
    assert keep(analysts_client, answered_round, next=number)["Location"] == number
    keep(analysts_client, answered_round)
    assert ScoreRun.objects.count() == 1
    page = analysts_client.get(number)
    assert reverse("dashboard-keep", args=[answered_round.code]) not in page.text
    assert f"export_proof {ScoreRun.objects.get().pk} " in page.text


def test_keeping_leads_nowhere_else(analysts_client: Client, answered_round: Round) -> None:
    assert "example.com" not in keep(analysts_client, answered_round, next="https://example.com/")["Location"]
    assert analysts_client.get(reverse("dashboard-keep", args=[answered_round.code])).status_code == 405


@pytest.fixture
def coordinator(institution: Institution, answered_round: Round) -> User:
    user = User.objects.create_user("coordinator@example.org", "a long enough password")
    Assignment.objects.create(user=user, role=Role.COORDINATOR, round=answered_round, institution=institution)
    past = timezone.now() - timedelta(days=1)
    Round.objects.filter(pk=answered_round.pk).update(closes_at=past, publishes_at=past)
    return user


def test_a_coordinator_sees_her_institution_in_a_run_and_nothing_else(
    client: Client, coordinator: User, answered_round: Round
) -> None:
    answered_round.refresh_from_db()
    printed = {subject: passport(answered_round, subject) for subject in (OVERALL, OWN)}
    run = freeze(read_evidence(answered_round))
    move_on(answered_round)
    client.force_login(coordinator)
    assert client.get(printed[OWN], follow=True).status_code == 200
    assert client.get(printed[OVERALL]).status_code == 404
    for unit, status in (("institution:I1", 200), ("national:KZ", 404), ("subnational:KZ-X1", 404)):
        path = f"{address('dashboard-unit', answered_round, unit)}&run={run.pk}"
        assert client.get(path).status_code == status, unit
    assert keep(client, answered_round).status_code == 404


def test_a_coordinator_is_told_no_reasons_and_no_names(
    client: Client, coordinator: User, answered_round: Round, institution: Institution
) -> None:
    exclude(Response.objects.filter(institution=institution)[0], "She is not who she says.")
    client.force_login(coordinator)
    path = f"{address('dashboard-number', answered_round, 'institution:I1')}&source=facts&family=overall&part="
    page = client.get(path.replace("/kk/", "/en/"))
    assert "She is not" not in page.text
    assert ("Excluded responses", "1") in [(one.what, one.number) for one in page.context["page"].left_out]
