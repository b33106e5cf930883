"""The pages of scenarios: made, kept, renamed, compared, held against a later round; who may do what."""

from __future__ import annotations

import random
import re
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from reports.models import Scenario
from reports.results import results_of
from reports.scenarios.keeping import outcome_of, scenario_section
from scoring.results import Measure
from surveys.lifecycle import add_submitted
from surveys.models import Round
from tests.answering import random_response

BUDGET = 25
NATION = "unit=national:KZ"
TICKED = f"{NATION}&m=F1.1.b&m=F1.1.c&points=1"
PLANNED = f"{NATION}&kind=rise&value=5&measure=facts&part=overall:&points=0"


def address(route: str, *parts: Any, query: str = "") -> str:
    return reverse(route, args=["r1", *parts]) + (f"?{query}" if query else "")


def text(client: Client, where: str, status: int = 200) -> str:
    answer = client.get(where, headers={"accept-language": "en"})
    assert answer.status_code == status, where
    return answer.content.decode()


def keep(client: Client, route: str, query: str, name: str = "First") -> Scenario:
    answer = client.post(address(route, query=query), {"name": name, "note": ""})
    assert answer.status_code == 302, answer.content.decode()
    return Scenario.objects.get(name=name)


@pytest.fixture
def later_round(answered_round: Round) -> Round:
    later = Round.objects.create(
        code="r9",
        country="KZ",
        title_kk="Кейінгі",
        title_ru="Поздний",
        title_en="Later",
        version=answered_round.version,
        method=answered_round.method,
        languages=["kk"],
        sections=answered_round.sections,
        state=answered_round.state,
    )
    chance = random.Random(9)
    add_submitted(random_response(later, chance) for _number in range(40))
    return later


def test_ticked_measures_show_what_would_be_with_the_parents_they_need(
    analysts_client: Client, answered_round: Round
) -> None:
    page = text(analysts_client, f"/en/dashboard/r1/scenarios/new/?{TICKED}")
    assert "Added, because" in page
    assert "F1.1.a" in page.split("Added, because")[1].split("</ul>")[0]
    assert "What would be has no interval" in page


def test_a_scenario_is_kept_as_it_was_shown(analysts_client: Client, answered_round: Round) -> None:
    scenario = keep(analysts_client, "scenario-new", TICKED)
    outcome = outcome_of(scenario)
    assert set(scenario.measures) == {"F1.1.a", "F1.1.b", "F1.1.c"}
    assert outcome.after.score(Measure.FACTS) == 1
    assert scenario.input_checksum == results_of(answered_round).evidence.checksum
    assert (scenario.tier, scenario.unit, scenario.by.email) == ("national", "KZ", "analyst@example.org")
    page = text(analysts_client, f"/en/dashboard/r1/scenarios/{scenario.pk}/")
    assert "First" in page
    assert "Computed from earlier counts" not in page


def test_a_plan_is_kept_with_its_goal_and_its_proof(analysts_client: Client, answered_round: Round) -> None:
    assert "Proved cheapest" in text(analysts_client, f"/en/dashboard/r1/scenarios/plan/?{PLANNED}")
    scenario = keep(analysts_client, "scenario-plan", PLANNED)
    assert scenario.goal["kind"] == "rise"
    assert scenario.outcome["proof"]["verdict"] == "proved"
    page = text(analysts_client, f"/en/dashboard/r1/scenarios/{scenario.pk}/")
    assert "Proved cheapest" in page
    assert "Goal: Overall score (facts) higher by 5 points" in page


def test_where_no_plan_is_possible_the_page_says_what_must_give_way(
    analysts_client: Client, answered_round: Round
) -> None:
    query = f"{PLANNED}&effort=0"
    page = text(analysts_client, f"/en/dashboard/r1/scenarios/plan/?{query}")
    assert "It is proved that no choice of measures reaches this goal" in page
    assert "It is enough to give up one limit – effort" in page
    assert "Keep this scenario" not in page
    assert analysts_client.post(address("scenario-plan", query=query), {"name": "A"}).status_code == 422
    assert not Scenario.objects.exists()


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("kind=&measure=facts&part=overall:", "Choose what is to be reached."),
        ("kind=peer&measure=facts&part=overall:", "Choose one of the goals offered."),  # the nation has no peers
        ("kind=rise&measure=facts&part=overall:", "Give the number that is to be reached."),
        ("kind=rise&value=x&measure=facts&part=overall:", "Give a number."),
        ("kind=rise&value=101&measure=facts&part=overall:", "Give at most 100."),
        ("kind=band&value=2.5&measure=facts&part=overall:", "Bands have whole numbers from 0 to 5."),
        ("kind=band&value=3&measure=facts&part=levels:nothing", "Choose one of the parts offered."),
        ("kind=band&value=3&measure=combined&part=cells:information.legal", "Cells have no combined score."),
        ("kind=band&value=3&measure=facts&part=overall:&ban=F1.1.a&must=F1.1.a", "both out of bounds and a must"),
        ("kind=band&value=3&measure=facts&part=overall:&ban=X", "No measure is known for item X."),
        ("kind=band&value=3&measure=facts&part=overall:&effort=-1", "Give at least 0."),
        ("kind=band&value=3&measure=facts&part=overall:&w_low=0", "Give at least 1."),
        ("kind=band&value=3&measure=facts&part=overall:&points=7", "Choose one of the numbers offered."),
        ("kind=band&value=3&measure=facts&part=overall:&before=F1.1.a", "Write two different items in a line"),
        ("kind=band&value=3&measure=facts&part=overall:&before=F1.1.a>X", "This unit has no item X."),
        ("kind=band&value=3&measure=facts&part=overall:&before=F1.1.b>F1.1.a", "These items wait for each other"),
        (
            "kind=band&value=5&measure=facts&part=overall:&months=200&at_once=2&w_unknown=1",
            "too many beginnings",
        ),
    ],
)
def test_what_cannot_be_planned_is_refused_and_nothing_typed_is_lost(
    analysts_client: Client, answered_round: Round, query: str, words: str
) -> None:
    answer = analysts_client.get(f"/en/dashboard/r1/scenarios/plan/?{NATION}&{query}")
    assert answer.status_code == 422
    assert words in answer.content.decode().replace("&gt;", ">")


@pytest.mark.parametrize("query", ["m=X", "cell=X", "points=9", "at_once=none"])
def test_what_cannot_be_ticked_is_refused(analysts_client: Client, answered_round: Round, query: str) -> None:
    text(analysts_client, f"/en/dashboard/r1/scenarios/new/?{NATION}&{query}", status=422)


def test_a_scenario_needs_a_name_of_its_own_and_a_measure(analysts_client: Client, answered_round: Round) -> None:
    keep(analysts_client, "scenario-new", TICKED)
    for query, name in ((TICKED, "First"), (TICKED, ""), (NATION, "Empty")):
        assert analysts_client.post(address("scenario-new", query=query), {"name": name}).status_code == 422
    assert Scenario.objects.count() == 1
    elsewhere = "unit=institution:I1&m=F2.1.a&points=1"
    assert analysts_client.post(address("scenario-new", query=elsewhere), {"name": "First"}).status_code == 302


def test_a_scenario_is_renamed_marked_and_deleted(analysts_client: Client, answered_round: Round) -> None:
    scenario = keep(analysts_client, "scenario-new", TICKED)
    other = keep(analysts_client, "scenario-new", TICKED, "Second")
    assert analysts_client.post(address("scenario-rename", other.pk), {"name": "First"}).status_code == 422
    analysts_client.post(address("scenario-rename", other.pk), {"name": "Third", "note": "Why"})
    other.refresh_from_db()
    assert (other.name, other.note) == ("Third", "Why")
    analysts_client.post(address("scenario-mark", scenario.pk), {"in_report": "1"})
    section = scenario_section(results_of(answered_round), results_of(answered_round).nation)
    assert [(one.name, one.is_stale) for one in section] == [("First", False)]
    assert len(section[0].shown.steps) == 3
    analysts_client.post(address("scenario-mark", scenario.pk))
    assert scenario_section(results_of(answered_round), results_of(answered_round).nation) == ()
    analysts_client.post(address("scenario-delete", scenario.pk))
    assert [one.name for one in Scenario.objects.all()] == ["Third"]


@pytest.mark.parametrize("made", ["ticked", "planned"])
def test_new_answers_make_a_scenario_stale_until_it_is_computed_anew(
    analysts_client: Client, answered_round: Round, made: str
) -> None:
    scenario = (
        keep(analysts_client, "scenario-new", TICKED)
        if made == "ticked"
        else keep(analysts_client, "scenario-plan", PLANNED)
    )
    before = scenario.outcome["before"]
    add_submitted(random_response(answered_round, random.Random(number)) for number in range(20, 40))
    page = text(analysts_client, f"/en/dashboard/r1/scenarios/{scenario.pk}/")
    assert "Computed from earlier counts." in page
    assert "computed from earlier counts" in text(analysts_client, "/en/dashboard/r1/scenarios/")
    scenario.refresh_from_db()
    assert scenario.outcome["before"] == before
    analysts_client.post(address("scenario-recompute", scenario.pk))
    scenario.refresh_from_db()
    assert scenario.outcome["before"] != before
    page = text(analysts_client, f"/en/dashboard/r1/scenarios/{scenario.pk}/")
    assert "Computed from earlier counts." not in page


def test_what_is_not_possible_any_more_stays_as_it_was(analysts_client: Client, answered_round: Round) -> None:
    scenario = keep(analysts_client, "scenario-plan", PLANNED)
    scenario.limits |= {"effort": 0}
    scenario.input_checksum = "old"
    scenario.save()
    analysts_client.post(address("scenario-recompute", scenario.pk))
    scenario.refresh_from_db()
    assert scenario.input_checksum == "old"


def test_two_or_three_scenarios_of_a_unit_stand_side_by_side(analysts_client: Client, answered_round: Round) -> None:
    first, second = (keep(analysts_client, "scenario-new", TICKED, name) for name in ("First", "Second"))
    page = text(analysts_client, f"/en/dashboard/r1/scenarios/compare/?s={first.pk}&s={second.pk}")
    assert "The scenarios lead to the same combined overall score" in page
    other = keep(analysts_client, "scenario-new", "unit=institution:I1&m=F2.1.a&points=1", "Other")
    third, fourth = (keep(analysts_client, "scenario-new", TICKED, name) for name in ("Third", "Fourth"))
    for chosen, words in (
        ([first], "Only one scenario is ticked."),
        ([first, other], "These scenarios are of different units."),
        ([first, second, third, fourth], "More than three scenarios are ticked."),
        ([], "Nothing is ticked."),
    ):
        query = "&".join(f"s={one.pk}" for one in chosen)
        page = text(analysts_client, f"/en/dashboard/r1/scenarios/compare/?{query}", status=422)
        assert words in page
        assert set(re.findall(r'name="s" value="(\d+)" checked', page)) == {str(one.pk) for one in chosen}
    text(analysts_client, "/en/dashboard/r1/scenarios/compare/?s=x&s=99999999999999&s=²", status=422)


@pytest.mark.parametrize(
    ("language", "words"),
    [("kk", "Бұл сценарийлер әртүрлі бірліктерге тиесілі."), ("ru", "Эти сценарии относятся к разным единицам.")],
)
def test_a_refusal_to_compare_is_told_in_the_readers_language_with_the_search_kept(
    analysts_client: Client, answered_round: Round, language: str, words: str
) -> None:
    first = keep(analysts_client, "scenario-new", TICKED, "Alpha")
    other = keep(analysts_client, "scenario-new", "unit=institution:I1&m=F2.1.a&points=1", "Beta")
    page = text(
        analysts_client, f"/{language}/dashboard/r1/scenarios/compare/?q=alpha&s={first.pk}&s={other.pk}", status=422
    )
    assert words in page
    assert 'value="alpha"' in page
    # What the search does not show stays ticked beside the list.
    assert set(re.findall(r'name="s" value="(\d+)"[^>]* checked', page)) == {str(first.pk), str(other.pk)}


def test_a_scenario_is_held_against_a_later_round(
    analysts_client: Client, answered_round: Round, later_round: Round
) -> None:
    scenario = keep(analysts_client, "scenario-new", TICKED)
    page = text(analysts_client, f"/en/dashboard/r1/scenarios/{scenario.pk}/next/")
    assert "Measures that came true: 0 of 3." in page
    assert "That a measure came true does not say that the scenario brought it about" in page
    text(analysts_client, f"/en/dashboard/r1/scenarios/{scenario.pk}/next/?round=nothing", status=404)


def test_without_a_later_round_there_is_nothing_to_hold_against(analysts_client: Client, answered_round: Round) -> None:
    scenario = keep(analysts_client, "scenario-new", TICKED)
    page = text(analysts_client, f"/en/dashboard/r1/scenarios/{scenario.pk}/next/")
    assert "There is no later round" in page


def test_unknown_units_have_no_scenarios(analysts_client: Client, answered_round: Round) -> None:
    for unit in ("subnational:nowhere", "all-institutions:none", "institution:none", "nonsense:KZ"):
        for route in ("scenario-new", "scenario-plan"):
            assert analysts_client.get(address(route, query=f"unit={unit}")).status_code == 404


def test_the_list_is_searched_and_paged(analysts_client: Client, answered_round: Round) -> None:
    scenario = keep(analysts_client, "scenario-new", TICKED, "Alpha")
    for number in range(60):
        scenario.pk, scenario.name = None, f"Beta {number}"
        scenario.save()
    assert "Page 1 of 2" in text(analysts_client, "/en/dashboard/r1/scenarios/")
    page = text(analysts_client, "/en/dashboard/r1/scenarios/?q=alpha")
    assert "Alpha" in page
    assert "Beta 1" not in page


def test_pages_keep_to_their_budget_however_many_scenarios_there_are(
    analysts_client: Client, answered_round: Round
) -> None:
    scenario = keep(analysts_client, "scenario-new", TICKED)
    second = keep(analysts_client, "scenario-plan", PLANNED, "Second")
    for number in range(20):
        scenario.pk, scenario.name = None, f"Copy {number}"
        scenario.save()
    for where in (
        address("scenarios"),
        address("scenario-new", query=TICKED),
        address("scenario-plan", query=PLANNED),
        address("scenario", second.pk),
        address("scenario-next", second.pk),
        address("scenario-compare", query=f"s={second.pk}&s={scenario.pk}"),
    ):
        with CaptureQueriesContext(connection) as counted:
            assert analysts_client.get(where).status_code == 200
        assert len(counted) <= BUDGET, where


@pytest.mark.parametrize("route", ["scenario-rename", "scenario-delete", "scenario-mark", "scenario-recompute"])
def test_nothing_is_changed_by_following_a_link(analysts_client: Client, answered_round: Round, route: str) -> None:
    assert analysts_client.get(address(route, 1)).status_code == 405


def test_a_rise_beyond_the_end_of_the_scale_is_refused_with_what_is_possible(
    analysts_client: Client, answered_round: Round
) -> None:
    query = PLANNED.replace("value=5", "value=100")
    page = text(analysts_client, address("scenario-plan", query=query).replace("/kk/", "/en/", 1), status=422)
    assert "it can rise by" in page
    assert 'value="100"' in page
