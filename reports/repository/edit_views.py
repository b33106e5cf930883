"""Writing an entry: its texts and values."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from reports.models import Recommendation, RecommendationState, SourceDocument
from reports.recommendations.storing import entry_of
from reports.repository import workflow
from reports.repository.forms import EntryForm, ExampleFormSet, examples_typed
from reports.repository.rights import writers_only
from reports.repository.showing import fetch
from surveys.content import Instrument
from surveys.models import InstrumentVersion
from surveys.wording import in_words

EXAMPLES = "examples"


@require_http_methods(["GET", "HEAD", "POST"])
@writers_only
def new(request: HttpRequest) -> HttpResponse:
    """A new entry, for the instrument that the address names or the first there is."""
    codes = list(InstrumentVersion.objects.published().order_by("code").values_list("code", flat=True).distinct())
    code = request.GET.get("instrument") or next(iter(codes), "")
    if code not in codes:
        raise Http404
    entry = Recommendation(instrument=code, position=Recommendation.objects.filter(instrument=code).count())
    return _edit(request, entry)


@require_http_methods(["GET", "HEAD", "POST"])
@writers_only
def edit(request: HttpRequest, instrument: str, code: str) -> HttpResponse:
    """The texts and values of an entry."""
    return _edit(request, fetch(request, instrument, code))


def instrument_of_entry(entry: Recommendation) -> Instrument:
    """The instrument that an entry speaks of; Http404 where it is there no more."""
    instrument = workflow.instrument_for(entry.instrument)
    if instrument is None:
        raise Http404
    return instrument


def _edit(request: HttpRequest, entry: Recommendation) -> HttpResponse:
    instrument = instrument_of_entry(entry)
    words = entry_of(entry) if entry.pk else None
    documents = list(SourceDocument.objects.all())
    options: dict[str, Any] = {"documents": documents}
    initial = {"seen": workflow.version_of(entry)} if entry.pk else {}
    if request.method != "POST":
        form = EntryForm(instrument=instrument, entry=words, initial=initial, **options)
        shown = (
            [{"country": one.country, "source": one.source, "text": one.text} for one in words.examples]
            if words
            else []
        )
        formset = ExampleFormSet(prefix=EXAMPLES, initial=shown, form_kwargs=options)
        return _show_edit(request, entry, form, formset)
    posted = request.POST.copy()
    form = EntryForm(posted, instrument=instrument, entry=words, initial=initial, **options)
    if posted.get("do") == "add-example":
        total = posted.get(f"{EXAMPLES}-TOTAL_FORMS", "0")
        posted[f"{EXAMPLES}-TOTAL_FORMS"] = str(min(int(total) if total.isdecimal() else 0, 20) + 1)
        formset = ExampleFormSet(posted, prefix=EXAMPLES, form_kwargs=options)
        return _show_edit(request, entry, form, formset, is_checked=False)
    formset = ExampleFormSet(posted, prefix=EXAMPLES, form_kwargs=options)
    if not (form.is_valid() & formset.is_valid()):
        return _show_edit(request, entry, form, formset, 422)
    try:
        with transaction.atomic():  # a source to add goes with the entry
            written = form.as_entry(form.add_source(), examples_typed(formset))
            entry.code = written.code
            workflow.write(entry, written, request.user, form.cleaned_data["note"], form.cleaned_data["seen"])
    except workflow.ChangedMeanwhile:
        return _show_edit(request, entry, form, formset, 409, conflict=workflow.version_of(entry))
    messages.success(request, _("The draft is kept."))
    return redirect("repository-entry", entry.instrument, entry.code)


def _show_edit(
    request: HttpRequest,
    entry: Recommendation,
    form: EntryForm,
    formset: Any,
    status: int = 200,
    *,
    is_checked: bool = True,
    conflict: int = 0,
) -> HttpResponse:
    """The form. `is_checked`: with its errors; `conflict`: the version that somebody else wrote meanwhile."""
    problems = workflow.problems_of(entry) if entry.pk and not form.is_bound else []
    for problem in problems:
        form.todo.setdefault(workflow.field_of(problem), []).append(in_words(problem))
    context = {
        "may_write": True,
        "here": "" if entry.pk else "new",
        "entry": entry,
        "form": form,
        "formset": formset,
        "is_checked": is_checked and form.is_bound,
        "is_refused": status == 422,
        "conflict": conflict,
        "advises": entry.advising is not None,
        "todo": [in_words(problem) for problem in problems if workflow.field_of(problem) != "triggers"],
        "is_published": entry.state == RecommendationState.PUBLISHED,
    }
    return render(request, "reports/repository/edit.html", context, status=status)
