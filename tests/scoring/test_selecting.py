"""Some of a round's responses: what stored counts tell must be what counting anew tells."""

from __future__ import annotations

import random

import numpy as np
import pytest
from django.core.management import call_command

from scoring.calculate import calculate, read_evidence
from scoring.folding import fold
from scoring.models import Slice
from scoring.results import UnitTier
from scoring.selecting import Axis, Selection, pooled, select, split
from scoring.storing import slices_of
from surveys.catalogue import instrument_of
from surveys.lifecycle import add_submitted, exclude
from surveys.models import Institution, Mode, Region, Response, Round
from surveys.models.counts import RESPONDENT_TYPE
from tests.answering import random_response

pytestmark = pytest.mark.django_db

LANGUAGES, TYPES = ("kk", "ru", "en"), ("state", "ngo", "")


@pytest.fixture
def responses(survey_round: Round, institution: Institution) -> list[Response]:
    """Of two institutions of two regions and of none, in every language, mode and type."""
    other = Institution.objects.create(
        code="I2",
        country="KZ",
        kind="ministry",
        region=Region.objects.create(country="KZ", code="KZ-X2", name_kk="Екінші", name_ru="Второй", name_en="Second"),
        name_kk="Екінші мекеме",
        name_ru="Второе учреждение",
        name_en="Second institution",
    )
    survey_round.institutions.add(other)
    chance = random.Random(7)
    return add_submitted(
        random_response(
            survey_round,
            chance,
            institution=chance.choice((institution, other, None)),
            language=chance.choice(LANGUAGES),
            mode=chance.choice((Mode.INDIVIDUAL, Mode.PAPER)),
            profile={RESPONDENT_TYPE: kind} if (kind := chance.choice(TYPES)) else {},
        )
        for _number in range(60)
    )


def chosen(responses: list[Response], **limits: frozenset[str]) -> list[Response]:
    return [one for one in responses if all(getattr(one, name) in values for name, values in limits.items())]


@pytest.mark.django_db(transaction=True)  # a recount takes a snapshot of its own
def test_slices_follow_what_begins_and_ceases_to_count(survey_round: Round, responses: list[Response]) -> None:
    fold(survey_round)
    exclude(responses[0], "A second answer of the same person.")
    fold(survey_round)
    folded = slices_of(survey_round, instrument_of(survey_round.version_id))
    assert sum(int(counts.respondents.sum()) for counts in folded.values()) == len(responses) - 1
    by_facets = {facets: counts.answers.copy() for facets, counts in folded.items() if counts.respondents.any()}
    call_command("recount", survey_round.code, verbosity=0)
    counted = slices_of(survey_round, instrument_of(survey_round.version_id))
    assert counted.keys() == by_facets.keys()
    for facets, counts in counted.items():
        np.testing.assert_array_equal(counts.answers, by_facets[facets])


def test_a_response_is_taken_out_of_the_slice_that_it_was_put_into(
    survey_round: Round, responses: list[Response]
) -> None:
    fold(survey_round)
    Response.objects.filter(pk=responses[0].pk).update(language="en", profile={})
    responses[0].refresh_from_db()
    exclude(responses[0], "Withdrawn.")
    fold(survey_round)
    assert all(
        (counts.respondents >= 0).all()
        for counts in slices_of(survey_round, instrument_of(survey_round.version_id)).values()
    )


@pytest.mark.parametrize("axis", list(Axis))
def test_the_parts_of_a_split_are_the_responses_with_that_value(
    survey_round: Round, responses: list[Response], axis: Axis
) -> None:
    parts = split(read_evidence(survey_round), axis)
    values = {
        Axis.LANGUAGE: lambda one: one.language,
        Axis.MODE: lambda one: one.mode,
        Axis.RESPONDENT_TYPE: lambda one: one.profile.get(RESPONDENT_TYPE, ""),
        Axis.INSTITUTION: lambda one: one.institution_id,
        Axis.KIND: lambda one: one.institution and one.institution.kind,
        Axis.REGION: lambda one: one.institution and one.institution.region.code,
    }
    found = {value: int(counts.respondents.sum()) for value, counts in parts.items()}
    mine = [values[axis](one) for one in responses]
    is_of_institutions = axis in (Axis.INSTITUTION, Axis.KIND, Axis.REGION)
    assert found == {value: mine.count(value) for value in set(mine) if value or not is_of_institutions}


@pytest.mark.parametrize(
    "selection",
    [
        Selection(languages=frozenset({"kk", "ru"})),
        Selection(modes=frozenset({Mode.PAPER}), respondent_types=frozenset({"ngo"})),
        Selection(regions=frozenset({"KZ-X2"})),
        Selection(kinds=frozenset({"ministry"}), languages=frozenset({"en"})),
    ],
    ids=["facet", "two-facets", "region", "both"],
)
def test_a_selection_scores_as_if_only_these_responses_had_come(
    survey_round: Round, responses: list[Response], selection: Selection
) -> None:
    selected = calculate(select(read_evidence(survey_round), selection))
    left = [one for one in responses if not _is_meant(one, selection)]
    for response in left:
        exclude(response, "Not meant.")
    if selection.has_institutions:
        survey_round.institutions.set(
            body
            for body in survey_round.institutions.all()
            if (not selection.regions or body.region.code in selection.regions)
            and (not selection.kinds or body.kind in selection.kinds)
        )
    alone = calculate(read_evidence(survey_round))
    assert selected.round.counted == alone.round.counted == len(responses) - len(left)
    for mine in alone.units:
        same = selected.unit(UnitTier(mine.unit.tier), mine.unit.code)
        assert same == mine, mine.unit.code


def _is_meant(one: Response, selection: Selection) -> bool:
    body = one.institution
    facets = (one.language, one.mode, one.profile.get(RESPONDENT_TYPE, ""))
    limits = (selection.languages, selection.modes, selection.respondent_types)
    return (
        all(not limit or value in limit for limit, value in zip(limits, facets, strict=True))
        and (not selection.regions or bool(body and body.region.code in selection.regions))
        and (not selection.kinds or bool(body and body.kind in selection.kinds))
    )


def test_nobody_meant_is_nobody_counted(survey_round: Round, responses: list[Response]) -> None:
    counts = pooled(read_evidence(survey_round), Selection(languages=frozenset({"fr"})))
    assert not counts.answers.any()
    assert not counts.respondents.any()


def test_a_round_without_choice_is_the_round_itself(survey_round: Round, responses: list[Response]) -> None:
    evidence = read_evidence(survey_round)
    assert select(evidence, Selection()) is evidence
    assert Slice.objects.filter(round=survey_round).exists()
