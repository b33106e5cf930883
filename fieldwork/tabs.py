"""The pages of a round that staff move between; each is named only to those who may open it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from fieldwork.facts.rights import sees_cards
from surveys import roles
from surveys.models import Round


@dataclass(frozen=True)
class Tab:
    """One page in the row. `name`: that of its address."""

    name: str
    title: Any
    may: Callable[[Any, Round], bool]


@dataclass(frozen=True)
class Link:
    """A tab for one reader."""

    title: str
    url: str
    is_here: bool


def takes_part(user: Any, survey_round: Round) -> bool:
    """Everybody who finds the round at all (see `surveys.roles.rounds_of`)."""
    return True


def sees_people(user: Any, survey_round: Round) -> bool:
    """Administrators with the right to contacts."""
    return roles.may_administer(user) and roles.may_see_contacts(user)


def sees_audit(user: Any, survey_round: Round) -> bool:
    """Those with the right to the audit trail."""
    return roles.may_see_audit(user)


coordinates, facilitates, enters, reviews = (
    roles.may_coordinate,
    roles.may_facilitate,
    roles.may_enter,
    roles.may_review,
)


TABS = (
    Tab("work-round", _("Overview"), takes_part),
    Tab("work-institutions", _("Institutions"), coordinates),
    Tab("work-people", _("Participants"), sees_people),
    Tab("work-mail", _("Invitations"), sees_people),
    Tab("work-workshops", _("Workshops"), facilitates),
    Tab("work-entry", _("Paper"), enters),
    Tab("work-review", _("Responses"), reviews),
    Tab("work-cards", _("Facts"), sees_cards),
    Tab("work-quality", _("Quality"), reviews),
    Tab("work-privacy", _("Privacy"), sees_people),
    Tab("work-audit", _("Audit trail"), sees_audit),
)


def tabs_for(user: Any, survey_round: Round, here: str) -> list[Link]:
    """The tabs that the user may open; `here`: the name of the one she is on."""
    return [
        Link(str(tab.title), reverse(tab.name, args=[survey_round.code]), tab.name == here)
        for tab in TABS
        if tab.may(user, survey_round)
    ]


def show(
    request: HttpRequest, survey_round: Round, tab: str, template: str, context: dict[str, Any], status: int = 200
) -> HttpResponse:
    """A page of a round under its tabs: `template` extends `fieldwork/_layout.html`."""
    shared = {"survey_round": survey_round, "tabs": tabs_for(request.user, survey_round, tab)}
    return render(request, template, shared | context, status=status)
