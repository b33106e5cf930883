"""When an entry applies: its triggers in a form, with a look at a real round before anything is saved."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from reports.models import Recommendation
from reports.recommendations.content import TriggerKind
from reports.recommendations.problems import find_entry_problems
from reports.recommendations.storing import entry_of
from reports.repository import conditions, workflow
from reports.repository.edit_views import instrument_of_entry
from reports.repository.firing import preview, rounds_for
from reports.repository.rights import writers_only
from reports.repository.showing import fetch
from reports.repository.words import KINDS, SOURCES
from reports.results import results_of
from surveys.wording import in_words


@require_http_methods(["GET", "HEAD", "POST"])
@writers_only
def triggers(request: HttpRequest, instrument: str, code: str) -> HttpResponse:
    """When the entry applies, with a look at a real round; saved only by its button."""
    entry = fetch(request, instrument, code)
    words = entry_of(entry)
    choices = conditions.Choices.of(instrument_of_entry(entry))
    do = request.POST.get("do", "")
    groups = conditions.groups_of(words.triggers)
    if request.method == "POST":
        groups = conditions.changed(conditions.read_groups(request.POST, choices), do, request.POST)
    if do in ("save", "preview"):
        groups = conditions.checked(groups)
    written = replace(words, triggers=conditions.triggers_of(groups))
    status = 200
    if do == "save":
        status = 422 if conditions.has_errors(groups) else _save(request, entry, written)
        if status == 302:
            messages.success(request, _("The draft is kept."))
            return redirect("repository-entry", instrument, code)
    context = {
        **_form(request, entry, groups, choices),
        "problems": [] if conditions.has_errors(groups) or not do else _problems(written, choices),
        "is_refused": status == 422,
        "conflict": workflow.version_of(entry) if status == 409 else 0,
        **_preview(request, entry, written, groups),
    }
    return render(request, "reports/repository/triggers.html", context, status=status)


def _save(request: HttpRequest, entry: Recommendation, written: Any) -> int:
    """The status of what was done: 302 for a new draft, 409 where somebody else wrote one meanwhile."""
    typed, note = request.POST.get("seen", ""), request.POST.get("note", "").strip()[:500]
    try:
        workflow.write(entry, written, request.user, note, int(typed) if typed.isdecimal() else 0)
    except workflow.ChangedMeanwhile:
        return 409
    return 302


def _problems(written: Any, choices: conditions.Choices) -> list[str]:
    found = find_entry_problems(written, choices.instrument)
    return [in_words(problem) for problem in found if workflow.field_of(problem) == "triggers"]


def _form(
    request: HttpRequest, entry: Recommendation, groups: conditions.Groups, choices: conditions.Choices
) -> dict[str, Any]:
    return {
        "may_write": True,
        "entry": entry,
        "groups": _numbered(groups, choices),
        "items": choices.items.items(),
        "kinds": [(kind.value, name) for kind, name in KINDS.items()],
        "sources": [(source.value, name) for source, name in SOURCES.items()],
        "seen": request.POST.get("seen", workflow.version_of(entry)),
        "note": request.POST.get("note", ""),
        "separator": conditions.SEPARATOR,
    }


def _numbered(groups: conditions.Groups, choices: conditions.Choices) -> list[Any]:
    """The rows of the form: (number of the group, [row])."""
    return [
        (number, [_row(f"{number}-{place}", one, choices) for place, one in enumerate(group)])
        for number, group in enumerate(groups)
    ]


def _row(key: str, condition: conditions.Condition, choices: conditions.Choices) -> dict[str, Any]:
    fixed = choices.fixed(condition.kind)
    names = fixed or choices.items
    ticked = [(code, names.get(code, ""), True) for code in condition.targets]
    others = [(code, name, False) for code, name in fixed.items() if code not in condition.targets]
    found = [(code, names.get(code, ""), False) for code in condition.found]
    return {
        "key": key,
        "condition": condition,
        "kind": KINDS[condition.kind],
        "targets": [*ticked, *others, *found],
        "is_searched": not fixed,
        "has_source": condition.kind in conditions.WITH_SOURCE,
        "is_share": condition.kind is TriggerKind.DO_NOT_KNOW,
        "is_signed": condition.kind in conditions.SIGNED,
        "errors": dict(condition.errors),
    }


def _preview(request: HttpRequest, entry: Recommendation, written: Any, groups: conditions.Groups) -> dict[str, Any]:
    """Where what was typed applies in a round; nothing while a condition is incomplete."""
    rounds = rounds_for(request.user, entry.instrument)
    wanted = request.POST.get("round") or request.GET.get("round")
    chosen = next((one for one in rounds if one.code == wanted), rounds[0] if rounds else None)
    is_whole = bool(groups) and not conditions.has_errors(conditions.checked(groups))
    context: dict[str, Any] = {"rounds": rounds, "chosen": chosen, "is_whole": is_whole}
    if chosen is not None and is_whole:
        context["fired"], context["count"] = preview(results_of(chosen), written)
    return context
