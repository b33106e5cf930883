"""Batches: ordered, watched, cancelled, resumed, downloaded."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count, Q
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from fieldwork.access import staff_of
from reports.files import keeping, tasks
from reports.files.access import analysts_page, show
from reports.files.forms import CHOSEN, BatchForm
from reports.files.offering import kinds_offered
from reports.files.working import ENDED, FORESEEN
from reports.models import Batch, BatchState
from reports.results import results_of
from scoring.results import UnitTier
from surveys.downloads import ZIP
from surveys.models import Round

PAGE = 50


@analysts_page
def batches(request: HttpRequest, survey_round: Round) -> HttpResponse:
    """The batches of a round, and the form that orders another."""
    chosen_unit = request.GET.get("unit")
    initial = {"scope": CHOSEN, "units": [chosen_unit]} if chosen_unit else {}
    results = results_of(survey_round)
    kinds = kinds_offered(request.user, results, UnitTier.INSTITUTION)
    form = BatchForm(results, kinds, request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        chosen = form.units_chosen, form.kinds_chosen, form.cleaned_data["languages"]
        made = tasks.order(survey_round, *chosen, by=staff_of(request))
        messages.success(request, _("The worker makes the files now. You may leave this page."))
        return redirect("report-batch", survey_round.code, made.pk)
    counted = (
        Batch.objects.filter(round=survey_round)
        .select_related("by")
        .annotate(all_files=Count("files"), made=Count("files", filter=Q(files__state=BatchState.DONE)))
    )
    page = Paginator(counted.order_by("-ordered_at"), PAGE).get_page(request.GET.get("page"))
    status = 422 if request.method == "POST" else 200
    return show(request, survey_round, "batches", {"form": form, "page": page, "kept_days": keeping.KEPT_DAYS}, status)


@require_safe
@analysts_page
def batch(request: HttpRequest, survey_round: Round, pk: int) -> HttpResponse:
    """One batch: how far it is, and every file."""
    found = _batch_of(survey_round, pk)
    files = found.files.order_by("pk")
    shown = Paginator(files, PAGE).get_page(request.GET.get("page"))
    for one in shown.object_list:
        one.error = _told(one.error)
    return show(request, survey_round, "batch", {**_progress(found), "page": shown})


@require_safe
@analysts_page
def progress(request: HttpRequest, survey_round: Round, pk: int) -> HttpResponse:
    """Only how far it is, asked for every three seconds while the worker is at it; at the end the whole page anew."""
    context = {"survey_round": survey_round, **_progress(_batch_of(survey_round, pk))}
    response = render(request, "reports/files/_progress.html", context)
    if not context["is_moving"]:
        response.headers["HX-Refresh"] = "true"  # the list of files and the buttons have changed as well
    return response


@require_POST
@analysts_page
def cancel(request: HttpRequest, survey_round: Round, pk: int) -> HttpResponse:
    """Stop a batch."""
    if tasks.cancel(_batch_of(survey_round, pk)):
        messages.success(request, _("The batch is cancelled."))
    else:
        messages.error(request, _("This batch has ended already."))
    return redirect("report-batch", survey_round.code, pk)


@require_POST
@analysts_page
def resume(request: HttpRequest, survey_round: Round, pk: int) -> HttpResponse:
    """Ask a worker to go on with a batch, where one was lost."""
    found = _batch_of(survey_round, pk)
    if found.state in ENDED:
        messages.error(request, _("This batch has ended already."))
    else:
        tasks.resume(found)
        messages.success(request, _("A worker goes on with this batch."))
    return redirect("report-batch", survey_round.code, pk)


@require_safe
@analysts_page
def archive(request: HttpRequest, survey_round: Round, pk: int) -> HttpResponseBase:
    """All files of a batch in one archive, streamed. Raises Http404 before there is one and once it was removed."""
    found = _batch_of(survey_round, pk)
    path = keeping.archive_of(found)
    if path is None:
        raise Http404(_("There is no archive of this batch."))
    return FileResponse(path.open("rb"), as_attachment=True, filename=path.name, content_type=ZIP)


def _batch_of(survey_round: Round, pk: int) -> Batch:
    return get_object_or_404(Batch.objects.select_related("by"), pk=pk, round=survey_round)


def _told(words: str) -> str:
    """What went wrong: our own sentences in the reader's language, the words of the system as they are."""
    if not words or words in FORESEEN:
        return _(words) if words else ""
    return _("An error of the system: %(words)s") % {"words": words}


def _progress(found: Batch) -> dict[str, Any]:
    """How many files there are of each fate."""
    counts = dict(found.files.order_by().values_list("state").annotate(number=Count("pk")))
    done, failed = counts.get(BatchState.DONE, 0), counts.get(BatchState.FAILED, 0)
    return {
        "batch": found,
        "problem": _told(found.problem),
        "made": done,
        "failed": failed,
        "ended_files": done + failed + counts.get(BatchState.CANCELLED, 0),
        "all_files": sum(counts.values()),
        "is_moving": found.state not in ENDED,
        "archive": keeping.archive_of(found),
        "was_removed": found.state == BatchState.DONE and not found.archive,
    }
