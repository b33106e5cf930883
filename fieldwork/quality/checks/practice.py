"""What the country says of itself against what its institutions say. Pure."""

from __future__ import annotations

from collections.abc import Mapping

from fieldwork.quality.values import Found, Frame, Looked
from surveys.content import RelationKind, Tier

Verdicts = Mapping[tuple[int | None, str], bool]
"""(institution or None for the country, item) -> what most of those who know answer; absent where they are even."""


def find_broken_implications(frame: Frame, verdicts: Verdicts, institutions: list[int]) -> Looked:
    """Where the first item of a relation is Yes and the second No; an item about the country holds for every
    institution. Looked at are the pairs that both have a verdict."""
    found, base = [], 0
    for relation in frame.related(RelationKind.IMPLIES):
        premise, conclusion = (frame.instrument.items_by_code[code] for code in relation.items)
        is_national = premise.tier is Tier.NATIONAL and conclusion.tier is Tier.NATIONAL
        for unit in [None] if is_national else institutions:
            given = [
                verdicts.get((None if item.tier is Tier.NATIONAL else unit, item.code))
                for item in (premise, conclusion)
            ]
            if None in given:
                continue
            base += 1
            if given == [True, False]:
                item = conclusion if conclusion.tier is Tier.INSTITUTION else premise
                details = {"yes": premise.code, "no": conclusion.code, "relation": relation.code}
                found.append(Found(None, unit, item.code, details))
    return Looked(base, found)
