"""A chapter of a paper, typed in at once."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from fieldwork.paper.access import paper_page
from fieldwork.paper.fields import fill
from fieldwork.paper.people import say_whose
from fieldwork.paper.reading import ChapterSheet, Typed, chapters_of, read_chapter, save_chapter
from fieldwork.tabs import show
from surveys.forms import fingerprints
from surveys.models import Response
from surveys.rendering import to_words


@paper_page
def chapter_page(request: HttpRequest, response: Response, chapter: str) -> HttpResponse:
    """Show or save a chapter."""
    sheets = chapters_of(response)
    place = next((place for place, sheet in enumerate(sheets) if sheet.code == chapter), None)
    if place is None:
        raise Http404
    overview = reverse("work-paper-response", args=[response.round.code, response.pk])
    if not response.is_editable and request.method != "POST":
        return redirect(overview)
    response.require_answerable()
    sheet = sheets[place]
    if request.method != "POST":
        return _show(request, sheet, sheets, Typed(), {})
    response.require_editable()
    read = read_chapter(sheet, request.POST)
    merged = save_chapter(sheet, read, request.POST.get("seen", ""), request.user)
    if read.errors or merged.conflicts:
        return _show(request, sheet, sheets, read, merged.conflicts)
    messages.success(request, _("Chapter %(chapter)s is saved.") % {"chapter": name_of(sheet)})
    after = sheets[place + 1] if place + 1 < len(sheets) else None
    if request.POST.get("go") == "next" and after is not None:
        return redirect("work-paper-chapter", code=response.round.code, pk=response.pk, chapter=after.code)
    return redirect(overview)


def name_of(sheet: ChapterSheet) -> str:
    """What a chapter is called on these pages."""
    return _("About the respondent") if sheet.is_profile else f"{sheet.code}. {sheet.title}"


def _show(
    request: HttpRequest, sheet: ChapterSheet, sheets: list[ChapterSheet], read: Typed, conflicts: dict[str, Any]
) -> HttpResponse:
    response = sheet.response
    questions = {question.code: question for page in sheet.pages for question in page.all_questions}
    notices = {
        code: _("“%(answer)s” was saved elsewhere meanwhile. Save again to keep what stands here.")
        % {"answer": to_words(questions[code], value) if code in questions else _("another list of entries")}
        for code, value in conflicts.items()
    }
    pages = fill(sheet, read, notices)
    fields = [field for filled in pages for group in filled.groups for field in group.fields]
    context = {
        "response": response,
        "whose": say_whose(response),
        "sheet": sheet,
        "title": name_of(sheet),
        "pages": pages,
        "problems": [(field.name, field.text, field.error) for field in fields if field.error],
        "conflicts": [(field.name, field.text, field.notice) for field in fields if field.name in conflicts]
        + [(code, code, notices[code]) for code in notices if code not in questions],
        "seen": fingerprints(sheet.codes, sheet.stored),
        "chapters": [(one.code, name_of(one), one.code == sheet.code) for one in sheets],
        "is_last": sheets[-1].code == sheet.code,
    }
    status = 422 if read.errors else 409 if conflicts else 200
    return show(request, response.round, "work-entry", "fieldwork/paper/chapter.html", context, status)
