"""Pack a score run so that anybody can recompute it: instrument, method, counts, settled facts, scores, a script."""

from __future__ import annotations

import hashlib
import json
import zipfile
from collections.abc import Mapping
from pathlib import Path
from string import Template
from typing import IO, Any

from scoring.kept import read_inputs
from scoring.models import ScoreRun
from surveys.catalogue import instrument_of
from surveys.content import LANGUAGES, write_instrument

FOLDER = Path(__file__).parent
SCRIPT = "recompute.py"
SUMS = "SHA256SUMS"
_DATE = (1980, 1, 1, 0, 0, 0)  # the same run gives the same file, byte by byte


def proof_files(run: ScoreRun) -> dict[str, bytes]:
    """The files of the proof of a run, SHA256SUMS last. Raises NothingKept for a run without counts."""
    inputs = read_inputs(run)
    told = {
        "run": run.pk,
        "round": run.round.code,
        "method": run.method,
        "computed_at": run.document["computed_at"],
        "instrument_checksum": run.instrument_checksum,
        "input_checksum": run.input_checksum,
    }
    readme = {name: str(value) for name, value in told.items()} | {"responses": run.document["responses"]["counted"]}
    files = {f"README.{language}.md": _readme(language, readme) for language in LANGUAGES}
    files |= {
        SCRIPT: (FOLDER / SCRIPT).read_bytes(),
        "instrument.toml": write_instrument(instrument_of(run.round.version_id)).encode(),
        "method.toml": inputs["method"].encode(),
        "run.json": _json(told),
        "scores.json": _json(run.document),
        "tallies.json": _tallies(inputs["units"]),
        "validated.json": _json(inputs["validated"]),
    }
    files = dict(sorted(files.items(), key=lambda file: (not file[0].startswith("README"), file[0] != SCRIPT, file[0])))
    return files | {SUMS: sums_of(files)}


def sums_of(files: Mapping[str, bytes]) -> bytes:
    """What SHA256SUMS says of the files, in the form that `sha256sum --check` reads."""
    return "".join(f"{hashlib.sha256(content).hexdigest()}  {name}\n" for name, content in files.items()).encode()


def write_proof(run: ScoreRun, target: IO[bytes]) -> str:
    """Write the ZIP of a run's proof; returns the SHA-256 of its SHA256SUMS, which stands for all of it."""
    files = proof_files(run)
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, content in files.items():
            packed.writestr(zipfile.ZipInfo(name, _DATE), content, zipfile.ZIP_DEFLATED)
    return hashlib.sha256(files[SUMS]).hexdigest()


def _readme(language: str, told: Mapping[str, Any]) -> bytes:
    text = (FOLDER / f"README.{language}.md").read_text("utf-8")
    return Template(text).substitute(told).encode()


def _json(value: Any) -> bytes:
    return (json.dumps(value, ensure_ascii=False, indent=1) + "\n").encode()


def _tallies(units: list[dict[str, Any]]) -> bytes:
    """One line for each item of each unit: people read it, and a comparison names the line that differs."""
    lines = []
    for unit in units:
        head = {name: unit[name] for name in ("tier", "code", "region", "respondents")}
        items = ",\n".join(f"  {json.dumps(code)}: {json.dumps(given)}" for code, given in unit["answers"].items())
        lines.append(f'{json.dumps(head, ensure_ascii=False)[:-1]}, "answers": {{\n{items}\n}}}}')
    return ("[\n" + ",\n".join(lines) + "\n]\n").encode()
