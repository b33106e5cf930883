"""Check all answers, submit them once, and keep the receipt."""

from __future__ import annotations

from contextlib import suppress
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from surveys.checking import Check, check
from surveys.downloads import PDF, download
from surveys.evidence import yes_without_evidence
from surveys.extra_tasks import extra_tasks
from surveys.forms import CheckForm
from surveys.lifecycle import submit
from surveys.models import AlreadySubmitted, Response
from surveys.questionnaires import asked_of
from surveys.receipts import write_copy
from surveys.views.access import address_in, language_asked, respondent_page, secret_of


@respondent_page
def check_page(request: HttpRequest, response: Response) -> HttpResponse:
    """Show everything that would be submitted; on a post, submit it."""
    if not response.is_editable:
        return redirect("response-receipt", pk=response.pk)
    response.require_answerable()
    checked = check(response, asked_of(response))
    if request.method != "POST":
        return _show(request, response, checked, CheckForm(), [])
    if language := language_asked(request, response.round):
        return redirect(address_in(request.path, language))
    form = CheckForm(request.POST)
    problems = [
        (
            f"../{part.path}#{line.code}",
            _("%(page)s: answer “%(question)s”.") % {"page": part.title, "question": line.text},
        )
        for part, line in checked.required
    ]
    if not form.is_valid():
        problems += [("#id_declaration", str(error)) for error in form.errors["declaration"]]
    if problems:
        return _show(request, response, checked, form, problems, status=422)
    with suppress(AlreadySubmitted):  # pressed twice: once is enough, and the receipt says so
        submit(response, get_language() or "")
    return redirect("response-receipt", pk=response.pk)


def _show(
    request: HttpRequest,
    response: Response,
    checked: Check,
    form: CheckForm,
    problems: list[tuple[str, str]],
    status: int = 200,
) -> HttpResponse:
    context: dict[str, Any] = {
        "response": response,
        "survey_round": response.round,
        "offered_languages": response.round.languages,
        "check": checked,
        "form": form,
        "problems": problems,
        "unproven": len(yes_without_evidence(response)),
        "here": request.path,
    }
    return render(request, "surveys/check.html", context, status=status)


@respondent_page
def receipt_page(request: HttpRequest, response: Response) -> HttpResponse:
    """That the answers were received: reference and moment."""
    if response.is_editable:
        return redirect("response", pk=response.pk)
    context = {
        "response": response,
        "survey_round": response.round,
        "offered_languages": response.round.languages,
        "extra_tasks": extra_tasks(response),
        "knows_link": bool(secret_of(request, response)),
    }
    return render(request, "surveys/receipt.html", context)


@respondent_page
def copy_pdf(request: HttpRequest, response: Response) -> HttpResponse:
    """One's own answers as a PDF, in the language in which they were given."""
    return download(write_copy(response), f"{response.round.code}-{response.reference}.pdf", PDF)
