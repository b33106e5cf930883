"""What robustness reads from the database: evidence by unit, responses given together."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from scoring import calculate as calculating
from scoring import folding, recounting
from scoring.assessing import Assessment, counted_otherwise
from scoring.assessing import assess as assess_with
from scoring.calculate import Evidence as Counted
from scoring.calculate import calculate, measured_units, read_evidence
from scoring.catalogue import method_of
from scoring.results import Family, Measure, UnitTier
from scoring.robustness import bounds_of
from scoring.selecting import Selection, select
from surveys.content import Tier
from surveys.lifecycle import exclude
from surveys.models import Evidence, Institution, Mode, Response, Round, Validation
from tests.scoring.conftest import MakeResponses

pytestmark = pytest.mark.django_db


def assess(evidence: Counted, selection: Selection | None = None) -> Assessment:
    return assess_with(evidence, counted_otherwise(evidence, selection or Selection()))


def show(response: Response, *items: str) -> None:
    Evidence.objects.create(response=response, items=list(items), url="https://example.org/")


def test_an_item_is_shown_for_the_unit_whose_counted_response_shows_it(
    survey_round: Round, institution: Institution, make_responses: MakeResponses
) -> None:
    inside, outside, excluded = (
        make_responses(1, seed=seed, institution=unit)[0]
        for seed, unit in ((1, institution), (2, None), (3, institution))
    )
    draft = Response.objects.create(round=survey_round, institution=institution, language="kk", sections=["F"])
    show(inside, "F2.1.a", "F1.1.a")
    show(outside, "F1.1.b")
    show(excluded, "F1.1.c")
    show(draft, "F1.1.c")
    exclude(excluded, "A test.")
    found = assess(read_evidence(survey_round))
    assert found.nation.shown == {"F1.1.a", "F1.1.b"}
    assert found.institutions["I1"].shown == {"F2.1.a"}
    assert found.regions == {"KZ-X1": ["I1"]}
    assert found.others is None


def test_bounds_start_from_the_scores_of_the_round(
    survey_round: Round, institution: Institution, make_responses: MakeResponses
) -> None:
    make_responses(30)
    Validation.objects.create(round=survey_round, institution=institution, item="F2.1.a", value="no", reason="Seen.")
    evidence = read_evidence(survey_round)
    scores, found = calculate(evidence), assess(evidence)
    for tier, code, unit in (
        (UnitTier.NATIONAL, "KZ", found.nation),
        (UnitTier.INSTITUTION, "I1", found.institutions["I1"]),
    ):
        asked = Tier.NATIONAL if tier is UnitTier.NATIONAL else Tier.INSTITUTION
        told = scores.unit(tier, code)
        assert told is not None
        bounds = bounds_of(evidence.instrument, evidence.method, asked, [unit])
        for measure in Measure:
            for family, part, score in told.of(measure).parts():
                assert bounds[measure, Family(family), part].score == pytest.approx(score.score, abs=1e-12)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("is_weighted", [False, True])
def test_responses_given_together_are_counted_the_other_way(
    survey_round: Round, institution: Institution, make_responses: MakeResponses, monkeypatch: Any, is_weighted: bool
) -> None:
    """As if the method had chosen otherwise: the counts are those that its tallies would hold."""
    make_responses(8, institution=institution)
    make_responses(3, seed=2, institution=institution, mode=Mode.COLLECTIVE, participants=4)
    make_responses(2, seed=3, institution=None, mode=Mode.COLLECTIVE, participants=7)
    own = method_of(survey_round.method)

    def counted(choice: bool) -> Any:
        chosen = replace(own, weight_by_participants=choice)
        for module in (calculating, folding, recounting):
            monkeypatch.setattr(module, "method_of", lambda _code: chosen)
        recounting.recount(survey_round)
        return read_evidence(survey_round)

    expected = {one.unit.code: one.counts for one in measured_units(counted(not is_weighted))}
    others = assess(counted(is_weighted)).others
    assert others is not None
    for unit in (others.nation, *others.institutions.values()):
        assert np.array_equal(unit.counts.answers, expected[unit.unit.code].answers)
        assert np.array_equal(unit.counts.respondents, expected[unit.unit.code].respondents)


def test_a_selection_counts_only_its_own_groups(
    survey_round: Round, institution: Institution, make_responses: MakeResponses
) -> None:
    make_responses(5, institution=institution, language="ru")
    make_responses(2, seed=2, institution=institution, language="kk", mode=Mode.COLLECTIVE, participants=4)
    evidence = read_evidence(survey_round)
    for languages, has_groups in (({"ru"}, False), ({"kk"}, True)):
        selection = Selection(languages=frozenset(languages))
        assert (assess(select(evidence, selection), selection).others is not None) is has_groups


def test_assessing_takes_two_queries(
    survey_round: Round, make_responses: MakeResponses, django_assert_num_queries: Any
) -> None:
    make_responses(5)
    evidence = read_evidence(survey_round)
    with django_assert_num_queries(2):
        assess(evidence)
