"""A second implementation of the method, as slow and plain as its text: loops over answers, no arrays.

It shares nothing with the application but the instrument, so that a fault must be made twice to stay unseen. Values are
kept by name in flat dictionaries: `("facts", "levels", "information") -> 0.5`; None is "no value".
"""

from __future__ import annotations

import math
import statistics
import zlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from surveys.content import Instrument, Item

Key = tuple[str, str, str]
Values = dict[Key, "float | None"]
GROUPS = 20


@dataclass
class RawResponse:
    id: str
    unit: str  # the institution; empty without one
    sections: set[str]
    answers: dict[str, str]

    @property
    def group(self) -> int:
        return zlib.crc32(self.id.encode()) % GROUPS


@dataclass
class RawRound:
    country: str
    institutions: dict[str, str]  # code -> region
    responses: list[RawResponse]
    validated: dict[tuple[str, str], str] = field(default_factory=dict)


@dataclass
class Choices:
    structural: str = "zero"
    do_not_know: str = "left_out"
    facts_weight: float = 1
    perceptions_weight: float = 1
    areas: tuple[str, ...] = ("legal", "organisational", "channels")


class Reference:
    """The units of the score document of a round."""

    def __init__(self, instrument: Instrument, survey: RawRound, choices: Choices) -> None:
        self.instrument = instrument
        self.survey = survey
        self.choices = choices
        self.known: dict[str, dict[str, Any]] = {}  # institutions already done
        self.levels = [level.code for level in instrument.levels]
        self.areas = [area for area in choices.areas if area in {area.code for area in instrument.areas}]

    # Section 2: skip logic.

    def answer(self, response: RawResponse, item: Item) -> str | None:
        """'yes', 'no', 'structural', 'dk', a point, 'missing'; None where the item was not asked."""
        if self.instrument.section_by_item[item.code].code not in response.sections:
            return None
        if item.tier == "institution" and not response.unit:
            return None
        if item.parent:
            above = self.answer(response, self.instrument.items_by_code[item.parent])
            if above != "yes":
                return "structural" if above == "no" else above
        return response.answers.get(item.code) or "missing"

    def answers(self, unit: str, item: Item, responses: Iterable[RawResponse]) -> list[str]:
        if (unit, item.code) in self.survey.validated:
            return [self.survey.validated[unit, item.code]]
        given = [self.answer(response, item) for response in responses]
        return [answer for answer in given if answer is not None]

    def belonging(self, unit: str, responses: Iterable[RawResponse]) -> list[RawResponse]:
        return [response for response in responses if unit == self.survey.country or response.unit == unit]

    # Section 3: items.

    def numbers(self, item: Item, answers: list[str]) -> list[float]:
        """The valid answers as numbers: 0 and 1, or 0 to 5."""
        if item.type == "scale05":
            return [int(answer) for answer in answers if answer != "missing"]
        worth = {"yes": 1, "no": 0}
        if self.choices.structural == "zero":
            worth["structural"] = 0
        if self.choices.do_not_know == "no":
            worth["dk"] = 0
        return [worth[answer] for answer in answers if answer in worth]

    def item_score(self, item: Item, answers: list[str]) -> float | None:
        numbers = self.numbers(item, answers)
        if not numbers:
            return None
        score = sum(numbers) / len(numbers) / (5 if item.type == "scale05" else 1)
        return 1 - score if item.reverse else score

    def items(self, tier: str) -> list[Item]:
        every = self.instrument.items_by_code.values()
        return [item for item in every if item.tier == tier and item.type in ("yndk", "scale05")]

    # Section 4: from items to levels, of one unit.

    def mapped(self, tier: str) -> dict[Key, list[Item]]:
        """The items mapped to each part of each source; every part is there."""
        parts: dict[Key, list[Item]] = {}
        for source in ("facts", "perceptions"):
            items = [item for item in self.items(tier) if self.instrument.section_by_item[item.code].source == source]
            scored = [item for item in items if item.scored == "level"]
            parts[source, "overall", ""] = scored
            for level in self.levels:
                parts[source, "levels", level] = [item for item in scored if level in item.levels]
                for area in self.areas:
                    cell = [item for item in scored if level in item.levels and item.area == area]
                    parts[source, "cells", f"{level}.{area}"] = cell
            for area in self.areas:
                parts[source, "areas", area] = [item for item in scored if item.area == area]
            for technology in self.instrument.technologies:
                with_it = [item for item in scored if technology.code in item.technologies]
                parts[source, "technologies", technology.code] = with_it
            for section in self.instrument.sections:
                for table in section.tables():
                    if section.source == source and any(item.scored == "profile" for item in table.items):
                        mine = [item for item in items if item.scored == "profile" and item in table.items]
                        parts[source, "profiles", table.code] = mine
        return parts

    def estimate(self, unit: str, tier: str, responses: list[RawResponse]) -> Values:
        """Every score of a unit from some of the responses: items, parts, combined, gap."""
        own = self.belonging(unit, responses)
        scores = {item.code: self.item_score(item, self.answers(unit, item, own)) for item in self.items(tier)}
        values: Values = {("items", "", code): score for code, score in scores.items()}
        for key, items in self.mapped(tier).items():
            if key[1] in ("cells", "technologies", "profiles"):
                values[key] = mean(scores[item.code] for item in items)
        for source in ("facts", "perceptions"):
            for level in self.levels:
                cells = (values[source, "cells", f"{level}.{area}"] for area in self.areas)
                values[source, "levels", level] = mean(cells)
            for area in self.areas:
                cells = (values[source, "cells", f"{level}.{area}"] for level in self.levels)
                values[source, "areas", area] = mean(cells)
            values[source, "overall", ""] = mean(values[source, "levels", level] for level in self.levels)
        self.add_pairs(values)
        return values

    def add_pairs(self, values: Values) -> None:
        for family, code in [("overall", ""), *(("levels", level) for level in self.levels)]:
            facts, perceptions = values["facts", family, code], values["perceptions", family, code]
            both = facts is not None and perceptions is not None
            values["gap", family, code] = perceptions - facts if both else None
            if family == "levels" and both:
                a, b = self.choices.facts_weight, self.choices.perceptions_weight
                values["combined", family, code] = (a * facts + b * perceptions) / (a + b)
            elif family == "levels":
                values["combined", family, code] = perceptions if facts is None else facts
        values["combined", "overall", ""] = mean(values["combined", "levels", level] for level in self.levels)

    def average(self, institutions: list[str], responses: list[RawResponse]) -> Values:
        each = [self.estimate(code, "institution", responses) for code in institutions]
        keys = self.estimate("", "institution", [])
        return {key: mean(values[key] for values in each) for key in keys}

    # Section 6: the jackknife.

    def intervals(self, estimate: Callable[[list[RawResponse]], Values], own: list[RawResponse]) -> dict[Key, Any]:
        groups = sorted({response.group for response in own})
        whole = estimate(self.survey.responses)
        without = [estimate([one for one in self.survey.responses if one.group != group]) for group in groups]
        return {key: jackknife(whole[key], [values[key] for values in without], key[0] == "gap") for key in whole}

    # Section 8: the units.

    def units(self) -> dict[tuple[str, str], dict[str, Any]]:
        survey = self.survey
        documents = {("national", survey.country): self.unit(survey.country, "national")}
        for code in survey.institutions:
            documents["institution", code] = self.known[code] = self.unit(code, "institution")
        for region in dict.fromkeys(survey.institutions.values()):
            inside = [code for code, where in survey.institutions.items() if where == region]
            documents["subnational", region] = self.mean_unit(inside)
        if survey.institutions:
            documents["all-institutions", "all"] = self.mean_unit(list(survey.institutions))
        return documents

    def unit(self, unit: str, tier: str) -> dict[str, Any]:
        own = self.belonging(unit, self.survey.responses)
        values = self.estimate(unit, tier, self.survey.responses)
        intervals = self.intervals(lambda responses: self.estimate(unit, tier, responses), own)
        coverage = {}
        for key, items in self.mapped(tier).items():
            scored = sum(values["items", "", item.code] is not None for item in items)
            coverage[key] = (scored, len(items), scored / len(items) if items else 0)
        self.add_pair_coverage(coverage)
        document = self.document(values, intervals, coverage, self.origins([values]))
        document["respondents"] = len(own)
        document["items"] = {}
        for item in self.items(tier):
            facts = self.item_facts(item, self.answers(unit, item, own))
            facts["score"] = values["items", "", item.code]
            facts |= self.item_interval(item, self.answers(unit, item, own))
            facts["validated"] = (unit, item.code) in self.survey.validated
            document["items"][item.code] = facts
        return document

    def add_pair_coverage(self, coverage: dict[Key, tuple[int, int, float]]) -> None:
        for family, code in [("overall", ""), *(("levels", level) for level in self.levels)]:
            one, other = coverage["facts", family, code], coverage["perceptions", family, code]
            scored, mapped = one[0] + other[0], one[1] + other[1]
            for pair in ("combined", "gap"):
                coverage[pair, family, code] = (scored, mapped, scored / mapped if mapped else 0)

    def mean_unit(self, institutions: list[str]) -> dict[str, Any]:
        own = [response for response in self.survey.responses if response.unit in institutions]
        values = self.average(institutions, self.survey.responses)
        intervals = self.intervals(lambda responses: self.average(institutions, responses), own)
        each = [self.known[code] for code in institutions]
        coverage = {}
        for key in values:
            if key[0] != "items":
                parts = [part_of(document, key) for document in each]
                shares = [part["coverage"] for part in parts]
                coverage[key] = (sum(part["items"] for part in parts), 0, sum(shares) / len(shares))
        single = [self.estimate(code, "institution", self.survey.responses) for code in institutions]
        document = self.document(values, intervals, coverage, self.origins(single))
        document["respondents"] = len(own)
        document["items"] = {}
        for item in self.items("institution"):
            by_institution = {code: self.answers(code, item, self.belonging(code, own)) for code in institutions}
            facts = self.item_facts(item, [answer for answers in by_institution.values() for answer in answers])
            key = ("items", "", item.code)
            facts["score"], (facts["low"], facts["high"]) = values[key], intervals[key]
            if item.type == "scale05":
                facts["mean_low"] = facts["mean_high"] = None
            others = [
                answer
                for code, answers in by_institution.items()
                for answer in answers
                if (code, item.code) not in self.survey.validated and answer != "missing"
            ]
            is_set = any((code, item.code) in self.survey.validated for code in institutions)
            facts["validated"] = is_set and not others
            document["items"][item.code] = facts
        return document

    def origins(self, each: list[Values]) -> dict[Key, str | None]:
        found: dict[Key, str | None] = {}
        for family, code in [("overall", ""), *(("levels", level) for level in self.levels)]:
            facts = any(values["facts", family, code] is not None for values in each)
            perceptions = any(values["perceptions", family, code] is not None for values in each)
            name = "both" if facts and perceptions else "facts" if facts else "perceptions" if perceptions else None
            found["combined", family, code] = name
        return found

    def document(
        self,
        values: Values,
        intervals: dict[Key, Any],
        coverage: dict[Key, tuple[int, int, float]],
        origins: dict[Key, str | None],
    ) -> dict[str, Any]:
        document: dict[str, Any] = {}
        for key, value in values.items():
            source, family, code = key
            if source == "items":
                continue
            low, high = intervals[key]
            scored, _, share = coverage[key]
            part = {"score": value, "low": low, "high": high, "coverage": share, "items": scored}
            if key in origins:
                part["from"] = origins[key]
            if family == "overall":
                document.setdefault(source, {})["overall"] = part
            else:
                document.setdefault(source, {}).setdefault(family, {})[code] = part
        return document

    def item_facts(self, item: Item, answers: list[str]) -> dict[str, Any]:
        """Counts and spread of one item."""
        numbers = self.numbers(item, answers)
        facts: dict[str, Any] = {"n": len(numbers), "missing": answers.count("missing")}
        facts["agreement"] = agreement(numbers, 5 if item.type == "scale05" else 1)
        if item.type == "scale05":
            facts["mean"] = sum(numbers) / len(numbers) if numbers else None
            facts["sd"] = statistics.stdev(numbers) if len(numbers) > 1 else None
            return facts | {"distribution": [numbers.count(point) for point in range(6)]}
        yes, structural, dk = answers.count("yes"), answers.count("structural"), answers.count("dk")
        no = answers.count("no") + structural
        share = dk / (yes + no + dk) if yes + no + dk else None
        return facts | {"yes": yes, "no": no, "structural": structural, "dk": dk, "dk_share": share}

    def item_interval(self, item: Item, answers: list[str]) -> dict[str, float | None]:
        numbers = self.numbers(item, answers)
        n = len(numbers)
        if item.type == "scale05":
            if n < 2:
                return {"low": None, "high": None, "mean_low": None, "mean_high": None}
            half = t_quantile(n - 1) * statistics.stdev(numbers) / math.sqrt(n)
            low, high = max(sum(numbers) / n - half, 0), min(sum(numbers) / n + half, 5)
            interval = {"low": low / 5, "high": high / 5, "mean_low": low, "mean_high": high}
        elif n == 0:
            return {"low": None, "high": None}
        else:
            p, z = sum(numbers) / n, statistics.NormalDist().inv_cdf(0.975)
            centre = p + z * z / (2 * n)
            half = z * math.sqrt(p * (1 - p) / n + z * z / (4 * n * n))
            interval = {"low": (centre - half) / (1 + z * z / n), "high": (centre + half) / (1 + z * z / n)}
        if item.reverse:
            interval |= {"low": 1 - interval["high"], "high": 1 - interval["low"]}
        return interval


def part_of(document: dict[str, Any], key: Key) -> dict[str, Any]:
    source, family, code = key
    return document[source]["overall"] if family == "overall" else document[source][family][code]


def mean(values: Iterable[float | None]) -> float | None:
    there = [value for value in values if value is not None]
    return sum(there) / len(there) if there else None


def agreement(numbers: list[float], width: float) -> float | None:
    if not numbers:
        return None
    middle = sum(numbers) / len(numbers)
    total = 1.0
    for value in set(numbers):
        total += numbers.count(value) / len(numbers) * math.log2(1 - abs(value - middle) / width)
    return total


def jackknife(theta: float | None, without: list[float | None], is_gap: bool) -> tuple[float | None, float | None]:
    k = len(without)
    if theta is None or k < 2 or None in without:
        return None, None
    middle = sum(without) / k
    error = math.sqrt((k - 1) / k * sum((one - middle) ** 2 for one in without))
    half = t_quantile(k - 1) * error
    return max(theta - half, -1 if is_gap else 0), min(theta + half, 1)


@cache
def t_quantile(degrees: int) -> float:
    """t(0.975, degrees), by halving on the closed form of the distribution for whole degrees of freedom."""
    low, high = 0.0, 20.0
    while (middle := (low + high) / 2) not in (low, high):
        if t_inside(middle, degrees) < 0.95:
            low = middle
        else:
            high = middle
    return high


def t_inside(t: float, degrees: int) -> float:
    """The probability of lying between -t and t (Abramowitz and Stegun 26.7.3 and 26.7.4)."""
    angle = math.atan(t / math.sqrt(degrees))
    cosine, term, total = math.cos(angle), 1.0, 0.0
    if degrees % 2 == 0:
        for power in range(0, degrees - 1, 2):
            total += term
            term *= cosine**2 * (power + 1) / (power + 2)
        return math.sin(angle) * total
    for power in range(1, degrees - 1, 2):
        total += term * cosine
        term *= cosine**2 * (power + 1) / (power + 2)
    return 2 / math.pi * (angle + math.sin(angle) * total)
