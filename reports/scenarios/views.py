"""The pages of scenarios that were kept: fetch, build, answer."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from reports.dashboard.values import Addresses
from reports.models import Scenario
from reports.permissions import analysts_only, may_see_results
from reports.results import Results, results_of
from reports.scenarios.forms import NameForm
from reports.scenarios.keeping import assumptions_of, compute_anew, goal_of, outcome_of, titles_of
from reports.scenarios.later import held_rows, later_rounds, lineage_notes
from reports.scenarios.listing import compare_rows, comparison, list_rows, unit_groups
from reports.scenarios.making import UNPROCESSABLE
from reports.scenarios.page import show, view_of
from reports.scenarios.presenting import show_outcome
from reports.scenarios.reading import (
    NoSuchScenario,
    get_scenario,
    is_stale,
    may_change,
    read_results,
    scenarios_of,
    search,
    unit_of,
)
from reports.scenarios.surroundings import surroundings_of
from scoring.results import UnitScores
from surveys.models import Round
from surveys.ordering import alphabetical
from surveys.roles import institutions_coordinated

PAGE = 50
COMPARED = (2, 3)
DIGITS = 9  # of a key


@require_safe
@analysts_only
def scenario_list(request: HttpRequest, code: str) -> HttpResponse:
    """The scenarios of a round that the reader may see, the latest first."""
    results = read_results(request, code)
    return _list(request, results)


def _list(request: HttpRequest, results: Results, refusal: str = "") -> HttpResponse:
    """The list with what was ticked to be compared; `refusal`: why that cannot be."""
    words = request.GET.get("q", "").strip()
    found = Paginator(search(scenarios_of(results), words), PAGE).get_page(request.GET.get("page"))
    shown = list(found)
    ticked = set(_ticked(request))
    context = {
        "refusal": refusal,
        "ticked": ticked,
        "elsewhere": scenarios_of(results).filter(pk__in=ticked - {one.pk for one in shown}) if ticked else (),
        "page": found,
        "rows": list_rows(results, shown),
        "words": words,
        "units": unit_groups(results),
        "unit": request.GET.get("unit", ""),
    }
    return show(request, "list", results, context, UNPROCESSABLE if refusal else 200)


@require_safe
@analysts_only
def scenario_page(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """One scenario: before and after, the ordered plan, the proof."""
    results = read_results(request, code)
    scenario = get_scenario(results, pk)
    return _page(request, results, scenario, NameForm(instance=scenario))


@require_POST
@analysts_only
def rename(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """Another name or note."""
    results, scenario = _own(request, code, pk)
    form = NameForm(request.POST, instance=scenario)
    if not form.is_valid():
        return _page(request, results, get_scenario(results, pk), form, UNPROCESSABLE)
    form.save()
    messages.success(request, _("Name and note are kept."))
    return redirect("scenario", code, pk)


@require_POST
@analysts_only
def delete(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """Remove a scenario."""
    _results, scenario = _own(request, code, pk)
    scenario.delete()
    messages.success(request, _("The scenario is deleted."))
    return redirect("scenarios", code)


@require_POST
@analysts_only
def mark(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """Put a scenario into the report of its unit, or take it out."""
    results = read_results(request, code)
    scenario = get_scenario(results, pk)
    if results.is_limited:
        raise PermissionDenied(_("What stands in a report is decided by the analysts of the round."))
    scenario.in_report = "in_report" in request.POST
    scenario.save(update_fields=["in_report"])
    messages.success(
        request,
        _("The scenario stands in the report of its unit.")
        if scenario.in_report
        else _("The scenario does not stand in the report."),
    )
    return redirect("scenario", code, pk)


@require_POST
@analysts_only
def recompute(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """Compute a scenario from the counts of today."""
    results, scenario = _own(request, code, pk)
    if compute_anew(scenario, results):
        messages.success(request, _("The scenario is computed from the counts of today."))
    else:
        messages.error(request, _("With the counts of today this scenario is not possible; it stays as it was."))
    return redirect("scenario", code, pk)


@require_safe
@analysts_only
def compare(request: HttpRequest, code: str) -> HttpResponse:
    """Two or three scenarios of one unit side by side (`s` in the address)."""
    results = read_results(request, code)
    found = list(scenarios_of(results).filter(pk__in=_ticked(request)).order_by("pk"))
    if refusal := _refusal(found):
        return _list(request, results, refusal)
    view = view_of(results, _unit(results, found[0]))
    outcomes = [(one.name, outcome_of(one)) for one in found]
    context = {
        "unit_name": view.name,
        "scenarios": found,
        "chart": comparison(view, outcomes),
        "rows": compare_rows(view, outcomes),
        "stale": [one.name for one in found if is_stale(results, one)],
    }
    return show(request, "compare", results, context)


def _ticked(request: HttpRequest) -> list[int]:
    return [int(pk) for pk in request.GET.getlist("s") if pk.isdecimal() and len(pk) <= DIGITS]


def _refusal(found: Sequence[Scenario]) -> str:
    """Why these cannot be compared; empty where they can."""
    if not found:
        return _("Nothing is ticked. Tick two or three scenarios of the same unit.")
    if len({(one.tier, one.unit) for one in found}) > 1:
        return _("These scenarios are of different units. Leave only those of one unit ticked.")
    if len(found) < COMPARED[0]:
        return _("Only one scenario is ticked. Tick one or two more of the same unit.")
    if len(found) > COMPARED[1]:
        return _("More than three scenarios are ticked. Leave two or three ticked.")
    return ""


@require_safe
@analysts_only
def next_page(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """A scenario held against a later round (`round` in the address; the first by default)."""
    results = read_results(request, code)
    scenario = get_scenario(results, pk)
    rounds = later_rounds(request.user, results.survey_round)
    context: dict[str, Any] = {"scenario": scenario, "rounds": rounds, "later": None}
    asked = request.GET.get("round", "")
    later = next((one for one in rounds if asked in ("", one.code)), None)
    if asked and later is None:
        raise NoSuchScenario(_("There is no such later round."))
    if later is not None:
        context |= _held(request, results, scenario, later)
    return show(request, "next", results, context)


def _held(request: HttpRequest, results: Results, scenario: Scenario, later: Round) -> dict[str, Any]:
    """What became of a scenario; nothing where its unit took no part in the later round."""
    found = results_of(later)
    if not may_see_results(request.user, later):
        found = found.limited_to(institutions_coordinated(request.user, later))
    scores = found.unit(scenario.tier, scenario.unit)
    context: dict[str, Any] = {"later": later, "has_unit": scores is not None}
    if scores is not None:
        view = view_of(results, _unit(results, scenario))
        names = surroundings_of(results, view).names
        context |= held_rows(view, outcome_of(scenario), scores, found, names)
        context |= {"notes": lineage_notes(results, found), "unit_name": view.name}
    return context


def _own(request: HttpRequest, code: str, pk: int) -> tuple[Results, Scenario]:
    """A scenario that the reader may change. Raises PermissionDenied for one that she may only see."""
    results = read_results(request, code)
    scenario = get_scenario(results, pk)
    if not may_change(request.user, results, scenario):
        raise PermissionDenied(_("Only who made this scenario, or an analyst, may change it."))
    return results, scenario


def _unit(results: Results, scenario: Scenario) -> UnitScores:
    """The unit of a scenario. Raises NoSuchScenario where the round has it no more."""
    scores = unit_of(results, scenario)
    if scores is None:
        raise NoSuchScenario(_("The unit of this scenario is no longer in the round."))
    return scores


def _page(
    request: HttpRequest, results: Results, scenario: Scenario, names: NameForm, status: int = 200
) -> HttpResponse:
    view = view_of(results, _unit(results, scenario))
    outcome, goal, assumptions = outcome_of(scenario), goal_of(scenario), assumptions_of(scenario)
    around = surroundings_of(results, view, is_stale(results, scenario))
    context = {
        "scenario": scenario,
        "unit_name": view.name,
        "shown": show_outcome(view, results.survey_round.code, outcome, titles_of(view), goal, around),
        "report": Addresses(results.survey_round.code, view.scores.unit).page("dashboard-report"),
        "weights": assumptions.weights,
        "assumptions": assumptions,
        "names": names,
        "bodies": sorted((around.names.get(body, body) for body in assumptions.bodies), key=alphabetical),
        "is_stale": is_stale(results, scenario),
        "may_change": may_change(request.user, results, scenario),
        "has_opinions": any(step.turn in ("raise", "lower") for step in outcome.steps),
        "has_unknown": any(step.expense.effort is None for step in outcome.steps),
    }
    return show(request, "scenario", results, context, status)
