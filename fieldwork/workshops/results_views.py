"""What came out of a workshop that has ended: results, votes as a file, the protocol, the submission."""

from __future__ import annotations

from functools import wraps
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.utils.text import slugify
from django.utils.translation import get_language, gettext
from django.views.decorators.http import require_POST, require_safe

from fieldwork.access import View, staff_of
from fieldwork.models import Stage, Workshop
from fieldwork.tabs import show
from fieldwork.workshops.access import workshop_page
from fieldwork.workshops.checking import find_gaps
from fieldwork.workshops.protocol import write_protocol
from fieldwork.workshops.shown import results_of
from fieldwork.workshops.views import TAB
from fieldwork.workshops.vote_files import write_votes
from surveys.downloads import CSV, PDF, download
from surveys.lifecycle import submit as submit_response


def ended_page(view: View) -> View:
    """A page of a workshop that has ended: while votes are cast, nobody sees how."""

    @workshop_page
    @wraps(view)
    def page(request: HttpRequest, workshop: Workshop, **kwargs: Any) -> HttpResponseBase:
        if workshop.stage != Stage.ENDED:
            messages.warning(request, gettext("Results can be seen when the workshop has ended."))
            return redirect("work-workshops-screen", workshop.round.code, workshop.pk)
        return view(request, workshop, **kwargs)

    return page


@require_safe
@ended_page
def results(request: HttpRequest, workshop: Workshop) -> HttpResponse:
    """Votes before and after, agreed answers, what is missing."""
    assert workshop.response is not None  # an ended workshop had begun
    context = {
        "workshop": workshop,
        "response": workshop.response,
        "results": results_of(workshop),
        "gaps": find_gaps(workshop),
        "seats": workshop.seats.all(),
    }
    return show(request, workshop.round, TAB, "fieldwork/workshops/results.html", context)


@require_POST
@ended_page
def submit(request: HttpRequest, workshop: Workshop) -> HttpResponse:
    """Submit the collective response; its gaps were shown."""
    assert workshop.response is not None
    if any(gap.is_required for gap in find_gaps(workshop)):
        messages.error(request, gettext("An answer that is required is missing: the response cannot be submitted."))
    else:
        try:
            submit_response(workshop.response, by=staff_of(request))
            messages.success(request, gettext("The response of the workshop is submitted. It counts from now on."))
        except PermissionDenied as refusal:
            messages.error(request, str(refusal))
    return redirect("work-workshops-results", workshop.round.code, workshop.pk)


@require_safe
@ended_page
def votes(request: HttpRequest, workshop: Workshop) -> HttpResponse:
    """Every vote of both ballots as CSV."""
    return download(write_votes(workshop), f"{_name_of(workshop)}.csv", CSV)


@require_safe
@ended_page
def protocol(request: HttpRequest, workshop: Workshop) -> HttpResponse:
    """The protocol as PDF, in the language of the page."""
    document = write_protocol(workshop, get_language() or workshop.language)
    return download(document, f"{_name_of(workshop)}.pdf", PDF)


def _name_of(workshop: Workshop) -> str:
    return slugify(f"{workshop.round.code}-workshop-{workshop.pk}")
