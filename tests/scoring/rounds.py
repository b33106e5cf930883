"""Rounds made at random, and their counts as the application takes them from coded answers."""

from __future__ import annotations

import datetime
import random
import uuid
from collections.abc import Iterable, Iterator

import numpy as np

from scoring.counts import Counts
from scoring.document import MeasuredUnit
from scoring.frame import items_of
from scoring.results import RoundFacts, Unit, UnitTier
from surveys.coding import CODES, Coder
from surveys.content import Instrument, ItemType, Source, Tier
from tests.scoring.reference import GROUPS, RawResponse, RawRound

COUNTRY = "KZ"


def round_facts(survey: RawRound) -> RoundFacts:
    moment = datetime.datetime(2026, 1, 2, 3, 4, tzinfo=datetime.UTC)
    return RoundFacts("r1", moment, counted=len(survey.responses), excluded=0, draft=0)


def random_round(instrument: Instrument, seed: int, responses: int, institutions: int) -> RawRound:
    """A round in which everything happens: blanks, Do not know, subsets of sections, validations, answers where
    none was asked for, institutions without responses, respondents without an institution."""
    draw = random.Random(seed)
    codes = {f"I{number}": f"R{number % 3}" for number in range(institutions)}
    survey = RawRound(COUNTRY, codes, [_random_response(instrument, draw, list(codes)) for _ in range(responses)])
    for item in instrument.scored_items:
        if item.type is ItemType.YNDK and instrument.section_by_item[item.code].source is Source.FACTS:
            for unit in [COUNTRY] if item.tier is Tier.NATIONAL else codes:
                if draw.random() < 0.08:
                    survey.validated[unit, item.code] = draw.choice(["yes", "no", "dk"])
    return survey


def _random_response(instrument: Instrument, draw: random.Random, institutions: list[str]) -> RawResponse:
    unit = draw.choice([*institutions, ""]) if draw.random() < 0.9 else ""
    sections = {section.code for section in instrument.sections if draw.random() < 0.75}
    blank, leaning = draw.choice([0.05, 0.3, 0.8]), draw.random()
    answers = {}
    for item in instrument.scored_items:
        if draw.random() < blank:
            continue
        if item.type is ItemType.SCALE05:
            answers[item.code] = str(min(5, max(0, round(draw.gauss(5 * leaning, 1.5)))))
        else:
            answers[item.code] = draw.choices(["yes", "no", "dk"], [leaning + 0.1, 1.1 - leaning, 0.25])[0]
    return RawResponse(str(uuid.UUID(int=draw.getrandbits(128), version=4)), unit, sections, answers)


def count(instrument: Instrument, tier: Tier, responses: Iterable[RawResponse]) -> Counts:
    """The counts of some responses for the items of a tier."""
    coder = Coder(instrument)
    places = [place for place, item in enumerate(instrument.scored_items) if item.tier is tier]
    counts = Counts.nobody(len(items_of(instrument, tier)), GROUPS)
    for response in responses:
        codes = coder.code(response.answers, response.sections, bool(response.unit)).data
        for item, place in enumerate(places):
            counts.answers[item, codes[place], response.group] += 1
        counts.respondents[response.group] += 1
    assert counts.answers.shape == (len(places), CODES, GROUPS)
    return counts


def measured(instrument: Instrument, survey: RawRound) -> Iterator[MeasuredUnit]:
    country = Unit(UnitTier.NATIONAL, survey.country, {"en": "Country"})
    yield MeasuredUnit(country, count(instrument, Tier.NATIONAL, survey.responses))
    for code, region in survey.institutions.items():
        own = [response for response in survey.responses if response.unit == code]
        unit = Unit(UnitTier.INSTITUTION, code, {"en": code}, region)
        yield MeasuredUnit(unit, count(instrument, Tier.INSTITUTION, own))


def regions(survey: RawRound) -> list[Unit]:
    codes = dict.fromkeys(survey.institutions.values())
    return [Unit(UnitTier.SUBNATIONAL, code, {"en": code}) for code in codes]


def differences(ours: object, theirs: object, place: str = "") -> Iterator[str]:
    """Where two documents differ, numbers by more than 1e-12."""
    if isinstance(ours, dict) and isinstance(theirs, dict):
        if ours.keys() != theirs.keys():
            yield f"{place}: {sorted(ours)} instead of {sorted(theirs)}"
        for key in ours.keys() & theirs.keys():
            yield from differences(ours[key], theirs[key], f"{place}/{key}")
    elif isinstance(ours, float) and isinstance(theirs, float | int) and not isinstance(theirs, bool):
        if not np.isclose(ours, theirs, rtol=0, atol=1e-12):
            yield f"{place}: {ours} instead of {theirs}"
    elif ours != theirs:
        yield f"{place}: {ours} instead of {theirs}"
