"""What the respondents of one institution answered, item by item, within what may be told."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from surveys.content import Instrument, Item, ItemType, Section, Source, Table
from surveys.models import Institution, Response, Round

WORDS = (ItemType.TEXT, ItemType.LONGTEXT, ItemType.URL, ItemType.EMAIL)


@dataclass
class Gathered:
    """Answers to one item: how often each was given. `asked`: how many responses were asked it."""

    asked: int = 0
    values: Counter[Any] = field(default_factory=Counter)

    @property
    def n(self) -> int:
        """How many responses answered it."""
        return self.values.total()


@dataclass(frozen=True)
class Answers:
    """All answers of an institution. `entries`: of repeating tables, by the code of the table.

    `respondents`: by the code of a section, how many responses answer it.
    """

    responses: int
    respondents: Mapping[str, int]
    items: Mapping[str, Gathered]
    entries: Mapping[str, tuple[Mapping[str, Any], ...]]


def gather(survey_round: Round, institution: Institution, instrument: Instrument) -> Answers:
    """What the counted responses of an institution say. One query, a response at a time."""
    items = {code: Gathered() for code in instrument.items_by_code}
    entries: dict[str, list[Mapping[str, Any]]] = {}
    respondents: Counter[str] = Counter()
    number = 0
    rows = Response.objects.filter(round=survey_round, institution=institution).counted()
    for sections, answers in rows.order_by("pk").values_list("sections", "answers").iterator(chunk_size=500):
        number += 1
        asked = [section for section in instrument.sections if section.code in sections]
        respondents.update(section.code for section in asked)
        for table in (table for section in asked for table in section.tables()):
            if table.repeating:
                entries.setdefault(table.code, []).extend(answers.get(table.code) or ())
            else:
                _take(table, answers, instrument, items)
    return Answers(number, respondents, items, {code: tuple(found) for code, found in entries.items()})


def _take(table: Table, answers: Mapping[str, Any], instrument: Instrument, items: Mapping[str, Gathered]) -> None:
    """What one response says to the items of a table; what stands below a No was not asked."""
    for item in table.items:
        if any(answers.get(parent.code) != "yes" for parent in instrument.parents_of(item)):
            continue
        found = items[item.code]
        found.asked += 1
        value = answers.get(item.code)
        if value is not None and value != "" and value != []:
            found.values[tuple(value) if isinstance(value, list) else value] += 1


def may_tell(section: Section, answers: Answers, item: Item, threshold: int) -> bool:
    """Whether answers to an item may be told one by one.

    Opinions of persons need as many people as the method says, in the section and for the item; their own words are
    never told. Facts may always be.
    """
    if not is_opinion(section):
        return True
    is_words = item.type in WORDS
    enough = min(answers.respondents.get(section.code, 0), answers.items[item.code].n) >= threshold
    return enough and not is_words


def is_opinion(section: Section) -> bool:
    """Whether a section asks what a person thinks."""
    return section.personal or section.source is Source.PERCEPTIONS


def told_sections(instrument: Instrument, answers: Answers) -> Iterator[Section]:
    """The sections that somebody of the institution answers, in order."""
    return (section for section in instrument.sections if answers.respondents.get(section.code))


def most_common(values: Counter[Any]) -> Iterable[tuple[Any, int]]:
    """Answers with their numbers, the most frequent first; those equally frequent in the order of their words."""
    return sorted(values.items(), key=lambda pair: (-pair[1], str(pair[0])))
