"""Public pages for everybody, and the page on which an administrator approves them."""

from __future__ import annotations

import json
from typing import Any

from csp.decorators import csp_replace
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.clickjacking import xframe_options_exempt
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from reports.advice import advise
from reports.dashboard.choice import unit_choices
from reports.models import Publication
from reports.permissions import rounds_analysed
from reports.public import files
from reports.public.forms import ApprovalForm
from reports.public.pages import PublicPage, chart_called, charts_of
from reports.public.publishing import approve, draft_of, published, require_publishable, withdraw
from reports.public.reading import PublicResults, read_publication
from reports.public.showing import items_table, scores_table
from surveys.content import LANGUAGES
from surveys.downloads import CSV, download
from surveys.models import Round
from surveys.roles import may_administer

_FILES = {"scores.csv": files.scores_csv, "items.csv": files.items_csv, "codebook.csv": files.codebook_csv}
_SHOWN = 20  # recommendations on a page


class NotPublished(Http404):
    """Raised for results that the public may not see, whether or not there are any."""


@require_safe
def public_list(request: HttpRequest) -> HttpResponse:
    """The rounds whose results are public, the newest first."""
    return render(request, "reports/public/list.html", {"publications": published().order_by("-approved_at")})


@require_safe
def public_round(request: HttpRequest, code: str) -> HttpResponse:
    """The permanent address of a round's results: leads to the first approved page."""
    address = reverse("public-page", args=[code, _publication(code).pages[0]])
    return redirect(f"{address}?{request.GET.urlencode()}" if request.GET else address)


@require_safe
def public_page(request: HttpRequest, code: str, page: str) -> HttpResponse:
    """One approved page about a unit; of the nation by default."""
    publication = _publication(code)
    if page not in publication.pages:
        raise _not_published()
    return _show(request, read_publication(publication), page, is_preview=False)


@require_safe
def public_file(request: HttpRequest, code: str, name: str) -> HttpResponse:
    """Open data: published with the page of the data."""
    publication = _publication(code)
    if PublicPage.DATA not in publication.pages:
        raise _not_published()
    if name == "scores.json":
        written = json.dumps(publication.document, ensure_ascii=False, indent=1)
        return download(written, f"{code}-{name}", "application/json")
    if name not in _FILES:
        raise Http404
    return download(_FILES[name](read_publication(publication)), f"{code}-{name}", CSV)


@require_safe
@xframe_options_exempt
@csp_replace({"frame-ancestors": ["*"]})  # type: ignore[arg-type]  # its types know views of one argument
def public_chart(request: HttpRequest, code: str, key: str) -> HttpResponse:
    """One picture with its sentence, to be shown inside the pages of others."""
    publication = _publication(code)
    results = read_publication(publication)
    view = results.view(request.GET.get("unit", ""))
    chart = view and chart_called(key, results, view, publication.pages)
    if not chart or view is None:
        raise _not_published()
    address = request.build_absolute_uri(reverse("public-round", args=[code]))
    context = {"chart": chart, "survey_round": results.survey_round, "unit_name": view.name, "address": address}
    answer = render(request, "reports/public/embed.html", context)
    answer["Cross-Origin-Resource-Policy"] = "cross-origin"  # the one page that others may show
    return answer


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def publication_page(request: HttpRequest, code: str) -> HttpResponse:
    """What is public of a round, and the form that approves its pages."""
    survey_round = _administered(request, code)
    publication = Publication.objects.filter(round=survey_round).select_related("run", "approved_by").first()
    form = ApprovalForm(request.POST or None, initial=_initial(publication))
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                approve(survey_round, form.cleaned_data["pages"], form.introduction, request.user)
            except ValidationError as refusal:
                form.add_error(None, refusal)
            else:
                messages.success(request, _("The approved pages are public now."))
                return redirect("publication", code)
    context = {
        "survey_round": survey_round,
        "publication": publication,
        "form": form,
        "pages": list(PublicPage),
        "refusal": _refusal(survey_round),
    }
    return render(request, "reports/public/publication.html", context, status=status)


@require_POST
@login_required
def publication_withdraw(request: HttpRequest, code: str) -> HttpResponse:
    """Take the results back."""
    survey_round = _administered(request, code)
    withdraw(get_object_or_404(Publication, round=survey_round))
    messages.success(request, _("The results are public no more."))
    return redirect("publication", code)


@never_cache
@login_required
@require_safe
def publication_preview(request: HttpRequest, code: str, page: str) -> HttpResponse:
    """A page as the public would see it with the scores of now, for those who analyse the round."""
    survey_round = get_object_or_404(rounds_analysed(request.user).select_related("version"), code=code)
    if page not in PublicPage.values:
        raise Http404
    if _refusal(survey_round):
        raise PermissionDenied(_refusal(survey_round))
    draft = draft_of(survey_round)
    return _show(request, read_publication(draft), page, is_preview=True)


def _publication(code: str) -> Publication:
    publication = published().filter(round__code=code).first()
    if publication is None:
        raise _not_published()
    return publication


def _not_published() -> NotPublished:
    return NotPublished(_("These results are not public."))


def _administered(request: HttpRequest, code: str) -> Round:
    survey_round = get_object_or_404(rounds_analysed(request.user).select_related("version"), code=code)
    if not may_administer(request.user):
        raise PermissionDenied(_("Only administrators approve results for the public."))
    return survey_round


def _refusal(survey_round: Round) -> str:
    """Why nothing may be published yet; empty where it may."""
    try:
        require_publishable(survey_round)
    except ValidationError as refusal:
        return " ".join(refusal.messages)
    return ""


def _initial(publication: Publication | None) -> dict[str, Any]:
    if publication is None:
        return {}
    words = {
        f"introduction_{language}": getattr(publication, f"introduction_{language}") or "" for language in LANGUAGES
    }
    return words | {"pages": publication.pages}


def _show(request: HttpRequest, results: PublicResults, page: str, *, is_preview: bool) -> HttpResponse:
    unit = request.GET.get("unit", "")
    view = results.view(unit)
    if view is None:
        raise NotPublished(_("This round has no such unit."))
    context = {
        "survey_round": results.survey_round,
        "publication": results.publication,
        "results": results,
        "method": results.method,
        "facts": results.scores.round,
        "view": view,
        "unit": unit,
        "page": PublicPage(page),
        "tabs": [PublicPage(one) for one in results.publication.pages],
        "tiers": unit_choices(results, view),
        "charts": charts_of(page, results, view),
        "advice": advise(view, mean=results.mean)[:_SHOWN] if page == PublicPage.ADVICE else [],
        "table": scores_table(view) if page == PublicPage.OVERVIEW else None,
        "items": list(items_table(view)) if page == PublicPage.ITEMS else [],
        "is_data": page == PublicPage.DATA,
        "is_preview": is_preview,
        "address": request.build_absolute_uri(reverse("public-round", args=[results.survey_round.code])),
        "threshold": results.method.suppression_threshold,
    }
    return render(request, "reports/public/page.html", context)
