"""Passports: every number leads to a page from which it can be computed again, by hand."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from html import unescape
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from metep.models import User
from reports.dashboard.values import Number, Table
from reports.passport.number import NumberPage
from surveys.content import Instrument
from surveys.lifecycle import exclude
from surveys.models import Evidence, Institution, Response, Round, Validation
from tests.reports.test_dashboard import address

UNITS = ("national:KZ", "institution:I1", "subnational:KZ-X1", "all-institutions:all")


@pytest.fixture
def settled_round(answered_round: Round, institution: Institution, analyst: User) -> Round:
    """With a second institution that nobody answered for, facts that were settled, one of them Do not know."""
    empty = Institution.objects.create(
        code="I2", country="KZ", name_kk="Екінші", name_ru="Второе", name_en="Second", region=institution.region
    )
    answered_round.institutions.add(empty)
    for item, value, unit in (("F1.1.a", "no", None), ("F2.1.a", "yes", institution), ("F2.1.a", "dk", empty)):
        Validation.objects.create(
            round=answered_round, institution=unit, item=item, value=value, reason=f"Seen: {item}.", by=analyst
        )
    return answered_round


def numbers_on(page: str) -> list[str]:
    return sorted({unescape(found) for found in re.findall(r'class="number" href="([^"]+)"', page)})


def value(number: Number | str) -> Decimal:
    """What a number says, as it stands on a page in English."""
    text = number if isinstance(number, str) else number.text
    return Decimal(text.replace("−", "-").replace("+", "").replace(",", ""))


def shown(score: Fraction) -> Decimal:
    """A score from 0 to 1 as the method rounds it."""
    whole = score * 100
    return (Decimal(whole.numerator) / whole.denominator).quantize(Decimal("0.1"), ROUND_HALF_UP)


def rows_of(tables: tuple[Table, ...]) -> Iterator[tuple[str, dict[str, Number]]]:
    for table in tables:
        for name, cells in table.rows:
            yield name, dict(zip(table.header[1:], cells, strict=True))


def item_score(cells: dict[str, Number], is_reverse: bool) -> Fraction:
    """From the counts that the passport shows."""
    if "Yes" in cells:
        yes, no = int(value(cells["Yes"])), int(value(cells["No"]))
        return Fraction(no if is_reverse else yes, yes + no)
    counts = [int(value(cells[str(point)])) for point in range(6)]
    score = Fraction(sum(point * times for point, times in enumerate(counts)), 5 * sum(counts))
    return 1 - score if is_reverse else score


def recompute(page: NumberPage, reverse_items: set[str]) -> Fraction:
    """The number, from 0 to 1, from what stands on its passport."""
    if page.members is not None:
        parts = [
            (Fraction(cells["Weight"].text), cells["Score, not rounded"]) for _n, cells in rows_of((page.members,))
        ]
        assert sum(weight for weight, _ in parts) == 1
        return sum((weight * Fraction(value(score)) / 100 for weight, score in parts), Fraction())
    total, weights = Fraction(), Fraction()
    for name, cells in rows_of(page.items):
        if cells["Weight"].text.startswith("–"):
            continue
        weight = Fraction(cells["Weight"].text.partition(" ")[0].replace("−", "-"))
        weights += weight
        total += weight * item_score(cells, name.partition(". ")[0] in reverse_items)
    assert weights in (0, 1)
    return total


@pytest.mark.parametrize("unit", [unit for unit in UNITS if not unit.startswith("subnational")])
def test_every_number_of_the_dashboard_can_be_computed_from_its_passport(
    analysts_client: Client, settled_round: Round, small: Instrument, unit: str
) -> None:
    reverse_items = {item.code for item in small.scored_items if item.reverse}
    seen = 0
    addresses: set[str] = set()
    for route in ("dashboard-unit", "dashboard-items"):
        path = address(route, settled_round, unit).replace("/kk/", "/en/", 1)
        addresses |= set(numbers_on(analysts_client.get(path).text))
    for found in sorted(addresses):
        response = analysts_client.get(found)
        page: Any = response.context["page"]
        if isinstance(page, NumberPage):
            expected = recompute(page, reverse_items)
            tolerance = Decimal("0.1") if page.members is not None else 0
            assert abs(shown(expected) - value(page.number)) <= tolerance, found
            if page.members is None:
                assert page.formula.endswith(f"= {page.number.text}"), page.formula
            seen += 1
        elif page.formula:
            assert page.formula.endswith(f"= {page.number.text}")
            counts = {name: int(value(number)) for name, number, _share in page.counts}
            if "Yes" in counts:
                first = "No" if page.rules[0].startswith("No /") else "Yes"
                assert shown(Fraction(counts[first], counts["Yes"] + counts["No"])) == value(page.number)
            seen += 1
        if page.number.interval:
            assert page.interval
    assert seen > 15


@pytest.mark.parametrize("language", ["kk", "ru", "en"])
@pytest.mark.parametrize("unit", UNITS)
def test_a_passport_says_on_what_the_number_rests(
    analysts_client: Client, settled_round: Round, unit: str, language: str
) -> None:
    query = "source=facts&family=overall&part="
    path = f"{address('dashboard-number', settled_round, unit)}&{query}".replace("/kk/", f"/{language}/", 1)
    response = analysts_client.get(path)
    for words in (response.context["checksum"], settled_round.version.checksum, settled_round.method):
        assert words in response.text
    assert response.context["page"].reference.code in response.text


def test_what_was_settled_is_told_with_who_when_and_why(analysts_client: Client, settled_round: Round) -> None:
    path = f"{address('dashboard-number', settled_round, 'institution:I1')}&source=facts&family=overall&part="
    page = analysts_client.get(path.replace("/kk/", "/en/")).context["page"]
    assert [(one.unit, one.item, one.answer, one.by, one.reason) for one in page.settled] == [
        ("I1", "F2.1.a", "Yes", "analyst@example.org", "Seen: F2.1.a.")
    ]
    marked = [cells["Score"].note for _name, cells in rows_of(page.items)]
    assert marked == ["validated"]


def test_what_does_not_count_is_told_with_its_reason(analysts_client: Client, settled_round: Round) -> None:
    first, second, third = Response.objects.filter(institution__isnull=True)[:3]
    exclude(first, "The same person twice.")
    exclude(second, "The same person twice.")
    exclude(third, "A test of the form.")
    Response.objects.create(round=settled_round, language="kk", sections=settled_round.sections)
    path = f"{address('dashboard-number', settled_round)}?source=facts&family=overall&part=".replace("/kk/", "/en/")
    told = [(one.what, one.number, one.why) for one in analysts_client.get(path).context["page"].left_out]
    assert ("Excluded responses", "2", "Reason: The same person twice.") in told
    assert ("Excluded responses", "1", "Reason: A test of the form.") in told
    assert ("Drafts", "1", "Was not submitted, or was returned and not submitted again.") in told
    assert told[0][0] == "Answers Do not know"
    of_the_institution = path.replace("?", "?unit=institution:I1&")
    told = [(one.what, one.number) for one in analysts_client.get(of_the_institution).context["page"].left_out]
    assert ("Excluded responses", "0") in told
    assert ("Drafts", "0") in told


def test_evidence_is_counted_beside_the_items(analysts_client: Client, settled_round: Round) -> None:
    response = Response.objects.filter(institution__code="I1").first()
    for number in range(2):
        Evidence.objects.create(response=response, items=["F2.1.a"], url=f"https://example.org/{number}")
    draft = Response.objects.create(round=settled_round, language="kk", sections=settled_round.sections)
    Evidence.objects.create(response=draft, items=["F1.1.a"], url="https://example.org/draft")
    path = f"{address('dashboard-number', settled_round, 'institution:I1')}&source=facts&family=overall&part="
    page = analysts_client.get(path.replace("/kk/", "/en/")).context["page"]
    assert [cells["Links and files"].text for _name, cells in rows_of(page.items)] == ["2"]
    path = f"{address('dashboard-number', settled_round)}?source=facts&family=overall&part="
    page = analysts_client.get(path.replace("/kk/", "/en/")).context["page"]
    assert {cells["Links and files"].text for _name, cells in rows_of(page.items)} == {"0"}


def test_an_item_tells_what_it_enters_with_its_weight(analysts_client: Client, settled_round: Round) -> None:
    path = reverse("dashboard-item", args=[settled_round.code, "F1.1.b"]).replace("/kk/", "/en/")
    page = analysts_client.get(path).context["page"]
    entered = dict(rows_of((page.enters,)))
    overall = entered["Overall score (Facts)"]["Weight"].text
    number = analysts_client.get(entered["Overall score (Facts)"]["Score"].address).context["page"]
    weights = {name.partition(". ")[0]: cells["Weight"].text for name, cells in rows_of(number.items)}
    assert weights["F1.1.b"] == overall


def test_passports_stay_within_their_budget_of_queries(
    analysts_client: Client, settled_round: Round, django_assert_max_num_queries: Any
) -> None:
    query = "source=combined&family=overall&part="
    for path in (
        f"{address('dashboard-number', settled_round)}?{query}",
        f"{address('dashboard-number', settled_round, 'all-institutions:all')}&{query}",
        reverse("dashboard-item", args=[settled_round.code, "F1.1.b"]),
    ):
        analysts_client.get(path)
        with django_assert_max_num_queries(18):
            assert analysts_client.get(path).status_code == 200
