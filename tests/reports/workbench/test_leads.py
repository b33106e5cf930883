"""Every number of the workbench leads to its calculation, which counts the same responses."""

from __future__ import annotations

import re
from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from reports.passport.options import OPTIONS
from reports.workbench.frame import Panel
from reports.workbench.pages import PAGES
from surveys.models import Institution, Response, Round, RoundState
from tests.reports.workbench.conftest import answer, page_address

pytestmark = pytest.mark.django_db

QUERIES: tuple[dict[str, str], ...] = (
    {},
    {"unit": "institution:I1"},
    {"unit": "subnational:KZ-X1", "against": "region"},
    {"unit": "all-institutions:all", "language": "kk"},
    {"region": "KZ-X1", "mode": "paper"},
)
# Columns that say more about the score of their row, whose passport tells them too: base, interval, place, difference.
BESIDE = {
    "profile": {"Coverage", "Interval", "Items", "Difference", "Institutions (n)"},
    "units": {"Responses (n)"},
    "map": {"Interval", "Institutions (n)", "Responses (n)"},
    "themes": {"Interval", "Items", "Coverage", "Responses", "Answers (n)", "Do not know"},
    "distribution": set[str](),
    "disagreement": set[str](),
    "groups": {
        "n",
        "Do not know",
        "Difference",
        "Interval of the difference",
        "p before correction",
        "p after correction",
        "Effect size",
        "In plain words",
    },
    "overtime": {"n", "Change of the score", "Interval", "Items"},
    "countries": {"coverage"},
    "robustness": {
        "if every Do not know were No, or Yes",
        "and every answer left empty likewise",
        "if every Yes without evidence were No",
        "Place",
        "Places by chance",
        "Places by options",
        "Places in all",
        "Respondents (n)",
    },
}
# Whole tables and rows that lead nowhere, and why.
EXCEPTIONS = {
    ("overtime", "context"): "series of other bodies, with their source beside them",
    ("units", "last row"): "how many institutions have a score: the rows above, counted",
    ("languages", "comparison"): "what is computed from the two shares of its row, which lead on",
}
MOST = 12  # leads of a panel that are followed


def panels_of(client: Client, survey_round: Round, code: str, query: dict[str, str]) -> list[Panel]:
    response = client.get(page_address(survey_round, code, **query))
    assert response.status_code == 200
    return list(response.context["content"].panels)


def has_number(words: str) -> bool:
    return any(letter.isdigit() for letter in words)


def cells_that_lead_nowhere(code: str, panel: Panel) -> list[tuple[str, str]]:
    """Each with a number, neither linked nor beside a linked one of its row under a name that may stand beside it."""
    table, cells = panel.chart.table, panel.cells or {}
    rows = table.rows[:-1] if code == "units" else table.rows
    leading = {row for row, _column in cells} | {row for row, address in (panel.links or {}).items() if address}
    nothing = {place for place, row in enumerate(rows) if set(filter(has_number, row[1:])) <= {"0"}}
    return [
        (row[0], table.header[column])
        for place, row in enumerate(rows)
        for column, words in enumerate(row[1:], start=1)
        if has_number(words) and (place, column) not in cells
        if not (place in leading | nothing and may_stand_beside(code, table.header[column]))
    ]


def may_stand_beside(code: str, head: str) -> bool:
    if code == "languages":
        return head not in ("Kazakh", "Russian")
    names = BESIDE[code]
    return head in names or re.split(r"[:,] ", head)[-1] in names


@pytest.fixture
def rounds(survey_round: Round, responses: list[Response], bodies: list[Institution]) -> list[Round]:
    """Two that can be held against each other."""
    earlier = Round.objects.create(
        code="r0",
        country="KZ",
        title_kk="Бұрынғы раунд",
        title_ru="Прежний раунд",
        title_en="Earlier round",
        version=survey_round.version,
        method=survey_round.method,
        languages=["kk", "ru", "en"],
        sections=survey_round.sections,
        state=RoundState.OPEN,
        opens_at=timezone.now() - timedelta(days=400),
    )
    earlier.institutions.set(bodies)
    answer(earlier, bodies, number=60, seed=3)
    return [survey_round, earlier]


@pytest.mark.parametrize("query", QUERIES)
@pytest.mark.parametrize("code", [page.code for page in PAGES if page.code not in ("countries", "overtime")])
def test_every_number_leads_on(
    client: Client, survey_round: Round, responses: list[Response], code: str, query: dict[str, str]
) -> None:
    panels = panels_of(client, survey_round, code, query)
    assert [found for panel in panels for found in cells_that_lead_nowhere(code, panel)] == []


@pytest.mark.parametrize("query", QUERIES[:3])
@pytest.mark.parametrize("code", ["countries", "overtime"])
def test_every_number_of_two_rounds_leads_on(
    admin_client: Client, rounds: list[Round], code: str, query: dict[str, str]
) -> None:
    panels = panels_of(admin_client, rounds[0], code, query)
    assert panels
    for panel in panels:
        assert cells_that_lead_nowhere(code, panel) == [], panel.chart.key
        for address in list((panel.cells or {}).values())[:MOST]:
            assert address.startswith("#") or admin_client.get(address).status_code == 200, address


def first_number(words: str) -> str:
    return words.split(" ")[0].split("\N{NO-BREAK SPACE}")[0]


@pytest.mark.parametrize("query", QUERIES)
@pytest.mark.parametrize("code", ["profile", "themes", "robustness", "map"])
def test_a_score_leads_to_the_same_number(
    client: Client, survey_round: Round, responses: list[Response], code: str, query: dict[str, str]
) -> None:
    followed = 0
    for panel in panels_of(client, survey_round, code, query):
        for (row, column), address in list((panel.cells or {}).items())[:MOST]:
            shown = panel.chart.table.rows[row][column]
            target = client.get(address)
            assert target.status_code == 200, address
            if has_number(shown):
                assert first_number(shown) == target.context["page"].number.text, (panel.chart.key, shown)
                followed += 1
            assert bool(target.context["chosen"]) == bool(
                query.keys() & {"language", "region", "mode"} or OPTIONS in address
            )
    assert followed


@pytest.mark.parametrize("query", QUERIES)
def test_a_score_of_a_heat_map_leads_to_the_item_and_a_mean_to_all_items(
    client: Client, survey_round: Round, responses: list[Response], query: dict[str, str]
) -> None:
    (panel,) = panels_of(client, survey_round, "units", {**query, "part": "all"})
    assert panel.cells
    for (row, column), address in list(panel.cells.items())[:MOST]:
        target, shown = client.get(address), panel.chart.table.rows[row][column]
        assert target.status_code == 200, address
        assert target.context["unit_name"] == panel.chart.table.rows[row][0]
        numbers = (
            [target.context["page"].number.text]
            if column > 3
            else [cells[0].text for table in target.context["tables"] for _name, cells in table.rows]
        )
        assert shown in numbers or (column == 3 and any(map(has_number, numbers)))


@pytest.mark.parametrize("measure", ["combined", "facts", "perceptions"])
@pytest.mark.parametrize("unit", ["", "institution:I1", "subnational:KZ-X1"])
def test_a_score_by_other_options_leads_to_its_calculation_by_them(
    client: Client, survey_round: Round, responses: list[Response], unit: str, measure: str
) -> None:
    panels = panels_of(client, survey_round, "robustness", {"unit": unit, "measure": measure})
    panel = next(panel for panel in panels if panel.chart.key == "figure-options")
    rows = panel.chart.table.rows
    assert len(rows) > 15
    for row in range(0, len(rows), 3):
        target = client.get((panel.cells or {})[row, 1])
        assert target.context["page"].number.text == rows[row][1], rows[row][0]
        assert bool(target.context["chosen"]) == (row > 0)
        if row:
            assert rows[row][0].split("; ")[2] in dict(target.context["page"].provenance)["Options of the method"]
            assert target.context["chosen"].options == rows[row][0]
            assert "The same by the method of the round" in target.text


@pytest.mark.parametrize("code", ["nonsense", "zero.left_out.1-1", "zero.left_out.9-1.responses"])
def test_options_that_the_method_does_not_have_are_refused(
    client: Client, survey_round: Round, responses: list[Response], code: str
) -> None:
    address = reverse("dashboard-number", args=["r1"])
    query = {"source": "combined", "family": "overall", "part": "", OPTIONS: code}
    assert client.get(address, query).status_code == 404


def test_scores_of_groups_lead_to_the_same_number_where_a_unit_has_it(
    client: Client, survey_round: Round, responses: list[Response]
) -> None:
    (panel,) = panels_of(client, survey_round, "groups", {"by": "mode", "items": "levels"})
    passports = {place: address for place, address in (panel.cells or {}).items() if "/number/" in address}
    assert 0 < len(passports) < len(panel.cells or {})
    for (row, column), address in passports.items():
        assert client.get(address).context["page"].number.text == panel.chart.table.rows[row][column]
    assert all(client.get(address).status_code == 200 for address in set((panel.cells or {}).values()))


@pytest.mark.parametrize(("code", "axis"), [("groups", "language"), ("groups", "mode"), ("languages", "")])
def test_what_a_group_said_leads_to_the_answers_of_that_group(
    client: Client, survey_round: Round, responses: list[Response], code: str, axis: str
) -> None:
    query = {"by": axis} if axis else {}
    (panel,) = panels_of(client, survey_round, code, {**query, "region": "KZ-X1"})
    assert panel.cells
    for address in list(panel.cells.values())[:MOST]:
        target = client.get(address)
        assert target.status_code == 200
        asked = parse_qs(urlsplit(address).query)
        assert asked["region"] == ["KZ-X1"]
        assert len(asked[axis or "language"]) == 1
        assert target.context["chosen"].of == 80
        assert target.context["facts"].counted < 80


def test_the_table_writes_its_leads(client: Client, survey_round: Round, responses: list[Response]) -> None:
    text = client.get(page_address(survey_round, "profile")).text
    assert '<td><a href="/en/dashboard/r1/number/?unit=national%3AKZ&amp;source=facts' in text


def test_exceptions_are_few_and_have_reasons() -> None:
    assert len(EXCEPTIONS) <= 3
    assert all(EXCEPTIONS.values())
