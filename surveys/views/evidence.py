"""Pages for evidence: what is shown for which Yes answer; add, change, remove and download it."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import QuerySet
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from surveys import roles
from surveys.evidence import all_yes, by_item, remove_evidence, store_evidence, yes_pages
from surveys.forms.evidence import EvidenceForm, initial_of
from surveys.models import Evidence, Mode, Response
from surveys.pages import Page
from surveys.questionnaires import asked_of
from surveys.uploading import was_skipped
from surveys.views.access import address_in, find_own, language_asked, shared_page, speak
from surveys.views.evidence_lines import EvidenceLine, ShownPiece, lines_of
from surveys.views.sheets import address_of


@dataclass(frozen=True)
class EvidencePage:
    """The Yes answers of one page of the questionnaire. `url`: where they are answered."""

    code: str
    title: str
    url: str
    lines: list[EvidenceLine]


@shared_page
def evidence_list(request: HttpRequest, response: Response) -> HttpResponse:
    """Every Yes answer about facts with its evidence, and what has none yet. After submission to be read only."""
    pieces = list(_visible(response))
    shown = by_item(pieces)
    pages = [
        EvidencePage(
            found.page.code,
            found.page.title,
            address_of(response, found.page),
            lines_of(response, found.questions, shown),
        )
        for found in yes_pages(asked_of(response), response.answers)
    ]
    lines = [line for page in pages for line in page.lines]
    served = {line.code for line in lines}
    base = reverse("response-evidence", args=[response.pk])
    context = _context(response) | {
        "pages": pages,
        "total": len(lines),
        "missing": [line for line in lines if not line.pieces],
        "idle": [ShownPiece.of(piece, base) for piece in pieces if served.isdisjoint(piece.items)],
    }
    return render(request, "surveys/evidence.html", context)


@shared_page
def evidence_new(request: HttpRequest, response: Response) -> HttpResponse:
    """A new piece for the item that the address names."""
    return _edit(request, response, Evidence(response=response), {"items": request.GET.getlist("item")})


@shared_page
def evidence_edit(request: HttpRequest, response: Response, number: int) -> HttpResponse:
    """Change a piece: what it is, what it serves."""
    evidence = get_object_or_404(_visible(response), pk=number)
    return _edit(request, response, evidence, initial_of(evidence))


@shared_page
def evidence_remove(request: HttpRequest, response: Response, number: int) -> HttpResponse:
    """Ask, then remove a piece; a delegate takes it away from her own items only."""
    evidence = _visible(response).filter(pk=number).first()
    if evidence is None and request.method == "POST":  # pressed twice
        return redirect("response-evidence", pk=response.pk)
    if evidence is None:
        raise Http404
    if request.method == "POST":
        remove_evidence(evidence, _own_codes(response) if response.granted_chapters else evidence.items)
        return redirect("response-evidence", pk=response.pk)
    if refusal := _refuse_late(response):
        return refusal
    piece = ShownPiece.of(evidence, reverse("response-evidence", args=[response.pk]))
    return render(request, "surveys/evidence_remove.html", _context(response) | {"piece": piece})


@never_cache
def evidence_file(request: HttpRequest, pk: UUID, number: int) -> HttpResponseBase:
    """The file, to be stored and never shown by a browser, for those who may see it."""
    evidence = get_object_or_404(_visible(_find_readable(request, pk)), pk=number)
    if not evidence.file:
        raise Http404
    try:
        file = evidence.file.open("rb")
    except FileNotFoundError as error:
        raise Http404(_("This file is no longer stored.")) from error
    answer = FileResponse(file, as_attachment=True, filename=evidence.file_name, content_type=evidence.content_type)
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Content-Security-Policy"] = "sandbox; default-src 'none'"
    return answer


def _find_readable(request: HttpRequest, pk: UUID) -> Response:
    """The response whose evidence this user or this browser may read. Raises PermissionDenied or Http404."""
    if request.user.is_authenticated:
        response = Response.objects.select_related("round", "institution").filter(pk=pk).first()
        if response and _staff_may_read(request.user, response):
            return response
    return find_own(request, pk)


def _staff_may_read(user: Any, response: Response) -> bool:
    """Reviewers, coordinators of its institution, administrators, and clerks where it came on paper."""
    if roles.may_review(user, response.round):
        return True
    if response.mode == Mode.PAPER and response.entered_by_id and roles.may_enter(user, response.round):
        return True
    return bool(response.institution and roles.may_coordinate(user, response.round, response.institution))


def _visible(response: Response) -> QuerySet[Evidence]:
    """The evidence of a response; for a delegate what serves her chapters."""
    pieces = Evidence.objects.filter(response=response)
    return pieces.filter(items__overlap=_own_codes(response)) if response.granted_chapters else pieces


def _own_codes(response: Response) -> list[str]:
    return [question.code for page in asked_of(response).pages for question in page.all_questions]


def _context(response: Response) -> dict[str, Any]:
    return {
        "response": response,
        "survey_round": response.round,
        "offered_languages": response.round.languages,
        "is_editable": _is_changeable(response),
    }


def _is_changeable(response: Response) -> bool:
    if not response.is_editable:
        return False
    with suppress(PermissionDenied):
        response.require_answerable()
        return True
    return False


def _refuse_late(response: Response) -> HttpResponse | None:
    """Back to the list, which can be read, where nothing can be changed any more."""
    return None if _is_changeable(response) else redirect("response-evidence", pk=response.pk)


def _edit(request: HttpRequest, response: Response, evidence: Evidence, initial: dict[str, Any]) -> HttpResponse:
    """Show the form or take it."""
    evidence.response = response
    existing = evidence if evidence.pk else None
    back = asked_of(response).page_by_code.get(request.GET.get("page", ""))
    if request.method != "POST":
        refusal = _refuse_late(response)
        return refusal or _show(request, response, _form(response, existing, initial=initial), back)
    response.require_answerable()
    response.require_editable()
    if language := language_asked(request, response.round):
        speak(request, language)
        typed = {name: request.POST.get(name, "") for name in ("url", "dated_on", "note")}
        form = _form(response, existing, initial=typed | {"items": request.POST.getlist("items")})
        return _show(request, response, form, back, here=address_in(request.get_full_path(), language))
    is_too_big = was_skipped(request, "document")
    form = _form(response, existing, request.POST, request.FILES, is_too_big=is_too_big)
    if form.is_valid():
        try:
            store_evidence(evidence, form.piece)
        except ValidationError as error:
            form.add_error("document", error)
        else:
            return redirect(_address_after(response, form.piece.items, back))
    return _show(request, response, form, back, status=422)


def _form(response: Response, existing: Evidence | None, *args: Any, **options: Any) -> EvidenceForm:
    return EvidenceForm(*args, questions=all_yes(response), evidence=existing, **options)


def _address_after(response: Response, items: list[str] | Any, back: Page | None) -> str:
    if back is not None:
        return f"{address_of(response, back)}#evidence"
    return f"{reverse('response-evidence', args=[response.pk])}#{items[0]}"


def _show(
    request: HttpRequest,
    response: Response,
    form: EvidenceForm,
    back: Page | None,
    here: str = "",
    status: int = 200,
) -> HttpResponse:
    chosen = set(form.chosen)
    context = _context(response) | {
        "form": form,
        "evidence": form.evidence,
        "back_url": address_of(response, back) + "#evidence"
        if back
        else reverse("response-evidence", args=[response.pk]),
        "first": [choice for choice in form.choices if choice[0] in chosen],
        "others": [choice for choice in form.choices if choice[0] not in chosen],
        "here": here or request.get_full_path(),
    }
    return render(request, "surveys/evidence_form.html", context, status=status)
