"""Codes of passports: short enough to be printed and typed, for one number of one state of a round. Pure.

A code is the round, the first letters of the checksum of its counts, and a fingerprint of what is meant: `r1-3f9a2c1b-
k7q2m9x`. The number may change; the code still means the number as it was.
"""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass

from scoring.results import Measure, RoundScores, UnitScores

CHECKSUM = 8
FINGERPRINT = 7
ITEM = "item"
SECTION = "section"
SECTIONS = ("levels", "matrix", "technologies", "items", "profiles", "do-not-know", "institutions")
"""Parts of a unit's page, by their anchors: tables in which every number leads on."""

_CODE = re.compile(rf"(?P<round>.+)-(?P<checksum>[0-9a-f]{{{CHECKSUM}}})-(?P<fingerprint>[a-z2-7]{{{FINGERPRINT}}})")


@dataclass(frozen=True)
class Subject:
    """What a passport is of. `kind`: a measure, ITEM or SECTION; `part`: of the family, an item, an anchor."""

    tier: str
    unit: str
    kind: str
    family: str
    part: str

    @property
    def fingerprint(self) -> str:
        """A few letters and digits that stand for it."""
        words = "\0".join((self.tier, self.unit, self.kind, self.family, self.part))
        digest = hashlib.sha256(words.encode()).digest()
        return base64.b32encode(digest).decode().lower()[:FINGERPRINT]


@dataclass(frozen=True)
class PassportCode:
    """A code in its parts."""

    round_code: str
    checksum: str
    fingerprint: str

    def __str__(self) -> str:
        return f"{self.round_code}-{self.checksum}-{self.fingerprint}"


@dataclass(frozen=True)
class Reference:
    """What can be printed beside numbers: a code, and the address at which it is found."""

    code: str
    address: str


def code_of(round_code: str, checksum: str, subject: Subject) -> PassportCode:
    """The code of a number under the counts of this checksum."""
    return PassportCode(round_code, checksum[:CHECKSUM], subject.fingerprint)


def read_code(text: str) -> PassportCode | None:
    """A code as somebody typed it; None where it is none."""
    found = _CODE.fullmatch(text.strip().lower())
    return PassportCode(*found.groups()) if found else None


def subjects_of(scores: RoundScores) -> Iterator[Subject]:
    """Everything in a round's scores that can have a passport."""
    for unit in scores.units:
        yield from _of_unit(unit)


def find_subject(scores: RoundScores, fingerprint: str) -> Subject | None:
    """What a fingerprint stands for in a round; None where for nothing."""
    return next((subject for subject in subjects_of(scores) if subject.fingerprint == fingerprint), None)


def _of_unit(scores: UnitScores) -> Iterator[Subject]:
    tier, unit = scores.unit.tier.value, scores.unit.code
    for measure in Measure:
        for family, part, _score in scores.of(measure).parts():
            yield Subject(tier, unit, measure.value, family.value, part)
    yield from (Subject(tier, unit, ITEM, "", item) for item in scores.items)
    yield from (Subject(tier, unit, SECTION, "", section) for section in SECTIONS)
