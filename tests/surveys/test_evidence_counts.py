"""Evidence is counted by item as it comes and goes: the counts are those of the table, whatever happens."""

from __future__ import annotations

from collections import Counter
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from surveys import running_counts
from surveys.evidence_counts import count_evidence
from surveys.lifecycle import accept, exclude, give_back, include, reopen, submit
from surveys.models import Evidence, EvidenceCount, Institution, Mode, Response, Round
from surveys.models.counts import RESPONDENT_TYPE

COLUMNS = ("item", "institution", "language", "mode", "respondent_type")


def make(survey_round: Round, *items: tuple[str, ...], **values: Any) -> Response:
    """A response with a piece of evidence for each of these sets of items."""
    values = {"language": "kk", "sections": survey_round.sections} | values
    response = Response.objects.create(round=survey_round, **values)
    Evidence.objects.bulk_create(
        Evidence(response=response, items=list(served), url="https://example.org/") for served in items
    )
    return response


def looked_at() -> Counter[Any]:
    """What the counts should be: each piece looked at."""
    found = Counter[Any]()
    for piece in Evidence.objects.select_related("response"):
        response = piece.response
        if response.is_counted:
            facets = response.language, response.mode, response.profile.get(RESPONDENT_TYPE) or ""
            found.update((item, response.institution_id, *facets) for item in set(piece.items))
    return found


def assert_right(survey_round: Round) -> None:
    assert count_evidence(survey_round, *COLUMNS) == looked_at()


def test_evidence_counts_while_its_response_does(survey_round: Round, institution: Institution) -> None:
    first = make(survey_round, ("F1.1.a", "F1.1.b"), ("F1.1.a",), institution=institution)
    second = make(survey_round, ("F1.1.a",))
    assert count_evidence(survey_round, "item") == {}
    submit(first)
    submit(second)
    assert count_evidence(survey_round, "item") == {"F1.1.a": 3, "F1.1.b": 1}
    assert count_evidence(survey_round, "item", institution__code=institution.code) == {"F1.1.a": 2, "F1.1.b": 1}
    accept(first, None)
    assert_right(survey_round)
    give_back(first, None, "A figure is missing.")
    assert_right(survey_round)
    exclude(second, "A duplicate.")
    assert count_evidence(survey_round, "item") == {}
    include(second)
    submit(first)
    assert_right(survey_round)
    reopen(first)
    assert count_evidence(survey_round, "item") == {"F1.1.a": 1}


def test_evidence_of_a_counted_response_comes_changes_and_goes(survey_round: Round) -> None:
    response = make(survey_round, ("F1.1.a", "F1.1.b"))
    submit(response)
    late = Evidence.objects.create(response=response, items=["F1.1.c", "F1.1.c"], url="https://example.org/late")
    assert count_evidence(survey_round, "item") == {"F1.1.a": 1, "F1.1.b": 1, "F1.1.c": 1}
    Evidence.objects.filter(response=response).update(items=["F1.1.b"])
    assert count_evidence(survey_round, "item") == {"F1.1.b": 2}
    late.delete()
    assert_right(survey_round)
    Response.objects.filter(pk=response.pk).delete()
    assert count_evidence(survey_round, "item") == {}


def test_evidence_follows_what_respondents_are_told_apart_by(survey_round: Round, institution: Institution) -> None:
    response = make(survey_round, ("F1.1.a",), profile={RESPONDENT_TYPE: "ngo"})
    submit(response)
    mine = Response.objects.filter(pk=response.pk)
    for change in (
        {"institution": institution},
        {"language": "ru"},
        {"mode": Mode.PAPER},
        {"profile": {RESPONDENT_TYPE: None}},
        {"profile": {}},
    ):
        mine.update(**change)
        assert_right(survey_round)
    assert count_evidence(survey_round, "item", respondent_type__in=[""], language__in=["ru"]) == {"F1.1.a": 1}


def test_saving_answers_counts_no_evidence(survey_round: Round) -> None:
    response = make(survey_round, ("F1.1.a",))
    submit(response)
    before = EvidenceCount.objects.count()
    response.save()  # every column written, none that is counted by changed
    Evidence.objects.filter(response=response).update(note="Seen.")
    assert count_evidence(survey_round, "item") == {"F1.1.a": 1}
    assert EvidenceCount.objects.filter(item="F1.1.a").count() - before in (0, 2)  # taken out and put in at most


def test_rows_are_put_together_once_many_wait(survey_round: Round, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(running_counts, "WAITING", 5)
    for _ in range(6):
        submit(make(survey_round, ("F1.1.a",)))
    assert count_evidence(survey_round, "item") == {"F1.1.a": 6}
    assert EvidenceCount.objects.count() == 1
    assert_right(survey_round)


def test_counts_go_with_their_round(survey_round: Round) -> None:
    response = make(survey_round, ("F1.1.a",))
    submit(response)
    Response.objects.filter(pk=response.pk).delete()
    assert EvidenceCount.objects.count() == 2
    survey_round.delete()
    assert EvidenceCount.objects.count() == 0


def test_no_piece_is_looked_at(survey_round: Round) -> None:
    submit(make(survey_round, ("F1.1.a",)))
    with CaptureQueriesContext(connection) as asked:
        count_evidence(survey_round, "item", "institution")
    (statement,) = asked.captured_queries
    assert '"surveys_evidence"' not in statement["sql"]
