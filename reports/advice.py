"""Recommendations that apply to a unit, in the words of the active language."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from itertools import zip_longest
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from reports.figures import UnitView, capitalised
from reports.labels import COSTS, EFFORTS, HORIZONS
from reports.recommendations import (
    FiredTrigger,
    Match,
    RecommendationFile,
    TriggerKind,
    find_recommendations,
)
from reports.recommendations.storing import recommendations_of
from scoring.results import UnitScores, split_cell
from surveys.content import Source
from surveys.countries import country_name

if TYPE_CHECKING:
    from reports.actions.answers import Answer

SHOWN_REASONS = 3


@dataclass(frozen=True)
class Advice:
    """A recommendation with why it applies. `examples`: country and text.

    `reasons` are sentences, the weakest value first. `sources`: codes and descriptions of the documents it is taken
    from; `place`: where in them it stands. `fired`: what called for it. `answer`: that of the unit; None without one.
    `leads`: the pages behind the reasons, for readers of results.
    """

    code: str
    title: str
    action: str
    reason: str
    steps: tuple[str, ...]
    examples: tuple[tuple[str, str], ...]
    reasons: tuple[str, ...]
    levels: str
    area: str
    effort: str
    costs: str
    horizon: str
    sources: tuple[tuple[str, str], ...]
    place: str
    instrument: str = ""
    fired: tuple[FiredTrigger, ...] = ()
    answer: Answer | None = None
    leads: tuple[str, ...] = ()

    @property
    def led(self) -> list[tuple[str, str]]:
        """Each reason with where it leads; empty where to nothing."""
        return list(zip_longest(self.reasons, self.leads, fillvalue=""))


def advise(
    view: UnitView,
    file: RecommendationFile | None = None,
    mean: UnitScores | None = None,
    answers: Mapping[str, Answer] | None = None,
) -> list[Advice]:
    """What applies to the unit, the most urgent first. `file`: the recommendations; else those stored (two queries).

    `mean`: of all institutions, for recommendations to those that stay behind it. `answers`: of the unit, by the code
    of the recommendation (`reports.actions.answers.answers_of`), to stand beside it.
    """
    file = file or recommendations_of(view.instrument.code)
    matches = find_recommendations(file.recommendations, view.scores, mean)
    given = answers or {}
    return [replace(_in_words(view, file, match), answer=given.get(match.recommendation.code)) for match in matches]


def _in_words(view: UnitView, file: RecommendationFile, match: Match) -> Advice:
    ours = match.recommendation
    return Advice(
        code=ours.code,
        title=view.words(ours.title),
        action=view.words(ours.action),
        reason=view.words(ours.reason),
        steps=tuple(view.words(ours.steps).splitlines()),
        examples=tuple((view.words(country_name(one.country)), view.words(one.text)) for one in ours.examples),
        reasons=tuple(why(view, fired) for fired in match.fired[:SHOWN_REASONS]),
        levels=", ".join(view.level(level) for level in ours.levels),
        area=view.area(ours.area),
        effort=str(dict(EFFORTS)[ours.effort]),
        costs=str(dict(COSTS)[ours.costs]),
        horizon=str(dict(HORIZONS)[ours.horizon]),
        sources=tuple((code, view.words(file.sources_by_code[code].text)) for code in ours.sources),
        place=view.words(ours.place),
        instrument=file.instrument,
        fired=match.fired,
    )


def why(view: UnitView, fired: FiredTrigger) -> str:
    """One sentence: what was measured, and the bound."""
    numbers = view.terms.numbers
    values = {"code": fired.target, "n": numbers.count(fired.n or 0)}
    match fired.kind:
        case TriggerKind.ITEM:
            values |= {"score": numbers.score(fired.value), "bound": numbers.score(fired.bound)}
            item = view.scores.items.get(fired.target)
            if item is not None and item.is_validated:  # one finding, not a sample of one
                return _("Item %(code)s: score %(score)s, below %(bound)s (validated fact).") % values
            return _("Item %(code)s: score %(score)s, below %(bound)s (n = %(n)s).") % values
        case TriggerKind.DO_NOT_KNOW:
            values |= {"share": numbers.share(fired.value), "bound": numbers.share(fired.bound)}
            return _("Item %(code)s: share of Do not know %(share)s, at least %(bound)s (n = %(n)s).") % values
        case TriggerKind.GAP:
            values |= {"gap": numbers.gap(fired.value), "bound": numbers.gap(fired.bound)}
            values |= {"level": capitalised(view.level(fired.target))}
            return _("%(level)s: gap between perceptions and facts %(gap)s, below %(bound)s.") % values
        case TriggerKind.LEVEL:
            values |= {"score": numbers.score(fired.value), "bound": numbers.score(fired.bound)}
            values |= {"level": capitalised(view.level(fired.target))}
            if fired.source is Source.PERCEPTIONS:
                return _("%(level)s, perceptions: score %(score)s, below %(bound)s.") % values
            return _("%(level)s, facts: score %(score)s, below %(bound)s.") % values
        case TriggerKind.COMPARISON:
            values |= {"difference": numbers.gap(fired.value), "bound": numbers.gap(fired.bound)}
            return _("Item %(code)s: %(difference)s against all institutions, below %(bound)s (n = %(n)s).") % values
        case TriggerKind.CELL:
            level, area = split_cell(fired.target)
            values |= {"score": numbers.score(fired.value), "bound": numbers.score(fired.bound)}
            values |= {"level": view.level(level), "area": view.area(area)}
            if fired.source is Source.PERCEPTIONS:
                return _("Perceptions, %(level)s, %(area)s: score %(score)s, below %(bound)s.") % values
            return _("Facts, %(level)s, %(area)s: score %(score)s, below %(bound)s.") % values
