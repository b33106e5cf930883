"""The evidence of a score run as it was: everything that works on evidence works on a run, however long ago."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from scoring.calculate import Evidence
from scoring.counts import Counts
from scoring.frame import items_of
from scoring.kept import ANSWERS, read_inputs
from scoring.methods import read_method
from scoring.models import ScoreRun
from scoring.results import UnitTier
from surveys.catalogue import instrument_of
from surveys.content import LANGUAGES, Instrument, Tier
from surveys.models import Institution, Region, Validation


def evidence_of(run: ScoreRun) -> Evidence:
    """The evidence of a run, from what was kept with it: `calculate` of it gives the run's scores again.

    Its institutions and validated facts are values of that moment, not rows: they have no primary keys of the database.
    Raises NothingKept.
    """
    inputs, document = read_inputs(run), run.document
    instrument, method = instrument_of(run.round.version_id), read_method(inputs["method"])
    names = {(unit["tier"], unit["code"]): unit["name"] for unit in document["units"]}
    nation, *below = inputs["units"]
    bodies = tuple(_institution(-place, unit, names) for place, unit in enumerate(below, start=1))
    keys: dict[str, int | None] = {body.code: body.pk for body in bodies} | {nation["code"]: None}
    return Evidence(
        survey_round=run.round,
        instrument=instrument,
        method=method,
        institutions=bodies,
        counts={keys[unit["code"]]: _counts(unit, instrument, method.groups) for unit in inputs["units"]},
        validations=tuple(_validation(run, fact, keys[fact["unit"]]) for fact in inputs["validated"]),
        excluded=document["responses"]["excluded"],
        draft=document["responses"]["draft"],
    )


def _counts(unit: Mapping[str, Any], instrument: Instrument, groups: int) -> Counts:
    items = items_of(instrument, Tier(unit["tier"]))
    counts = Counts.nobody(len(items), groups)
    for place, item in enumerate(items):
        for name, row in unit["answers"].get(item.code, {}).items():
            counts.answers[place, ANSWERS.index(name)] = row
    counts.respondents[:] = unit["respondents"]
    return counts


def _institution(key: int, unit: Mapping[str, Any], names: Mapping[tuple[str, str], Mapping[str, str]]) -> Institution:
    body = Institution(pk=key, code=unit["code"], **_names(names.get((UnitTier.INSTITUTION, unit["code"]), {})))
    if unit["region"]:
        body.region = Region(
            pk=key, code=unit["region"], **_names(names.get((UnitTier.SUBNATIONAL, unit["region"]), {}))
        )
    return body


def _names(name: Mapping[str, str]) -> dict[str, str]:
    return {f"name_{language}": name.get(language, "") for language in LANGUAGES}


def _validation(run: ScoreRun, fact: Mapping[str, str], institution: int | None) -> Validation:
    at = datetime.fromisoformat(fact["at"]) if fact["at"] else run.computed_at
    return Validation(
        round=run.round,
        institution_id=institution,
        item=fact["item"],
        value=fact["value"],
        reason=fact["reason"],
        at=at,
    )
