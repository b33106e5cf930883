"""A click on a column of the administration orders its list as the reader's alphabet does."""

from __future__ import annotations

import pytest
from django.test import Client

from fieldwork.models import CheckRun, Finding
from fieldwork.quality.views import in_reading_order
from metep.models import User
from reports.models import Recommendation
from surveys.models import Institution, Region, Response, Round
from tests.surveys.administration import sign_in

NAMES = ["Ішкі істер", "Яссы", "Әкімдік", "Шымкент", "Ақмола"]
ORDERED = ["Ақмола", "Әкімдік", "Шымкент", "Ішкі істер", "Яссы"]


@pytest.fixture
def administrator(db: None) -> Client:
    return sign_in(is_superuser=True)


@pytest.fixture
def institutions(db: None) -> list[Institution]:
    return [
        Institution.objects.create(code=f"N{number}", country="QS", name_kk=name, name_ru=name)
        for number, name in enumerate(NAMES)
    ]


def rows(client: Client, model: str, column: str, language: str = "kk", sign: str = "") -> list[object]:
    """The rows of a list after a click on a column; `sign`: "-" for the second click."""
    address = f"/{language}/admin/{model.replace('.', '/')}/"
    columns = client.get(address).context["cl"].list_display
    number = columns.index(column)
    return list(client.get(address, {"o": f"{sign}{number}"}).context["cl"].result_list)


@pytest.mark.parametrize("language", ["kk", "ru"])
@pytest.mark.parametrize("sign", ["", "-"])
def test_names_are_ordered_by_the_alphabet_both_ways(administrator, institutions, language: str, sign: str) -> None:
    found = [str(one) for one in rows(administrator, "surveys.institution", "name", language, sign)]
    assert found == (ORDERED[::-1] if sign else ORDERED)


def test_a_name_in_another_language_has_an_order_of_its_own(administrator, db) -> None:
    for code, kazakh, russian in (("a", "Әкімдік", "Ёлка"), ("b", "Бөлім", "Дом"), ("c", "Ауыл", "Жук")):
        Region.objects.create(code=code, country="QS", name_kk=kazakh, name_ru=russian)
    assert [one.code for one in rows(administrator, "surveys.region", "name", "kk")] == ["c", "a", "b"]
    assert [one.code for one in rows(administrator, "surveys.region", "name", "ru")] == ["b", "a", "c"]


def test_codes_are_ordered_as_numbers_are(administrator, db) -> None:
    for code in ("R10", "R9", "R1"):
        Region.objects.create(code=code, country="QS", name_kk="x")
    assert [one.code for one in rows(administrator, "surveys.region", "code")] == ["R1", "R9", "R10"]


def test_responses_are_ordered_by_the_names_of_their_institutions(
    administrator, institutions, survey_round: Round
) -> None:
    for institution in [*institutions, None]:
        Response.objects.create(round=survey_round, institution=institution, language="kk", sections=[])
    found = [one.institution for one in rows(administrator, "surveys.response", "institution")]
    assert [str(one) for one in found] == [*ORDERED, "None"]


def test_recommendations_and_people_are_ordered_by_the_alphabet(administrator, db) -> None:
    for number, name in enumerate(NAMES):
        Recommendation.objects.create(
            instrument="small", code=f"r{number}", title_kk=name, levels=[], tiers=[], triggers=[]
        )
        User.objects.create_user(f"{number}@example.org", "a long enough password", name=name)
    assert [one.title for one in rows(administrator, "reports.recommendation", "title")] == ORDERED
    people = [one.name for one in rows(administrator, "metep.user", "name") if one.name in NAMES]
    assert people == ORDERED


def test_findings_stand_by_item_and_by_the_name_of_their_institution(institutions, survey_round: Round) -> None:
    run = CheckRun.objects.create(round=survey_round)
    for item in ("F1.10", "F1.9"):
        Finding.objects.create(run=run, check_code="silent", item=item)
    for institution in institutions:
        Finding.objects.create(run=run, check_code="silent", institution=institution)
    found = list(in_reading_order(run.findings.all()))
    assert [str(one.institution) for one in found[:5]] == ORDERED
    assert [one.item for one in found[5:]] == ["F1.9", "F1.10"]
