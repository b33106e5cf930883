"""Every reason and every change is a whole sentence in three languages."""

from __future__ import annotations

from dataclasses import replace

import pytest
from django.utils import translation

from reports.figures import UnitView
from reports.rounds.figures import _change_sentence
from reports.rounds.lineage import property_name
from reports.rounds.words import break_words, say_reason, verdict_sentence
from reports.terms import terms_of
from scoring.bridging import Change, bridge
from scoring.comparing import Ground, Judgement, Reason, Verdict, judge
from scoring.methods import DoNotKnow, Structural
from surveys.content.lineage import Property
from tests.contents import standard_method
from tests.scoring.instruments import MIXED
from tests.scoring.rounds import random_round
from tests.scoring.versions import another, side

SURVEY = random_round(MIXED, seed=1, responses=60, institutions=4)
OTHER_METHOD = replace(
    standard_method(),
    code="m/2",
    do_not_know=DoNotKnow.NO,
    structural=Structural.LEFT_OUT,
    confidence=0.9,
    areas=("legal",),
    groups=10,
    weight_by_participants=True,
    combined_weights=replace(standard_method().combined_weights, facts=2.0),
)


def judgements() -> list[Judgement]:
    """Together they hold every sentence."""
    one = side(SURVEY)
    others = [
        one,
        replace(one, country="KG"),
        replace(one, instrument=replace(MIXED, code="other")),
        replace(one, method=replace(standard_method(), code="m/1b")),
        replace(one, method=OTHER_METHOD),
        replace(one, sections=frozenset("F"), modes={"paper": 1}, types={"": 1}),
        replace(one, measured=one.measured[:2]),
        side(SURVEY, another("2", without=["F2.b", "F2.c"])),
        side(SURVEY, another("2", without=[item.code for item in MIXED.scored_items][:9])),
        side(replace(SURVEY, responses=SURVEY.responses[:20])),
        side(replace(SURVEY, responses=SURVEY.responses[:2])),
    ]
    return [judge(one, other) for other in others]


def view() -> UnitView:
    one = side(SURVEY)
    return UnitView(bridge(one, one, judge(one, one).common)[0].later, MIXED, terms_of(standard_method()))


@pytest.mark.parametrize("language", ["kk", "ru", "en"])
def test_every_reason_is_a_whole_sentence(language: str) -> None:
    seen: set[tuple[Ground, Verdict]] = set()
    with translation.override(language):
        for judgement in judgements():
            for reason in judgement.reasons:
                sentence = say_reason(reason, view())
                assert sentence.endswith(".")
                assert "%" not in sentence.replace("\N{NO-BREAK SPACE}%", "").replace("0%", "").rstrip(".") or (
                    "%(" not in sentence
                )
                seen.add((reason.ground, reason.allows))
    assert {ground for ground, _allows in seen} == set(Ground)
    assert len(seen) >= 22


def test_sentences_differ_by_what_they_allow() -> None:
    with translation.override("en"):
        said = {
            (reason.ground, reason.allows, say_reason(reason, view()))
            for judgement in judgements()
            for reason in judgement.reasons
        }
    options = next(sentence for ground, _allows, sentence in said if ground is Ground.COUNTS)
    assert "how much a response of a group counts; the groups of the jackknife" in options
    methods = {sentence for ground, _allows, sentence in said if ground is Ground.METHOD}
    assert any("which score alike" in sentence for sentence in methods)
    assert any("the weights of facts and perceptions" in sentence for sentence in methods)


@pytest.mark.parametrize("language", ["kk", "ru", "en"])
def test_verdicts_breaks_and_changes_have_words(language: str) -> None:
    with translation.override(language):
        assert len({verdict_sentence(verdict) for verdict in Verdict}) == 3
        breaks = [(), (Ground.VERSION,), (Ground.METHOD,), (Ground.VERSION, Ground.COUNTS)]
        assert len({break_words(found) for found in breaks}) == 4
        assert break_words(()) == ""
        changes = [Change(0.1), Change(0.1, -0.1, 0.3), Change(0.1, 0.05, 0.2), Change(-0.1, -0.2, -0.05)]
        assert len({_change_sentence(change) for change in changes}) == 4
        assert len({property_name(name) for name in Property}) == len(Property)


def test_a_reason_without_a_type_is_told() -> None:
    with translation.override("en"):
        values = {"moved": 0.5, "kind": "", "earlier": 0.0, "later": 0.5}
        assert "“not given”" in say_reason(Reason(Ground.TYPES, Verdict.PARTLY, values), view())
