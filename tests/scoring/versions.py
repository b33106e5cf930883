"""The made-up instrument in other versions, and rounds as the sides of a comparison."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace

from scoring.comparing import Side
from scoring.methods import Method
from surveys.content import Instrument, Item
from tests.contents import standard_method
from tests.scoring.instruments import MIXED
from tests.scoring.reference import RawRound
from tests.scoring.rounds import COUNTRY, measured, regions


def another(
    version: str,
    change: Callable[[Item], Item] = lambda item: item,
    without: Iterable[str] = (),
    instrument: Instrument = MIXED,
) -> Instrument:
    """The instrument under another version name, its items changed or left out."""
    left_out = set(without)
    return replace(
        instrument,
        version=version,
        sections=tuple(
            replace(
                section,
                chapters=tuple(
                    replace(
                        chapter,
                        tables=tuple(
                            replace(table, items=tuple(change(i) for i in table.items if i.code not in left_out))
                            for table in chapter.tables
                        ),
                    )
                    for chapter in section.chapters
                ),
            )
            for section in instrument.sections
        ),
    )


def recoded(**codes: str) -> Callable[[Item], Item]:
    """Items under new codes that name the old one; keyword and value with underscores for dots."""
    new = {old.replace("_", "."): code.replace("_", ".") for old, code in codes.items()}
    return lambda item: replace(item, code=new[item.code], replaces=item.code) if item.code in new else item


def side(survey: RawRound, instrument: Instrument = MIXED, method: Method | None = None, **more: object) -> Side:
    """A round as comparing sees it: all sections asked, one mode, one type of respondent."""
    number = len(survey.responses)
    found = Side(
        country=COUNTRY,
        instrument=instrument,
        method=method or standard_method(),
        sections=frozenset(section.code for section in instrument.sections),
        measured=tuple(measured(instrument, survey)),
        regions=tuple(regions(survey)),
        validated=survey.validated,
        modes={"individual": number},
        types={"state": number},
    )
    return replace(found, **more)
