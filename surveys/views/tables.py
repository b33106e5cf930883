"""One page per table, and the page about the respondent: show, save, go on."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from surveys.forms import Merge, Posted, fingerprints, merge, read_posted, seen_after
from surveys.models import Response
from surveys.pages import PROFILE, Question
from surveys.rendering import Filled, render_questions, to_words
from surveys.views.access import address_in, language_asked, shared_page, speak
from surveys.views.entries import list_entries
from surveys.views.refusals import is_in_background
from surveys.views.sheets import Sheet


@shared_page
def table_page(request: HttpRequest, response: Response, code: str = PROFILE) -> HttpResponse:
    """Show or save one table, or the profile."""
    response.require_answerable()
    if not response.is_editable and request.method != "POST":
        return redirect("response-receipt", pk=response.pk)
    sheet = Sheet.of(response, code)
    if sheet is None:
        raise Http404
    if sheet.page.is_repeating:
        return list_entries(request, sheet)
    return _save(request, sheet) if request.method == "POST" else _show(request, sheet, Posted(), Merge())


def _save(request: HttpRequest, sheet: Sheet) -> HttpResponse:
    posted = read_posted(sheet.page.all_questions, request.POST)
    merged = merge(sheet.codes, sheet.stored, posted.values, request.POST.get("seen", ""))
    sheet.save(merged.patch)
    if is_in_background(request):
        return _say_saved(request, sheet, posted, merged)
    language = language_asked(request, sheet.response.round)
    if not (posted.errors or merged.conflicts):
        return redirect(
            address_in(request.path, language) if language else sheet.address_after(request.POST.get("go", ""))
        )
    if language:
        speak(request, language)
        sheet = sheet.in_active_language()
        posted = read_posted(sheet.page.all_questions, request.POST)
    return _show(request, sheet, posted, merged)


def _show(request: HttpRequest, sheet: Sheet, posted: Posted, merged: Merge) -> HttpResponse:
    """The page with its fields; after a save that left something open, with what and why."""
    page, questionnaire = sheet.page, sheet.questionnaire
    notices = {code: _say_conflict(page.by_code[code], value) for code, value in merged.conflicts.items()}
    unsaved = {code: raw for code, raw in posted.typed.items() if code in posted.errors or code in notices}
    filled = Filled(sheet.stored, unsaved, posted.errors, notices)
    context: dict[str, Any] = sheet.context() | {
        "rows": [
            (row, [render_questions(questionnaire, [cell], filled, in_grid=True) for cell in row.cells])
            for row in page.rows
        ],
        "questions": render_questions(questionnaire, page.questions, filled),
        "problems": sheet.in_order(posted.errors),
        "conflicts": sheet.in_order(notices),
        "seen": fingerprints(sheet.codes, sheet.stored),
    }
    status = 422 if posted.errors else 409 if notices else 200
    return render(request, "surveys/table.html", context, status=status)


def _say_conflict(question: Question, stored: Any) -> str:
    if stored is None:
        return _("This answer was taken back elsewhere meanwhile. Save again to keep what stands here.")
    words = {"answer": to_words(question, stored)}
    return _("“%(answer)s” was saved elsewhere meanwhile. Save again to keep what stands here.") % words


def _say_saved(request: HttpRequest, sheet: Sheet, posted: Posted, merged: Merge) -> HttpResponse:
    """A line of status for a page that saved by itself, and what it has seen by now."""
    count = len(posted.errors) + len(merged.conflicts)
    words = _("Saved at %(time)s.")
    if count:
        words = ngettext(
            "Saved at %(time)s, but %(count)d answer needs your attention. Press Save to see it.",
            "Saved at %(time)s, but %(count)d answers need your attention. Press Save to see them.",
            count,
        )
    context = {
        "words": words % {"time": timezone.localtime().strftime("%H:%M"), "count": count},
        "seen": seen_after(sheet.codes, sheet.stored, posted.values, request.POST.get("seen", "")),
    }
    return render(request, "surveys/_saved.html", context)
