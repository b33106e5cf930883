"""The page of an entry: what it says, its way, its versions, where it applies, what readers think."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext

from reports.models import Recommendation, RecommendationState, RecommendationVersion, Vote
from reports.recommendations.content import Recommendation as Entry
from reports.recommendations.storing import GONE, LOADED, with_sources
from reports.repository import workflow
from reports.repository.firing import preview, rounds_for
from reports.repository.listing import content_seen
from reports.repository.managing import KeepingForm, NoteForm, VoteForm
from reports.repository.rights import entries_seen_by, may_publish, may_settle, may_write
from reports.repository.words import FIELDS, country, groups_in_words, here, values_in_words
from reports.results import results_of
from surveys.wording import in_words

NOTES = (LOADED, GONE, workflow.SUBMITTED, workflow.APPROVED, workflow.DISCARDED, workflow.KEPT, workflow.MENDED)
PLAIN = ("levels", "area", "tiers", "effort", "costs", "horizon")


def fetch(request: HttpRequest, instrument: str, code: str) -> Recommendation:
    """The entry of an address; Http404 for one that the reader may not see."""
    entries = entries_seen_by(request.user).select_related("owner", "advising", "changed_by")
    return get_object_or_404(entries, instrument=instrument, code=code)


def show_entry(request: HttpRequest, entry: Recommendation, status: int = 200, **forms: Any) -> HttpResponse:
    """The page of an entry, with a form that was refused in the place of its own."""
    is_writer = may_write(request.user)
    words = content_seen(entry, request.user)
    instrument = workflow.instrument_for(entry.instrument)
    context = {
        "entry": entry,
        "may_write": is_writer,
        "may_publish": may_publish(request.user, entry),
        "may_settle": may_settle(request.user, entry),
        "is_advising": entry.advising is not None and not entry.is_expired(),
        "is_changed": entry.advising is not None and entry.state != RecommendationState.PUBLISHED,
        "title": here(words.title),
        "texts": [(FIELDS[name], here(getattr(words, name))) for name in ("action", "reason")],
        "steps": here(words.steps).splitlines(),
        "place": here(words.place),
        "examples": [(country(one.country), here(one.text), one.source) for one in words.examples],
        "values": [
            (FIELDS[name], value) for name, value in values_in_words(words, instrument).items() if name in PLAIN
        ],
        "groups": groups_in_words(words.triggers, instrument),
        "sources": _sources(entry, words),
        "problems": [in_words(problem) for problem in workflow.problems_of(entry)] if is_writer else [],
        "versions": _versions(entry) if is_writer else [],
        "refused": [form for form in forms.values() if getattr(form, "errors", None)],
        "keeping": KeepingForm(instance=entry) if is_writer else None,
        "note": NoteForm(is_required=False, auto_id="id_step_%s"),
        **_opinions(request, entry),
        **_firing(request, entry, words),
        **forms,
    }
    return render(request, "reports/repository/entry.html", context, status=status)


def _versions(entry: Recommendation) -> list[RecommendationVersion]:
    """The history, with the notes of the machine in the language of the page."""
    versions = list(entry.versions.select_related("by").defer("content"))
    for version in versions:
        version.words = gettext(version.note) if version.note in NOTES else version.note  # type: ignore[attr-defined]
    return versions


def _sources(entry: Recommendation, words: Entry) -> list[str]:
    file = with_sources(entry.instrument, [words])
    return [here(source.text) for source in file.sources]


def _opinions(request: HttpRequest, entry: Recommendation) -> dict[str, Any]:
    votes = list(entry.votes.select_related("by"))
    own = next((vote for vote in votes if vote.by_id == request.user.pk), None)
    return {
        "useful": sum(vote.is_useful is True for vote in votes),
        "useless": sum(vote.is_useful is False for vote in votes),
        "comments": [vote for vote in votes if vote.comment] if may_write(request.user) else [],
        "vote": VoteForm(instance=own or Vote()),
        "has_voted": own is not None,
    }


def _firing(request: HttpRequest, entry: Recommendation, words: Entry) -> dict[str, Any]:
    rounds = rounds_for(request.user, entry.instrument)
    chosen = next((one for one in rounds if one.code == request.GET.get("round")), rounds[0] if rounds else None)
    if chosen is None:
        return {"rounds": [], "chosen": None}
    fired, count = preview(results_of(chosen), words)
    return {"rounds": rounds, "chosen": chosen, "fired": fired, "count": count}
