"""Every page of the workbench: what it shows, what it refuses, how many queries it needs."""

from __future__ import annotations

import csv
import io
import json
import re
from html import unescape

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from django.utils.html import escape

from metep.models import User
from reports.workbench.pages import PAGES
from surveys.lifecycle import exclude
from surveys.models import Assignment, Institution, Region, Response, Role, Round, RoundState
from tests.reports.workbench.conftest import answer, page_address

pytestmark = pytest.mark.django_db

CODES = [page.code for page in PAGES]
BUDGET = 15
QUERIES: tuple[dict[str, object], ...] = (
    {},
    {"unit": "institution:I1"},
    {"unit": "subnational:KZ-X1", "language": ["kk", "ru"]},
    {"region": "KZ-X1", "mode": "paper"},
    {"unit": "all-institutions:all", "kind": "ministry"},
)


def shown(text: str) -> str:
    return unescape(re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", text)))


def queries_of(client: Client, address: str) -> int:
    """Of a page whose scores the process remembers."""
    assert client.get(address).status_code == 200
    with CaptureQueriesContext(connection) as counted:
        assert client.get(address).status_code == 200
    return len(counted)


@pytest.mark.parametrize("language", ["kk", "ru", "en"])
@pytest.mark.parametrize("code", CODES)
def test_every_page_opens_in_every_language(
    client: Client, survey_round: Round, responses: list[Response], code: str, language: str
) -> None:
    response = client.get(page_address(survey_round, code, into=language))
    assert response.status_code == 200
    assert "<svg" in response.text or 'class="nothing"' in response.text


@pytest.mark.parametrize("query", QUERIES)
@pytest.mark.parametrize("code", CODES)
def test_every_page_stays_within_its_budget_of_queries(
    client: Client, survey_round: Round, responses: list[Response], code: str, query: dict[str, object]
) -> None:
    address = page_address(survey_round, code, **query)
    assert queries_of(client, address) <= BUDGET


@pytest.mark.parametrize("code", CODES)
def test_queries_do_not_grow_with_institutions_and_responses(
    client: Client, survey_round: Round, bodies: list[Institution], responses: list[Response], code: str
) -> None:
    address = page_address(survey_round, code, language="ru")
    before = queries_of(client, address)
    more = [Institution.objects.create(code=f"M{n}", country="KZ", region=bodies[0].region) for n in range(5)]
    survey_round.institutions.add(*more)
    answer(survey_round, more, 40, seed=12)
    assert queries_of(client, address) == before


@pytest.mark.parametrize("code", CODES)
def test_a_round_without_answers_says_so(client: Client, survey_round: Round, code: str) -> None:
    response = client.get(page_address(survey_round, code))
    assert "Nothing can be analysed yet" in response.text


@pytest.mark.parametrize(
    ("name", "value"),
    [("region", "KZ-99"), ("kind", "court"), ("type", "martian"), ("language", "fr"), ("mode", "<b>by telepathy</b>")],
)
def test_a_value_that_the_round_does_not_have_is_refused_in_words(
    client: Client, survey_round: Round, responses: list[Response], name: str, value: str
) -> None:
    page = client.get(page_address(survey_round, "profile", **{name: value})).text
    assert f"The address asks for “{escape(value)}”" in page
    assert "this round has no such value, so it was left out" in page
    assert "80 of 80 responses" in page


def test_the_page_says_how_many_responses_are_left(
    client: Client, survey_round: Round, responses: list[Response]
) -> None:
    n = sum(one.language == "kk" and one.mode == "paper" for one in responses)
    page = client.get(f"{page_address(survey_round, 'profile')}?language=kk&mode=paper").text
    assert f"{n} of 80 responses" in page


def test_a_filter_is_taken_away_by_its_tag(client: Client, survey_round: Round, responses: list[Response]) -> None:
    page = client.get(f"{page_address(survey_round, 'profile')}?unit=institution:I1&language=kk&mode=paper").text
    tags = [unescape(found) for found in re.findall(r'class="tag" href="(\?[^"]*)"', page)]
    assert sorted(tags) == [
        "?unit=institution%3AI1&language=kk",
        "?unit=institution%3AI1&mode=paper",
    ]


def test_filters_that_nobody_fits_leave_a_sentence(
    client: Client, survey_round: Round, bodies: list[Institution]
) -> None:
    answer(survey_round, bodies)
    for response in Response.objects.filter(language="en"):
        exclude(response, "A test.")
    page = client.get(f"{page_address(survey_round, 'profile')}?language=en").text
    assert "No response fits these filters" in page
    assert "<svg" not in page


def test_a_unit_that_the_filters_leave_out_says_so(
    client: Client, survey_round: Round, responses: list[Response]
) -> None:
    page = client.get(page_address(survey_round, "profile", unit="institution:I3", region="KZ-X1"))
    assert "The filters leave out this unit" in page.text


def test_an_unknown_unit_is_refused_in_words(client: Client, survey_round: Round, responses: list[Response]) -> None:
    page = client.get(page_address(survey_round, "profile", unit="institution:XX"))
    assert "this round has no such unit. The nation is shown." in page.text
    assert "Kazakhstan" in page.text


def test_every_question_stands_in_the_list_and_among_the_tabs(
    client: Client, survey_round: Round, responses: list[Response]
) -> None:
    questions = client.get(f"/en/analysis/{survey_round.code}/").text
    tabs = client.get(page_address(survey_round, "profile", unit="institution:I1", kind="ministry")).text
    for page in PAGES:
        assert page_address(survey_round, page.code) in questions
        assert f"{page_address(survey_round, page.code)}?unit=institution%3AI1&amp;kind=ministry" in tabs


def tables_of(page: str) -> dict[str, list[list[str]]]:
    """Key of a panel -> its table."""
    found = {}
    for key, body in re.findall(r'<figure class="chart-box is-panel" id="([^"]+)">(.*?)</figure>', page, re.S):
        rows = re.findall(r"<tr>(.*?)</tr>", body, re.S)
        found[key] = [
            [shown(cell).strip() for cell in re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row, re.S)] for row in rows
        ]
    return found


@pytest.mark.parametrize("code", CODES)
def test_files_hold_the_same_tables(client: Client, survey_round: Round, responses: list[Response], code: str) -> None:
    query: dict[str, object] = {"unit": "institution:I1"}
    tables = tables_of(client.get(page_address(survey_round, code, **query)).text)
    for key, table in tables.items():
        file = client.get(page_address(survey_round, code, route="analysis-csv", panel=key, **query))
        assert file["Content-Type"].startswith("text/csv")
        rows = list(csv.reader(io.StringIO(file.content.decode("utf-8-sig"))))
        written = [[shown(cell).strip().removeprefix("'") for cell in row] for row in rows[rows.index([]) + 1 :]]
        without_codes = [row[len(row) - len(table[0]) :] for row in written]
        assert without_codes == [[cell.removeprefix("'") for cell in row] for row in table], key


def points_in(spec: object) -> list[dict[str, object]]:
    if isinstance(spec, dict):
        own = [spec] if "shown" in spec else []
        return own + [point for value in spec.values() for point in points_in(value)]
    return [point for value in spec for point in points_in(value)] if isinstance(spec, list) else []


@pytest.mark.parametrize("query", QUERIES)
@pytest.mark.parametrize("code", CODES)
def test_charts_that_can_be_explored_write_the_numbers_of_the_table(
    client: Client, survey_round: Round, responses: list[Response], code: str, query: dict[str, object]
) -> None:
    page = client.get(page_address(survey_round, code, **query)).text
    tables = tables_of(page)
    for key, spec in re.findall(r'<script id="([^"]+)-spec" type="application/json">(.*?)</script>', page, re.S):
        cells = " | ".join(cell for row in tables[key] for cell in row)
        for point in points_in(json.loads(spec)):
            assert str(point["shown"]).replace("\xa0", " ") in cells, f"{key}: {point}"


def test_an_unknown_page_is_not_found(client: Client, survey_round: Round) -> None:
    assert client.get(page_address(survey_round, "horoscope")).status_code == 404


def test_an_unknown_table_is_not_found(client: Client, survey_round: Round, responses: list[Response]) -> None:
    assert client.get(page_address(survey_round, "profile", route="analysis-csv", panel="x")).status_code == 404


def test_the_workbench_lists_only_rounds_that_one_may_analyse(client: Client, survey_round: Round) -> None:
    Round.objects.create(
        code="secret",
        country="KZ",
        version=survey_round.version,
        method=survey_round.method,
        languages=["kk"],
        sections=[],
    )
    page = client.get("/en/analysis/").text
    assert "/en/analysis/r1/" in page
    assert "secret" not in page
    assert client.get("/en/analysis/secret/profile/").status_code == 404


def test_coordinators_see_no_workbench(
    survey_round: Round, responses: list[Response], institution: Institution
) -> None:
    user = User.objects.create_user("coordinator@example.org", "a long enough password")
    Assignment.objects.create(user=user, role=Role.COORDINATOR, round=survey_round, institution=institution)
    now = timezone.now()
    Round.objects.filter(pk=survey_round.pk).update(state=RoundState.CLOSED, closes_at=now, publishes_at=now)
    browser = Client()
    browser.force_login(user)
    assert browser.get(f"/en/dashboard/{survey_round.code}/").status_code == 200
    assert browser.get(page_address(survey_round, "profile")).status_code == 404
    assert "workbench" not in browser.get(f"/en/dashboard/{survey_round.code}/").text.lower()


def test_names_cannot_become_formulas_in_files(
    client: Client, survey_round: Round, responses: list[Response], institution: Institution
) -> None:
    Institution.objects.filter(pk=institution.pk).update(name_en="=HYPERLINK(1)")
    file = client.get(page_address(survey_round, "units", route="analysis-csv", panel="figure-units")).content.decode()
    assert "'=HYPERLINK(1)" in file
    assert ",=HYPERLINK" not in file


def test_regions_without_institutions_are_told_apart(
    client: Client, survey_round: Round, responses: list[Response]
) -> None:
    Region.objects.create(country="KZ", code="KZ-X3", name_kk="Бос", name_ru="Пустой", name_en="Empty region")
    table = tables_of(client.get(page_address(survey_round, "map")).text)["figure-map"]
    row = next(row for row in table if row[0] == "Empty region")
    assert row[1:] == ["no institution of this region takes part", "–", "–", "0", "0"]


def test_regions_that_the_filters_leave_out_are_not_said_to_take_no_part(
    client: Client, survey_round: Round, responses: list[Response]
) -> None:
    table = tables_of(client.get(page_address(survey_round, "map", region="KZ-X1")).text)["figure-map"]
    assert next(row for row in table if row[0] == "Second")[1] == "left out by the filters"
