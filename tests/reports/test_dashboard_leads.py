"""Numbers of the dashboard that have no page of their own lead to what they are made of."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from surveys.models import Institution, Round


def test_a_gap_of_a_cell_leads_to_the_two_numbers_that_it_is_the_difference_of(
    analysts_client: Client, answered_round: Round
) -> None:
    page = analysts_client.get(reverse("dashboard-unit", args=["r1"]))
    section = next(section for section in page.context["sections"] if section.code == "matrix")
    tables = {table.caption: table for _chart, table in section.charts if table}
    pairs = [
        (number.text, number.difference)
        for table in tables.values()
        for _name, numbers in table.rows
        for number in numbers
        if number.difference
    ]
    assert pairs
    for text, (perceptions, facts) in pairs:
        values = [
            float(number.replace("\N{MINUS SIGN}", "-").replace(",", "."))
            for number in (text, perceptions.text, facts.text)
        ]
        assert values[0] == pytest.approx(values[1] - values[2], abs=0.11)
        for number in (perceptions, facts):
            assert analysts_client.get(number.address).context["page"].number.text == number.text


def test_figures_of_the_items_page_lead_to_the_items(analysts_client: Client, answered_round: Round) -> None:
    page = analysts_client.get(reverse("dashboard-items", args=["r1"]))
    assert page.context["charts"]
    for _chart, table in page.context["charts"]:
        for name, numbers in table.rows:
            (address,) = {number.address for number in numbers}
            assert f"/items/{name.split()[0]}/" in address
            assert analysts_client.get(address).status_code == 200


def test_items_can_be_counted_among_some_responses(analysts_client: Client, answered_round: Round) -> None:
    page = analysts_client.get(reverse("dashboard-items", args=["r1"]), {"language": "kk"})
    assert 0 < page.context["facts"].counted < page.context["chosen"].of == 80
    refused = analysts_client.get(reverse("dashboard-items", args=["r1"]), {"language": "xx"})
    assert refused.status_code == 404


def test_progress_leads_to_what_the_responses_say(
    analysts_client: Client, answered_round: Round, institution: Institution
) -> None:
    page = analysts_client.get(reverse("dashboard-progress", args=["r1"])).context["page"]
    bodies, languages, _sections = page.tables
    (number,) = next(numbers for name, numbers in bodies.rows if numbers[0].address)
    assert analysts_client.get(number.address).context["respondents"] == int(number.text)
    assert languages.rows
    for _name, (counted, _share) in languages.rows:
        assert analysts_client.get(counted.address).context["facts"].counted == int(counted.text)
