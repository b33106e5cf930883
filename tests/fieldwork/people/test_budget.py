"""Lists of people and mailings take as many queries for sixty as for three."""

from __future__ import annotations

import pytest

from fieldwork.models import Letter
from tests.fieldwork.people.conftest import draft, invite_list

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("page", "budget"),
    [("people/", 12), ("people/{person}/", 14), ("mail/", 11), ("mail/{mailing}/", 15), ("mail/{mailing}/numbers/", 7)],
)
def test_a_page_keeps_its_budget_as_data_grow(
    closing_round, people, institution, administrator, django_assert_max_num_queries, page: str, budget: int
) -> None:
    mailing = draft(closing_round)
    address = "/kk/work/r1/" + page.format(person=people[0].pk, mailing=mailing.pk)
    administrator.get(address)
    with django_assert_max_num_queries(budget):
        administrator.get(address)
    closing_round.contacts.all().delete()
    more = invite_list(closing_round, institution, 60)
    Letter.objects.bulk_create(Letter(mailing=mailing, participant=one) for one in more)
    for _number in range(5):
        draft(closing_round)
    address = "/kk/work/r1/" + page.format(person=more[0].pk, mailing=mailing.pk)
    with django_assert_max_num_queries(budget):
        assert administrator.get(address).status_code == 200
