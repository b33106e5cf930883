"""Scores made by hand, for what needs no database."""

from __future__ import annotations

from dataclasses import replace

from reports.charts import Terms
from reports.figures import UnitView
from reports.number_format import number_format
from reports.terms import terms_of
from scoring.results import ItemScore, LevelScores, Score, SourceScores, Unit, UnitScores, UnitTier
from surveys.content import Instrument, ItemType, Source
from tests.contents import standard_method

LEVELS = ("information", "consultation")
AREAS = ("legal", "channels")
NOTHING = Score(None, None, None, 0.0, 0, 0)
UNANSWERED = Score(None, None, None, 0.0, 0, 3)


def terms(language: str = "en") -> Terms:
    """The terms of the active language, with the numbers and bands of the given one."""
    return replace(terms_of(standard_method()), language=language, numbers=number_format(language))


def score(value: float | None, spread: float | None = 0.05) -> Score:
    if value is None:
        return UNANSWERED
    low, high = (None, None) if spread is None else (max(value - spread, -1), min(value + spread, 1))
    return Score(value, low, high, 1.0, 3, 3)


def fact(code: str, yes: int, no: int, dk: int = 0, structural: int = 0, is_validated: bool = False) -> ItemScore:
    """A Yes/No item; `structural` of the No follow from the parent."""
    n = yes + no
    return ItemScore(
        code=code,
        type=ItemType.YNDK,
        source=Source.FACTS,
        score=yes / n if n else None,
        low=0.1 if n else None,
        high=0.9 if n else None,
        n=n,
        yes=yes,
        no=no,
        structural=structural,
        dk=dk,
        missing=0,
        dk_share=dk / (n + dk) if n + dk else None,
        agreement=0.5,
        is_validated=is_validated,
    )


def rating(code: str, *counts: int) -> ItemScore:
    """An item from 0 to 5 with the numbers of answers at each point."""
    n = sum(counts)
    mean = sum(point * count for point, count in enumerate(counts)) / n
    return replace(
        fact(code, 0, 0),
        type=ItemType.SCALE05,
        source=Source.PERCEPTIONS,
        score=mean / 5,
        low=max(mean / 5 - 0.1, 0),
        high=min(mean / 5 + 0.1, 1),
        n=n,
        mean=mean,
        standard_deviation=1.0,
        distribution=counts,
    )


def source(*levels: float | None, profiles: dict[str, Score] | None = None) -> SourceScores:
    """Scores of the levels; every cell has that of its level, every area the first."""
    parts = dict(zip(LEVELS, levels, strict=True))
    return SourceScores(
        overall=score(levels[0]),
        levels={level: score(value) for level, value in parts.items()},
        areas={area: score(levels[0]) for area in AREAS},
        cells={f"{level}.{area}": score(value) for level, value in parts.items() for area in AREAS},
        technologies={"portals": score(levels[0])},
        profiles=profiles or {},
    )


def unit_scores(
    items: list[ItemScore] | None = None,
    facts: SourceScores | None = None,
    perceptions: SourceScores | None = None,
    gap: float | None = -0.2,
) -> UnitScores:
    levels = LevelScores(score(gap), dict.fromkeys(LEVELS, score(gap)))
    facts, perceptions = facts or source(0.75, 0.35), perceptions or source(0.55, 0.15)
    return UnitScores(
        unit=Unit(UnitTier.NATIONAL, "KZ", {"kk": "Қазақстан", "ru": "Казахстан", "en": "Kazakhstan"}),
        respondents=40,
        facts=facts,
        perceptions=perceptions,
        combined=LevelScores(facts.overall, facts.levels),
        gap=levels,
        items={item.code: item for item in items or []},
    )


def view(instrument: Instrument, scores: UnitScores | None = None, language: str = "en") -> UnitView:
    return UnitView(scores or unit_scores(), instrument, terms(language))
