"""Pieces: respondents of one institution with the same facets, from whose counts any choice of them is added up."""

from __future__ import annotations

import random
from collections import defaultdict
from typing import Any

import numpy as np
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st

from scoring.assessing import counted_otherwise
from scoring.books import PackedPiece
from scoring.calculate import read_evidence
from scoring.counts import Counts
from scoring.folding import fold, progress_of, queue_all
from scoring.models import Piece
from scoring.recounting import recount
from scoring.selecting import Axis, Selection, pieces_in, select, split
from scoring.tallying import Batch, FacetValues, PieceCounts, PieceKey, tabulate
from scoring.wording_counts import Stratum, read_strata
from surveys.coding import CODES
from surveys.lifecycle import add_submitted, exclude
from surveys.models import CodedResponse, Institution, Mode, Round
from surveys.models.counts import RESPONDENT_TYPE
from tests.answering import random_response
from tests.scoring.conftest import MakeResponses

KEY = PieceKey(None, FacetValues("kk", "individual", ""))
ITEMS, GROUPS = 3, 4
CODED = st.lists(st.integers(0, CODES - 1), min_size=ITEMS, max_size=ITEMS)
GIVEN = st.lists(st.tuples(CODED, st.integers(0, 19), st.integers(1, 300)), max_size=8)


def batch(rows: list[tuple[list[int], int, int]], sign: int = 1) -> Batch:
    groups, participants = (np.array([row[place] for row in rows], np.int64) for place in (1, 2))
    return Batch(KEY, sign, groups, participants, b"".join(bytes(row[0]) for row in rows))


@given(GIVEN, st.sampled_from([1, -1]), st.booleans())
def test_each_answer_is_counted_in_its_place(
    rows: list[tuple[list[int], int, int]], sign: int, is_weighted: bool
) -> None:
    answers, together = (np.zeros((ITEMS, CODES, GROUPS), np.int64) for _ in range(2))
    said, respondents = np.zeros((ITEMS, CODES), np.int64), np.zeros(GROUPS, np.int64)
    for coded, group, participants in rows:
        respondents[group % GROUPS] += sign
        for item, code in enumerate(coded):
            answers[item, code, group % GROUPS] += sign * (participants if is_weighted else 1)
            together[item, code, group % GROUPS] += sign * (participants - 1)
            said[item, code] += sign
    found = tabulate(batch(rows, sign), ITEMS, GROUPS, is_weighted)
    np.testing.assert_array_equal(found.counts.answers, answers)
    np.testing.assert_array_equal(found.counts.respondents, respondents)
    np.testing.assert_array_equal(found.said(is_weighted), said)
    if found.together is None:
        assert not together.any()
    else:
        np.testing.assert_array_equal(found.together, together)


@pytest.mark.parametrize("most", [0, 127, 128, 32_767, 32_768, 2_000_000_000])
@pytest.mark.parametrize("sign", [1, -1])
def test_what_is_packed_comes_back(most: int, sign: int) -> None:
    answers = np.zeros((ITEMS, CODES, GROUPS), np.int64)
    answers[1, 2, 3] = sign * most
    for together in (None, answers):
        piece = PieceCounts(Counts(answers, np.arange(GROUPS)), together)
        found = PackedPiece.of(piece).unpacked(ITEMS)
        np.testing.assert_array_equal(found.counts.answers, answers)
        np.testing.assert_array_equal(found.counts.respondents, np.arange(GROUPS))
        assert (found.together is None) == (together is None)
        assert found.counts.answers.dtype == np.int64, "sums of narrow numbers would run over"


@given(GIVEN, GIVEN)
def test_two_pieces_together_are_all_their_responses(
    first: list[tuple[list[int], int, int]], second: list[tuple[list[int], int, int]]
) -> None:
    one, other, both = (tabulate(batch(rows), ITEMS, GROUPS, True) for rows in (first, second, first + second))
    added = one + other
    np.testing.assert_array_equal(added.counts.answers, both.counts.answers)
    np.testing.assert_array_equal(added.counts.respondents, both.counts.respondents)
    np.testing.assert_array_equal(added.said(True), both.said(True))


def stored(survey_round: Round) -> dict[tuple[Any, ...], tuple[bytes, ...]]:
    """Every piece in which anybody counts."""
    keys = ("institution", "language", "mode", "respondent_type")
    rows = Piece.objects.filter(round=survey_round).values_list(*keys, "respondents", "answers")
    return {tuple(row[:4]): tuple(map(bytes, row[4:])) for row in rows if any(row[4])}


@pytest.fixture
def mixed(survey_round: Round, institution: Institution) -> list[Any]:
    """In two languages, alone and together, of two types, for the institution and for none."""
    chance = random.Random(3)
    return add_submitted(
        random_response(
            survey_round,
            chance,
            institution=chance.choice((institution, None)),
            language=chance.choice(("kk", "ru")),
            mode=chance.choice((Mode.INDIVIDUAL, Mode.PAPER)),
            profile={RESPONDENT_TYPE: chance.choice(("state", "ngo"))},
        )
        for _ in range(50)
    )


@pytest.mark.django_db(transaction=True)
def test_pieces_follow_what_begins_and_ceases_to_count(
    survey_round: Round, mixed: list[Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("scoring.folding.CHUNK", 7)
    fold(survey_round)
    exclude(mixed[0], "A second answer of the same person.")
    fold(survey_round)
    folded = stored(survey_round)
    monkeypatch.setattr("scoring.recounting._IN_PARTS", 10)
    recount(survey_round)
    assert stored(survey_round) == folded
    assert len(folded) > 8


@pytest.mark.django_db
def test_strata_are_counted_from_pieces(survey_round: Round, institution: Institution, mixed: list[Any]) -> None:
    found = read_strata(read_evidence(survey_round), Selection(modes=frozenset({Mode.PAPER})))
    expected: dict[tuple[Stratum, str], int] = defaultdict(int)
    for one in mixed:
        if one.mode == Mode.PAPER:
            stratum = Stratum(one.profile[RESPONDENT_TYPE], one.institution.kind if one.institution else "")
            expected[stratum, one.language] += 1
    told = {
        (stratum, language): int(counts[0].sum()) for stratum, by in found.items() for language, counts in by.items()
    }
    assert told == expected


@pytest.mark.django_db
def test_no_choice_of_responses_reads_a_response(
    survey_round: Round, institution: Institution, mixed: list[Any]
) -> None:
    """However many there are: what is read grows with institutions and facets only."""
    evidence = read_evidence(survey_round)
    some = Selection(kinds=frozenset({institution.kind}), languages=frozenset({"kk"}))
    with CaptureQueriesContext(connection) as asked:
        select(evidence, some)
        read_strata(evidence, some)
        counted_otherwise(evidence, some)
        for axis in Axis:
            split(evidence, axis, some)
    statements = [one["sql"] for one in asked.captured_queries]
    assert len(statements) > 5
    assert not [one for one in statements if "codedresponse" in one or "surveys_response" in one]


@pytest.mark.django_db
def test_a_round_that_was_counted_before_there_were_pieces_is_counted_anew(
    survey_round: Round, mixed: list[Any]
) -> None:
    before = read_evidence(survey_round)
    kept = stored(survey_round)
    Piece.objects.all().delete()
    after = read_evidence(survey_round)
    assert stored(survey_round) == kept
    assert after.checksum == before.checksum
    assert sum(day.responses for day in progress_of(survey_round)) == len(mixed)
    assert fold(survey_round) == 0


@pytest.mark.django_db
def test_the_queue_is_made_anew_in_one_statement(survey_round: Round, mixed: list[Any]) -> None:
    """With two, a response that is submitted between them would wait in the queue twice."""
    with CaptureQueriesContext(connection) as asked:
        queue_all(survey_round)
    assert len([one for one in asked.captured_queries if "surveys_countchange" in one["sql"]]) == 1
    assert fold(survey_round) == len(mixed)
    assert read_evidence(survey_round).counts_of(None).respondents.sum() == len(mixed)


@pytest.mark.django_db
def test_a_round_in_which_nobody_answered_has_no_pieces(survey_round: Round, institution: Institution) -> None:
    assert list(pieces_in(read_evidence(survey_round), Selection())) == []


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("damage", [{"group": 3}, {"participants": 9}, {"institution": None}, {"language": "en"}])
def test_a_recount_mends_where_coded_answers_are_counted(
    survey_round: Round, make_responses: MakeResponses, institution: Institution, damage: dict[str, Any]
) -> None:
    made = make_responses(20, institution=institution)
    recount(survey_round)
    before = stored(survey_round)
    damaged = next(one for one in made if one.group != 3)
    CodedResponse.objects.filter(pk=damaged.pk).update(**damage)
    assert recount(survey_round).recoded == 1
    assert stored(survey_round) == before


@pytest.mark.django_db(transaction=True)
def test_a_recount_removes_what_no_counted_response_is_behind(
    survey_round: Round, make_responses: MakeResponses
) -> None:
    first, *others = make_responses(20)
    kept = CodedResponse.objects.get(pk=first.pk)
    exclude(first, "A test.")
    recount(survey_round)
    before = stored(survey_round)
    kept.save(force_insert=True)
    found = recount(survey_round)
    assert (found.responses, found.recoded) == (len(others), 1)
    assert stored(survey_round) == before
