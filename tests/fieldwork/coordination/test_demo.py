"""The demonstration shows coordination, the same each time, and changes no score."""

from __future__ import annotations

import numpy as np
import pytest

from fieldwork.coordination.signing import in_force
from fieldwork.models import SignOff
from metep.demo.fieldwork.coordination import make
from metep.demo.fieldwork.staff import Staff
from metep.models import User
from surveys.delegating import find_delegations
from surveys.models import CodedResponse, Institution, Response, Round
from tests.fieldwork.coordination.conftest import answer


@pytest.fixture
def staff(db: None) -> Staff:
    return Staff(*[User.objects.create_user("staff@example.org", "a long enough password")] * 6)


def make_and_tell(survey_round: Round, staff: Staff) -> list[tuple[str, bool]]:
    """Which institutions are signed off, and whether it holds."""
    SignOff.objects.all().delete()
    make(survey_round, staff, np.random.default_rng(1))
    return [(one.institution.code, one.withdrawn_at is None) for one in SignOff.objects.order_by("pk")]


def test_some_institutions_have_signed_off_and_a_draft_has_two_colleagues(survey_round: Round, staff: Staff) -> None:
    made = [Institution(code=f"I{number}", country="KZ") for number in range(2, 10)]
    survey_round.institutions.add(*Institution.objects.bulk_create(made))
    answer(survey_round, made[0], {"F1.1.a": "yes"})
    coded = list(CodedResponse.objects.values_list("pk", "data"))
    first = make_and_tell(survey_round, staff)
    assert len(first) == 5
    assert in_force(survey_round).count() == 3
    (draft,) = Response.objects.drafts()
    assert draft.institution.code == "I1"
    delegations = find_delegations([draft.pk])[draft.pk]
    assert sorted(one.is_in_force for one in delegations) == [False, True]
    assert [(key, bytes(data)) for key, data in CodedResponse.objects.values_list("pk", "data")] == [
        (key, bytes(data)) for key, data in coded
    ]
    assert make_and_tell(survey_round, staff) == first


def test_a_round_without_institutions_has_nothing_to_show(survey_round: Round, staff: Staff) -> None:
    survey_round.institutions.clear()
    assert make_and_tell(survey_round, staff) == []
    assert not Response.objects.exists()
