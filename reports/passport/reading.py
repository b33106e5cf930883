"""What a passport reads from the database: what does not count and why, who settled what, evidence, score runs."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib.auth import get_user_model
from django.db.models import Count, Q
from django.utils.translation import get_language

from reports.results import Results
from scoring.models import ScoreRun
from scoring.results import Unit, UnitTier
from scoring.selecting import Selection
from surveys.content import in_language
from surveys.evidence_counts import count_evidence
from surveys.models import EDITABLE, Response, ResponseState, Round
from surveys.models.counts import RESPONDENT_TYPE
from surveys.models.responses import ResponseQuerySet
from surveys.state_counts import count_responses

REASONS = 10  # reasons for exclusion that are shown, the most frequent first


@dataclass(frozen=True)
class Idle:
    """Responses of a unit that do not count. `excluded`: by reason, the most frequent first; `draft`: not submitted."""

    excluded: tuple[tuple[str, int], ...]
    draft: int

    @property
    def all_excluded(self) -> int:
        """How many are excluded."""
        return sum(number for _reason, number in self.excluded)


@dataclass(frozen=True)
class Settled:
    """A fact that a reviewer settled. `answer`: in words; `by`: empty where that is not known or not shown."""

    unit: str
    item: str
    answer: str
    reason: str
    by: str
    at: datetime


def idle_responses(survey_round: Round, unit: Unit, selection: Selection | None = None) -> Idle:
    """Responses of the unit, among those of the selection, that were excluded, or are not submitted. Two queries."""
    selection = selection or Selection()
    responses = _responses_of(survey_round, unit, selection).order_by()
    excluded = responses.filter(state=ResponseState.EXCLUDED).values_list("exclusion_reason")
    by_reason = dict(excluded.annotate(number=Count("pk")))
    if selection.respondent_types:  # by these nobody counts drafts as they come
        draft = responses.drafts().count()
    else:
        draft = count_responses(survey_round, "round", state__in=EDITABLE, **_limits(unit, selection)).total()
    return Idle(tuple(sorted(by_reason.items(), key=lambda pair: (-pair[1], pair[0]))), draft)


def _responses_of(survey_round: Round, unit: Unit, selection: Selection) -> ResponseQuerySet:
    """Those of a unit that a selection means; as the tallies tell them apart."""
    responses = Response.objects.filter(round=survey_round, **_limits(unit, selection))
    if not selection.respondent_types:
        return responses
    field = f"profile__{RESPONDENT_TYPE}"
    meant = Q(**{f"{field}__in": list(selection.respondent_types)})
    if "" in selection.respondent_types:
        meant |= Q(**{f"{field}__isnull": True}) | Q(**{field: None})
    return responses.filter(meant)


def settled_facts(results: Results, unit: Unit, items: Collection[str]) -> list[Settled]:
    """Facts about these items that reviewers settled for the unit or its members. At most one query.

    Who settled a fact is told to analysts only.
    """
    codes: dict[int | None, str] = {
        body.pk: body.code for body in results.evidence.institutions if _belongs(body.code, results, unit)
    }
    ours: dict[int | None, str] = {None: unit.code} if unit.tier is UnitTier.NATIONAL else codes
    found = [one for one in results.evidence.validations if one.institution_id in ours and one.item in items]
    names: Mapping[int, str] = {} if results.is_limited else _names({one.by_id for one in found if one.by_id})
    return [
        Settled(
            ours[one.institution_id],
            one.item,
            _answer(results, one.item, one.value),
            one.reason,
            names.get(one.by_id or 0, ""),
            one.at,
        )
        for one in found
    ]


def _answer(results: Results, code: str, value: str) -> str:
    """The words of an answer in the active language; the value itself where it has none."""
    scale = results.instrument.scale_of(results.instrument.items_by_code[code])
    point = scale.point(value) if scale else None
    return in_language(point.text, get_language() or "") if point else value


def _belongs(code: str, results: Results, unit: Unit) -> bool:
    if unit.tier is UnitTier.INSTITUTION:
        return code == unit.code
    if unit.tier is UnitTier.SUBNATIONAL:
        return any(
            one.unit.code == code and one.unit.region == unit.code for one in results.units(UnitTier.INSTITUTION)
        )
    return unit.tier is UnitTier.ALL_INSTITUTIONS


def _names(keys: Collection[int]) -> Mapping[int, str]:
    if not keys:
        return {}
    return {user.pk: str(user) for user in get_user_model().objects.filter(pk__in=keys)}


def evidence_by_item(survey_round: Round, unit: Unit, selection: Selection | None = None) -> Mapping[str, int]:
    """How many links and files counted responses of the unit, of the selection, give for each item. One query."""
    selection = selection or Selection()
    limits = _limits(unit, selection)
    if selection.respondent_types:
        limits["respondent_type__in"] = list(selection.respondent_types)
    return count_evidence(survey_round, "item", **limits)


def _limits(unit: Unit, selection: Selection) -> dict[str, Any]:
    """A unit and a selection as conditions, but for types of respondents."""
    chosen: dict[str, Collection[Any]] = {
        "institution__in": selection.institutions,
        "institution__region__code__in": selection.regions,
        "institution__kind__in": selection.kinds,
        "language__in": selection.languages,
        "mode__in": selection.modes,
    }
    limits: dict[str, Any] = {field: list(values) for field, values in chosen.items() if values}
    match unit.tier:
        case UnitTier.INSTITUTION:
            limits["institution__code"] = unit.code
        case UnitTier.SUBNATIONAL:
            limits["institution__region__code"] = unit.code
        case UnitTier.ALL_INSTITUTIONS:
            limits["institution__isnull"] = False
    return limits


def run_with(survey_round: Round, checksum: str) -> ScoreRun | None:
    """The latest score run computed from the counts whose checksum begins so; None where none was kept."""
    runs = ScoreRun.objects.filter(round=survey_round, input_checksum__startswith=checksum)
    return runs.defer("document", "inputs").first()
