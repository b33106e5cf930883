"""The pages of saved views: the list, save, rename, delete."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from reports.models import SavedView
from reports.permissions import analysts_only, rounds_analysed
from reports.workbench.pages import PAGES
from reports.workbench.saving import NameForm, SaveForm, views_of
from surveys.models import Round


@dataclass(frozen=True)
class Listed:
    """A view in the list. `address`: empty where its page is no more; `form`: None for somebody else's."""

    view: SavedView
    title: str
    address: str
    form: NameForm | None


@require_http_methods(["GET", "HEAD", "POST"])
@analysts_only
def view_list(request: HttpRequest, code: str) -> HttpResponse:
    """One's own views and the shared ones; a POST saves the page that it names."""
    survey_round = _round(request, code)
    if request.method != "POST":
        return _list(request, survey_round)
    form = SaveForm(request.user, survey_round, request.POST)
    if not form.is_valid():
        context = {"survey_round": survey_round, "form": form}
        return render(request, "reports/workbench/save.html", context, status=422)
    view = form.save()
    messages.success(request, _("The view “%(name)s” is saved.") % {"name": view.name})
    return redirect(_address(view))


@require_POST
@analysts_only
def rename_view(request: HttpRequest, code: str, number: int) -> HttpResponse:
    """Give one's own view another name; share it or no longer."""
    survey_round = _round(request, code)
    view = _own(request, survey_round, number)
    form = NameForm(request.user, survey_round, request.POST, view)
    if not form.is_valid():
        return _list(request, survey_round, bad=form, of=view, status=422)
    SavedView.objects.filter(pk=view.pk).update(**form.cleaned_data)
    messages.success(request, _("The view is now called “%(name)s”.") % {"name": form.cleaned_data["name"]})
    return redirect("analysis-views", survey_round.code)


@require_POST
@analysts_only
def delete_view(request: HttpRequest, code: str, number: int) -> HttpResponse:
    """Delete one's own view."""
    survey_round = _round(request, code)
    view = _own(request, survey_round, number)
    view.delete()
    messages.success(request, _("The view “%(name)s” is deleted.") % {"name": view.name})
    return redirect("analysis-views", survey_round.code)


def _round(request: HttpRequest, code: str) -> Round:
    return get_object_or_404(rounds_analysed(request.user).select_related("version"), code=code)


def _own(request: HttpRequest, survey_round: Round, number: int) -> SavedView:
    """Somebody else's view, shared or not, is not found: only its owner changes it."""
    return get_object_or_404(SavedView, pk=number, by=request.user, round=survey_round)


def _address(view: SavedView) -> str:
    address = reverse("analysis-page", args=[view.round.code, view.page])
    return f"{address}?{view.query}" if view.query else address


def _list(
    request: HttpRequest,
    survey_round: Round,
    bad: NameForm | None = None,
    of: SavedView | None = None,
    status: int = 200,
) -> HttpResponse:
    titles = {page.code: page.title for page in PAGES}
    listed = []
    for view in views_of(request.user, survey_round):
        view.round = survey_round
        form = NameForm(request.user, survey_round, view=view) if view.by_id == request.user.pk else None
        form = bad if of and view.pk == of.pk else form
        address = _address(view) if view.page in titles else ""
        listed.append(Listed(view, str(titles.get(view.page, view.page)), address, form))
    context = {
        "survey_round": survey_round,
        "mine": [one for one in listed if one.form],
        "shared": [one for one in listed if not one.form],
    }
    return render(request, "reports/workbench/views.html", context, status=status)
