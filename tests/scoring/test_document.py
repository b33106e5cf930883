from __future__ import annotations

import json
from typing import Any

import pytest

from scoring.document import as_document, score_round
from tests.contents import standard_method
from tests.scoring.instruments import MIXED
from tests.scoring.rounds import measured, random_round, regions, round_facts

LEVELS = ["information", "consultation", "decision"]
AREAS = ["legal", "organisational", "channels"]
SCORE = {"score", "low", "high", "coverage", "items"}
COMMON = {"score", "n", "missing", "agreement", "low", "high", "validated"}


@pytest.fixture
def document() -> dict[str, Any]:
    survey = random_round(MIXED, seed=9, responses=40, institutions=3)
    facts, units = round_facts(survey), list(measured(MIXED, survey))
    return as_document(score_round(MIXED, standard_method(), facts, units, regions(survey), survey.validated))


def test_the_document_names_its_round_and_versions(document: dict[str, Any]) -> None:
    assert {key: value for key, value in document.items() if key != "units"} == {
        "round": "r1",
        "instrument": "mixed",
        "version": "1",
        "scheme": "metep-2014/1",
        "computed_at": "2026-01-02T03:04:00+00:00",
        "responses": {"counted": 40, "excluded": 0, "draft": 0},
    }


def test_the_document_is_json_and_reads_back_the_same(document: dict[str, Any]) -> None:
    assert json.loads(json.dumps(document, allow_nan=False)) == document


def test_every_unit_has_every_part(document: dict[str, Any]) -> None:
    tiers = {unit["tier"] for unit in document["units"]}
    assert tiers == {"national", "subnational", "institution", "all-institutions"}
    for unit in document["units"]:
        assert list(unit) == [
            "tier", "code", "name", "respondents", "facts", "perceptions", "combined", "gap", "items",
        ]  # fmt: skip
        for source in (unit["facts"], unit["perceptions"]):
            assert set(source["overall"]) == SCORE
            assert list(source["levels"]) == LEVELS
            assert list(source["areas"]) == AREAS
            assert list(source["cells"]) == [f"{level}.{area}" for level in LEVELS for area in AREAS]
            assert list(source["technologies"]) == ["open", "social", "mobile", "portals"]
        assert "profiles" not in unit["facts"]
        assert list(unit["perceptions"]["profiles"]) == ["V3", "V4"]
        assert list(unit["gap"]) == list(unit["combined"]) == ["overall", "levels"]
        assert set(unit["gap"]["levels"]["decision"]) == SCORE
        assert set(unit["combined"]["levels"]["decision"]) == SCORE | {"from"}


def test_items_tell_what_their_type_has(document: dict[str, Any]) -> None:
    nation, institution = (
        next(u for u in document["units"] if u["tier"] == tier) for tier in ("national", "institution")
    )
    assert list(nation["items"]) == ["F1.a", "F1.a1", "F1.a1.1", "F1.b", "F1.b1", "F1.context", "V1.a", "V1.b"]
    assert set(nation["items"]["F1.a"]) == COMMON | {"yes", "no", "structural", "dk", "dk_share"}
    assert set(institution["items"]["V2.a"]) == COMMON | {"mean", "sd", "distribution", "mean_low", "mean_high"}


def test_an_origin_is_null_where_there_is_no_score() -> None:
    survey = random_round(MIXED, seed=1, responses=0, institutions=1)
    survey.validated.clear()
    scores = score_round(MIXED, standard_method(), round_facts(survey), list(measured(MIXED, survey)))
    for unit in as_document(scores)["units"]:
        nothing = {"score": None, "low": None, "high": None, "coverage": 0.0, "items": 0}
        assert unit["combined"]["overall"] == nothing | {"from": None}
        assert unit["gap"]["overall"] == nothing
