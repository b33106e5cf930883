"""The list of recommendations, and what waits for one of those who write them."""

from __future__ import annotations

import datetime
from typing import Any

from django.contrib.auth import get_user_model
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from reports.labels import EFFORTS
from reports.models import Recommendation, RecommendationState, Vote
from reports.permissions import rounds_analysed
from reports.repository import listing
from reports.repository.listing import Filters
from reports.repository.rights import entries_seen_by, may_write, readers_only, writers_only
from reports.repository.words import TIERS, choices_of, here
from reports.repository.workflow import instrument_for
from reports.results import Results, results_of

Choices = list[tuple[str, Any]]
PER_PAGE = 25
ROUNDS = 20
SOON = datetime.timedelta(days=60)


@require_safe
@readers_only
def index(request: HttpRequest) -> HttpResponse:
    """The entries that the reader may see: searched, filtered, paged."""
    filters = Filters.read(request.GET)
    seen = entries_seen_by(request.user)
    instruments = list(seen.order_by().values_list("instrument", flat=True).distinct()) or [""]
    rounds = list(rounds_analysed(request.user).filter(version__code__in=instruments)[:ROUNDS])
    chosen = next((one for one in rounds if one.code == filters["round"]), rounds[0] if rounds else None)
    results = results_of(chosen) if chosen else None
    found = listing.find_entries(seen, filters, request.user)
    names = _names(instruments[0])
    listed: Any = _firing(found, results, request.user) if filters["fires"] and results else found
    page: Any = Paginator(listed, PER_PAGE).get_page(request.GET.get("page"))
    rows = list(page) if listed is not found else listing.in_rows(page, results, request.user)
    context = {
        "page": page,
        "rows": [_shown(row, names) for row in rows],
        "filters": filters.values,
        "query": filters.query,
        "rounds": rounds,
        "chosen": chosen,
        "may_write": may_write(request.user),
        "choices": [
            (name, label, options, filters[name])
            for name, label, options in _choices(instruments[0], may_write(request.user))
        ],
        "here": "list",
    }
    return render(request, "reports/repository/list.html", context)


def _shown(row: listing.Row, names: dict[str, str]) -> dict[str, Any]:
    """A row with the words for its values."""
    words = row.words
    return {
        "entry": row.entry,
        "firing": row.firing,
        "title": here(words.title) or words.code,
        "area": names.get(words.area, words.area),
        "effort": dict(EFFORTS)[words.effort],
    }


def _firing(found: Any, results: Results, user: Any) -> list[listing.Row]:
    rows = listing.in_rows(found, results, user)
    return [row for row in rows if row.firing and row.firing.units]


def _choices(instrument_code: str, is_writer: bool) -> list[tuple[str, str, Choices]]:
    """(name, label, choices) of each filter with a list."""
    instrument = instrument_for(instrument_code)
    states: Choices = [
        (listing.ALL, _("all, with those retired")),
        *RecommendationState.choices,
        (listing.EXPIRED, _("past their day")),
    ]
    chosen: list[tuple[str, str, Choices]] = [
        ("area", _("Area"), choices_of(instrument.areas) if instrument else []),
        ("level", _("Level"), choices_of(instrument.levels) if instrument else []),
        ("tier", _("For whom"), [(code, str(name)) for code, name in TIERS.items()]),
        ("effort", _("Effort"), [(code, str(name)) for code, name in EFFORTS]),
    ]
    if not is_writer:
        return chosen
    people = get_user_model().objects.filter(pk__in=Recommendation.objects.order_by().values("owner"))
    named = [(str(one.pk), str(one)) for one in people.order_by("pk")]
    owners: Choices = [(listing.MINE, _("mine")), (listing.NOBODY, _("nobody")), *named]
    return [("state", _("State"), states), *chosen, ("owner", _("Owner"), owners)]


def _names(instrument_code: str) -> dict[str, str]:
    instrument = instrument_for(instrument_code)
    return dict(choices_of([*instrument.levels, *instrument.areas])) if instrument else {}


@require_safe
@writers_only
def mine(request: HttpRequest) -> HttpResponse:
    """What waits for the reader: entries past their day or soon, comments, drafts of hers, reviews she may do."""
    user: Any = request.user
    today = timezone.localdate()
    entries = Recommendation.objects.select_related("owner", "changed_by")
    own = entries.filter(owner=user)
    comments = (
        Vote.objects.exclude(comment="")
        .filter(is_settled=False, recommendation__owner=user)
        .select_related("recommendation", "by")
    )
    context = {
        "may_write": True,
        "here": "mine",
        "expired": own.expired().order_by("expires_on"),
        "soon": own.advising().filter(expires_on__lte=today + SOON).order_by("expires_on"),
        "comments": comments,
        "drafts": own.filter(state=RecommendationState.DRAFT),
        "reviews": entries.filter(state=RecommendationState.REVIEW).exclude(changed_by=user),
    }
    return render(request, "reports/repository/mine.html", context)
