"""What was computed from other answers is not kept beside what follows from those of now: it takes megabytes."""

from __future__ import annotations

import pytest

from reports import otherwise, results
from reports.passport import options
from reports.passport.options import by_options
from reports.results import results_of
from reports.rounds import reading
from reports.rounds.reading import compare
from reports.workbench import asking, together
from reports.workbench.asking import filtered
from reports.workbench.together import national_scores
from scoring.robustness import variants_of
from scoring.selecting import Selection
from surveys.models import Round
from tests.reports.rounds.conftest import answer

pytestmark = pytest.mark.django_db


def test_the_new_takes_the_place_of_the_old(earlier: Round, later: Round) -> None:
    chosen = Selection(languages=frozenset({"kk"}))
    kept = (results._scores, reading._found, asking._found, otherwise._found, together._scores, options._found)
    for one in kept:
        one.clear()
    sizes = []
    for seed in (11, 12, 13):
        answer(later, 5, seed=seed)
        now, before = results_of(later), results_of(earlier)
        some = filtered(now, chosen)
        assert compare(before, now).later is now
        variant = next(one for one in variants_of(now.method, has_other_counts=True) if one.by_participants)
        assert by_options(some, variant, chosen).scores.round.counted == some.scores.round.counted
        national_scores([earlier, later], chosen)
        sizes.append([len(one) for one in kept])
    assert sizes == [[2, 1, 1, 1, 2, 1]] * 3
    assert now.scores.round.counted == 75
