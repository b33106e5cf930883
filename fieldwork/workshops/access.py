"""Who may open a workshop: its facilitator, and administrators. To others it does not exist."""

from __future__ import annotations

from functools import wraps
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404

from fieldwork.access import View, round_page
from fieldwork.models import Workshop
from surveys.models import Round
from surveys.roles import may_administer, may_facilitate


def workshops_of(user: Any, survey_round: Round) -> QuerySet[Workshop]:
    """The workshops of a round that the user leads; for administrators all."""
    found = Workshop.objects.filter(round=survey_round)
    return found if may_administer(user) else found.filter(facilitator=user)


def workshop_page(view: View) -> View:
    """A page of one workshop: `view(request, workshop, ...)`, its round, institution and response loaded."""

    @round_page(may_facilitate)
    @wraps(view)
    def page(request: HttpRequest, survey_round: Round, pk: int, **kwargs: Any) -> HttpResponseBase:
        found = workshops_of(request.user, survey_round).select_related("institution", "response", "facilitator")
        workshop: Workshop = get_object_or_404(found, pk=pk)
        workshop.round = survey_round
        if workshop.response is not None:
            workshop.response.round = survey_round
            workshop.response.institution = workshop.institution
        return view(request, workshop, **kwargs)

    return page
