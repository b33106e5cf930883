"""The facts of a round: which items can be settled, for which unit, and how the answers to them spread."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from fieldwork.facts.spread import Answers, Spread, spread_of
from surveys.answer_counts import answer_counts
from surveys.catalogue import instrument_of
from surveys.content import Item, Tier
from surveys.models import Institution, Round
from surveys.ordering import by_name
from surveys.validating import is_fact


@dataclass(frozen=True)
class Fact:
    """An item that can be settled for a unit: the country (None) or an institution."""

    item: str
    institution: int | None


class Facts:
    """The facts of a round, with the counts of the answers to them."""

    def __init__(self, survey_round: Round) -> None:
        self.round = survey_round
        self.instrument = instrument_of(survey_round.version_id)
        scored = self.instrument.scored_items
        asked = set(survey_round.sections)
        self._columns = [
            place
            for place, item in enumerate(scored)
            if is_fact(item, self.instrument) and self.instrument.section_by_item[item.code].code in asked
        ]
        self.items: list[Item] = [scored[place] for place in self._columns]
        self._item_places = {item.code: place for place, item in enumerate(self.items)}
        self.institutions: list[Institution] = list(survey_round.institutions.order_by(*by_name()))
        self._places = {institution.pk: place for place, institution in enumerate(self.institutions)}

    def item(self, code: str) -> Item | None:
        """An item that can be settled; None for any other."""
        place = self._item_places.get(code)
        return None if place is None else self.items[place]

    def is_about(self, fact: Fact) -> bool:
        """Whether the round has this fact: the item is asked, about the country or an institution as it should be."""
        item = self.item(fact.item)
        if item is None:
            return False
        if item.tier is Tier.NATIONAL:
            return fact.institution is None
        return fact.institution in self._places

    def all(self) -> Iterator[Fact]:
        """Every fact, in the order of the instrument and of the institutions."""
        for item in self.items:
            if item.tier is Tier.NATIONAL:
                yield Fact(item.code, None)
            else:
                yield from (Fact(item.code, institution.pk) for institution in self.institutions)

    def answers(self, fact: Fact) -> Answers:
        """How the unit's answers spread."""
        place = self._item_places[fact.item]
        if fact.institution is None:
            return self.spread.of_country(place)
        return self.spread.of_institution(self._places[fact.institution], place)

    def by_institution(self, item: str) -> list[tuple[Institution | None, Answers]]:
        """How the answers to an item of the country spread, institution by institution; those of none last."""
        place = self._item_places[item]
        units: list[Institution | None] = [*self.institutions, None]
        counted = [(unit, self.spread.of_institution(row, place)) for row, unit in enumerate(units)]
        return [(unit, answers) for unit, answers in counted if answers.number]

    @cached_property
    def spread(self) -> Spread:
        """The counts as of this moment."""
        counts = answer_counts(self.round)
        return spread_of(counts, [institution.pk for institution in self.institutions], self._columns)
