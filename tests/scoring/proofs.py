"""Score runs made without a database from rounds drawn at random, and their proofs unpacked and run."""

from __future__ import annotations

import datetime
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest

from scoring import kept
from scoring.calculate import Evidence, calculate
from scoring.counts import Counts
from scoring.document import as_document
from scoring.methods import read_method
from scoring.models import ScoreRun
from scoring.proof import writing
from surveys.content import Instrument, Tier
from surveys.models import Institution, Region, Round, Validation
from surveys.storing import checksum_of
from tests.contents import METHOD_FILE
from tests.scoring.reference import RawRound
from tests.scoring.rounds import count

MOMENT = datetime.datetime(2026, 1, 2, 3, 4, tzinfo=datetime.UTC)
METHOD = METHOD_FILE.read_text("utf-8")


def evidence_in(instrument: Instrument, survey: RawRound, method_toml: str = METHOD) -> Evidence:
    """Evidence of a raw round, without rows in a database."""
    bodies = []
    for key, (code, region) in enumerate(survey.institutions.items(), start=1):
        body = Institution(pk=key, code=code, country=survey.country, name_en=f"Institution {code}")
        if region:
            body.region = Region(pk=key, code=region, name_en=f"Region {region}")
        bodies.append(body)
    counts: dict[int | None, Counts] = {None: count(instrument, Tier.NATIONAL, survey.responses)}
    for body in bodies:
        own = [response for response in survey.responses if response.unit == body.code]
        if own:
            counts[body.pk] = count(instrument, Tier.INSTITUTION, own)
    keys: dict[str, int | None] = {body.code: body.pk for body in bodies} | {survey.country: None}
    validations = tuple(
        Validation(institution_id=keys[unit], item=item, value=value, reason="Settled by a test.", at=MOMENT)
        for (unit, item), value in survey.validated.items()
    )
    made = Round(pk=1, code="r1", country=survey.country)
    return Evidence(made, instrument, read_method(method_toml), tuple(bodies), counts, validations, excluded=2, draft=1)


def run_of(evidence: Evidence, monkeypatch: pytest.MonkeyPatch, method_toml: str = METHOD) -> ScoreRun:
    """A score run of the evidence, as `freeze` keeps it, never saved."""
    monkeypatch.setattr(kept, "method_text", lambda _code: method_toml)
    monkeypatch.setattr(writing, "instrument_of", lambda _version: evidence.instrument)
    monkeypatch.setattr("scoring.past.instrument_of", lambda _version: evidence.instrument)
    return ScoreRun(
        pk=7,
        round=evidence.survey_round,
        method=evidence.method.code,
        instrument_checksum=checksum_of(evidence.instrument),
        input_checksum=evidence.checksum,
        computed_at=MOMENT,
        document=as_document(calculate(evidence, MOMENT)),
        inputs=kept.inputs_of(evidence),
    )


def unpack(run: ScoreRun, folder: Path) -> Path:
    """The proof of a run as files in a folder."""
    for name, content in writing.proof_files(run).items():
        (folder / name).write_bytes(content)
    return folder


def recompute(folder: Path) -> SimpleNamespace:
    """What the script of a proof says (`said`) and its status (`code`), with bare Python and no environment."""
    command = [getattr(sys, "_base_executable", sys.executable), "-I", "-S", str(folder / writing.SCRIPT)]
    done = subprocess.run(command, capture_output=True, text=True, env={}, cwd="/", check=False)
    return SimpleNamespace(said=done.stdout + done.stderr, code=done.returncode)


def seal(folder: Path) -> None:
    """Renew SHA256SUMS, as somebody would who changes a file on purpose."""
    names = [line.split()[1] for line in (folder / writing.SUMS).read_text().splitlines()]
    (folder / writing.SUMS).write_bytes(writing.sums_of({name: (folder / name).read_bytes() for name in names}))
