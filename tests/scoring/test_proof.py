"""Proofs of score runs: the script recomputes everything with bare Python, and finds what was changed."""

from __future__ import annotations

import ast
import json
import re
import runpy
import sys
import zipfile
from pathlib import Path

import numpy as np
import pytest
from django.core.management import CommandError, call_command
from scipy.stats import t as student

from scoring.calculate import calculate, freeze, read_evidence
from scoring.document import as_document
from scoring.kept import NothingKept
from scoring.models import ScoreRun
from scoring.past import evidence_of
from scoring.proof.writing import FOLDER, SCRIPT, proof_files
from surveys.lifecycle import exclude
from surveys.models import Institution, Round, Validation
from tests.contents import metep
from tests.scoring.conftest import MakeResponses
from tests.scoring.instruments import MIXED
from tests.scoring.proofs import METHOD, evidence_in, recompute, run_of, seal, unpack
from tests.scoring.rounds import differences, random_round

OPTIONS = [
    {},
    {'structural = "zero"': 'structural = "left_out"'},
    {'do_not_know = "left_out"': 'do_not_know = "no"'},
    {"combined_weights.facts = 1": "combined_weights.facts = 3"},
    {"combined_weights.perceptions = 1": "combined_weights.perceptions = 0"},
    {"confidence = 0.95": "confidence = 0.8", "groups = 20": "groups = 20"},
    {'areas = ["legal", "organisational", "channels"]': 'areas = ["channels", "organisational", "legal"]'},
]


def method_with(changes: dict[str, str]) -> str:
    text = METHOD
    for old, new in changes.items():
        assert old in text
        text = text.replace(old, new)
    return text


@pytest.mark.parametrize("changes", OPTIONS, ids=lambda changes: ", ".join(changes.values()) or "as it is")
def test_a_proof_recomputes_every_number_under_every_option(
    changes: dict[str, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    method = method_with(changes)
    survey = random_round(MIXED, seed=4, responses=60, institutions=5)
    assert survey.validated
    run = run_of(evidence_in(MIXED, survey, method), monkeypatch, method)
    found = recompute(unpack(run, tmp_path))
    assert (found.said, found.code) == ("OK\n", 0)


@pytest.mark.parametrize(
    ("responses", "institutions"), [(0, 0), (0, 2), (1, 1), (3, 6), (40, 0), (250, 4)],
)  # fmt: skip
def test_a_proof_holds_for_empty_and_small_and_larger_rounds(
    responses: int, institutions: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    survey = random_round(MIXED, seed=responses + institutions, responses=responses, institutions=institutions)
    run = run_of(evidence_in(MIXED, survey), monkeypatch)
    found = recompute(unpack(run, tmp_path))
    assert (found.said, found.code) == ("OK\n", 0)


def test_a_proof_holds_for_the_real_instrument(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    survey = random_round(metep(), seed=3, responses=80, institutions=4)
    survey.institutions["I3"] = ""  # of no region
    run = run_of(evidence_in(metep(), survey), monkeypatch)
    units = {(unit["tier"], unit["code"]) for unit in run.document["units"]}
    assert ("subnational", "R0") in units
    found = recompute(unpack(run, tmp_path))
    assert (found.said, found.code) == ("OK\n", 0)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An unpacked proof of a small round."""
    survey = random_round(MIXED, seed=11, responses=20, institutions=3)
    return unpack(run_of(evidence_in(MIXED, survey), monkeypatch), tmp_path)


FILES = [
    "README.en.md", "README.kk.md", "README.ru.md", "recompute.py", "instrument.toml", "method.toml", "run.json",
    "scores.json", "tallies.json", "validated.json", "SHA256SUMS",
]  # fmt: skip


@pytest.mark.parametrize("name", FILES)
@pytest.mark.parametrize("place", [0.0, 0.3, 0.5, 0.999])
def test_a_changed_byte_in_any_file_is_found(folder: Path, name: str, place: float) -> None:
    assert {path.name for path in folder.iterdir()} == set(FILES)
    content = bytearray((folder / name).read_bytes())
    content[int(place * len(content))] ^= 1
    (folder / name).write_bytes(content)
    found = recompute(folder)
    assert found.said != "OK\n"
    if name == "SHA256SUMS":
        assert "Not as packed" in found.said
    elif name != "recompute.py":  # a changed script may not even run, or end with another status
        assert name in found.said


@pytest.mark.parametrize(
    ("name", "pattern", "change"),
    [
        ("tallies.json", r'"yes": \[(\d+)', lambda number: number + 1),
        ("scores.json", r'"overall": \{\s+"score": 0\.(\d)', lambda digit: (digit + 1) % 10),
        ("scores.json", r'"excluded": (\d+)', None),
        ("scores.json", r'"counted": (\d+)', lambda number: number + 1),
        ("method.toml", r"combined_weights.facts = (\d)", lambda number: number + 1),
        ("instrument.toml", r'levels = \["(information)"\]', lambda _word: "decision"),
        ("validated.json", r'"value": "(yes|no|dk)"', lambda value: "no" if value == "yes" else "yes"),
        ("run.json", r'"input_checksum": "(\w+)"', lambda checksum: checksum[::-1]),
        ("run.json", r'"computed_at": "(2026)', lambda year: year + 1),
    ],
)
def test_who_changes_a_number_and_its_checksum_is_found_by_the_recomputation(
    folder: Path, name: str, pattern: str, change: object
) -> None:
    text = (folder / name).read_text("utf-8")
    found = re.search(pattern, text)
    assert found
    old = found[1]
    if callable(change):
        new = str(change(int(old) if old.isdecimal() else old))
        (folder / name).write_text(text[: found.start(1)] + new + text[found.end(1) :], "utf-8")
    seal(folder)
    result = recompute(folder)
    if callable(change):
        assert result.code == 1
        assert "the counts give" in result.said
    else:
        assert result.said == "OK\n"  # sealed without a change


def test_an_invented_unit_is_found(folder: Path) -> None:
    document = json.loads((folder / "scores.json").read_text("utf-8"))
    document["units"].append(document["units"][-1] | {"code": "invented"})
    (folder / "scores.json").write_text(json.dumps(document), "utf-8")
    seal(folder)
    assert "units/" in recompute(folder).said


def test_a_missing_file_is_found(folder: Path) -> None:
    (folder / "validated.json").unlink()
    assert recompute(folder).code != 0


def test_the_script_is_short_and_needs_the_standard_library_only() -> None:
    text = (FOLDER / SCRIPT).read_text("utf-8")
    assert len(text.splitlines()) <= 300
    imported = {name.name for node in ast.walk(ast.parse(text)) if isinstance(node, ast.Import) for name in node.names}
    imported |= {node.module or "" for node in ast.walk(ast.parse(text)) if isinstance(node, ast.ImportFrom)}
    assert {name.partition(".")[0] for name in imported} <= sys.stdlib_module_names


@pytest.mark.parametrize("p", [0.9, 0.95, 0.975, 0.995, 0.9999])
@pytest.mark.parametrize("df", [1, 2, 3, 4, 5, 18, 19, 20, 99, 1000, 30_001])
def test_the_quantiles_of_the_script_are_those_of_scipy(p: float, df: int) -> None:
    script = runpy.run_path(str(FOLDER / SCRIPT))
    assert script["t_quantile"](p, df) == pytest.approx(student.ppf(p, df), rel=1e-10)


def test_a_run_becomes_evidence_again(monkeypatch: pytest.MonkeyPatch) -> None:
    survey = random_round(MIXED, seed=5, responses=30, institutions=4)
    before = evidence_in(MIXED, survey)
    run = run_of(before, monkeypatch)
    after = evidence_of(run)
    assert after.checksum == before.checksum == run.input_checksum
    assert np.array_equal(after.counts_of(None).answers, before.counts_of(None).answers)
    assert list(differences(as_document(calculate(after, run.computed_at)), run.document)) == []


def test_no_name_of_a_reviewer_is_in_a_proof(monkeypatch: pytest.MonkeyPatch) -> None:
    survey = random_round(MIXED, seed=5, responses=10, institutions=2)
    files = proof_files(run_of(evidence_in(MIXED, survey), monkeypatch))
    facts = json.loads(files["validated.json"])
    assert facts
    assert set(facts[0]) == {"unit", "item", "value", "reason", "at"}


@pytest.mark.django_db
def test_the_proof_is_of_the_run_also_when_the_tallies_have_moved_on(
    survey_round: Round, institution: Institution, make_responses: MakeResponses, tmp_path: Path
) -> None:
    make_responses(12)
    Validation.objects.create(round=survey_round, institution=institution, item="F2.1.a", value="yes", reason="Seen.")
    run = freeze(read_evidence(survey_round))
    make_responses(9, seed=2)
    Validation.objects.all().delete()
    target = tmp_path / "proof.zip"
    call_command("export_proof", str(run.pk), str(target))
    with zipfile.ZipFile(target) as packed:
        packed.extractall(tmp_path / "proof")
    assert json.loads((tmp_path / "proof" / "scores.json").read_text("utf-8"))["responses"]["counted"] == 12
    assert recompute(tmp_path / "proof").said == "OK\n"


@pytest.mark.django_db
def test_a_round_code_means_its_latest_run_and_the_same_run_gives_the_same_bytes(
    survey_round: Round, make_responses: MakeResponses, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    make_responses(3)
    freeze(read_evidence(survey_round))
    make_responses(3, seed=2)
    latest = freeze(read_evidence(survey_round))
    for name, run in (("one.zip", survey_round.code), ("two.zip", str(latest.pk))):
        call_command("export_proof", run, str(tmp_path / name))
    assert (tmp_path / "one.zip").read_bytes() == (tmp_path / "two.zip").read_bytes()
    assert f"proof of run {latest.pk}" in capsys.readouterr().out


@pytest.mark.django_db
def test_exporting_says_what_is_wrong(survey_round: Round, make_responses: MakeResponses, tmp_path: Path) -> None:
    target = tmp_path / "proof.zip"
    with pytest.raises(CommandError, match="no round nothing"):
        call_command("export_proof", "nothing", str(target))
    with pytest.raises(CommandError, match="has no score run yet"):
        call_command("export_proof", survey_round.code, str(target))
    make_responses(2)
    freeze(read_evidence(survey_round))
    with pytest.raises(CommandError, match="cannot be written"):
        call_command("export_proof", survey_round.code, str(tmp_path / "missing" / "proof.zip"))
    call_command("export_proof", survey_round.code, str(target))
    with pytest.raises(CommandError, match="cannot be written: File exists"):
        call_command("export_proof", survey_round.code, str(target))


@pytest.mark.django_db
def test_a_run_of_before_counts_were_kept_says_so_and_is_followed_by_one_that_can_be_proved(
    survey_round: Round, make_responses: MakeResponses, tmp_path: Path
) -> None:
    make_responses(2)
    old = freeze(read_evidence(survey_round))
    ScoreRun.objects.update(inputs=b"")
    old.refresh_from_db()
    with pytest.raises(NothingKept):
        evidence_of(old)
    with pytest.raises(CommandError, match="before counts were kept"):
        call_command("export_proof", survey_round.code, str(tmp_path / "proof.zip"))
    assert not (tmp_path / "proof.zip").exists()
    new = freeze(read_evidence(survey_round))
    assert new.pk != old.pk
    assert freeze(read_evidence(survey_round)) == new


@pytest.mark.django_db
def test_an_excluded_response_is_in_no_proof(survey_round: Round, make_responses: MakeResponses) -> None:
    make_responses(4)
    exclude(make_responses(1, seed=9)[0], "A test of the form.")
    document = json.loads(proof_files(freeze(read_evidence(survey_round)))["scores.json"])
    assert document["responses"] == {"counted": 4, "excluded": 1, "draft": 0}
