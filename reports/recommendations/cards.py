"""Recommendations as pages and reports show them: words in the active language, with the reason they apply."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from reports.figures import UnitView, capitalised
from reports.recommendations.content import Effort, Horizon, RecommendationFile, TriggerKind
from reports.recommendations.matching import FiredTrigger, Match, find_recommendations
from scoring.frame import CELL_SEPARATOR

_SHOWN_REASONS = 3

EFFORTS: Mapping[Effort, Promise] = {
    Effort.LOW: gettext_lazy("low"),
    Effort.MEDIUM: gettext_lazy("medium"),
    Effort.HIGH: gettext_lazy("high"),
}
HORIZONS: Mapping[Horizon, Promise] = {
    Horizon.MONTHS: gettext_lazy("within months"),
    Horizon.YEAR: gettext_lazy("within a year"),
    Horizon.YEARS: gettext_lazy("over several years"),
}


@dataclass(frozen=True)
class RecommendationCard:
    """One recommendation. `because`: one sentence for each of the weakest values that call for it."""

    code: str
    title: str
    action: str
    reason: str
    example: str
    because: tuple[str, ...]
    levels: str
    area: str
    effort: str
    horizon: str
    sources: tuple[str, ...]
    place: str


def recommendation_cards(file: RecommendationFile, view: UnitView, most: int | None = None) -> list[RecommendationCard]:
    """What applies to a unit, the most urgent first; `most` of them (None: all)."""
    matches = find_recommendations(file.recommendations, view.scores)
    return [_card(file, match, view) for match in matches[:most]]


def _card(file: RecommendationFile, match: Match, view: UnitView) -> RecommendationCard:
    entry = match.recommendation
    return RecommendationCard(
        code=entry.code,
        title=view.words(entry.title),
        action=view.words(entry.action),
        reason=view.words(entry.reason),
        example=view.words(entry.example),
        because=tuple(_reasons(match, view)),
        levels=", ".join(capitalised(view.level(level)) for level in entry.levels),
        area=capitalised(view.area(entry.area)),
        effort=str(EFFORTS[entry.effort]),
        horizon=str(HORIZONS[entry.horizon]),
        sources=tuple(view.words(file.sources_by_code[code].text) for code in entry.sources),
        place=view.words(entry.place),
    )


def _reasons(match: Match, view: UnitView) -> Iterator[str]:
    for fired in match.fired[:_SHOWN_REASONS]:
        yield _SENTENCES[fired.kind](fired, view)


def _item_sentence(fired: FiredTrigger, view: UnitView) -> str:
    return _("Item %(code)s scores %(value)s of 100 (n = %(n)s).") % {
        "code": fired.target,
        "value": view.terms.numbers.score(fired.value),
        "n": view.terms.numbers.count(fired.n or 0),
    }


def _do_not_know_sentence(fired: FiredTrigger, view: UnitView) -> str:
    return _("Do not know is %(value)s of the answers to item %(code)s (n = %(n)s).") % {
        "code": fired.target,
        "value": view.terms.numbers.share(fired.value),
        "n": view.terms.numbers.count(fired.n or 0),
    }


def _cell_sentence(fired: FiredTrigger, view: UnitView) -> str:
    level, area = fired.target.split(CELL_SEPARATOR)
    words = {"level": view.level(level), "area": view.area(area), "value": view.terms.numbers.score(fired.value)}
    if fired.source and view.of(fired.source) is view.scores.perceptions:
        return _("Perceptions of %(level)s, %(area)s score %(value)s of 100.") % words
    return _("The facts of %(level)s, %(area)s score %(value)s of 100.") % words


def _gap_sentence(fired: FiredTrigger, view: UnitView) -> str:
    return _("The gap between perceptions and facts is %(value)s for %(level)s.") % {
        "value": view.terms.numbers.gap(fired.value),
        "level": view.level(fired.target),
    }


_SENTENCES: Mapping[TriggerKind, Callable[[FiredTrigger, UnitView], str]] = {
    TriggerKind.ITEM: _item_sentence,
    TriggerKind.DO_NOT_KNOW: _do_not_know_sentence,
    TriggerKind.CELL: _cell_sentence,
    TriggerKind.GAP: _gap_sentence,
}
