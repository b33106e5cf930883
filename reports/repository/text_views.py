"""The texts of recommendations side by side: reviewed, mended, taken home and back."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from reports.models import Recommendation
from reports.permissions import may_see_any_results
from reports.repository.rights import may_write, translators_only
from reports.repository.texts import keep, lock, read_reviewed, store_texts, texts_of
from surveys.content import LANGUAGES
from surveys.side_by_side.files import CODE, HEADER, read_file, rows_of_texts
from surveys.side_by_side.page import Posted, read_posted, show
from surveys.uploads import UploadForm, pack, receive, said, table_file


def _instruments() -> list[str]:
    """The codes of instruments that have recommendations."""
    return list(Recommendation.objects.order_by("instrument").values_list("instrument", flat=True).distinct())


@require_safe
@translators_only
def first(request: HttpRequest) -> HttpResponse:
    """The texts of the first instrument that has recommendations; Http404 where none has."""
    codes = _instruments()
    if not codes:
        raise Http404
    return redirect("repository-texts", codes[0])


@require_http_methods(["GET", "HEAD", "POST"])
@translators_only
def texts(request: HttpRequest, instrument: str) -> HttpResponse:
    """All texts in three columns, twenty at a time; what is posted is kept whole or not at all."""
    frame = _frame(request, instrument)
    posted = _save(request, instrument) if request.method == "POST" else None
    if posted and not posted.is_refused:
        return redirect(request.get_full_path())
    context = frame | show(read_reviewed(instrument), request.GET, posted) | {"may_mark": True, "may_edit": True}
    return render(request, "reports/repository/texts.html", context, status=422 if posted else 200)


@require_safe
@translators_only
def export(request: HttpRequest, instrument: str, kind: str) -> HttpResponse:
    """The same as a table."""
    _frame(request, instrument)
    return table_file(kind, f"{instrument}-recommendations-texts", HEADER, rows_of_texts(texts_of(instrument)))


@require_http_methods(["GET", "HEAD", "POST"])
@translators_only
def bring_in(request: HttpRequest, instrument: str) -> HttpResponse:
    """Upload, look, confirm. Nothing is written before, nor if the texts have changed since the preview."""
    context = _frame(request, instrument)
    form = UploadForm(request.POST or None, request.FILES or None)
    purpose = f"recommendations-{instrument}"
    upload = receive(request, form, purpose, ((CODE,), LANGUAGES))
    context |= {"form": form, "problems": upload.problems}
    if upload.rows is not None:
        with transaction.atomic():
            lock(instrument)
            file = read_file(upload.rows, texts_of(instrument))
            if upload.confirms(file.preview):
                store_texts(file.changes, request.user)
                messages.success(request, said(file.preview))
                return redirect("repository-texts", instrument)
        context |= {"preview": file.preview, "rows": pack(upload.rows, purpose), "is_changed": upload.is_confirmation}
    is_refused = request.method == "POST" and not (context.get("preview") and context["preview"].is_good)
    return render(request, "reports/repository/texts_import.html", context, status=422 if is_refused else 200)


def _frame(request: HttpRequest, instrument: str) -> dict[str, Any]:
    """What the pages share; Http404 for an instrument without recommendations."""
    codes = _instruments()
    if instrument not in codes:
        raise Http404
    return {
        "may_write": may_write(request.user),
        "may_read": may_see_any_results(request.user),
        "here": "texts",
        "instrument": instrument,
        "instruments": codes,
        "title": _("Texts of recommendations side by side"),
    }


def _save(request: HttpRequest, instrument: str) -> Posted:
    """Keep what was posted, unless any of it is refused."""
    with transaction.atomic():
        lock(instrument)
        posted = read_posted(read_reviewed(instrument), request.POST)
        if not posted.is_refused:
            keep(instrument, posted.changes, posted.marks, request.user)
            messages.success(request, posted.said)
    return posted
