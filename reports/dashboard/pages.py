"""What pages about a unit share: who may read them, and what stands around them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from reports.actions.answers import ANSWERED
from reports.dashboard.choice import unit_choices
from reports.dashboard.values import Chosen, Writer
from reports.figures import UnitView
from reports.passport.frozen import own_institutions, results_at
from reports.passport.options import OPTIONS, by_options, code_of, find_variant, variant_words
from reports.permissions import may_see_results, rounds_with_results
from reports.results import Results, results_of
from reports.terms import terms_of
from reports.workbench.asking import filtered
from reports.workbench.filtering import NAMES, known_values, labels, pairs_of, read_filters
from scoring.results import UnitTier
from scoring.robustness import Variant
from surveys.models import Round
from surveys.roles import institutions_coordinated


class NoSuchResult(Http404):
    """Raised for the address of a result that a round does not have."""


def read_unit(request: HttpRequest, code: str, takes_filters: bool = False) -> tuple[Results, Writer]:
    """The results of the round, and the writer of the unit that the address names.

    `takes_filters`: of the responses only that the address chooses, as on pages of the workbench. Raises Http404 for a
    round that the reader may not see, NoSuchResult for a unit that it does not have.
    """
    survey_round = get_object_or_404(rounds_with_results(request.user).select_related("version"), code=code)
    results = _past_results(request, survey_round) if "run" in request.GET else live_results(request, survey_round)
    results, chosen = choose_responses(request, results) if takes_filters else (results, None)
    tier, _colon, unit_code = request.GET.get("unit", "").partition(":")
    scores = results.unit(tier, unit_code) if tier else results.first_unit
    if scores is None and chosen:
        raise NoSuchResult(_("The filters leave out this unit: none of the chosen responses belongs to it."))
    if scores is None or (results.is_limited and scores.unit.tier is not UnitTier.INSTITUTION):
        raise NoSuchResult(_("This round has no such unit."))
    view = UnitView(scores, results.instrument, terms_of(results.method))
    return results, Writer(view, results.survey_round.code, results.run.pk if results.run else None, chosen)


def choose_responses(request: HttpRequest, results: Results) -> tuple[Results, Chosen | None]:
    """The results of the responses that the filters of the address choose, by the options that it names; (the same,
    None) without either.

    Raises PermissionDenied for readers of some institutions only; NoSuchResult for a past run, whose counts are not
    kept by language, mode and type, and for values that the round does not have.
    """
    if not any(request.GET.getlist(name) for name in (*NAMES, OPTIONS)):
        return results, None
    if results.is_limited:
        raise PermissionDenied(_("Choosing among the responses is for the analysts of the round."))
    if results.run:
        raise NoSuchResult(_("A kept state of a round cannot be narrowed to some of its responses."))
    known = known_values(results.evidence, get_language() or "")
    filters, refused = read_filters(request.GET, known)
    if refused:
        raise NoSuchResult(refused[0])
    pairs, called = tuple(pairs_of(filters)), labels()
    variant = _variant(request.GET.get(OPTIONS, ""), results)
    if not pairs and variant is None:
        return results, None
    words = tuple((called[name], known[name][value]) for name, value in pairs)
    chosen = Chosen(filters.selection, pairs, words, results.scores.round.counted)
    found = filtered(results, filters.selection)
    if variant is None:
        return found, chosen
    by_variant = by_options(found, variant, filters.selection)
    chosen = replace(chosen, pairs=(*pairs, (OPTIONS, code_of(variant))), options=variant_words(variant))
    return by_variant, chosen


def _variant(code: str, results: Results) -> Variant | None:
    """The options that an address names; None where it names none, or the method's own. Raises NoSuchResult."""
    variant = find_variant(results.method, code) if code else None
    if code and variant is None:
        raise NoSuchResult(_("The method has no such options."))
    return None if variant and variant.is_own else variant


def live_results(request: HttpRequest, survey_round: Round) -> Results:
    """The results of a round as they are now, as much of them as the reader may see."""
    results = results_of(survey_round)
    if may_see_results(request.user, survey_round):
        return results
    return results.limited_to(institutions_coordinated(request.user, survey_round))


def _past_results(request: HttpRequest, survey_round: Round) -> Results:
    """The results as they were in the score run that the address names. Raises NoSuchResult."""
    results = results_at(survey_round, request.GET["run"])
    if results is None:
        raise NoSuchResult(_("This round has no such score run, or one from before runs kept their counts."))
    if may_see_results(request.user, survey_round):
        return results
    keys = institutions_coordinated(request.user, survey_round)
    codes = set(survey_round.institutions.filter(pk__in=keys).values_list("code", flat=True))
    return results.limited_to(own_institutions(results, codes))


def show_unit(
    request: HttpRequest,
    name: str,
    results: Results,
    writer: Writer,
    context: dict[str, Any],
    template: str = "",
    status: int = 200,
) -> HttpResponse:
    """A page about a unit: what all of them show, and its own values."""
    shared = {
        "tab": name,
        "survey_round": results.survey_round,
        "run": results.run,
        "chosen": writer.chosen,
        "unfiltered": _without(request, NAMES) if writer.chosen and writer.chosen.words else "",
        "by_method": _without(request, [OPTIONS]) if writer.chosen and writer.chosen.options else "",
        "method": results.method,
        "facts": results.scores.round,
        "checksum": results.evidence.checksum,
        "unit_name": writer.view.name,
        "is_limited": results.is_limited,
        "respondents": writer.view.scores.respondents,
        "choices": unit_choices(results, writer.view),
        "addresses": {
            route: writer.addresses.page(f"dashboard-{route}")
            for route in ("unit", "items", "context", "progress", "csv", "xlsx", "report", "files", "actions")
            if route != "actions" or writer.view.scores.unit.tier in ANSWERED
        },
    }
    return render(request, template or f"reports/dashboard/{name}.html", shared | context, status=status)


def _without(request: HttpRequest, names: Iterable[str]) -> str:
    """The same page without these parts of its address."""
    query = request.GET.copy()
    for name in names:
        query.pop(name, None)
    return f"?{query.urlencode()}"
