"""The audit trail of a round and of the whole site: searched, read, taken along as a file."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from urllib.parse import urlencode

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from fieldwork.access import round_page
from fieldwork.audit.answers import AnswersForm, write_answers
from fieldwork.audit.exporting import write_entries
from fieldwork.audit.reading import Reader
from fieldwork.audit.search import SearchForm, find_entries, part_of
from fieldwork.tabs import sees_audit, show
from surveys.models import Round
from surveys.roles import may_administer, may_see_audit, may_see_contacts

TAB = "work-audit"


@round_page(sees_audit)
def index(request: HttpRequest, survey_round: Round) -> HttpResponseBase:
    """What was changed in a round."""
    form = SearchForm(request.GET)
    if form.is_valid() and "file" in request.GET:
        return _file(request, survey_round, form)
    context, status = _found(request, survey_round, form)
    return show(request, survey_round, TAB, "fieldwork/audit/round.html", context, status)


@require_safe
@round_page(sees_audit)
def answers(request: HttpRequest, survey_round: Round) -> HttpResponseBase:
    """Every change of the answers of a round, or of those asked for, as a file."""
    form = AnswersForm(request.GET)
    if not form.is_valid():
        return redirect(TAB, survey_round.code)
    words = form.cleaned_data
    rows = write_answers(survey_round, words["item"], words["response"], may_see_contacts(request.user))
    return _stream(rows, f"answers-{survey_round.code}.csv")


@never_cache
@login_required
@require_safe
def site(request: HttpRequest) -> HttpResponseBase:
    """What was changed anywhere: for administrators with the right to the audit trail."""
    if not (may_administer(request.user) and may_see_audit(request.user)):
        raise PermissionDenied(
            _("The audit trail of the whole site is open to administrators with a right of its own.")
        )
    form = SearchForm(request.GET)
    if form.is_valid() and "file" in request.GET:
        return _file(request, None, form)
    context, status = _found(request, None, form)
    return render(request, "fieldwork/audit/site.html", context, status=status)


def _found(request: HttpRequest, survey_round: Round | None, form: SearchForm) -> tuple[dict[str, Any], int]:
    """What the page shows, and its status: nothing is looked for while the form is wrong."""
    if not form.is_valid():
        return {"form": form, "entries": None}, 422
    part = part_of(find_entries(survey_round, form.cleaned_data), request.GET.get("before", ""))
    zone = survey_round.zone if survey_round else timezone.get_current_timezone()
    asked = {name: value for name, value in request.GET.items() if value and name not in ("before", "file")}
    return {
        "form": form,
        "entries": Reader(part.entries, zone, may_see_contacts(request.user)).read(),
        "zone": zone,
        "older": urlencode(asked | {"before": part.older}) if part.older else "",
        "file": urlencode(asked | {"file": "csv"}),
        "is_behind": "before" in request.GET,
        "answers_form": AnswersForm(),
        "newest": urlencode(asked),
    }, 200


def _file(request: HttpRequest, survey_round: Round | None, form: SearchForm) -> StreamingHttpResponse:
    entries = find_entries(survey_round, form.cleaned_data)
    name = f"audit-{survey_round.code if survey_round else 'site'}.csv"
    return _stream(write_entries(entries, may_see_contacts(request.user)), name)


def _stream(rows: Iterator[bytes], name: str) -> StreamingHttpResponse:
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "X-Content-Type-Options": "nosniff"}
    return StreamingHttpResponse(rows, content_type="text/csv; charset=utf-8", headers=headers)
