"""Answers to recommendations: what applies to a unit and what it says; one answer; what became of the last ones."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from reports.actions.answers import ANSWERED, action_for, actions_of, answers_of, fired_by, may_answer
from reports.actions.forms import ActionForm
from reports.actions.outcomes import find_outcomes
from reports.advice import Advice, advise
from reports.dashboard.pages import NoSuchResult, read_unit, show_unit
from reports.dashboard.values import Writer
from reports.models import Action, ActionDecision, Recommendation
from reports.permissions import analysts_only, rounds_with_results
from reports.results import Results, results_of
from reports.rounds.reading import compare, in_order
from reports.rounds.words import say_reasons, verdict_sentence
from scoring.results import Unit
from surveys.models import Round

TAB = "actions"
PER_PAGE = 25


def _read(request: HttpRequest, code: str) -> tuple[Results, Writer]:
    """The unit of the address; only those for which somebody answers have pages here."""
    results, writer = read_unit(request, code)
    if writer.view.scores.unit.tier not in ANSWERED:
        raise NoSuchResult(_("Regions and all institutions together give no answers: their institutions do."))
    return results, writer


@require_safe
@never_cache
@analysts_only
def action_list(request: HttpRequest, code: str) -> HttpResponse:
    """What applies to the unit with what it answered; then answers to what applies no more."""
    results, writer = _read(request, code)
    unit, survey_round = writer.view.scores.unit, results.survey_round
    answers = answers_of(survey_round, unit)
    rows = advise(writer.view, mean=results.mean, answers=answers)
    applying = {one.code for one in rows}
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "query": urlencode({"unit": f"{unit.tier}:{unit.code}"}),
        "rows": [(one, answer_address(writer, one.code)) for one in page],
        "others": [(one, answer_address(writer, one.code)) for one in answers.values() if one.code not in applying],
        "counts": _counts(rows, answers),
        "may_answer": may_answer(request.user, survey_round, unit),
        "outcomes": writer.addresses.page("dashboard-outcomes"),
        "has_outcomes": _earlier(request, survey_round, unit) is not None,
    }
    return show_unit(request, TAB, results, writer, context, "reports/actions/list.html")


def answer_address(writer: Writer, recommendation: str) -> str:
    """The page of the unit's answer to a recommendation."""
    unit = writer.view.scores.unit
    address = reverse("dashboard-action", args=[writer.round_code, recommendation])
    return f"{address}?{urlencode({'unit': f'{unit.tier}:{unit.code}'})}"


def _counts(rows: list[Advice], answers: dict[str, Any]) -> list[tuple[str, int]]:
    """How many of what applies have each answer, and how many none."""
    given = [answers[one.code].decision for one in rows if one.code in answers]
    counted = [(str(name), given.count(ActionDecision(value))) for value, name in ActionDecision.choices]
    return [(_("without an answer"), len(rows) - len(given)), *counted]


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@analysts_only
def action_page(request: HttpRequest, code: str, recommendation: str) -> HttpResponse:
    """One recommendation and the unit's answer to it, which is kept here."""
    results, writer = _read(request, code)
    unit, survey_round = writer.view.scores.unit, results.survey_round
    if not may_answer(request.user, survey_round, unit):
        raise PermissionDenied(_("You may not answer for this unit."))
    entry = get_object_or_404(Recommendation, instrument=results.instrument.code, code=recommendation)
    advice = next((one for one in advise(writer.view, mean=results.mean) if one.code == recommendation), None)
    action = action_for(survey_round, unit, entry)
    if advice is None and action.pk is None:
        raise NoSuchResult(_("This recommendation does not apply to the unit."))
    form = ActionForm(request.POST if request.method == "POST" else None, instance=action)
    if form.is_valid():
        _keep(form.save(commit=False), request.user, entry, advice)
        messages.success(request, _("Your answer is kept."))
        return redirect(writer.addresses.page("dashboard-actions"))
    context = {"form": form, "advice": advice, "entry": entry, "back": writer.addresses.page("dashboard-actions")}
    status = 422 if form.is_bound else 200
    return show_unit(request, TAB, results, writer, context, "reports/actions/answer.html", status)


def _keep(action: Action, by: Any, entry: Recommendation, advice: Advice | None) -> None:
    """Store the answer with what it was given to: the edition, and the values that called for it."""
    action.by = by
    if advice is not None:
        action.edition, action.fired = entry.edition, fired_by(advice)
    action.save()


@require_safe
@never_cache
@analysts_only
def outcome_page(request: HttpRequest, code: str) -> HttpResponse:
    """What became of the answers that the unit gave after an earlier round."""
    results, writer = _read(request, code)
    earlier = _earlier(request, results.survey_round, writer.view.scores.unit)
    if earlier is None:
        return show_unit(request, TAB, results, writer, {"outcomes": None}, "reports/actions/outcomes.html")
    comparison = compare(results_of(earlier), results)
    context = {
        "earlier": earlier,
        "verdict": verdict_sentence(comparison.judgement.verdict),
        "reasons": say_reasons(comparison.judgement.reasons, writer.view),
        "outcomes": find_outcomes(comparison, writer.view),
        "back": writer.addresses.page("dashboard-actions"),
    }
    return show_unit(request, TAB, results, writer, context, "reports/actions/outcomes.html")


def _earlier(request: HttpRequest, later: Round, unit: Unit) -> Round | None:
    """The round before this one after which the unit answered; that which the address names, if there is such."""
    rounds = rounds_with_results(request.user).filter(country=later.country, version__code=later.version.code)
    answered = actions_of(None, unit).values("round")
    found = [one for one in rounds.filter(pk__in=answered).select_related("version") if in_order(one, later)]
    named = [one for one in found if one.code == request.GET.get("earlier")]
    return max(named or found, key=lambda one: (one.opens_at or one.created_at, one.pk), default=None)
