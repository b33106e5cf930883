"""What all pages of scenarios share."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from reports.figures import UnitView
from reports.results import Results
from reports.terms import terms_of
from scoring.results import UnitScores


def view_of(results: Results, scores: UnitScores, prefix: str = "scenario") -> UnitView:
    """A unit with the words for it, in the active language."""
    return UnitView(scores, results.instrument, terms_of(results.method), prefix)


def show(request: HttpRequest, name: str, results: Results, context: dict[str, Any], status: int = 200) -> HttpResponse:
    """A page below the scenarios of a round."""
    shared = {
        "survey_round": results.survey_round,
        "facts": results.scores.round,
        "method": results.method,
        "checksum": results.evidence.checksum,
        "is_limited": results.is_limited,
    }
    return render(request, f"reports/scenarios/{name}.html", shared | context, status=status)
