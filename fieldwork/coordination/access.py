"""Pages of one institution in a round: its coordinator's and administrators'. To others there is no such page."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404

from fieldwork.access import View, round_page
from fieldwork.tabs import coordinates
from surveys.models import Institution, Round
from surveys.roles import institutions_coordinated, may_administer, may_see_contacts


def visible_institutions(user: Any, survey_round: Round) -> QuerySet[Institution]:
    """The institutions of the round that a user may see: those that she coordinates, administrators all."""
    institutions = survey_round.institutions.all()
    if may_administer(user):
        return institutions
    return institutions.filter(pk__in=institutions_coordinated(user, survey_round))


def institution_page(view: Callable[..., HttpResponseBase]) -> View:
    """A page of one institution: `view(request, survey_round, institution, ...)` instead of codes."""

    @wraps(view)
    def page(request: HttpRequest, survey_round: Round, institution: str, **kwargs: Any) -> HttpResponseBase:
        found = get_object_or_404(visible_institutions(request.user, survey_round), code=institution)
        return view(request, survey_round, found, **kwargs)

    return round_page(coordinates)(page)


def is_coordinator_of(user: Any, survey_round: Round, institution: Institution) -> bool:
    """Whether the user answers for the institution herself, not as an administrator."""
    return institution.pk in institutions_coordinated(user, survey_round)


def may_know_people(user: Any, survey_round: Round, institution: Institution) -> bool:
    """Whether the user may see who the participants of the institution are."""
    return may_see_contacts(user) or is_coordinator_of(user, survey_round, institution)
