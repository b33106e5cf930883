"""How far a round has come: responses by day, institution, language and section."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from reports.dashboard.values import Figure, Table
from reports.dashboard.words import spoken
from reports.number_format import number_format
from reports.results import Results
from scoring.folding import DayCount, progress_of
from scoring.results import UnitTier


@dataclass(frozen=True)
class ProgressPage:
    """Numbers of responses; `days`: those with any."""

    counted: str
    draft: str
    excluded: str
    days: Mapping[date, int]
    tables: tuple[Table, ...]


def progress_page(results: Results) -> ProgressPage:
    """The progress of a round."""
    rows = progress_of(results.survey_round)
    numbers = number_format(get_language() or "")
    facts = results.scores.round
    return ProgressPage(
        counted=numbers.count(facts.counted),
        draft=numbers.count(facts.draft),
        excluded=numbers.count(facts.excluded),
        days=_days(rows),
        tables=(
            _institutions(results),
            _shares(_("Languages"), _("Language"), rows, lambda row: [row.language], dict(_language_names())),
            _shares(_("Sections"), _("Section"), rows, lambda row: row.sections.split(";"), _section_names(results)),
        ),
    )


def _days(rows: Iterable[DayCount]) -> dict[date, int]:
    by_day = Counter[date]()
    for row in rows:
        by_day[row.day] += row.responses
    return dict(by_day)


def _institutions(results: Results) -> Table:
    """Every institution of the round, also those nobody has answered for."""
    numbers = number_format(get_language() or "")
    units = results.units(UnitTier.INSTITUTION)
    rows = [
        (spoken(one.unit.name) or one.unit.code, (Figure(numbers.count(one.respondents)),))
        for one in sorted(units, key=lambda one: (one.respondents, one.unit.code))
    ]
    named = sum(one.respondents for one in units)
    rows.append((_("No institution"), (Figure(numbers.count(results.scores.round.counted - named)),)))
    return Table(_("Institutions"), (_("Institution"), _("Responses")), tuple(rows), "institutions")


def _shares(
    caption: str,
    head: str,
    rows: Iterable[DayCount],
    keys: Callable[[DayCount], Iterable[str]],
    names: Mapping[str, str],
) -> Table:
    """Responses by something that each of them has one or several of."""
    numbers = number_format(get_language() or "")
    counts = Counter[str]()
    total = 0
    for row in rows:
        total += row.responses
        for key in keys(row):
            counts[key] += row.responses
    shown = [
        (names.get(key, key), (Figure(numbers.count(count)), Figure(numbers.share(count / total))))
        for key, count in counts.most_common()
    ]
    return Table(caption, (head, _("Responses"), _("Share of all responses")), tuple(shown))


def _language_names() -> list[tuple[str, str]]:
    return [(code, str(name)) for code, name in settings.LANGUAGES]


def _section_names(results: Results) -> dict[str, str]:
    return {section.code: f"{section.code}. {spoken(section.title)}" for section in results.instrument.sections}
