"""The dashboard: who may see it, what it shows, and that every number leads on."""

from __future__ import annotations

import csv
import io
import re
from html import unescape

import pytest
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook
from pypdf import PdfReader

from metep.models import User
from scoring.folding import fold
from surveys.models import Institution, Round

PAGES = (
    "dashboard-unit",
    "dashboard-items",
    "dashboard-progress",
    "dashboard-csv",
    "dashboard-xlsx",
    "dashboard-report",
)
UNITS = ("", "national:KZ", "institution:I1", "subnational:KZ-X1", "all-institutions:all")


def address(route: str, survey_round: Round, unit: str = "") -> str:
    query = f"?unit={unit}" if unit else ""
    return f"{reverse(route, args=[survey_round.code])}{query}"


@pytest.mark.parametrize("route", PAGES)
def test_a_stranger_is_sent_to_sign_in(client: Client, answered_round: Round, route: str) -> None:
    response = client.get(address(route, answered_round))
    assert response.status_code == 302
    assert response["Location"].startswith(reverse("login"))


@pytest.mark.parametrize("route", PAGES)
def test_staff_without_the_right_are_refused(client: Client, answered_round: Round, route: str) -> None:
    client.force_login(User.objects.create_user("clerk@example.org", "a long enough password"))
    assert client.get(address(route, answered_round)).status_code == 403


@pytest.mark.parametrize("language", ["kk", "ru", "en"])
@pytest.mark.parametrize("unit", UNITS)
def test_every_unit_has_its_page(analysts_client: Client, answered_round: Round, unit: str, language: str) -> None:
    path = address("dashboard-unit", answered_round, unit).replace("/kk/", f"/{language}/", 1)
    response = analysts_client.get(path)
    assert response.status_code == 200
    assert f'lang="{language}"' in response.text
    assert "<svg" in response.text


@pytest.mark.parametrize("unit", UNITS)
def test_every_number_leads_to_what_is_behind_it(analysts_client: Client, answered_round: Round, unit: str) -> None:
    page = analysts_client.get(address("dashboard-unit", answered_round, unit)).text
    addresses = {unescape(found) for found in re.findall(r'class="number" href="([^"]+)"', page)}
    assert len(addresses) > 10
    for found in sorted(addresses):
        behind = analysts_client.get(found)
        assert behind.status_code == 200, found
        assert 'class="figures"' in behind.text, found


@pytest.mark.parametrize("unit", ["institution:NOBODY", "nation:KZ", "institution", "🙂:x"])
def test_an_unknown_unit_is_not_found(analysts_client: Client, answered_round: Round, unit: str) -> None:
    response = analysts_client.get(address("dashboard-unit", answered_round, unit).replace("/kk/", "/en/", 1))
    assert response.status_code == 404
    assert "This round has no such unit." in response.text


@pytest.mark.parametrize(
    "query",
    ["", "source=facts", "source=facts&family=levels&part=nothing", "source=x&family=levels&part=information",
     "source=gap&family=cells&part=information.legal", "source=facts&family=x&part=information"],
)  # fmt: skip
def test_an_unknown_number_is_not_found(analysts_client: Client, answered_round: Round, query: str) -> None:
    response = analysts_client.get(f"{address('dashboard-number', answered_round)}?{query}")
    assert response.status_code == 404


def test_an_unknown_item_is_not_found(analysts_client: Client, answered_round: Round) -> None:
    path = reverse("dashboard-item", args=[answered_round.code, "F9.9"])
    assert analysts_client.get(path).status_code == 404


def test_a_round_without_responses_says_so(analysts_client: Client, survey_round: Round) -> None:
    page = analysts_client.get(address("dashboard-unit", survey_round).replace("/kk/", "/en/")).text
    assert "There are no scores yet" in page


def test_synthetic_rounds_say_that_they_are(analysts_client: Client, answered_round: Round) -> None:
    path = address("dashboard-unit", answered_round).replace("/kk/", "/en/")
    assert "answers of this round are synthetic" not in analysts_client.get(path).text
    Round.objects.update(is_synthetic=True)
    assert "answers of this round are synthetic" in analysts_client.get(path).text


@pytest.mark.parametrize("route", PAGES)
def test_pages_stay_within_their_budget_of_queries(
    analysts_client: Client, answered_round: Round, django_assert_max_num_queries, route: str
) -> None:
    fold(answered_round)
    with django_assert_max_num_queries(27 if route == "dashboard-report" else 15):  # a report keeps its numbers
        assert analysts_client.get(address(route, answered_round)).status_code == 200


def test_progress_counts_every_response_once(analysts_client: Client, answered_round: Round) -> None:
    response = analysts_client.get(address("dashboard-progress", answered_round))
    page = response.context["page"]
    assert page.counted == "80"
    assert sum(page.days.values()) == 80
    institutions = {name: figures[0].text for name, figures in page.tables[0].rows}
    assert list(institutions.values()) == ["40", "40"]


def test_the_csv_holds_what_the_page_shows(
    analysts_client: Client, answered_round: Round, institution: Institution
) -> None:
    Institution.objects.update(name_en="=1+1")
    path = address("dashboard-csv", answered_round, "institution:I1").replace("/kk/", "/en/")
    response = analysts_client.get(path)
    assert response["Content-Disposition"] == 'attachment; filename="r1-I1.csv"'
    rows = list(csv.reader(io.StringIO(response.text.lstrip("\ufeff"))))
    about = {row[0]: row[1:] for row in rows if row}
    assert about["Unit"] == ["'=1+1"]
    assert about["Respondents (n)"] == ["40"]
    scores = analysts_client.get(path.replace("scores.csv", "")).context["headline"]
    combined = next(row for row in rows if row[:2] == ["Combined", "overall"])
    assert combined[3] == scores[0][1].text


def test_the_workbook_holds_no_formula(analysts_client: Client, answered_round: Round) -> None:
    Institution.objects.update(name_en="=1+1")
    path = address("dashboard-xlsx", answered_round, "institution:I1").replace("/kk/", "/en/")
    workbook = load_workbook(io.BytesIO(analysts_client.get(path).content))
    assert workbook.sheetnames == ["Scores", "Items", "About"]
    cells = [cell for sheet in workbook for row in sheet for cell in row]
    assert not [cell for cell in cells if cell.data_type == "f"]
    assert "=1+1" in [cell.value for cell in cells]


def test_the_report_of_a_unit_comes_in_the_language_of_the_page(analysts_client: Client, answered_round: Round) -> None:
    path = address("dashboard-report", answered_round, "institution:I1").replace("/kk/", "/ru/")
    response = analysts_client.get(path)
    assert response["Content-Type"] == "application/pdf"
    assert response["Content-Disposition"] == 'attachment; filename="r1-I1.ru.pdf"'
    document = PdfReader(io.BytesIO(response.content))
    assert document.trailer["/Root"]["/Lang"] == "ru"
    assert "Учреждение" in document.pages[0].extract_text()


@pytest.mark.parametrize("unit", UNITS)
def test_every_table_of_a_unit_holds_numbers_that_lead_on(
    analysts_client: Client, answered_round: Round, unit: str
) -> None:
    """But counts, whose row leads on, and gaps of cells: differences of two numbers that stand and lead on above."""
    sections = analysts_client.get(address("dashboard-unit", answered_round, unit)).context["sections"]
    for section in sections:
        for chart, table in section.charts:
            assert table is not None, chart.key
            for name, numbers in table.rows:
                known = [number for number in numbers if any(letter.isdigit() for letter in number.text)]
                is_gap = chart.key.endswith("matrix-gap")
                assert is_gap or not known or any(number.address for number in known), (chart.key, name)
