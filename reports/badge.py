"""The badge of a round's quality: six criteria, each with its numbers, and an overall level by a stated rule.

It is this project's own; the rule stands in docs/methodology.md. `compute_badge` is pure; `badge_of` reads.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Count, F, Func, Q, Subquery, Sum, Value
from django.db.models.functions import Coalesce, TruncDate
from django.utils.translation import gettext_lazy as _

from fieldwork.coordination.signing import in_force
from fieldwork.models import Card, CardState
from fieldwork.quality.running import finished_runs
from reports.results import Results, results_of
from scoring.models import Progress
from scoring.results import UnitTier
from surveys.content import Source
from surveys.methods import method_codes
from surveys.models import Response, ResponseState, Round


class Criterion(models.TextChoices):
    """What the badge is computed from."""

    COVERAGE = "coverage", _("Coverage: facts about the country with a score")
    EVIDENCE = "evidence", _("Evidence: Yes answers that show a link or a file")
    REVIEW = "review", _("Second review: responses about facts that a reviewer accepted")
    QUERIES = "queries", _("Queries: questions about facts ended by their deadline")
    SIGN_OFF = "sign_off", _("Sign-off: institutions that signed off")
    METHOD = "method", _("Method note: the round keeps to a published version of the method")


class Standing(models.TextChoices):
    """How a criterion stands."""

    MET = "met", _("met")
    PARTLY = "partly", _("partly met")
    NOT_MET = "not_met", _("not met")
    NOT_ASKED = "not_asked", _("does not apply")


class Level(models.TextChoices):
    """The overall level."""

    COMPLETE = "complete", _("checked completely")
    SUBSTANTIAL = "substantial", _("checked for the most part")
    PARTIAL = "partial", _("checked in part")
    LOW = "low", _("hardly checked")


THRESHOLDS = {  # percent from which a criterion is met, and partly met
    Criterion.COVERAGE: (90, 60),
    Criterion.EVIDENCE: (80, 40),
    Criterion.REVIEW: (90, 50),
    Criterion.QUERIES: (90, 50),
    Criterion.SIGN_OFF: (90, 50),
    Criterion.METHOD: (100, 100),
}
WITHOUT_BASE = {Criterion.QUERIES, Criterion.SIGN_OFF}
"""Criteria that do not apply where there is nothing to count: no question was due, no institution takes part."""


@dataclass(frozen=True)
class Share:
    """`n` of `base`."""

    n: int
    base: int


@dataclass(frozen=True)
class Line:
    """A criterion with its numbers and thresholds, in percent."""

    criterion: Criterion
    share: Share
    standing: Standing
    met_from: int
    partly_from: int


@dataclass(frozen=True)
class Badge:
    """The badge of a round."""

    level: Level
    lines: tuple[Line, ...]


def compute_badge(facts: dict[Criterion, Share]) -> Badge:
    """The badge from what was counted; every criterion must be there."""
    lines = tuple(_line(criterion, facts[criterion]) for criterion in Criterion)
    return Badge(level_of([line.standing for line in lines]), lines)


def _line(criterion: Criterion, share: Share) -> Line:
    met_from, partly_from = THRESHOLDS[criterion]
    return Line(criterion, share, _standing(criterion, share), met_from, partly_from)


def _standing(criterion: Criterion, share: Share) -> Standing:
    if not share.base:
        return Standing.NOT_ASKED if criterion in WITHOUT_BASE else Standing.NOT_MET
    met_from, partly_from = THRESHOLDS[criterion]
    if share.n * 100 >= met_from * share.base:
        return Standing.MET
    return Standing.PARTLY if share.n * 100 >= partly_from * share.base else Standing.NOT_MET


def level_of(standings: list[Standing]) -> Level:
    """Complete: all that apply are met. Substantial: none is not met. Partial: at least half are met or partly met."""
    asked = [standing for standing in standings if standing is not Standing.NOT_ASKED]
    missed = asked.count(Standing.NOT_MET)
    if all(standing is Standing.MET for standing in asked):
        return Level.COMPLETE
    if not missed:
        return Level.SUBSTANTIAL
    return Level.PARTIAL if missed * 2 <= len(asked) else Level.LOW


def badge_of(survey_round: Round) -> Badge:
    """The badge of a round as it stands."""
    return badge_from(results_of(survey_round))


def badge_from(results: Results) -> Badge:
    """The badge of a round whose results are at hand. One query."""
    survey_round = results.survey_round
    coverage, counted = results.nation.facts.overall, _count(results)
    return compute_badge(
        {
            Criterion.COVERAGE: Share(coverage.items, coverage.mapped),
            Criterion.EVIDENCE: _evidence(counted["checks"] or {}),
            Criterion.REVIEW: Share(counted["accepted"], counted["asked"]),
            Criterion.QUERIES: Share(counted["in_time"], counted["queries"]),
            Criterion.SIGN_OFF: Share(counted["signed"], len(results.units(UnitTier.INSTITUTION))),
            Criterion.METHOD: Share(int(survey_round.method in method_codes()), 1),
        }
    )


def _evidence(checks: dict[str, Any]) -> Share:
    """As the last run of the checks counted it; nothing before the first."""
    numbers = checks.get("no-evidence", {})
    return Share(numbers.get("shown", 0), numbers.get("yes", 0))


def _count(results: Results) -> dict[str, Any]:
    """Responses about facts, cards, sign-offs and the last checks of a round: one query for all."""
    survey_round = results.survey_round
    sections = [one.code for one in results.instrument.sections if one.source is Source.FACTS]
    # How many were asked is known by day, whatever their number; results have just been brought up to date.
    asked = Progress.objects.filter(round=survey_round).alias(asked=_asked(Value(";"))).filter(asked__overlap=sections)
    accepted = Response.objects.filter(round=survey_round, state=ResponseState.ACCEPTED, sections__overlap=sections)
    cards = Card.objects.filter(round=survey_round).annotate(ended_on=TruncDate("ended_at", tzinfo=survey_round.zone))
    ended_in_time = ~Q(state=CardState.OPEN) & (Q(answer_by=None) | Q(ended_on__lte=F("answer_by")))
    counts = {
        "checks": Subquery(finished_runs(survey_round).values("results")[:1]),
        "asked": _of_all(asked, Sum("responses")),
        "accepted": _number(accepted),
        "queries": _number(cards),
        "in_time": _number(cards.filter(ended_in_time)),
        "signed": _number(in_force(survey_round)),  # one in force for each institution: the database sees to it
    }
    return Round.objects.filter(pk=survey_round.pk).annotate(**counts).values(*counts).get()


def _asked(separator: Value) -> Func:
    """The sections of a line of progress as an array."""
    return Func("sections", separator, function="string_to_array", output_field=ArrayField(models.TextField()))


def _number(rows: models.QuerySet) -> Coalesce:
    """How many rows, as part of another query."""
    return _of_all(rows, Count("pk"))


def _of_all(rows: models.QuerySet, number: models.Aggregate) -> Coalesce:
    """A number over all rows, as part of another query."""
    counted = rows.order_by().annotate(all=Value(1)).values("all").annotate(number=number).values("number")
    return Coalesce(Subquery(counted), 0)
