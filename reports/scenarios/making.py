"""The pages on which scenarios are made. What is asked stands in the address."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from reports.figures import UnitView
from reports.models import Scenario
from reports.permissions import analysts_only
from reports.results import Results
from reports.scenarios.assumptions import Assumptions
from reports.scenarios.forms import AssumptionsForm, NameForm, TickForm
from reports.scenarios.goal_form import PlanForm
from reports.scenarios.goals import Focus, Goal
from reports.scenarios.keeping import fill, new_scenario, titles_of
from reports.scenarios.keys import key_of
from reports.scenarios.offering import cells_of_perceptions, left_out_rows, measure_groups, parts_of
from reports.scenarios.outcomes import Outcome
from reports.scenarios.page import show, view_of
from reports.scenarios.presenting import Shown, show_outcome
from reports.scenarios.programme import slots_of
from reports.scenarios.reaching import plan_towards, take
from reports.scenarios.reading import SEVERAL, Offers, members_of, offers_of, read_results, read_unit, scene_of
from reports.scenarios.surroundings import surroundings_of
from reports.scenarios.words import BEST_PEER, bands_words, now_words
from scoring.results import Family, UnitScores

MEANT = 1.0  # points by which opinions rise where nothing was chosen: their measures are offered all the same
UNPROCESSABLE = 422


@dataclass(frozen=True)
class Desk:
    """A unit whose scenario is being made. `titles`: of recommendations by code."""

    results: Results
    view: UnitView
    titles: Mapping[str, str]

    @property
    def round_code(self) -> str:
        """The code of the round."""
        return self.results.survey_round.code

    @property
    def unit(self) -> str:
        """The unit as it stands in addresses."""
        unit = self.view.scores.unit
        return f"{unit.tier}:{unit.code}"

    def shown(self, outcome: Outcome, goal: Goal | None = None) -> Shown:
        """An outcome in words and pictures."""
        around = surroundings_of(self.results, self.view)
        return show_outcome(self.view, self.round_code, outcome, self.titles, goal, around)

    @property
    def bodies(self) -> list[tuple[str, str]]:
        """The institutions that act for the unit, by code and name, in the order of names."""
        found = [(one.unit.code, self._name(one)) for one in members_of(self.results, self.view.scores)]
        return sorted(found, key=lambda pair: pair[1].casefold())

    def _name(self, scores: UnitScores) -> str:
        return scores.unit.called(self.view.terms.language)


@dataclass(frozen=True)
class Asked:
    """What the address asks, computed. `outcome` is None where it asks nothing sound."""

    form: AssumptionsForm
    offers: Offers
    assumptions: Assumptions
    outcome: Outcome | None = None
    goal: Goal | None = None
    ticked: tuple[str, ...] = ()


@require_http_methods(["GET", "HEAD", "POST"])
@analysts_only
def tick_page(request: HttpRequest, code: str) -> HttpResponse:
    """Tick measures, see what they lead to; with a POST, keep that."""
    desk = _desk(request, code)
    offered = offers_of(desk.results, desk.view.scores, MEANT)
    cells = cells_of_perceptions(desk.view, offered)
    asked = _ticks(request, desk, offered, cells)
    kept, names = _keep(request, desk, asked)
    if kept:
        return redirect("scenario", desk.round_code, kept.pk)
    chosen = asked.outcome.codes if asked.outcome else ()
    context = {
        "cells": [
            (cell, desk.view.part(Family.CELLS, cell), len(codes), cell in asked.form["cell"].value())
            for cell, codes in cells.items()
        ],
        "added": [desk.view.question(one) for one in chosen if one not in asked.ticked],
        "dropped": [desk.view.question(one) for one in asked.ticked if one not in chosen],
    }
    return _show(request, "tick", desk, asked, names, context)


@require_http_methods(["GET", "HEAD", "POST"])
@analysts_only
def plan_page(request: HttpRequest, code: str) -> HttpResponse:
    """Name a goal and limits, see the cheapest plan; with a POST, keep it."""
    desk = _desk(request, code)
    asked = _plan(request, desk)
    kept, names = _keep(request, desk, asked)
    if kept:
        return redirect("scenario", desk.round_code, kept.pk)
    return _show(request, "plan", desk, asked, names, {"now": now_words(desk.view), "bands": bands_words(desk.view)})


def _desk(request: HttpRequest, code: str) -> Desk:
    results = read_results(request, code)
    view = view_of(results, read_unit(results, request.GET.get("unit", "")))
    return Desk(results, view, titles_of(view))


def _ticks(request: HttpRequest, desk: Desk, offered: Offers, cells: Mapping[str, list[str]]) -> Asked:
    is_asked = bool(set(request.GET) - {"unit"})
    scores = desk.view.scores
    form = TickForm(
        request.GET if is_asked else None,
        instrument=desk.results.instrument,
        items=list(scores.items),
        bodies=desk.bodies,
        cells=list(cells),
        initial={"cell": [], "m": []},
    )
    if is_asked and not form.is_valid():
        return Asked(form, offered, Assumptions(points=MEANT))
    assumptions = form.assumptions() if is_asked else Assumptions(points=MEANT)
    wanted = {*form.cleaned_data["m"]} if is_asked else set()
    for cell in form.cleaned_data["cell"] if is_asked else ():
        wanted.update(cells[cell])
    offers = _raised(offered, assumptions.points)
    bodies = assumptions.bodies or tuple(offers)
    keys = [key_of(code, body) for body in bodies for code in offers[body].by_code if code in wanted]
    scene = scene_of(desk.results, scores, assumptions, offers)
    outcome = take(scene, keys, Focus(), assumptions.limits.at_once)
    ticked = tuple(
        code for code in scores.items if code in wanted and any(code in one.by_code for one in offers.values())
    )
    return Asked(form, offers, assumptions, outcome, ticked=ticked)


def _raised(offers: Offers, points: float) -> Offers:
    return {body: one.raised_by(points) for body, one in offers.items()}


def _plan(request: HttpRequest, desk: Desk) -> Asked:
    scores, is_asked = desk.view.scores, "kind" in request.GET
    offered = offers_of(desk.results, scores, MEANT)
    form = PlanForm(
        request.GET if is_asked else None,
        instrument=desk.results.instrument,
        items=list(scores.items),
        bodies=desk.bodies,
        method=desk.results.method,
        parts=parts_of(desk.view),
        measures=[code for code in scores.items if any(code in one.by_code for one in offered.values())],
        peers="" if desk.results.is_limited else BEST_PEER.get(scores.unit.tier, ""),
    )
    nothing = Asked(form, offered, Assumptions())
    if not is_asked or not form.is_valid():
        return nothing
    assumptions, goal = form.assumptions(), form.goal()
    scene = scene_of(desk.results, scores, assumptions, _raised(offered, assumptions.points))
    if form.refuse_slots(slots_of(scene.candidates(goal.focus), assumptions.limits.months or 0)):
        return nothing
    if form.refuse_height(goal, scores, desk.view.terms.numbers):
        return nothing
    outcome = plan_towards(scene, goal, assumptions.limits)
    if outcome is None:
        form.add_error("part", _("There is no such score: nothing was measured."))
    return Asked(form, offered, assumptions, outcome, goal)


def _keep(request: HttpRequest, desk: Desk, asked: Asked) -> tuple[Scenario | None, NameForm]:
    """Keep what was computed under the name posted; the form of the name, with what is wrong."""
    if request.method != "POST":
        return None, NameForm()
    names = NameForm(request.POST, instance=new_scenario(desk.results, desk.view.scores, request.user))
    outcome = asked.outcome
    if outcome is None or outcome.way_out is not None or not outcome.steps:
        names.add_error(None, _("There is nothing to keep: a scenario has one measure at least."))
    if outcome is None or not names.is_valid():
        return None, names
    scenario = names.save(commit=False)
    fill(scenario, desk.results, asked.assumptions, outcome, asked.goal)
    scenario.save()
    messages.success(request, _("The scenario is kept."))
    return scenario, names


def _show(
    request: HttpRequest, name: str, desk: Desk, asked: Asked, names: NameForm, context: dict[str, Any]
) -> HttpResponse:
    chosen = asked.outcome.codes if asked.outcome else ()
    limits = asked.assumptions.limits
    shared = {
        "unit_name": desk.view.name,
        "unit": desk.unit,
        "has_members": desk.view.scores.unit.tier in SEVERAL,
        "form": asked.form,
        "names": names,
        "query": request.GET.urlencode(),
        "shown": desk.shown(asked.outcome, asked.goal) if asked.outcome else None,
        "may_keep": bool(chosen) and asked.outcome is not None and asked.outcome.way_out is None,
        "groups": measure_groups(
            desk.view,
            desk.round_code,
            asked.offers,
            asked.assumptions.weights,
            desk.titles,
            ticked=chosen if name == "tick" else asked.ticked,
            banned=limits.banned,
            required=limits.required,
        ),
        "left_out": left_out_rows(desk.view, asked.offers),
    }
    is_wrong = bool(asked.form.errors or names.errors)
    return show(request, name, desk.results, shared | context, UNPROCESSABLE if is_wrong else 200)
