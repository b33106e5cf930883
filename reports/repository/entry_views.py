"""The pages of one entry: read, taken a step further, kept, compared with itself, judged."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from reports.models import Recommendation, RecommendationVersion, Vote
from reports.recommendations.packing import unpack
from reports.recommendations.storing import keep_version
from reports.repository import workflow
from reports.repository.comparing import find_differences
from reports.repository.managing import KeepingForm, NoteForm, VoteForm
from reports.repository.rights import may_settle, readers_only, writers_only
from reports.repository.showing import fetch, show_entry
from surveys.wording import in_words

ENTRY = "repository-entry"


@require_safe
@readers_only
def entry_page(request: HttpRequest, instrument: str, code: str) -> HttpResponse:
    """One entry."""
    return show_entry(request, fetch(request, instrument, code))


def _discard(entry: Recommendation, by: Any, _note: str) -> None:
    workflow.discard(entry, by)


Step = Callable[[Recommendation, Any, str], None]
STEPS: dict[str, tuple[Step, Any]] = {
    "submit": (workflow.submit, gettext_lazy("The entry is in review: somebody else publishes it.")),
    "give-back": (workflow.give_back, gettext_lazy("The entry is a draft again.")),
    "publish": (workflow.publish, gettext_lazy("The entry is published: this edition advises from now on.")),
    "retire": (workflow.retire, gettext_lazy("The entry is retired: it advises nobody any more.")),
    "discard": (_discard, gettext_lazy("The draft is discarded: the published edition stands.")),
}
NOTED = ("give-back", "retire")  # for these one says why


@require_POST
@writers_only
def step(request: HttpRequest, instrument: str, code: str, do: str) -> HttpResponse:
    """A step of the entry's way; where it is refused the page says why and keeps the note."""
    entry = fetch(request, instrument, code)
    if do not in STEPS:
        raise Http404
    form = NoteForm(request.POST, is_required=do in NOTED, auto_id="id_step_%s")
    if not form.is_valid():
        return show_entry(request, entry, 422, note=form)
    take, done = STEPS[do]
    try:
        take(entry, request.user, form.cleaned_data["note"])
    except workflow.NotReady as refusal:
        missing = [in_words(problem) for problem in refusal.problems]
        return show_entry(request, entry, 422, note=form, missing=missing)
    messages.success(request, str(done))
    return redirect(ENTRY, instrument, code)


@require_POST
@writers_only
def keep(request: HttpRequest, instrument: str, code: str) -> HttpResponse:
    """Who answers for the entry, and until when it advises."""
    entry = fetch(request, instrument, code)
    form = KeepingForm(request.POST, instance=entry)
    if not form.is_valid():
        return show_entry(request, fetch(request, instrument, code), 422, keeping=form)
    if form.has_changed():
        form.save()
        keep_version(entry, workflow.KEPT, request.user)
        messages.success(request, _("Kept."))
    return redirect(ENTRY, instrument, code)


@require_safe
@writers_only
def versions(request: HttpRequest, instrument: str, code: str) -> HttpResponse:
    """Two versions field by field; the last two by default."""
    entry = fetch(request, instrument, code)
    kept = list(entry.versions.select_related("by"))
    after = _chosen(kept, request.GET.get("new", ""), 0)
    before = _chosen(kept, request.GET.get("old", ""), 1)
    differences = []
    if before and after:
        found = workflow.instrument_for(instrument)
        differences = list(find_differences(unpack(before.content), unpack(after.content), found))
    context = {
        "may_write": True,
        "entry": entry,
        "versions": kept,
        "before": before,
        "after": after,
        "differences": differences,
    }
    return render(request, "reports/repository/versions.html", context)


def _chosen(kept: list[RecommendationVersion], number: str, place: int) -> RecommendationVersion | None:
    """The version with this number; where none is named, the one at this place."""
    if not kept:
        return None
    return next((one for one in kept if str(one.number) == number), kept[min(place, len(kept) - 1)])


@require_POST
@writers_only
def restore(request: HttpRequest, instrument: str, code: str, number: int) -> HttpResponse:
    """An earlier version becomes a draft."""
    entry = fetch(request, instrument, code)
    version = get_object_or_404(entry.versions.select_related("recommendation"), number=number)
    note = _("As in version %(number)s.") % {"number": number}
    workflow.restore(version, request.user, note)
    messages.success(request, _("Version %(number)s is a draft now.") % {"number": number})
    return redirect(ENTRY, instrument, code)


@require_POST
@readers_only
def vote(request: HttpRequest, instrument: str, code: str) -> HttpResponse:
    """What a reader thinks: one opinion of each, which she may change; the owner looks at a changed one anew."""
    entry = fetch(request, instrument, code)
    user: Any = request.user
    own = Vote.objects.filter(recommendation=entry, by=user).first() or Vote(recommendation=entry, by=user)
    form = VoteForm(request.POST, instance=own)
    if not form.is_valid():
        return show_entry(request, entry, 422, vote=form)
    if form.has_changed():
        form.instance.is_settled = False
        form.save()
    messages.success(request, _("Thank you. The owner of the recommendation reads it."))
    return redirect(ENTRY, instrument, code)


@require_POST
@writers_only
def settle(request: HttpRequest, instrument: str, code: str, opinion: int) -> HttpResponse:
    """The owner has dealt with a comment."""
    entry = fetch(request, instrument, code)
    found = get_object_or_404(Vote, recommendation=entry, pk=opinion)
    if not may_settle(request.user, entry):
        return show_entry(request, entry, 403, refusal=_("Comments are settled by the owner of the recommendation."))
    found.is_settled = True
    found.save(update_fields=["is_settled"])
    messages.success(request, _("The comment is settled."))
    return redirect(ENTRY, instrument, code)
