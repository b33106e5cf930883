"""The workshops of a round, and a new one."""

from __future__ import annotations

from urllib.parse import urlencode

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import get_language, gettext

from fieldwork.access import round_page, staff_of
from fieldwork.models import Workshop
from fieldwork.searching import words_searched
from fieldwork.tabs import show
from fieldwork.workshops.access import workshops_of
from fieldwork.workshops.codes import make_code
from fieldwork.workshops.forms import WorkshopForm
from surveys.models import Round
from surveys.roles import may_facilitate

TAB = "work-workshops"
PAGE = 50


@round_page(may_facilitate)
def index(request: HttpRequest, survey_round: Round) -> HttpResponse:
    """Her workshops (for administrators all), the newest first, those found by words of their titles."""
    words = words_searched(request, "search")
    found: QuerySet[Workshop] = workshops_of(request.user, survey_round).select_related(
        "institution", "facilitator", "response"
    )
    if words:
        found = found.filter(title__icontains=words)
    numbered = found.annotate(people=Count("seats", distinct=True), agreed=Count("agreements", distinct=True))
    page = Paginator(numbered.order_by("-created_at", "-pk"), PAGE).get_page(request.GET.get("page"))
    return show(
        request,
        survey_round,
        TAB,
        "fieldwork/workshops/index.html",
        {"page": page, "search": words, "query": urlencode({"search": words}) if words else ""},
    )


@round_page(may_facilitate)
def new(request: HttpRequest, survey_round: Round) -> HttpResponse:
    """A new workshop; people may join at once."""
    workshop = Workshop(round=survey_round, facilitator_id=staff_of(request).pk)
    if request.method == "POST":
        form = WorkshopForm(survey_round, request.POST, instance=workshop)
        if form.is_valid():
            workshop.join_code = make_code()
            workshop.sections = [code for code in survey_round.sections if code in form.cleaned_data["sections"]]
            form.save()
            messages.success(request, gettext("The workshop is made. People can join now."))
            return redirect("work-workshops-screen", survey_round.code, workshop.pk)
    else:
        form = WorkshopForm(survey_round, instance=workshop, initial={"language": get_language()})
    status = 422 if form.errors else 200
    return show(request, survey_round, TAB, "fieldwork/workshops/new.html", {"form": form}, status)
