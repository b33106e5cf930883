"""A table answered once for each entry: the list of entries; add, change and remove one. Without JavaScript too."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import wraps
from typing import Any

from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from surveys.forms import Posted, fingerprint, read_posted
from surveys.models import AlreadySubmitted, Response
from surveys.rendering import Filled, render_questions, to_words
from surveys.saving import save_answers
from surveys.views.access import in_language, language_asked, respondent_page, speak
from surveys.views.sheets import Sheet

Entry = Mapping[str, Any]


def list_entries(request: HttpRequest, sheet: Sheet) -> HttpResponse:
    """The entries so far. A post only goes on: each entry is saved on its own page."""
    if request.method == "POST":
        language = language_asked(request, sheet.response.round)
        return redirect(in_language(request.path, language) if language else sheet.address_after(request.POST.get("go", "")))
    base = sheet.address
    entries = [
        {"number": number, "title": title_of(sheet, entry, number), "lines": _lines(sheet, entry), "url": f"{base}{number}/"}
        for number, entry in enumerate(entries_of(sheet), start=1)
    ]
    return render(request, "surveys/entries.html", sheet.context() | {"entries": entries})


def entries_of(sheet: Sheet) -> list[Entry]:
    """The entries stored for a repeating table."""
    return list(sheet.response.answers.get(sheet.page.code) or [])


def title_of(sheet: Sheet, entry: Entry, number: int) -> str:
    """What names an entry: its first answer, or its number."""
    first = sheet.page.questions[0]
    return to_words(first, entry.get(first.code)) or _("Entry %(number)d") % {"number": number}


def _lines(sheet: Sheet, entry: Entry) -> list[tuple[str, str]]:
    """(question, answer) of what an entry says beyond its title."""
    return [(q.text, to_words(q, entry[q.code])) for q in sheet.page.questions[1:] if q.code in entry]


EntryView = Callable[[HttpRequest, Sheet, int], HttpResponse]


def _entry_view(view: EntryView) -> Callable[..., HttpResponse]:
    """A page of one entry. A save locks the response: the list of entries is read, changed and written as a whole."""

    @wraps(view)
    def page(request: HttpRequest, response: Response, code: str, number: int = 0) -> HttpResponse:
        response.round.require_open()
        if not response.is_draft and request.method != "POST":
            return redirect("response-receipt", pk=response.pk)
        with transaction.atomic():
            if request.method == "POST":
                locked = Response.objects.select_for_update(of=["self"]).only("answers", "state").get(pk=response.pk)
                response.answers, response.state = locked.answers, locked.state
                if not response.is_draft:
                    raise AlreadySubmitted(gettext_lazy("These answers were submitted and can no longer be changed."))
            sheet = Sheet.of(response, code)
            if sheet is None or not sheet.page.is_repeating:
                raise Http404
            return view(request, sheet, number)

    return respondent_page(page)


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
    place = _find_place(entries, number, request.POST.get("seen", ""))
    if place is None:
        return _show_changed(request, sheet, number, entries, posted)
    before = entries[place] if place < len(entries) else {}
    entry = {code: value for code, value in ({**before, **posted.values}).items() if value is not None}
    if entry and entry not in entries[-1:]:  # the same once more is a second press of the button
        entries[place : place + 1] = [entry]
        save_answers(sheet.response, {sheet.page.code: entries})
    elif entry:
        place = min(place, len(entries) - 1)
    language = language_asked(request, sheet.response.round)
    address = f"{sheet.address}{place + 1}/" if entry else request.path
    if language and not posted.errors:
        return redirect(in_language(address, language))
    if language:
        speak(request, language)
        sheet = sheet.in_active_language()
        posted = read_posted(sheet.page.all_questions, request.POST)
    else:
        _complain_of_gaps(sheet, entry, posted)
    if posted.errors:
        return _show(request, sheet, place + 1 if entry else 0, entry, posted)
    return redirect(sheet.address)


def _complain_of_gaps(sheet: Sheet, entry: Entry, posted: Posted) -> None:
    for question in sheet.page.questions:
        if question.item.required and question.code not in entry:
            posted.errors.setdefault(question.code, _("Answer this question."))


def _find_place(entries: list[Entry], number: int, seen: str) -> int | None:
    """Where to store: the entry as it was seen, wherever it stands now; past the end for a new one; None where it is
    gone or changed."""
    if number == 0:
        return len(entries)
    order = [number - 1, *range(len(entries))]
    return next((place for place in order if place < len(entries) and fingerprint(entries[place]) == seen), None)


def _show(
    request: HttpRequest, sheet: Sheet, number: int, entry: Entry, posted: Posted, warning: str = ""
) -> HttpResponse:
    unsaved = posted.typed if warning else {code: posted.typed[code] for code in posted.errors if code in posted.typed}
    filled = Filled(entry, unsaved, posted.errors)
    base = sheet.address
    context = sheet.context() | {
        "questions": render_questions(sheet.questionnaire, sheet.page.questions, filled),
        "problems": sheet.in_order(posted.errors),
        "warning": warning,
        "number": number,
        "list_url": base,
        "here": f"{base}{number}/" if number else f"{base}new/",
        "seen": fingerprint(entry),
    }
    status = 422 if posted.errors else 409 if warning else 200
    return render(request, "surveys/entry.html", context, status=status)


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
        entry = entries[number - 1]
        context = sheet.context() | {
            "title": title_of(sheet, entry, number),
            "lines": _lines(sheet, entry),
            "here": f"{sheet.address}{number}/remove/",
            "list_url": sheet.address,
            "seen": fingerprint(entry),
        }
        return render(request, "surveys/remove_entry.html", context)
    language = language_asked(request, sheet.response.round)
    if language:
        return redirect(in_language(request.path, language))
    place = _find_place(entries, number, request.POST.get("seen", ""))
    if place is not None:
        del entries[place]
        save_answers(sheet.response, {sheet.page.code: entries or None})
    return redirect(reverse("response-table", kwargs={"pk": sheet.response.pk, "code": sheet.page.code}))
