"""The facts of a round: which items can be settled, for which unit, and how the answers to them spread."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.db.models import Aggregate, BinaryField, Count, F, Max, Value

from fieldwork.facts.spread import Answers, Batch, Spread, count_spread
from surveys.catalogue import instrument_of
from surveys.content import Item, Tier
from surveys.models import CodedResponse, Institution, ResponseEvent, Round
from surveys.ordering import by_name
from surveys.remembering import Remembered
from surveys.validating import is_fact

CHUNK = 50  # parts of institutions read at a time

_spreads = Remembered[Spread](8)  # of rounds


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
        self._spread: Spread | None = None

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

    @property
    def spread(self) -> Spread:
        """The counts, made anew when a response began or ceased to count since the last time."""
        if self._spread is None:
            stamp = (*_state_of(self.round), tuple(self._columns), tuple(self._places))
            self._spread = _spreads.get(self.round.pk, self._read, stamp)
        return self._spread

    def _read(self) -> Spread:
        width = len(self.instrument.scored_items)
        return count_spread(self._batches(), len(self.institutions), width, self._columns)

    def _batches(self) -> Iterator[Batch]:
        """The coded bytes of each institution, in parts: joined by the database, a twentieth at a time.

        An institution that left the round counts as none.
        """
        none = len(self.institutions)
        joined = Aggregate(F("data"), Value(b""), function="string_agg", output_field=BinaryField())
        rows = CodedResponse.objects.filter(round=self.round).order_by().values_list("institution_id", "group")
        for institution, _group, data in rows.annotate(joined=joined).iterator(chunk_size=CHUNK):
            yield none if institution is None else self._places.get(institution, none), bytes(data)


def _state_of(survey_round: Round) -> tuple[object, ...]:
    """What changes whenever a response begins or ceases to count: how many count, and the last change of a state.

    Imported responses have no events, but there are more of them afterwards.
    """
    counted = CodedResponse.objects.filter(round=survey_round).aggregate(number=Count("pk"))["number"]
    last = ResponseEvent.objects.filter(response__round=survey_round).aggregate(last=Max("pk"))["last"]
    return counted, last
