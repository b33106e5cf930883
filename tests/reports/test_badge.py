"""The badge follows from counts by stated thresholds."""

from __future__ import annotations

import pytest

from reports.badge import Criterion, Level, Share, Standing, badge_of, compute_badge, level_of
from surveys.lifecycle import accept
from surveys.models import Institution, Round
from tests.fieldwork.reviewing import make_response

FULL = {criterion: Share(10, 10) for criterion in Criterion}


@pytest.mark.parametrize(
    ("criterion", "share", "standing"),
    [
        (Criterion.COVERAGE, Share(90, 100), Standing.MET),
        (Criterion.COVERAGE, Share(899, 1000), Standing.PARTLY),
        (Criterion.COVERAGE, Share(599, 1000), Standing.NOT_MET),
        (Criterion.EVIDENCE, Share(8, 10), Standing.MET),
        (Criterion.EVIDENCE, Share(4, 10), Standing.PARTLY),
        (Criterion.EVIDENCE, Share(0, 0), Standing.NOT_MET),  # nothing was counted yet
        (Criterion.REVIEW, Share(5, 10), Standing.PARTLY),
        (Criterion.QUERIES, Share(0, 0), Standing.NOT_ASKED),
        (Criterion.QUERIES, Share(4, 10), Standing.NOT_MET),
        (Criterion.SIGN_OFF, Share(0, 0), Standing.NOT_ASKED),
        (Criterion.METHOD, Share(0, 1), Standing.NOT_MET),
    ],
)
def test_a_criterion_stands_by_its_share(criterion: Criterion, share: Share, standing: Standing) -> None:
    badge = compute_badge(FULL | {criterion: share})
    (line,) = (line for line in badge.lines if line.criterion is criterion)
    assert line.standing is standing


MET, PARTLY, MISSED, APART = Standing.MET, Standing.PARTLY, Standing.NOT_MET, Standing.NOT_ASKED


@pytest.mark.parametrize(
    ("standings", "level"),
    [
        ([MET] * 6, Level.COMPLETE),
        ([MET] * 4 + [APART] * 2, Level.COMPLETE),
        ([MET] * 5 + [PARTLY], Level.SUBSTANTIAL),
        ([MET] * 3 + [MISSED] * 3, Level.PARTIAL),
        ([MET] * 5 + [MISSED], Level.PARTIAL),
        ([MET] * 2 + [MISSED] * 4, Level.LOW),
        ([MET, MISSED, MISSED, APART, APART, APART], Level.LOW),
    ],
)
def test_the_level_follows_by_rule(standings: list[Standing], level: Level) -> None:
    assert level_of(standings) is level


def test_the_badge_of_a_round_counts_what_is_there(survey_round: Round, institution: Institution) -> None:
    accept(make_response(survey_round, institution), None)
    make_response(survey_round, institution)
    shares = {line.criterion: line.share for line in badge_of(survey_round).lines}
    assert shares[Criterion.REVIEW] == Share(1, 2)
    assert shares[Criterion.SIGN_OFF] == Share(0, 1)
    assert shares[Criterion.QUERIES] == Share(0, 0)
    assert shares[Criterion.METHOD] == Share(1, 1)
