"""Participants who have not submitted are counted as they are asked and as they answer."""

from __future__ import annotations

from collections import Counter
from typing import Any

from django.db.models import Count

from surveys.lifecycle import exclude, reopen, submit
from surveys.models import Institution, MissingCount, Participant, Response, Round
from surveys.running_counts import count, settle


def ask(survey_round: Round, number: int, institution: Institution | None = None) -> list[Participant]:
    return Participant.objects.bulk_create(
        Participant(round=survey_round, institution=institution, language="kk") for _ in range(number)
    )


def begin(person: Participant) -> Response:
    return Response.objects.create(
        round=person.round, institution=person.institution, participant=person, language="kk", sections=["F"]
    )


def looked_at() -> Counter[Any]:
    """What the counts should be: each participant looked at."""
    missing = Participant.objects.missing().order_by().values_list("institution")
    return Counter(dict(missing.annotate(number=Count("pk"))))


def assert_right(survey_round: Round) -> None:
    assert count(MissingCount, survey_round, "institution") == looked_at()


def test_who_is_asked_is_missing_until_she_submits(survey_round: Round, institution: Institution) -> None:
    first, second, *_rest = ask(survey_round, 5, institution)
    ask(survey_round, 2)
    assert MissingCount.objects.count() == 2, "a thousand who are asked at once make one row"
    assert count(MissingCount, survey_round, "institution") == {institution.pk: 5, None: 2}
    responses = [begin(person) for person in (first, second)]
    assert_right(survey_round)
    for response in responses:
        submit(response)
    assert count(MissingCount, survey_round, "institution") == {institution.pk: 3, None: 2}
    reopen(responses[0])
    assert_right(survey_round)
    exclude(responses[1], "A duplicate.")
    assert_right(survey_round)


def test_participants_move_and_go(survey_round: Round, institution: Institution) -> None:
    first, second, third = ask(survey_round, 3, institution)
    submit(begin(first))
    Participant.objects.filter(pk__in=[first.pk, second.pk]).update(institution=None)
    assert_right(survey_round)
    Participant.objects.filter(pk__in=[first.pk, third.pk]).delete()  # her response stays, and is nobody's
    assert_right(survey_round)
    assert count(MissingCount, survey_round, "institution") == {None: 1}
    settle(MissingCount, survey_round.pk)
    assert MissingCount.objects.count() == 1


def test_a_response_that_goes_leaves_its_participant_missing(survey_round: Round) -> None:
    (person,) = ask(survey_round, 1)
    response = begin(person)
    submit(response)
    assert count(MissingCount, survey_round, "institution") == {}
    Response.objects.filter(pk=response.pk).delete()
    assert_right(survey_round)
    Response.objects.filter(participant=person).update(participant=None)
    assert_right(survey_round)
