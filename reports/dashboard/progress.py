"""How far a round has come: responses by day, institution, language and section."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from reports.dashboard.values import Number, Table
from reports.figures import UnitView
from reports.number_format import NumberFormat
from reports.results import Results
from scoring.folding import DayCount, progress_of
from scoring.results import Unit, UnitTier


@dataclass(frozen=True)
class ProgressPage:
    """Numbers of responses; `days`: those with any."""

    counted: str
    draft: str
    excluded: str
    days: Mapping[date, int]
    tables: tuple[Table, ...]


def progress_page(results: Results, view: UnitView) -> ProgressPage:
    """The progress of a round, in the language of the view."""
    rows = progress_of(results.survey_round)
    numbers, facts = view.terms.numbers, results.scores.round
    languages = {code: str(name) for code, name in settings.LANGUAGES}
    sections = {section.code: f"{section.code}. {view.words(section.title)}" for section in view.instrument.sections}
    return ProgressPage(
        counted=numbers.count(facts.counted),
        draft=numbers.count(facts.draft),
        excluded=numbers.count(facts.excluded),
        days=_days(rows),
        tables=(
            _institutions(results, view),
            Table(
                _("Languages"),
                (_("Language"), _("Responses"), _("Share of all responses")),
                tuple(_shares(numbers, rows, lambda row: [row.language], languages, lambda code: _only(results, code))),
            ),
            Table(
                _("Sections"),
                (_("Section"), _("Responses"), _("Share of all responses")),
                tuple(_shares(numbers, rows, lambda row: row.sections.split(";"), sections)),
            ),
        ),
    )


def _days(rows: Iterable[DayCount]) -> dict[date, int]:
    by_day = Counter[date]()
    for row in rows:
        by_day[row.day] += row.responses
    return dict(by_day)


def _institutions(results: Results, view: UnitView) -> Table:
    """Every institution of the round, also those nobody has answered for."""
    numbers = view.terms.numbers
    units = results.units(UnitTier.INSTITUTION)
    rows = [
        (
            one.unit.called(view.terms.language),
            (Number(numbers.count(one.respondents), address=_unit_page(results, one.unit)),),
        )
        for one in sorted(units, key=lambda one: (one.respondents, one.unit.code))
    ]
    named = sum(one.respondents for one in units)
    rows.append((_("No institution"), (Number(numbers.count(results.scores.round.counted - named)),)))
    return Table(_("Institutions"), (_("Institution"), _("Responses")), tuple(rows))


def _shares(
    numbers: NumberFormat,
    rows: Iterable[DayCount],
    keys: Callable[[DayCount], Iterable[str]],
    names: Mapping[str, str],
    address: Callable[[str], str] = lambda key: "",
) -> Iterable[tuple[str, tuple[Number, ...]]]:
    """Responses by something that each of them has one or several of, the most frequent first."""
    counts = Counter[str]()
    total = 0
    for row in rows:
        total += row.responses
        for key in keys(row):
            counts[key] += row.responses
    for key, count in counts.most_common():
        counted = Number(numbers.count(count), address=address(key))
        yield names.get(key, key), (counted, Number(numbers.share(count / total)))


def _unit_page(results: Results, unit: Unit) -> str:
    """The scores of a unit, which rest on these responses."""
    query = urlencode({"unit": f"{unit.tier}:{unit.code}"})
    return f"{reverse('dashboard-unit', args=[results.survey_round.code])}?{query}"


def _only(results: Results, language: str) -> str:
    """What these responses say: the items of the country, counted among them alone."""
    return f"{reverse('dashboard-items', args=[results.survey_round.code])}?{urlencode({'language': language})}"
