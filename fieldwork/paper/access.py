"""Which responses a clerk may see: those that clerks of the round typed in from paper."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404

from fieldwork.access import View, round_page
from fieldwork.tabs import enters
from surveys.models import Mode, Response, Round
from surveys.models.responses import ResponseQuerySet


def paper_responses(survey_round: Round) -> ResponseQuerySet:
    """The responses of a round that somebody typed in here; imported ones are none of them."""
    return Response.objects.filter(round=survey_round, mode=Mode.PAPER, entered_by__isnull=False)


def paper_page(view: Callable[..., HttpResponseBase]) -> View:
    """A page of one response on paper: `view(request, response, ...)`, its round loaded."""

    @round_page(enters)
    @wraps(view)
    def page(request: HttpRequest, survey_round: Round, pk: UUID, **kwargs: Any) -> HttpResponseBase:
        responses = paper_responses(survey_round).select_related("institution", "entered_by", "participant")
        response = get_object_or_404(responses, pk=pk)
        response.round = survey_round
        return view(request, response, **kwargs)

    return page
