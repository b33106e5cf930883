"""From the database to scores: the one bridge between tallies and the pure formulas."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from django.db.models import Model
from django.utils import timezone

from scoring.catalogue import method_of
from scoring.counts import Counts
from scoring.document import MeasuredUnit, as_document, score_round
from scoring.folding import fold, is_behind
from scoring.frame import items_of
from scoring.kept import inputs_of
from scoring.methods import Method
from scoring.models import ScoreRun, Tally
from scoring.results import RoundFacts, RoundScores, Unit, UnitTier
from scoring.tallying import dump, undump
from surveys.catalogue import instrument_of
from surveys.content import LANGUAGES, Instrument, Text, Tier
from surveys.countries import country_name
from surveys.models import EDITABLE, Institution, ResponseState, Round, Validation
from surveys.state_counts import responses_of


@dataclass(frozen=True)
class Evidence:
    """All that a round's scores follow from, read at one moment. `counts` by institution; None is the country."""

    survey_round: Round
    instrument: Instrument
    method: Method
    institutions: tuple[Institution, ...]
    counts: dict[int | None, Counts]
    validations: tuple[Validation, ...]
    excluded: int
    draft: int

    def counts_of(self, institution: Institution | None) -> Counts:
        """The counts of a unit; zeros where nobody answered for it."""
        tier = Tier.NATIONAL if institution is None else Tier.INSTITUTION
        found = self.counts.get(institution.pk if institution else None)
        return found or Counts.nobody(len(items_of(self.instrument, tier)), self.method.groups)

    @property
    def country_code(self) -> str:
        """The code of the country's unit."""
        return self.survey_round.country

    @cached_property
    def checksum(self) -> str:
        """SHA-256 of counts, regions and validated facts, whatever the order in which they came."""
        digest = hashlib.sha256()
        for body in (None, *self.institutions):
            answers, respondents = dump(self.counts_of(body))
            region = body.region.code if body and body.region else ""
            digest.update(f"{body.code if body else ''}\0{region}\0".encode() + answers + respondents)
        facts = sorted((unit, item, value) for (unit, item), value in self.validated.items())
        digest.update(json.dumps(facts).encode())
        return digest.hexdigest()

    @cached_property
    def validated(self) -> dict[tuple[str, str], str]:
        """Settled facts by the codes of unit and item."""
        codes: dict[int | None, str] = {body.pk: body.code for body in self.institutions}
        codes[None] = self.country_code
        return {(codes[v.institution_id], v.item): v.value for v in self.validations if v.institution_id in codes}


def read_evidence(survey_round: Round) -> Evidence:
    """Fold what is queued, then read everything: a handful of queries, whatever the number of responses."""
    standing = _standing(survey_round)
    if standing["is_behind"]:
        fold(survey_round)
    method = method_of(survey_round.method)
    tallies = Tally.objects.filter(round=survey_round).defer("numbers", "said")
    return Evidence(
        survey_round=survey_round,
        instrument=instrument_of(survey_round.version_id),
        method=method,
        institutions=tuple(survey_round.institutions.select_related("region").order_by("code")),
        counts={t.institution_id: undump(t.answers, t.respondents, method.groups) for t in tallies},
        validations=tuple(Validation.objects.filter(round=survey_round)),
        excluded=standing["excluded"],
        draft=standing["draft"],
    )


def _standing(survey_round: Round) -> dict[str, int]:
    """Whether tallies are to be folded, and how many responses do not count: one query."""
    numbers = {
        "is_behind": is_behind(survey_round),
        "excluded": responses_of(state=ResponseState.EXCLUDED),
        "draft": responses_of(state__in=EDITABLE),
    }
    return Round.objects.filter(pk=survey_round.pk).annotate(**numbers).values(*numbers).get()


def calculate(evidence: Evidence, at: datetime | None = None) -> RoundScores:
    """All scores of a round: country, regions, institutions, all institutions."""
    counted = int(evidence.counts_of(None).respondents.sum())
    facts = RoundFacts(
        code=evidence.survey_round.code,
        computed_at=at or timezone.now(),
        counted=counted,
        excluded=evidence.excluded,
        draft=evidence.draft,
    )
    return score_round(
        evidence.instrument,
        evidence.method,
        facts,
        measured_units(evidence),
        regions=regions_of(evidence.institutions),
        validated=evidence.validated,
    )


def measured_units(evidence: Evidence) -> Iterator[MeasuredUnit]:
    """The country, then the institutions, each with its counts."""
    country = Unit(UnitTier.NATIONAL, evidence.country_code, country_name(evidence.country_code))
    yield MeasuredUnit(country, evidence.counts_of(None))
    for body in evidence.institutions:
        yield MeasuredUnit(_unit(body), evidence.counts_of(body))


def freeze(evidence: Evidence) -> ScoreRun:
    """Compute and keep: a score run of this moment; the latest one where nothing has changed since."""
    scores = calculate(evidence)
    document = as_document(scores)
    latest = ScoreRun.objects.filter(round=evidence.survey_round).first()
    # The document also tells what no checksum of counts does: names, drafts, excluded responses.
    # A run of before counts were kept stays as it was; it can prove nothing, so another takes its place.
    if latest and latest.inputs and document == latest.document | {"computed_at": document["computed_at"]}:
        return latest
    return ScoreRun.objects.create(
        round=evidence.survey_round,
        method=evidence.method.code,
        instrument_checksum=evidence.survey_round.version.checksum,
        input_checksum=evidence.checksum,
        computed_at=scores.round.computed_at,
        document=document,
        inputs=inputs_of(evidence),
    )


def _unit(institution: Institution) -> Unit:
    region = institution.region.code if institution.region else ""
    return Unit(UnitTier.INSTITUTION, institution.code, names_of(institution), region)


def regions_of(institutions: Iterable[Institution]) -> list[Unit]:
    """The regions in which institutions lie, by their codes."""
    regions = {body.region.code: body.region for body in institutions if body.region}
    return [Unit(UnitTier.SUBNATIONAL, code, names_of(region)) for code, region in sorted(regions.items())]


def names_of(named: Model) -> Text:
    """The names of an institution or region by language."""
    return {language: getattr(named, f"name_{language}") or "" for language in LANGUAGES}
