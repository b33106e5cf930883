"""References for print: each part of a report says where its numbers come from."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from reports.passport.codes import SECTION, Reference, Subject
from reports.passport.provenance import reference_to
from reports.report.values import Section
from reports.results import Results
from scoring.results import Unit

# The part of a unit's page that holds the numbers of a section, by the end of the section's anchor.
_PARTS = {
    "levels": "levels",
    "areas": "matrix",
    "gaps": "levels",
    "technologies": "technologies",
    "strengths": "items",
    "weaknesses": "items",
    "profiles": "profiles",
    "unknown": "do-not-know",
    "institutions": "institutions",
    "regions": "institutions",
}


def unit_reference(results: Results, unit: Unit, part: str = "levels") -> Reference:
    """The reference to a part of the page of a unit, where every number leads to its own passport."""
    return reference_to(results, Subject(unit.tier.value, unit.code, SECTION, "", part))


def with_references(results: Results, unit: Unit, sections: Iterable[Section]) -> Iterator[Section]:
    """The sections with figures or tables of scores, each with the reference to its numbers."""
    for section in sections:
        part = "items" if "-items-" in section.anchor else _PARTS.get(section.anchor.rpartition("-")[2])
        shows_scores = part is not None and (section.figures or section.tables)
        yield replace(section, passport=unit_reference(results, unit, part)) if part and shows_scores else section
