"""A table answered once for each entry: the list of entries; add, change and remove one. Without JavaScript too."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import wraps
from typing import Any

from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from surveys.forms import Posted, fingerprint, read_posted
from surveys.forms.periods import refuse_periods
from surveys.models import Response
from surveys.rendering import Filled, render_questions, to_words
from surveys.resending import Attempt
from surveys.reviewing import comments_by_item
from surveys.views.access import View, address_in, language_asked, shared_page, speak
from surveys.views.refusals import is_in_background
from surveys.views.sheets import Sheet, leave

Entry = Mapping[str, Any]


@dataclass(frozen=True)
class Summary:
    """An entry in the list: its first answer (or its number) names it; `lines` are (question, answer) of the others."""

    title: str
    lines: list[tuple[str, str]]
    url: str


def list_entries(request: HttpRequest, sheet: Sheet) -> HttpResponse:
    """The entries so far. A post only goes on: each entry is saved on its own page."""
    if request.method == "POST":
        language = language_asked(request, sheet.response.round)
        return redirect(
            address_in(request.path, language) if language else sheet.address_after(request.POST.get("go", ""))
        )
    entries = [_summary(sheet, entry, number) for number, entry in enumerate(entries_of(sheet), start=1)]
    comments = comments_by_item(sheet.response).get(sheet.page.code)
    return render(
        request,
        "surveys/entries.html",
        sheet.context() | sheet.addresses() | {"entries": entries, "comments": comments},
    )


def entries_of(sheet: Sheet) -> list[Entry]:
    """The entries stored for a repeating table."""
    return list(sheet.response.answers.get(sheet.page.code) or [])


def _summary(sheet: Sheet, entry: Entry, number: int) -> Summary:
    first, *others = sheet.page.questions
    title = to_words(first, entry.get(first.code)) or _("Entry %(number)d") % {"number": number}
    lines = [(question.text, to_words(question, entry[question.code])) for question in others if question.code in entry]
    return Summary(title, lines, _address(sheet, number))


EntryView = Callable[[HttpRequest, Sheet, int], HttpResponse]


def _entry_view(view: EntryView) -> View:
    """A page of one entry. A save locks the response: the list of entries is read, changed and written as a whole."""

    @wraps(view)
    def page(request: HttpRequest, response: Response, code: str, number: int | None = None) -> HttpResponse:
        if number == 0:
            raise Http404
        response.require_answerable()
        if not response.is_editable and request.method != "POST":
            return leave(response)
        with transaction.atomic():
            if request.method == "POST":
                locked = Response.objects.select_for_update(of=["self"]).only("answers", "state").get(pk=response.pk)
                response.answers, response.state = locked.answers, locked.state
                response.require_editable()
            sheet = Sheet.of(response, code)
            if sheet is None or not sheet.page.is_repeating:
                raise Http404
            return view(request, sheet, number or 0)

    return shared_page(page)


@_entry_view
def entry_page(request: HttpRequest, sheet: Sheet, number: int) -> HttpResponse:
    """Show or save entry `number`, counted from 1; 0 is a new one."""
    entries = entries_of(sheet)
    if request.method != "POST":
        if number > len(entries):
            raise Http404
        return _show(request, sheet, number, entries[number - 1] if number else {}, Posted())
    return _save(request, sheet, number, entries)


def _save(request: HttpRequest, sheet: Sheet, number: int, entries: list[Entry]) -> HttpResponse:
    posted = read_posted(sheet.page.all_questions, request.POST)
    attempt = Attempt.of(request.POST)
    if earlier := attempt.stored(sheet.response).get(sheet.page.code):  # it came, and the device did not hear of it
        return _go_on(request, sheet.address, earlier[number - 1] if number <= len(earlier) else {})
    place = _find_place(entries, number, posted, request.POST.get("seen", ""))
    if place is None:
        return _show_changed(request, sheet, number, entries, posted)
    stored = entries[place] if place < len(entries) else {}
    refuse_periods(sheet.response.round.version_id, stored, posted)
    entry = _merge(stored, posted)
    if is_in_background(request):
        _complain_of_gaps(sheet, entry, posted)
        if posted.errors:
            return _ask_to_look(request)
    if entry and entry not in entries[place : place + 1]:
        entries[place : place + 1] = [entry]
        sheet.save({sheet.page.code: entries}, attempt.key)
    number = place + 1 if place < len(entries) else 0
    language = language_asked(request, sheet.response.round)
    if language and not posted.errors:
        return _go_on(request, address_in(_address(sheet, number), language), entry)
    if language:
        speak(request, language)
        sheet = sheet.in_active_language()
        posted = read_posted(sheet.page.all_questions, request.POST)
        refuse_periods(sheet.response.round.version_id, stored, posted)
    else:
        _complain_of_gaps(sheet, entry, posted)
    if posted.errors:
        return _show(request, sheet, number, entries[place] if number else {}, posted)
    return _go_on(request, sheet.address, entry)


def _go_on(request: HttpRequest, address: str, entry: Entry) -> HttpResponse:
    """To the page after a save; a save in the background is told where that is."""
    if not is_in_background(request):
        return redirect(address)
    return JsonResponse({"state": "saved", "words": "", "seen": fingerprint(entry), "next": address})


def _merge(entry: Entry, posted: Posted) -> Entry:
    """An entry with what was posted in place of what it said."""
    return {code: value for code, value in {**entry, **posted.values}.items() if value is not None}


def _complain_of_gaps(sheet: Sheet, entry: Entry, posted: Posted) -> None:
    for question in sheet.page.questions:
        if question.item.required and question.code not in entry:
            posted.errors.setdefault(question.code, _("Answer this question."))


def _find_place(entries: list[Entry], number: int, posted: Posted, seen: str) -> int | None:
    """Where to store: the entry as it was seen, wherever it stands now; past the end for a new one.

    None where it is gone or changed. A button pressed twice finds what its first press stored.
    """
    if number and (place := _find_seen(entries, number, seen)) is not None:
        return place
    expected = number - 1 if number else len(entries) - 1
    if 0 <= expected < len(entries) and _merge(entries[expected] if number else {}, posted) == entries[expected]:
        return expected
    return None if number else len(entries)


def _find_seen(entries: list[Entry], number: int, seen: str) -> int | None:
    """Where the entry stands that a page showed as entry `number`; None where there is no such entry any more."""
    order = [number - 1, *range(len(entries))]
    return next((place for place in order if place < len(entries) and fingerprint(entries[place]) == seen), None)


def _address(sheet: Sheet, number: int) -> str:
    return f"{sheet.address}{number}/" if number else f"{sheet.address}new/"


def _show(
    request: HttpRequest, sheet: Sheet, number: int, entry: Entry, posted: Posted, warning: str = ""
) -> HttpResponse:
    unsaved = posted.typed if warning else {code: posted.typed[code] for code in posted.errors if code in posted.typed}
    filled = Filled(entry, unsaved, posted.errors)
    context = sheet.context() | {
        "questions": render_questions(sheet.questionnaire, sheet.page.questions, filled),
        "problems": sheet.in_order(posted.errors),
        "warning": warning,
        "number": number,
        "list_url": sheet.address,
        "here": _address(sheet, number),
        "seen": fingerprint(entry),
    }
    status = 422 if posted.errors else 409 if warning else 200
    if is_in_background(request):
        return _ask_to_look(request)
    return render(request, "surveys/entry.html", context, status=status)


def _ask_to_look(request: HttpRequest) -> HttpResponse:
    """A save in the background that a person has to decide about: nothing was stored."""
    return JsonResponse({"state": "attention", "words": "", "seen": request.POST.get("seen", ""), "next": ""})


def _show_changed(
    request: HttpRequest, sheet: Sheet, number: int, entries: list[Entry], posted: Posted
) -> HttpResponse:
    """The entry changed or went away elsewhere: nothing is overwritten; the next save decides."""
    if number <= len(entries):
        stored = entries[number - 1]
        lines = "; ".join(f"{q.text}: {to_words(q, stored[q.code])}" for q in sheet.page.questions if q.code in stored)
        warning = _("This entry was changed elsewhere meanwhile. It says now: %(entry)s. Save again to replace it.")
        return _show(request, sheet, number, stored, posted, warning % {"entry": lines})
    warning = _("This entry was removed elsewhere meanwhile. Save again to add it anew.")
    return _show(request, sheet, 0, {}, posted, warning)


@_entry_view
def remove_entry(request: HttpRequest, sheet: Sheet, number: int) -> HttpResponse:
    """Ask whether to remove an entry, then remove it: the one that was shown, or none."""
    entries = entries_of(sheet)
    if request.method != "POST":
        if number > len(entries):
            raise Http404
        context = sheet.context() | {
            "entry": _summary(sheet, entries[number - 1], number),
            "here": f"{_address(sheet, number)}remove/",
            "list_url": sheet.address,
            "seen": fingerprint(entries[number - 1]),
        }
        return render(request, "surveys/remove_entry.html", context)
    language = language_asked(request, sheet.response.round)
    if language:
        return redirect(address_in(request.path, language))
    place = _find_seen(entries, number, request.POST.get("seen", ""))
    if place is not None:
        del entries[place]
        sheet.save({sheet.page.code: entries or None})
    return redirect(reverse("response-table", kwargs={"pk": sheet.response.pk, "code": sheet.page.code}))
