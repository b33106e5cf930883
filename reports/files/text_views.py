"""The texts that analysts write for the reports of a round, or of one unit."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import translation
from django.utils.http import urlencode
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from fieldwork.access import staff_of
from reports.dashboard.choice import UnitChoice
from reports.dashboard.words import TIERS
from reports.files.access import analysts_page, show
from reports.files.text_forms import TextForm
from reports.models import ReportText
from reports.report.prose import read_prose
from reports.report.texts import Place, generated, words_of
from reports.report.values import Block
from reports.results import Results, results_of
from scoring.results import UnitScores
from surveys.content import LANGUAGES
from surveys.labels import language_names
from surveys.models import Round


@dataclass(frozen=True)
class Line:
    """A place in the list. `languages`: the names of those in which something is written."""

    place: Place
    address: str
    languages: tuple[str, ...]
    row: ReportText | None


@require_safe
@analysts_page
def texts(request: HttpRequest, survey_round: Round) -> HttpResponse:
    """Every place, with what is written for all reports or for one unit."""
    results = results_of(survey_round)
    unit = _unit_of(request, results)
    rows = {row.place: row for row in _rows(survey_round, unit).select_related("by")}
    lines = [_line(survey_round, place, unit, rows.get(place)) for place in Place]
    context = {"lines": lines, "choices": _choices(results, unit), "unit_name": _name(unit)}
    return show(request, survey_round, "texts", context)


@analysts_page
def text(request: HttpRequest, survey_round: Round, place: str) -> HttpResponse:
    """One text: written, looked at before it is kept, kept."""
    if place not in Place.values:
        raise Http404
    unit = _unit_of(request, results_of(survey_round))
    tier, code = (unit.unit.tier.value, unit.unit.code) if unit else ("", "")
    row = _rows(survey_round, unit).filter(place=place).select_related("by").first()
    row = row or ReportText(round=survey_round, tier=tier, unit=code, place=place)
    form = TextForm(row, request.POST or None)
    if request.method == "POST" and "preview" not in request.POST and form.is_valid():
        form.save(staff_of(request))
        messages.success(request, _("The text is saved. Every report made from now on holds it."))
        return redirect(_address("report-texts", survey_round, unit))
    is_refused = request.method == "POST" and "preview" not in request.POST
    shown = form.texts if request.method == "POST" else words_of(row)
    context = {
        "form": form,
        "place": Place(place),
        "row": row,
        "unit_name": _name(unit),
        "back": _address("report-texts", survey_round, unit),
        "previews": [_preview(code, Place(place), shown.get(code, "")) for code in LANGUAGES],
        "is_preview": "preview" in request.POST,
    }
    return show(request, survey_round, "text", context, 422 if is_refused else 200)


@dataclass(frozen=True)
class Preview:
    """What the report will say at a place in a language. `generated`: the sentence of ours that stands there else."""

    language: str
    language_name: str
    heading: str
    blocks: tuple[Block, ...]
    generated: str


def _preview(language: str, place: Place, words: str) -> Preview:
    name = language_names()[language]
    with translation.override(language):
        return Preview(language, name, str(place.label), read_prose(words), generated(place))


def _rows(survey_round: Round, unit: UnitScores | None) -> QuerySet[ReportText]:
    tier, code = (unit.unit.tier, unit.unit.code) if unit else ("", "")
    return ReportText.objects.filter(round=survey_round, tier=tier, unit=code)


def _unit_of(request: HttpRequest, results: Results) -> UnitScores | None:
    """The unit that the address names; None for all. Raises Http404."""
    value = request.GET.get("unit", "")
    if not value:
        return None
    tier, _colon, code = value.partition(":")
    found = results.unit(tier, code)
    if found is None:
        raise Http404(_("This round has no such unit."))
    return found


def _line(survey_round: Round, place: Place, unit: UnitScores | None, row: ReportText | None) -> Line:
    written = words_of(row) if row else {}
    languages = tuple(name for code, name in language_names().items() if written.get(code))
    return Line(place, _address("report-text", survey_round, unit, place), languages, row)


def _address(name: str, survey_round: Round, unit: UnitScores | None, *parts: str) -> str:
    query = f"?{urlencode({'unit': f'{unit.unit.tier}:{unit.unit.code}'})}" if unit else ""
    return reverse(name, args=[survey_round.code, *parts]) + query


def _name(unit: UnitScores | None) -> str:
    return unit.unit.called(get_language() or "") if unit else _("the reports of all units")


def _choices(results: Results, chosen: UnitScores | None) -> list[tuple[str, list[UnitChoice]]]:
    language = get_language() or ""
    return [
        (
            str(name),
            [
                UnitChoice(f"{tier}:{one.unit.code}", one.unit.called(language), one is chosen)
                for one in results.units(tier)
            ],
        )
        for tier, name in TIERS.items()
    ]
