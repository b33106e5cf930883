"""The one-page brief: three numbers with what they mean, five actions, one picture; as frozen values and as PDF/UA."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from django.template.loader import render_to_string
from django.utils import formats, timezone
from django.utils.translation import gettext as _

from reports.advice import Advice, advise
from reports.charts import Chart
from reports.figures import UnitView, capitalised, pyramid_figure
from reports.findings import find_ends, is_apart
from reports.passport.codes import Reference
from reports.passport.printing import unit_reference
from reports.report.provenance import provenance_of
from reports.report.words import cautions_of, label_of, tier_name, warning_of
from reports.results import Results
from reports.terms import terms_of
from scoring.results import Score, UnitScores
from surveys.printing import print_on_one_page

STYLE = "src/reports/brief.css"
NUMBERS = 3
ACTIONS = 5
DENSITIES = range(6)  # from airy to dense: the first that takes one page is printed


@dataclass(frozen=True)
class BriefNumber:
    """A number, what it is, what it means, and how certain it is."""

    label: str
    value: str
    meaning: str
    certainty: str


@dataclass(frozen=True)
class Brief:
    """A whole brief. `warning`, `cautions`: as in the report; `nothing`: why there are no numbers.

    `passport`: where the numbers come from.
    """

    language: str
    title: str
    unit: str
    tier: str
    round_title: str
    date: str
    moment: str
    warning: str
    cautions: tuple[str, ...]
    numbers: tuple[BriefNumber, ...]
    nothing: str
    actions: tuple[Advice, ...]
    picture: Chart | None
    label: str
    provenance: str
    passport: Reference


def build_brief(results: Results, scores: UnitScores, at: datetime.datetime | None = None) -> Brief:
    """The brief of a unit of the round, in the active language."""
    at = at or timezone.now()
    terms = terms_of(results.method)
    view = UnitView(scores, results.instrument, terms, "brief")
    local = at.astimezone(results.survey_round.zone)
    numbers = tuple(islice(_numbers(view), NUMBERS))
    return Brief(
        language=terms.language,
        title=_("E-participation in brief"),
        unit=view.name,
        tier=tier_name(scores.unit.tier),
        round_title=str(results.survey_round),
        date=formats.date_format(local, "DATE_FORMAT"),
        moment=local.isoformat(timespec="seconds"),
        warning=warning_of(results),
        cautions=tuple(cautions_of(results, scores)),
        numbers=numbers,
        nothing="" if numbers else _("There are no answers yet from which a score follows."),
        actions=tuple(advise(view, mean=results.mean)[:ACTIONS]),
        picture=pyramid_figure(view),
        label=label_of(results),
        provenance=provenance_of(results, scores.unit, at),
        passport=unit_reference(results, scores.unit),
    )


def print_brief(brief: Brief) -> bytes:
    """The brief as PDF/UA-1 on one page. Raises surveys.printing.TooLong."""
    pictures = {brief.picture.key: brief.picture.svg} if brief.picture else {}
    return print_on_one_page((write_brief(brief, density) for density in DENSITIES), STYLE, pictures)


def write_brief(brief: Brief, density: int = 0) -> str:
    """The brief as HTML. `density`: how closely it is set, from 0."""
    return render_to_string("reports/pdf/brief.html", {"brief": brief, "density": density})


def _numbers(view: UnitView) -> Iterator[BriefNumber]:
    """The numbers that matter most first; those that a unit lacks are left out."""
    yield from _overall(view)
    yield from _weakest_level(view)
    yield from _gap(view)
    words = view.terms.words
    for label, score in (
        (words.facts, view.scores.facts.overall),
        (words.perceptions, view.scores.perceptions.overall),
    ):
        if score.score is not None:
            yield _of(view, label, score, _band_sentence(view, score))


def _overall(view: UnitView) -> Iterator[BriefNumber]:
    overall = view.scores.combined.overall
    if overall.score is not None:
        yield _of(view, _("Overall score"), overall, _band_sentence(view, overall))


def _weakest_level(view: UnitView) -> Iterator[BriefNumber]:
    ends = find_ends(view.scores.combined.levels)
    if ends is None or not ends.differ:
        return
    weakest = view.scores.combined.levels[ends.worst]
    meaning = _("The weakest of the levels. The strongest is “%(best)s” with %(high)s.") % {
        "best": view.level(ends.best),
        "high": view.terms.numbers.score(ends.best_score),
    }
    yield _of(view, capitalised(view.level(ends.worst)), weakest, meaning)


def _gap(view: UnitView) -> Iterator[BriefNumber]:
    gap = view.scores.gap.overall
    if gap.score is None:
        return
    if not is_apart(gap):
        meaning = _("The difference is not certain: it may be chance.")
    elif gap.score < 0:
        meaning = _("People rate e-participation lower than what exists on paper suggests.")
    else:
        meaning = _("People rate e-participation higher than what exists on paper suggests.")
    numbers = view.terms.numbers
    yield BriefNumber(
        _("Gap between perceptions and facts"),
        numbers.gap(gap.score),
        meaning,
        _certainty(view, numbers.interval(gap.low, gap.high, is_gap=True) if gap.low is not None else ""),
    )


def _of(view: UnitView, label: str, score: Score, meaning: str) -> BriefNumber:
    numbers = view.terms.numbers
    interval = numbers.interval(score.low, score.high) if score.low is not None else ""
    return BriefNumber(label, numbers.score(score.score), meaning, _certainty(view, interval))


def _band_sentence(view: UnitView, score: Score) -> str:
    return _("Out of 100; the band is “%(band)s”.") % {"band": view.terms.band(score.score)}


def _certainty(view: UnitView, interval: str) -> str:
    """How far to trust a number: its interval, or why it has none."""
    values = {"interval": interval, "n": view.terms.numbers.count(view.scores.respondents)}
    if interval:
        return _("Interval %(interval)s; respondents: n = %(n)s.") % values
    return _("Too few answers for an interval; respondents: n = %(n)s.") % values
