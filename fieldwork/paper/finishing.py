"""A paper as a whole: its chapters, what is missing, its submission; and how to be rid of one begun by mistake."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from fieldwork.paper.access import paper_page
from fieldwork.paper.entering import name_of
from fieldwork.paper.people import say_whose
from fieldwork.paper.reading import ChapterSheet, chapters_of
from fieldwork.tabs import show
from surveys.checking import Part, check
from surveys.evidence import delete_files_with
from surveys.forms import CheckForm
from surveys.lifecycle import submit
from surveys.models import AlreadySubmitted, Response, ResponseState, RoundNotOpen
from surveys.pages import PageState, state_of
from surveys.questionnaires import asked_of


@dataclass(frozen=True)
class ChapterState:
    """A chapter in the list. `missing`: (field, question) of what has no answer; `required`: of what must have one."""

    code: str
    title: str
    url: str
    state: PageState
    missing: list[tuple[str, str]]
    required: list[tuple[str, str]]


@paper_page
def overview(request: HttpRequest, response: Response) -> HttpResponse:
    """The chapters of a paper with their states, and the way to submit it."""
    return _show(request, response, CheckForm())


@require_POST
@paper_page
def submit_page(request: HttpRequest, response: Response) -> HttpResponse:
    """Submit the paper once it was compared with what was typed in."""
    form = CheckForm(request.POST)
    chapters = _chapters(response)
    if not form.is_valid() or any(chapter.required for chapter in chapters):
        return _show(request, response, form, status=422)
    by: Any = request.user
    with suppress(AlreadySubmitted):  # pressed twice
        submit(response, response.language, by=by)
        messages.success(request, _("The paper is submitted: %(reference)s.") % {"reference": response.reference})
    return redirect("work-entry", code=response.round.code)


@paper_page
def discard(request: HttpRequest, response: Response) -> HttpResponse:
    """Ask, then remove a draft that was begun by mistake. What was submitted once stays."""
    if request.method != "POST":
        return show(
            request,
            response.round,
            "work-entry",
            "fieldwork/paper/discard.html",
            {"response": response, "whose": say_whose(response)},
        )
    with transaction.atomic():
        locked = Response.objects.select_for_update(of=["self"]).get(pk=response.pk)
        if not _is_discardable(locked):
            raise PermissionDenied(_("Only a draft that was never submitted can be discarded."))
        delete_files_with([locked])
        locked.delete()
    messages.success(request, _("The draft is discarded: %(reference)s.") % {"reference": response.reference})
    return redirect("work-entry", code=response.round.code)


def _is_discardable(response: Response) -> bool:
    return response.state == ResponseState.DRAFT and not response.versions.exists()


def _show(request: HttpRequest, response: Response, form: CheckForm, status: int = 200) -> HttpResponse:
    chapters = _chapters(response)
    context: dict[str, Any] = {
        "response": response,
        "whose": say_whose(response),
        "chapters": chapters,
        "missing": sum(len(chapter.missing) for chapter in chapters),
        "ignored": check(response, asked_of(response, response.language)).ignored,
        "form": form,
        "can_discard": response.is_editable and _is_discardable(response),
        "refusal": _refusal(response),
    }
    return show(request, response.round, "work-entry", "fieldwork/paper/response.html", context, status)


def _refusal(response: Response) -> str:
    """Why nothing can be entered now; empty while the round takes answers."""
    try:
        response.require_answerable()
    except RoundNotOpen as refusal:
        return str(refusal)
    return ""


def _chapters(response: Response) -> list[ChapterState]:
    checked = check(response, asked_of(response, response.language))
    parts = checked.parts
    return [_chapter(response, sheet, parts) for sheet in chapters_of(response)]


def _chapter(response: Response, sheet: ChapterSheet, parts: list[Part]) -> ChapterState:
    codes = {page.code for page in sheet.pages}
    own = [part for part in parts if part.path.split("/")[0] in codes]
    missing = [(_field(part, line.code), line) for part in own for line in part.missing]
    required = [(name, line.text) for name, line in missing if line.is_required]
    states = {state_of(page, sheet.stored) for page in sheet.pages}
    return ChapterState(
        sheet.code,
        name_of(sheet),
        reverse("work-paper-chapter", args=[response.round.code, response.pk, sheet.code]),
        _joined(states),
        [(name, line.text) for name, line in missing],
        required,
    )


def _field(part: Part, code: str) -> str:
    """The name of a question's field on the entry page: an entry of a repeating table has its number in it."""
    page, number, *_rest = [*part.path.split("/"), ""]
    return f"{page}~{number}~{code}" if number else code


def _joined(states: set[PageState]) -> PageState:
    """The state of a chapter from those of its pages."""
    begun = states & {PageState.DONE, PageState.IN_PROGRESS}
    open_ones = states & {PageState.IN_PROGRESS, PageState.NOT_STARTED}
    if begun and open_ones:
        return PageState.IN_PROGRESS
    if begun:
        return PageState.DONE
    return PageState.NOT_STARTED if open_ones else PageState.OPTIONAL
