"""The page of two rounds: verdict, reasons, changes; what may not be seen or compared is not."""

from __future__ import annotations

import csv
import io

import pytest
from django.contrib.auth.models import Group
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from metep.models import User
from reports.results import results_of
from reports.rounds.reading import compare, in_order
from scoring.comparing import Ground, Verdict
from scoring.results import Measure
from surveys.models import Assignment, Institution, Region, Role, Round
from tests.reports.rounds.conftest import answer
from tests.surveys.importing import copy_round

BUDGET = 15


def page_of(client: Client, survey_round: Round, query: str = "", language: str = "en") -> str:
    response = client.get(f"/{language}/analysis/{survey_round.code}/overtime/?{query}")
    assert response.status_code == 200
    return response.content.decode()


def test_the_verdict_comes_with_its_reasons_and_the_changes(
    analysts_client: Client, earlier: Round, later: Round
) -> None:
    page = page_of(analysts_client, later)
    assert "The two rounds are comparable in part" in page
    assert "Of the 8 scored items of either round only 6 (75%) are the same in both; changes are told on these." in page
    assert "The rounds ask two versions of the instrument, 1 and 2;" in page
    assert "Responses that count: 60 in the earlier round, 60 in the later one." in page
    assert "On the common items the overall score rose from" in page
    assert "Break: other instrument version" in page
    assert "F1.1.a" in page


def test_it_is_the_same_comparison_from_either_round(analysts_client: Client, earlier: Round, later: Round) -> None:
    for survey_round in (earlier, later):
        page = page_of(analysts_client, survey_round)
        assert page.index("r1 · 03.2024") < page.index("r2 · 03.2025")
        assert "rose from" in page


def test_replaced_items_stand_beside_each_other_without_a_change(
    analysts_client: Client, earlier: Round, later: Round
) -> None:
    page = page_of(analysts_client, later)
    assert "Asked in another meaning: 1" in page
    assert "P1.1.a. Openness" in page
    assert "P1.1.other. Openness" in page
    assert compare(results_of(earlier), results_of(later)).judgement.common.isdisjoint({"P1.1.a", "P1.1.other"})


def test_what_is_not_comparable_has_no_change(analysts_client: Client, earlier: Round, later: Round) -> None:
    Round.objects.filter(pk=later.pk).update(sections=["N"])
    page = page_of(analysts_client, later)
    assert "The two rounds are not comparable" in page
    assert "too few to compare anything" in page
    assert "the two are not comparable" in page
    for word in ("rose from", "Items that moved most", "Changes by part", "Changes of the institutions"):
        assert word not in page
    comparison = compare(results_of(earlier), results_of(Round.objects.get(pk=later.pk)))
    assert comparison.units == ()


def test_rounds_of_two_countries_are_not_comparable(earlier: Round, later: Round) -> None:
    Round.objects.filter(pk=later.pk).update(country="KG")
    judgement = compare(results_of(earlier), results_of(Round.objects.get(pk=later.pk))).judgement
    assert judgement.verdict is Verdict.NOT
    assert [one.ground for one in judgement.reasons if one.allows is Verdict.NOT] == [Ground.COUNTRY]


def test_rounds_of_another_country_are_not_offered(analysts_client: Client, earlier: Round, later: Round) -> None:
    Round.objects.filter(pk=earlier.pk).update(country="KG")
    assert "There is no other round of this instrument in this country that you may see." in page_of(
        analysts_client, later
    )


def test_a_round_that_the_reader_may_not_analyse_is_not_offered(earlier: Round, later: Round) -> None:
    user = User.objects.create_user("one@example.org", "a long enough password")
    Assignment.objects.create(user=user, role=Role.ANALYST, round=later)
    client = Client()
    client.force_login(user)
    page = page_of(client, later, "other=r1")
    assert "There is no other round" in page
    assert "r1 ·" not in page
    assert client.get("/en/analysis/r1/overtime/").status_code == 404


def test_a_coordinator_has_no_such_page(earlier: Round, later: Round, institution: Institution) -> None:
    user = User.objects.create_user("one@example.org", "a long enough password")
    Assignment.objects.create(user=user, role=Role.COORDINATOR, round=later, institution=institution)
    client = Client()
    client.force_login(user)
    assert client.get("/en/analysis/r2/overtime/").status_code in (403, 404)


def test_an_address_that_asks_for_nonsense_is_told_so(analysts_client: Client, earlier: Round, later: Round) -> None:
    page = page_of(analysts_client, later, "other=nothing&measure=gold")
    assert "The address asks for the round “nothing”, which cannot be chosen here; another one is shown." in page
    assert "The address asks for the scores “gold”, which do not exist; the combined ones are shown." in page
    assert "rose from" in page


def test_an_institution_of_one_round_only_has_nothing_beside_it(
    analysts_client: Client, earlier: Round, later: Round
) -> None:
    body = Institution.objects.create(code="I2", country="KZ", name_kk="Екінші", name_ru="Второе", name_en="Second")
    later.institutions.add(body)
    page = page_of(analysts_client, later, "unit=institution:I2")
    assert "This unit is in one of the two rounds only." in page
    assert "May the two rounds be compared?" in page
    assert "Institutions that take part in both rounds: only 1 (in the earlier round: 1, in the later one: 2)" in page


def test_filters_choose_the_responses_of_both_rounds(analysts_client: Client, earlier: Round, later: Round) -> None:
    answer(later, 10, seed=3, F1_1_a="yes")
    assert "60 in the earlier round, 70 in the later one" in page_of(analysts_client, later)
    filtered = page_of(analysts_client, later, "region=KZ-X1")
    assert "60 in the earlier round, 70" not in filtered
    assert "In the other round no response fits these filters." not in filtered


def test_new_answers_to_the_other_round_are_seen(analysts_client: Client, earlier: Round, later: Round) -> None:
    assert "60 in the earlier round, 60 in the later one" in page_of(analysts_client, later)
    assert "60 in the earlier round, 60 in the later one" in page_of(analysts_client, later)
    answer(earlier, 5, seed=4)
    assert "65 in the earlier round, 60 in the later one" in page_of(analysts_client, later)


def test_a_new_name_of_a_region_of_the_other_round_is_seen(
    analysts_client: Client, earlier: Round, later: Round
) -> None:
    page_of(analysts_client, earlier)
    page_of(analysts_client, earlier)
    Region.objects.update(name_en="Renamed region")
    assert "Renamed region" in page_of(analysts_client, earlier)


def test_the_table_of_changes_is_a_file(analysts_client: Client, earlier: Round, later: Round) -> None:
    address = "/en/analysis/r2/overtime/table.csv?panel=overtime-items"
    rows = list(csv.reader(io.StringIO(analysts_client.get(address).content.decode("utf-8-sig"))))
    head = next(place for place, row in enumerate(rows) if row[:1] == ["Code"])
    found = {row[0]: row for row in rows[head + 1 :]}
    assert found["F1.1.a"][2:6] == ["0.0", "60", "100.0", "60"]
    assert found["F1.1.a"][6].strip("'") == "+100.0"


@pytest.mark.parametrize("language", ["kk", "ru", "en"])
@pytest.mark.parametrize("measure", ["combined", "facts", "perceptions"])
def test_every_language_and_measure_is_shown(
    analysts_client: Client, earlier: Round, later: Round, language: str, measure: str
) -> None:
    with translation.override(language):
        page = page_of(analysts_client, later, f"measure={measure}", language)
    assert page.count('class="chart-box is-panel"') >= 4
    assert "%(" not in page


def test_the_page_keeps_its_budget(analysts_client: Client, earlier: Round, later: Round) -> None:
    page_of(analysts_client, later)
    page_of(analysts_client, later)
    with CaptureQueriesContext(connection) as few:
        page_of(analysts_client, later)
    answer(later, 200, seed=5)
    for number in range(3):
        copy_round(earlier, f"old-{number}")
    page_of(analysts_client, later)
    with CaptureQueriesContext(connection) as many:
        page_of(analysts_client, later)
    assert len(few) <= BUDGET
    assert len(many) <= len(few)


def test_rounds_stand_in_the_order_in_which_they_opened(earlier: Round, later: Round, analysts: Group) -> None:
    assert in_order(earlier, later)
    assert not in_order(later, earlier)
    earlier.opens_at = None
    assert in_order(earlier, later)  # then the one that was made first


def test_the_change_of_facts_is_what_was_answered(earlier: Round, later: Round) -> None:
    comparison = compare(results_of(earlier), results_of(later))
    nation = comparison.units[0]
    assert nation.items["F1.1.a"].value == 1.0
    assert nation.items["F1.1.a"].is_apart
    assert nation.change(Measure.FACTS).is_apart
