"""One page per table, and the page about the respondent: show, save, go on."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse, QueryDict
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from surveys.conflicts import describe_conflicts
from surveys.forms import Choice, Merge, Posted, fingerprints, merge, read_posted, seen_after
from surveys.models import Response
from surveys.pages import PROFILE
from surveys.rendering import Filled, render_heading, render_questions
from surveys.resending import Attempt, without
from surveys.reviewing import comments_by_item
from surveys.saving import ChangedMeanwhile
from surveys.views.access import address_in, language_asked, shared_page, speak
from surveys.views.entries import list_entries
from surveys.views.evidence_lines import lines_on
from surveys.views.refusals import CHOICE, is_in_background
from surveys.views.sheets import Sheet, leave


@shared_page
def table_page(request: HttpRequest, response: Response, code: str = PROFILE) -> HttpResponse:
    """Show or save one table, or the profile."""
    response.require_answerable()
    if not response.is_editable and request.method != "POST":
        return leave(response)
    sheet = Sheet.of(response, code)
    if sheet is None:
        raise Http404
    if sheet.page.is_repeating:
        return list_entries(request, sheet)
    if request.method != "POST":
        return _show(request, sheet, Posted(), Merge())
    return _save_in_background(request, sheet) if is_in_background(request) else _save(request, sheet)


def _save(request: HttpRequest, sheet: Sheet) -> HttpResponse:
    posted = read_posted(sheet.page.all_questions, request.POST)
    seen = request.POST.get("seen", "")
    merged = _merge_and_save(sheet, posted.values, seen, _read_choices(request.POST))
    if not (posted.errors or merged.conflicts):
        return redirect(_address_after(request, sheet))
    if language := language_asked(request, sheet.response.round):
        speak(request, language)
        sheet = sheet.in_active_language()
        posted = read_posted(sheet.page.all_questions, request.POST)
    return _show(request, sheet, posted, merged)


def _address_after(request: HttpRequest, sheet: Sheet) -> str:
    """Where a save leads: to the same page in the language that was asked for, else on."""
    language = language_asked(request, sheet.response.round)
    return address_in(request.path, language) if language else sheet.address_after(request.POST.get("go", ""))


def _merge_and_save(
    sheet: Sheet,
    values: Mapping[str, Any],
    seen: str,
    choices: Mapping[str, Choice | None] | None = None,
    attempt: Attempt | None = None,
) -> Merge:
    """Save what nobody else changed; what somebody saved at this very moment is looked at before it is overwritten."""
    while True:
        merged = merge(sheet.codes, sheet.stored, values, seen, choices)
        try:
            sheet.save(merged.patch, attempt.key if attempt else None)
        except ChangedMeanwhile:
            sheet.read_again()
        else:
            return merged


def _read_choices(data: QueryDict) -> dict[str, Choice | None]:
    """For each answer about which the page asked, which of the two stands; None: not chosen."""
    choices = {choice.value: choice for choice in Choice}
    return {code: choices.get(data.get(CHOICE + code, "")) for code in data.getlist("asked")}


def _save_in_background(request: HttpRequest, sheet: Sheet) -> HttpResponse:
    """Save what can be saved without asking, and tell what became of it (see static/src/queue.js).

    A choice waits for the button: until then it may change. What an earlier attempt stored is the page's own.
    """
    posted = read_posted(sheet.page.all_questions, request.POST)
    seen, asked = request.POST.get("seen", ""), request.POST.getlist("asked")
    is_pressed = bool(request.POST.get("go") or request.POST.get("language"))
    waiting = () if is_pressed else asked
    values = {code: value for code, value in posted.values.items() if code not in waiting}
    attempt = Attempt.of(request.POST)
    stored = attempt.stored(sheet.response) if attempt.is_again else {}  # else merging finds it by itself
    choices = _read_choices(request.POST) if is_pressed else None
    merged = _merge_and_save(sheet, without(values, stored), seen, choices, attempt)
    conflicts = merged.conflicts.keys() | set(waiting)
    answer = {
        "state": "attention" if posted.errors or conflicts else "saved",
        "words": _say_saved(len(posted.errors), len(conflicts)),
        "seen": seen_after(sheet.codes, {**sheet.stored, **stored}, values, seen),
        "next": _address_after(request, sheet),
    }
    if (lines := lines_on(sheet)) is not None:
        answer["evidence"] = render_to_string("surveys/_evidence_block.html", {"evidence": lines, "page": sheet.page})
    return JsonResponse(answer)


def _say_saved(errors: int, conflicts: int) -> str:
    """A line of status for a page that saved by itself."""
    words = {"time": timezone.localtime().strftime("%H:%M")}
    if not errors and not conflicts:
        return _("Saved at %(time)s.") % words
    sentences = []
    if errors:
        sentence = ngettext(
            "Saved at %(time)s, but %(count)d answer needs your attention. Press Save to see it.",
            "Saved at %(time)s, but %(count)d answers need your attention. Press Save to see them.",
            errors,
        )
        sentences.append(sentence % {**words, "count": errors})
    if conflicts:
        sentence = ngettext(
            "Saved at %(time)s, but %(count)d answer was changed elsewhere meanwhile. Press Save to choose.",
            "Saved at %(time)s, but %(count)d answers were changed elsewhere meanwhile. Press Save to choose.",
            conflicts,
        )
        sentences.append(sentence % {**words, "count": conflicts})
    return " ".join(sentences)


def _show(request: HttpRequest, sheet: Sheet, posted: Posted, merged: Merge) -> HttpResponse:
    """The page with its fields; after a save that left something open, with what and why."""
    page, questionnaire = sheet.page, sheet.questionnaire
    conflicts = describe_conflicts(sheet.response, page.by_code, merged, posted.values)
    unsaved = {code: raw for code, raw in posted.typed.items() if code in posted.errors or code in conflicts}
    filled = Filled(sheet.stored, unsaved, posted.errors, conflicts, comments_by_item(sheet.response))
    context: dict[str, Any] = sheet.context() | {
        "rows": [
            (row, [render_questions(questionnaire, [cell], filled, in_grid=True) for cell in row.cells])
            for row in page.rows
        ],
        "heading": render_heading(questionnaire, page),
        "questions": render_questions(questionnaire, page.questions, filled),
        "problems": sheet.in_order(posted.errors),
        "conflicts": sheet.in_order({code: conflict.saved for code, conflict in conflicts.items()}),
        "seen": fingerprints(sheet.codes, sheet.stored),
        "evidence": lines_on(sheet),
        **sheet.addresses(),
    }
    status = 422 if posted.errors else 409 if conflicts else 200
    return render(request, "surveys/table.html", context, status=status)
