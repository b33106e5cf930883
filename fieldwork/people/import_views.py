"""Participants from a file: uploaded, looked at, confirmed."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from fieldwork.access import round_page
from fieldwork.people.bringing import OPTIONAL, REQUIRED, read_people
from fieldwork.people.keeping import lock_people
from fieldwork.people.views import TAB
from fieldwork.tabs import sees_people, show
from surveys.answers import LIST_SEPARATOR
from surveys.models import Round
from surveys.uploads import UploadForm, pack, receive, said, table_file


@round_page(sees_people)
def bring(request: HttpRequest, survey_round: Round) -> HttpResponse:
    """Nothing is written before somebody confirms what she saw, nor if it would be something else by then."""
    form = UploadForm(request.POST or None, request.FILES or None)
    purpose = f"participants-{survey_round.pk}"
    upload = receive(request, form, purpose, (REQUIRED, OPTIONAL))
    context: dict[str, Any] = {"form": form, "problems": upload.problems, "columns": (*REQUIRED, *OPTIONAL)}
    is_refused = request.method == "POST" and upload.rows is None
    if upload.rows is not None:
        with transaction.atomic():
            lock_people(survey_round)
            found = read_people(upload.rows, survey_round)
            if upload.confirms(found.preview):
                found.store()
                messages.success(request, said(found.preview))
                return redirect(TAB, survey_round.code)
        is_refused = not found.preview.is_good
        context |= {"preview": found.preview, "is_changed": upload.is_confirmation}
        context["rows"] = pack(upload.rows, purpose) if found.preview.is_good else ""
    return show(request, survey_round, TAB, "fieldwork/people/import.html", context, 422 if is_refused else 200)


@round_page(sees_people)
def template(request: HttpRequest, survey_round: Round, kind: str) -> HttpResponse:
    """An empty table with the names of the columns and one example in this round's codes."""
    code = survey_round.institutions.order_by("code").values_list("code", flat=True).first()
    sections = LIST_SEPARATOR.join(survey_round.sections[:2])
    example = ("Example", "example@example.org", code or "", sections, survey_round.languages[0])
    return table_file(kind, "participants", (*REQUIRED, *OPTIONAL), [example])
