"""What the synthetic round is made of, read from `fixtures/demo`: what belongs to one instrument is there."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from surveys.content import Defective, Text
from surveys.content.read import build
from surveys.regions import Region, read_regions


class BrokenPlan(Defective):
    """The files do not fit together."""


@dataclass(frozen=True)
class Share:
    """A language or a mode, and how frequent it is."""

    code: str
    share: float


@dataclass(frozen=True)
class Institution:
    """A body that does not exist. `share`: how many respondents it has, against the others."""

    code: str
    name: Text
    kind: str
    level: str
    share: float
    region: str = ""


@dataclass(frozen=True)
class ProfileAnswer:
    """What respondents of a role say of themselves: one or several of `values`, or `text`."""

    item: str
    values: tuple[str, ...] = ()
    text: Text | None = None


@dataclass(frozen=True)
class Role:
    """A kind of respondent (see `fixtures/demo/roles.toml`)."""

    code: str
    share: float
    sections: tuple[str, ...]
    at_institution: float
    leniency: float
    distance: float
    entries: float
    profile: tuple[ProfileAnswer, ...] = ()


@dataclass(frozen=True)
class Effect:
    """How favourable a level, an area or a technology is, on the logit scale."""

    code: str
    value: float


@dataclass(frozen=True)
class Mean:
    """What the numbers given for an item scatter around."""

    item: str
    mean: float
    spread: float


@dataclass(frozen=True)
class Words:
    """What is written for an item by `share` of those who are asked."""

    item: str
    share: float
    text: Text


@dataclass(frozen=True)
class ReportWords:
    """What an analyst wrote for a place of the reports of the round."""

    place: str
    text: Text


@dataclass(frozen=True)
class Plan:
    """Everything the generator needs to know.

    `progress`: of an earlier round, how much less favourable things were; `absent`: the codes of institutions that did
    not take part in it.
    """

    code: str
    country: str
    instrument: str
    version: str
    method: str
    sections: tuple[str, ...]
    seed: int
    title: Text
    notice: Text
    submitted: int
    drafts: int
    excluded: int
    exclusion_reason: Text
    validated_national: int
    validated_institutional: int
    validation_reason: Text
    days: int
    weekend: float
    reminder_weeks: tuple[int, ...]
    reminder: float
    languages: tuple[Share, ...]
    modes: tuple[Share, ...]
    regions: tuple[Region, ...]
    institutions: tuple[Institution, ...]
    roles: tuple[Role, ...]
    effects: tuple[Effect, ...]
    means: tuple[Mean, ...]
    words: tuple[Words, ...]
    texts: tuple[ReportWords, ...]
    progress: tuple[Effect, ...] = ()
    absent: tuple[str, ...] = ()

    @cached_property
    def effect_of(self) -> Mapping[str, float]:
        """Effects by the code of the level, area or technology."""
        return {effect.code: effect.value for effect in self.effects}

    @cached_property
    def mean_of(self) -> Mapping[str, Mean]:
        """Means by item code."""
        return {mean.item: mean for mean in self.means}

    @cached_property
    def words_of(self) -> Mapping[str, Words]:
        """Words by item code."""
        return {words.item: words for words in self.words}

    @cached_property
    def progress_of(self) -> Mapping[str, float]:
        """How much less favourable things were, by the code of the level, area, technology or item."""
        return {effect.code: effect.value for effect in self.progress}


def read_plan(folder: Path, instead: Path | None = None) -> Plan:
    """The plan in the files of a folder, taken together; the regions are the country's, from the folder beside it.

    `instead`: a folder whose files take the place of what they name. Raises BrokenPlan with every defect,
    BrokenRegions.
    """
    problems: list[str] = []
    data = _read_folder(folder, problems)
    if instead is not None:
        data |= _read_folder(instead, problems)
        absent = data.get("absent", [])
        data["institutions"] = [one for one in data["institutions"] if one.get("code") not in absent]
    regions = folder.parent / "regions" / f"{data.get('country')}.toml"
    if regions.is_file():
        data["regions"] = [asdict(region) for region in read_regions(regions).regions]
    plan = build(Plan, data, "demo", problems)
    if problems:
        raise BrokenPlan(problems)
    return plan


def _read_folder(folder: Path, problems: list[str]) -> dict[str, Any]:
    data: dict[str, Any] = {}
    for path in sorted(folder.glob("*.toml")):
        part = tomllib.loads(path.read_text("utf-8"))
        problems.extend(f"{path.name} repeats {key}." for key in part.keys() & data.keys())
        data |= part
    return data
