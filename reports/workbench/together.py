"""Several rounds of one instrument version, read at once: the national counts of each, in a handful of queries."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

from scoring.calculate import Evidence, calculate
from scoring.catalogue import method_of
from scoring.counts import Counts
from scoring.folding import fold
from scoring.models import Slice, Tally
from scoring.results import RoundScores
from scoring.selecting import Selection, places_of
from scoring.tallying import FacetValues, undump, unpack
from surveys.catalogue import instrument_of
from surveys.content import Tier
from surveys.models import CountChange, Round, Validation
from surveys.remembering import Remembered

_scores = Remembered[RoundScores](32)  # national ones


def national_scores(rounds: Sequence[Round], selection: Selection) -> list[RoundScores]:
    """The scores of the countries of some rounds, without their institutions, each by its own method.

    Of a selection only language, mode and type of respondent count: regions and kinds are those of one country.
    """
    waiting = CountChange.objects.filter(round__in=rounds).values_list("round", flat=True).distinct()
    for survey_round in (one for one in rounds if one.pk in set(waiting)):
        fold(survey_round)
    counts = _sliced(rounds, selection) if selection.has_facets else _tallied(rounds)
    validations = defaultdict(list)
    for validation in Validation.objects.filter(round__in=rounds, institution__isnull=True):
        validations[validation.round_id].append(validation)
    return [_calculated(one, selection, counts.get(one.pk), validations[one.pk]) for one in rounds]


def _tallied(rounds: Iterable[Round]) -> dict[int, Counts]:
    methods = {one.pk: method_of(one.method) for one in rounds}
    stored = Tally.objects.filter(round__in=methods, institution__isnull=True).defer("numbers", "said")
    return {one.round_id: undump(one.answers, one.respondents, methods[one.round_id].groups) for one in stored}


def _sliced(rounds: Sequence[Round], selection: Selection) -> dict[int, Counts]:
    by_key = {one.pk: one for one in rounds}
    found: dict[int, Counts] = {}
    for part in Slice.objects.filter(round__in=by_key):
        if selection.takes(FacetValues(part.language, part.mode, part.respondent_type)):
            items = len(instrument_of(by_key[part.round_id].version_id).scored_items)
            counts = unpack(part.answers, part.respondents, items)
            found[part.round_id] = found[part.round_id] + counts if part.round_id in found else counts
    for key, counts in found.items():
        places = places_of(instrument_of(by_key[key].version_id), Tier.NATIONAL)
        found[key] = Counts(counts.answers[places], counts.respondents)
    return found


def _calculated(
    survey_round: Round, selection: Selection, counts: Counts | None, validations: Sequence[Validation]
) -> RoundScores:
    """Numbers of excluded responses and of drafts are not read: no page tells them of another round."""
    evidence = Evidence(
        survey_round=survey_round,
        instrument=instrument_of(survey_round.version_id),
        method=method_of(survey_round.method),
        institutions=(),
        counts={} if counts is None else {None: counts},
        validations=tuple(validations),
        excluded=0,
        draft=0,
    )
    stamp = (survey_round.code, survey_round.country, survey_round.method, evidence.checksum)
    return _scores.get((survey_round.pk, selection), lambda: calculate(evidence), stamp)
