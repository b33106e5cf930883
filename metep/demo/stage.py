"""The round, regions and institutions of the demonstration, emptied of what was there before."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db.models import Model
from django.utils import timezone

from fieldwork.models import Card, CheckRun, Mailing, SignOff, Workshop
from metep.demo.plan import Plan
from reports.models import Action, Batch, Publication, ReportText, SavedView, Scenario
from scoring.models import Piece, Progress, ScoreRun, Slice, Tally
from surveys.evidence import delete_files_with
from surveys.models import (
    AnswerChange,
    CodedResponse,
    CountChange,
    Institution,
    InstrumentVersion,
    Notice,
    Participant,
    PersonalLink,
    Region,
    Response,
    Round,
    RoundState,
    Validation,
)
from surveys.texts import columns_of

HANGS_ON_A_ROUND: tuple[type[Model], ...] = (
    Publication,
    Action,
    Scenario,
    SavedView,
    ReportText,
    Batch,
    ScoreRun,
    Tally,
    Slice,
    Piece,
    Progress,
    CountChange,
    CodedResponse,
    CheckRun,
    Card,
    SignOff,
    Mailing,
    Workshop,
    PersonalLink,
    Validation,
    Response,
    Participant,
    Notice,
)
STAYS_OPEN = timedelta(days=60)  # after the last synthetic response, so that visitors can answer
VALIDATION = timedelta(days=30)  # from closing to publication
RETENTION = timedelta(days=365)  # contacts are kept for so long after closing


class NoVersion(LookupError):
    """The instrument version of the plan is not published here."""


class NotSynthetic(ValueError):
    """A round of real answers has the code of the demonstration."""


@dataclass(frozen=True)
class Stage:
    """What responses belong to; institutions in the order of the plan."""

    round: Round
    institutions: list[Institution]
    last_day: date


def set_stage(plan: Plan, first_day: date, last_day: date) -> Stage:
    """Make the round, or empty it; regions that the site has stay as they are. Raises NoVersion, NotSynthetic."""
    version = version_of(plan)
    stored = Round.objects.filter(code=plan.code).first()
    if stored and not stored.is_synthetic:
        raise NotSynthetic(f"The round {plan.code} is not synthetic: it is left as it is.")
    if stored:
        _empty(stored)
    opens, closes = (timezone.make_aware(datetime.combine(day, time())) for day in (first_day, last_day + STAYS_OPEN))
    survey_round, _made = Round.objects.update_or_create(
        code=plan.code,
        defaults={
            "country": plan.country,
            **columns_of("title", plan.title),
            **columns_of("notice", plan.notice),
            "version": version,
            "method": plan.method,
            "opens_at": opens,
            "closes_at": closes,
            "publishes_at": closes + VALIDATION,
            "retention_on": (closes + RETENTION).date(),
            "languages": [language.code for language in plan.languages],
            "sections": list(plan.sections),
            "is_synthetic": True,
            "state": RoundState.OPEN,
        },
    )
    institutions = _institutions(plan)
    survey_round.institutions.set(institutions)
    return Stage(survey_round, institutions, last_day)


def version_of(plan: Plan) -> InstrumentVersion:
    """The published version that a plan names. Raises NoVersion."""
    version = InstrumentVersion.objects.published().filter(code=plan.instrument, version=plan.version).first()
    if version is None:
        raise NoVersion(f"There is no published version {plan.instrument} {plan.version}: run load_instruments first.")
    return version


def _empty(survey_round: Round) -> None:
    """Remove everything that hangs on the round, what points to responses and people before them."""
    AnswerChange.objects.filter(response__round=survey_round).delete()
    delete_files_with(Response.objects.filter(round=survey_round, evidence__isnull=False))
    for model in HANGS_ON_A_ROUND:
        model._default_manager.filter(round=survey_round).delete()


def _institutions(plan: Plan) -> list[Institution]:
    regions = {
        region.code: Region.objects.get_or_create(
            code=region.code, defaults={"country": plan.country, **columns_of("name", region.name)}
        )[0]
        for region in plan.regions
    }
    return [
        Institution.objects.update_or_create(
            code=institution.code,
            defaults={
                "country": plan.country,
                "kind": institution.kind,
                "level": institution.level,
                "region": regions.get(institution.region),
                **columns_of("name", institution.name),
            },
        )[0]
        for institution in plan.institutions
    ]
