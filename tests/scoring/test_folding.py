"""Tallies: folded forward or counted anew, the same numbers; nothing lost, nothing twice."""

from __future__ import annotations

import re
import threading
from datetime import timedelta

import numpy as np
import pytest
from django.db import connection
from django.utils import timezone

from scoring.calculate import calculate, freeze, read_evidence
from scoring.document import as_document
from scoring.folding import _TAKE, CHUNK, fold, progress_of
from scoring.models import ScoreRun, Tally
from scoring.recounting import recount
from scoring.results import UnitTier
from surveys.lifecycle import exclude, include, reopen, submit
from surveys.models import CodedResponse, CountChange, Institution, Region, Response, Round, Validation
from tests.scoring.conftest import MakeResponses


def stored(survey_round: Round) -> dict[int | None, tuple[bytes, bytes]]:
    tallies = Tally.objects.filter(round=survey_round)
    return {tally.institution_id: (bytes(tally.answers), bytes(tally.respondents)) for tally in tallies}


def test_folding_in_pieces_gives_what_folding_at_once_gives(
    survey_round: Round, make_responses: MakeResponses, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_responses(60)
    changes = list(CountChange.objects.all())
    assert fold(survey_round) == 60
    at_once = stored(survey_round)
    Tally.objects.all().delete()
    CountChange.objects.bulk_create(changes)
    monkeypatch.setattr("scoring.folding.CHUNK", 7)
    assert fold(survey_round) == 60
    assert stored(survey_round) == at_once


def test_folding_compares_no_change_with_another(survey_round: Round, make_responses: MakeResponses) -> None:
    """Statistics lag behind a large import; a join planned for one row would then take hours for 100,000."""
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE surveys_countchange")
    make_responses(60)
    values = {"round": survey_round.pk, "chunk": CHUNK, "zone": "UTC"}
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN {_TAKE}", values)
        plan = "\n".join(line for (line,) in cursor.fetchall())
    assert "InitPlan" in plan
    assert not re.search("Join|Nested Loop", plan)


def test_folding_twice_counts_once(survey_round: Round, make_responses: MakeResponses) -> None:
    make_responses(10)
    fold(survey_round)
    before = stored(survey_round)
    assert fold(survey_round) == 0
    assert stored(survey_round) == before


def test_what_is_excluded_and_reopened_leaves_no_trace(survey_round: Round, make_responses: MakeResponses) -> None:
    make_responses(20)
    fold(survey_round)
    before = stored(survey_round)
    extra = make_responses(2, seed=2)
    fold(survey_round)
    assert stored(survey_round) != before
    exclude(extra[0], "Not from this country.")
    fold(survey_round)
    reopen(extra[1])
    fold(survey_round)
    assert stored(survey_round) == before
    include(extra[0])
    submit(extra[1])
    fold(survey_round)
    evidence = read_evidence(survey_round)
    assert evidence.counts_of(None).respondents.sum() == 22


def test_respondents_of_a_unit_are_those_who_name_it(
    survey_round: Round, institution: Institution, make_responses: MakeResponses
) -> None:
    responses = make_responses(30)
    evidence = read_evidence(survey_round)
    named = [response for response in responses if response.institution_id]
    groups = np.bincount([response.group for response in named], minlength=20)
    assert evidence.counts_of(institution).respondents.tolist() == groups.tolist()
    assert evidence.counts_of(None).respondents.sum() == 30


def test_progress_counts_by_day_institution_language_and_sections(
    survey_round: Round, make_responses: MakeResponses
) -> None:
    responses = make_responses(30)
    fold(survey_round)
    exclude(responses[0], "A duplicate.")
    fold(survey_round)
    rows = progress_of(survey_round)
    assert sum(row.responses for row in rows) == 29
    assert {(row.language, row.sections) for row in rows} == {("kk", "F;P;N")}


def test_a_reopened_response_leaves_the_day_on_which_it_was_submitted(
    survey_round: Round, make_responses: MakeResponses
) -> None:
    early = timezone.now() - timedelta(days=40)
    responses = make_responses(3, submitted_at=early)
    reopen(responses[0])
    fold(survey_round)
    assert {row.day for row in progress_of(survey_round)} == {timezone.localdate(early)}
    assert sum(row.responses for row in progress_of(survey_round)) == 2


@pytest.mark.django_db(transaction=True)
def test_recounting_tells_what_was_waiting_from_what_was_wrong(
    survey_round: Round, make_responses: MakeResponses
) -> None:
    make_responses(5)
    assert recount(survey_round).waiting == 5
    again = recount(survey_round)
    assert (again.waiting, again.changed_units) == (0, 0)


@pytest.mark.django_db(transaction=True)
def test_recounting_gives_the_folded_tallies(survey_round: Round, make_responses: MakeResponses) -> None:
    responses = make_responses(40)
    fold(survey_round)
    exclude(responses[0], "A duplicate.")
    fold(survey_round)
    before = stored(survey_round)
    found = recount(survey_round)
    assert (found.responses, found.recoded, found.changed_units) == (39, 0, 0)
    assert stored(survey_round) == before


@pytest.mark.django_db(transaction=True)
def test_recounting_mends_damaged_codes_and_tallies(survey_round: Round, make_responses: MakeResponses) -> None:
    make_responses(40)
    fold(survey_round)
    before = stored(survey_round)
    damaged = CodedResponse.objects.first()
    CodedResponse.objects.filter(pk=damaged.pk).update(data=b"\0" * len(damaged.data))
    Tally.objects.filter(institution=None).update(respondents=b"\0" * 80)
    found = recount(survey_round)
    assert (found.recoded, found.changed_units) == (1, 1)
    assert stored(survey_round) == before


@pytest.mark.django_db(transaction=True)
def test_folding_and_recounting_at_once_count_everything_once(
    survey_round: Round, make_responses: MakeResponses
) -> None:
    made = [make_responses(25, seed=seed) for seed in range(4)]
    errors: list[BaseException] = []

    def work(action: str) -> None:
        try:
            fold(survey_round) if action == "fold" else recount(survey_round)
        except BaseException as error:  # noqa: BLE001  (told to the test below)
            errors.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=work, args=[action]) for action in ("fold", "recount", "fold", "recount")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert errors == []
    fold(survey_round)
    assert read_evidence(survey_round).counts_of(None).respondents.sum() == sum(map(len, made))


def test_a_score_run_is_kept_until_something_changes(survey_round: Round, make_responses: MakeResponses) -> None:
    make_responses(12)
    first = freeze(read_evidence(survey_round))
    assert freeze(read_evidence(survey_round)) == first
    Validation.objects.create(round=survey_round, item="F1.1.a", value="yes", reason="The law is published.")
    second = freeze(read_evidence(survey_round))
    assert second != first
    assert ScoreRun.objects.count() == 2
    country = next(unit for unit in second.document["units"] if unit["tier"] == "national")
    assert country["items"]["F1.1.a"]["validated"]
    assert country["items"]["F1.1.a"]["n"] == 1


@pytest.mark.parametrize("field", ["region", "name_en"])
def test_an_institution_that_moves_or_is_renamed_makes_a_new_score_run(
    survey_round: Round, institution: Institution, make_responses: MakeResponses, field: str
) -> None:
    make_responses(12)
    first = freeze(read_evidence(survey_round))
    region = Region.objects.create(country="KZ", code="KZ-99", name_kk="Өңір", name_ru="Регион", name_en="Region")
    setattr(institution, field, {"region": region, "name_en": "Another name"}[field])
    institution.save()
    second = freeze(read_evidence(survey_round))
    assert second != first
    assert ("KZ-99" in {unit["code"] for unit in second.document["units"]}) == (field == "region")


def test_scores_cost_the_same_queries_for_few_and_many(
    survey_round: Round, make_responses: MakeResponses, django_assert_max_num_queries
) -> None:
    make_responses(5)
    read_evidence(survey_round)
    make_responses(300, seed=2)
    fold(survey_round)
    with django_assert_max_num_queries(7):
        scores = calculate(read_evidence(survey_round))
    assert scores.unit(UnitTier.NATIONAL, "KZ").respondents == 305
    assert as_document(scores)["responses"] == {"counted": 305, "excluded": 0, "draft": 0}


def test_a_round_without_responses_has_no_scores_rather_than_zeros(survey_round: Round, response: Response) -> None:
    scores = calculate(read_evidence(survey_round))
    country = scores.unit(UnitTier.NATIONAL, "KZ")
    assert country.facts.overall.score is None
    assert scores.round.draft == 1
