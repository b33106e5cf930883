"""Pages of workshops keep their number of queries as people and items grow; a phone without news asks once."""

from __future__ import annotations

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from fieldwork.models import Workshop
from metep.models import User
from surveys.models import Round
from tests.fieldwork.workshops.conftest import Phone, press, vote


def queries_of(client: Client, address: str, **data: object) -> int:
    with CaptureQueriesContext(connection) as queries:
        assert client.get(address, data).status_code in (200, 204)
    return len(queries)


def test_a_phone_without_news_costs_one_query(staff: Client, workshop: Workshop, join: Phone) -> None:
    phone = join()
    press(staff, workshop, "begin")
    shown = phone.get("/kk/join/ABC234/").context["phone"]
    assert queries_of(phone, "/kk/join/ABC234/changed/", seen=shown.revision, seat=shown.token) == 1
    assert queries_of(phone, "/kk/join/ABC234/changed/", seen=0, seat=shown.token) <= 4


def test_pages_do_not_cost_more_when_more_people_vote(staff: Client, workshop: Workshop, join: Phone) -> None:
    base = f"/kk/work/r1/workshops/{workshop.pk}/"
    press(staff, workshop, "begin")

    def count() -> list[int]:
        press(staff, workshop, "open")
        vote(phones[-1], workshop, "yes", reason="себеп")
        press(staff, workshop, "close")
        return [
            queries_of(staff, base),
            queries_of(staff, f"{base}changed/"),
            queries_of(staff, f"{base}end/"),
            queries_of(phones[0], "/kk/join/ABC234/"),
        ]

    phones = [join()]
    few = count()
    press(staff, workshop, "agree", item="F1.1.a", value="yes")
    press(staff, workshop, "go", item="F1.1.b")
    phones += [join() for _phone in range(8)]
    many = count()
    assert many == few
    assert max(few) <= 15
    press(staff, workshop, "end")
    assert queries_of(staff, f"{base}results/") <= 14


def test_the_list_does_not_cost_more_with_more_workshops(staff: Client, survey_round: Round, facilitator: User) -> None:
    def add(number: int) -> None:
        for place in range(number):
            Workshop.objects.create(
                round=survey_round,
                facilitator=facilitator,
                title=f"Семинар {place}",
                sections=["F"],
                language="kk",
                join_code=f"{Workshop.objects.count():06d}",
            )

    add(2)
    few = queries_of(staff, "/kk/work/r1/workshops/")
    add(60)
    assert queries_of(staff, "/kk/work/r1/workshops/") == few <= 9
    assert staff.get("/kk/work/r1/workshops/?page=2&search=Семинар").context["page"].paginator.count == 62
