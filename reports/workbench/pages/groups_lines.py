"""From counts by group to lines of the page: one for each item or score, with its comparison."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from reports.figures import UnitView, capitalised
from scoring.counts import Counts
from scoring.estimates import estimate_unit
from scoring.frame import Frame, build_frame
from scoring.group_answers import worth_of
from scoring.group_levels import LevelComparison, compare_scores, estimate
from scoring.group_tests import Comparison, Correction, compare, correct, corrected
from scoring.results import Family, Measure
from scoring.selecting import places_of
from surveys.coding import Code
from surveys.content import Item, Source, Tier


@dataclass(frozen=True)
class Line:
    """An item or a score. `corrected`: its p, corrected. `width`: from its lowest value to the top."""

    code: str
    name: str
    comparison: Comparison | LevelComparison
    corrected: float | None
    width: float

    @property
    def is_item(self) -> bool:
        """Whether it is an item, known by its code; a score is known by its name."""
        return isinstance(self.comparison, Comparison)

    @property
    def tier(self) -> Tier:
        """Of a score: whom it is about."""
        return Tier(self.code.partition(".")[0])

    @property
    def place(self) -> tuple[str, str, str]:
        """Of a score: which one of a unit it is; overall scores are named after their family."""
        _tier, measure, part = self.code.split(".", 2)
        return (measure, Family.OVERALL, "") if part == Family.OVERALL else (measure, Family.LEVELS, part)

    @property
    def span(self) -> float:
        """The size of the difference as a part of the scale; -1 where there is none: it comes last."""
        difference = self.comparison.difference
        return -1.0 if difference is None else abs(difference) / self.width


def item_lines(
    view: UnitView, items: Sequence[Item], groups: Sequence[Counts], correction: Correction, minimum: int
) -> list[Line]:
    """Every item that somebody answered, in order."""
    method = view.terms.method
    worth = worth_of(view.instrument, method)
    told = [worth.of(counts.answers.sum(axis=-1)) for counts in groups]
    found: list[tuple[Item, Comparison]] = []
    for item in items:
        answers = [group[worth.places[item.code]] for group in told]
        if any(group.n + group.dk for group in answers):
            found.append((item, compare(answers, method.confidence, minimum)))
    comparisons = corrected([comparison for _item, comparison in found], correction)
    return [
        Line(item.code, view.item(item), comparison, comparison.corrected, len(comparison.groups[0].counts) - 1.0)
        for (item, _before), comparison in zip(found, comparisons, strict=True)
    ]


def level_lines(
    view: UnitView, names: Mapping[Tier, str], groups: Sequence[Counts], correction: Correction, minimum: int
) -> list[Line]:
    """Overall scores and levels of both sources, of the country and of the institutions together.

    What was validated is left aside: groups are compared by what they said.
    """
    method = view.terms.method
    found: list[Line] = []
    for tier in (Tier.NATIONAL, Tier.INSTITUTION):
        frame, places = build_frame(view.instrument, method, tier), places_of(view.instrument, tier)
        ours = [Counts(counts.answers[places], counts.respondents) for counts in groups]
        found += _tier_lines(view, frame, names[tier], ours, minimum)
    tested = [line for line in found if line.comparison.p is not None]
    values = iter(correct([line.comparison.p for line in tested if line.comparison.p is not None], correction))
    return [replace(line, corrected=next(values)) if line.comparison.p is not None else line for line in found]


def _who_answered(frame: Frame, counts: Counts, source: Source) -> np.ndarray:
    """How many of each jackknife group were asked the items of a source. Shape: (groups,)."""
    is_of_source = np.array([its is source for its in frame.sources], np.bool_)
    return counts.answers[is_of_source][:, Code.MISSING :].sum(axis=1).max(axis=0, initial=0)


def _tier_lines(view: UnitView, frame: Frame, scope: str, groups: Sequence[Counts], minimum: int) -> list[Line]:
    method = view.terms.method
    estimates = [estimate_unit(frame, method, counts) for counts in groups]
    found = []
    for measure, source in ((Measure.FACTS, frame.facts), (Measure.PERCEPTIONS, frame.perceptions)):
        for place, part in enumerate(source.parts[: source.heads]):
            scores = [(one.facts if measure is Measure.FACTS else one.perceptions).scores[place] for one in estimates]
            compared = [
                estimate(score, _who_answered(frame, counts, source.source))
                for score, counts in zip(scores, groups, strict=True)
            ]
            if sum(group.score is not None for group in compared) < 2:
                continue
            name = " – ".join((scope, view.terms.called(measure), _part(view, part.family, part.code)))
            code = f"{frame.tier.value}.{measure.value}.{part.code or part.family.value}"
            found.append(Line(code, name, compare_scores(compared, method.confidence, minimum), None, 1.0))
    return found


def _part(view: UnitView, family: Family, code: str) -> str:
    return capitalised(view.part(family, code))
