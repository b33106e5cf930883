"""The files of a unit: listed, and made while one waits."""

from __future__ import annotations

from urllib.parse import urlencode

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from reports.dashboard.pages import NoSuchResult, read_unit, show_unit
from reports.files.kinds import ABOUT, SIZES, Kind, make_file, name_of, type_of
from reports.files.offering import kinds_offered
from reports.permissions import analysts_only
from surveys.downloads import download
from surveys.printing import TooLong


@require_safe
@analysts_only
def files_page(request: HttpRequest, code: str) -> HttpResponse:
    """Every file of the unit in each language."""
    results, writer = read_unit(request, code)
    scores = writer.view.scores
    files = [
        (kind, kind.label, ABOUT[kind], _size(kind)) for kind in kinds_offered(request.user, results, scores.unit.tier)
    ]
    context = {
        "files": files,
        "languages": settings.LANGUAGES,
        "unit_value": f"{scores.unit.tier}:{scores.unit.code}",
    }
    return show_unit(request, "files", results, writer, context, "reports/files/files.html")


@require_safe
@analysts_only
def one_file(request: HttpRequest, code: str, kind: str, language: str) -> HttpResponse:
    """One file of the unit; back to the list with the reason where it cannot be printed.

    Raises NoSuchResult for a kind or a language that there is not.
    """
    results, writer = read_unit(request, code)
    scores = writer.view.scores
    if kind not in kinds_offered(request.user, results, scores.unit.tier) or language not in dict(settings.LANGUAGES):
        raise NoSuchResult(_("There is no such file of this unit."))
    chosen = Kind(kind)
    try:
        content = make_file(chosen, results, scores, language)
    except TooLong as error:
        messages.error(request, _(str(error)))
        unit = f"{scores.unit.tier}:{scores.unit.code}"
        return redirect(f"{reverse('dashboard-files', args=[code])}?{urlencode({'unit': unit})}")
    name = name_of(chosen, code, scores.unit.tier, scores.unit.code, language)
    return download(content, name, type_of(chosen))


def _size(kind: Kind) -> str:
    low, high = SIZES[kind]
    if high < 1000:
        return _("%(low)s to %(high)s KB") % {"low": low, "high": high}
    return _("up to %(high)s MB") % {"high": -(-high // 1000)}
