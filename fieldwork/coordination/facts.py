"""Facts as several respondents of an institution answered them: where they differ, and what nothing is shown for.

From counts, and from single responses where these are named: nothing here grows with the number of responses.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import numpy as np
from django.db import connection

from surveys.answer_counts import answer_counts
from surveys.catalogue import instrument_of
from surveys.coding import Code
from surveys.content import Instrument, ItemType, Source
from surveys.models import CodedResponse, Institution, Response, Round
from surveys.pages import Questionnaire
from surveys.rendering import to_words

VALUES = {Code.YES: "yes", Code.NO: "no", Code.DO_NOT_KNOW: "dk"}
SHOWN = 10  # references beside one value; of more, the number is said
LOOKED_THROUGH = 1000  # responses of an institution


@dataclass(frozen=True)
class Value:
    """One answer to a fact: by how many, and the references of some of them."""

    words: str
    count: int
    references: list[str]

    @property
    def others(self) -> int:
        """How many references are left out."""
        return self.count - len(self.references)


@dataclass(frozen=True)
class Difference:
    """A fact to which some said Yes and others No."""

    item: str
    text: str
    values: list[Value]


def count_differing(survey_round: Round, institutions: Collection[int]) -> dict[int | None, int]:
    """On how many facts respondents of each institution differ, by primary keys."""
    places = list(_facts(instrument_of(survey_round.version_id)))
    counts = answer_counts(survey_round, institutions)
    return {institution: len(_differing(said, places)) for institution, said in counts.items()}


def find_differences(survey_round: Round, institution: Institution, questionnaire: Questionnaire) -> list[Difference]:
    """Each fact on which the institution's respondents differ, in the order of the questionnaire."""
    facts = _facts(instrument_of(survey_round.version_id))
    said = _said_for(survey_round, institution)
    if said is None or not (differing := _differing(said, list(facts))):
        return []
    questions = {question.code: question for page in questionnaire.pages for question in page.all_questions}
    given = {(place, code): int(said[place, code]) for place in differing for code in VALUES if said[place, code]}
    references = _references(survey_round, institution, given)
    found = {place: Difference(facts[place], questions[facts[place]].text, []) for place in differing}
    for (place, code), number in given.items():
        words = to_words(questions[facts[place]], VALUES[code])
        found[place].values.append(Value(words, number, references[place, code][:SHOWN]))
    return list(found.values())


def count_without_evidence(survey_round: Round, institution: Institution) -> tuple[int, int]:
    """(how many of the institution's answers to facts say Yes, for how many of them nothing is shown)."""
    facts = _facts(instrument_of(survey_round.version_id))
    said = _said_for(survey_round, institution)
    if said is None:
        return 0, 0
    yes = int(said[list(facts), Code.YES].sum())
    return yes, yes - _count_shown(survey_round, institution, facts)


def _said_for(survey_round: Round, institution: Institution) -> np.ndarray | None:
    return answer_counts(survey_round, [institution.pk]).get(institution.pk)


def _facts(instrument: Instrument) -> Mapping[int, str]:
    """Facts by their places among the scored items. Below a parent's No nothing is said: it differs itself."""
    return {
        place: item.code
        for place, item in enumerate(instrument.scored_items)
        if item.type is ItemType.YNDK and instrument.section_by_item[item.code].source is Source.FACTS
    }


def _differing(said: np.ndarray, places: list[int]) -> list[int]:
    """The places to which some said Yes and others No. `said`: (scored items, codes)."""
    some = (said[places, Code.YES] > 0) & (said[places, Code.NO] > 0)
    return [place for place, differs in zip(places, some.tolist(), strict=True) if differs]


def _references(
    survey_round: Round, institution: Institution, given: Mapping[tuple[int, Code], int]
) -> Mapping[tuple[int, int], list[str]]:
    """Of some who gave these answers, by place and code. `given`: how many did.

    A thousand responses tell nearly all of them; what is rarer is looked for by itself.
    """
    coded = CodedResponse.objects.filter(round=survey_round, institution=institution).order_by()
    rows = list(coded.values_list("response_id", "data")[:LOOKED_THROUGH])
    codes = np.frombuffer(b"".join(bytes(data) for _pk, data in rows), np.uint8).reshape(len(rows), -1)
    found = {
        (place, code): [rows[row][0] for row in np.flatnonzero(codes[:, place] == code)[:SHOWN]]
        for place, code in given
    }
    rare = [key for key, number in given.items() if len(found[key]) < min(SHOWN, number)]
    for place, code, response in _look_for(survey_round, institution, rare) if rare else ():
        found[place, code].append(response)
    return {key: sorted({Response(id=one).reference for one in who}) for key, who in found.items()}


# For each answer PostgreSQL looks for so many responses and no further.
_WHO = """
    SELECT asked.place, asked.code, found.response_id
    FROM unnest(%(places)s::int[], %(codes)s::int[]) AS asked (place, code)
    CROSS JOIN LATERAL (
        SELECT response_id FROM surveys_codedresponse
        WHERE round_id = %(round)s AND institution_id = %(institution)s AND get_byte(data, asked.place) = asked.code
        LIMIT %(shown)s
    ) AS found
"""


def _look_for(
    survey_round: Round, institution: Institution, rare: Sequence[tuple[int, Code]]
) -> list[tuple[int, Code, UUID]]:
    values: dict[str, Any] = {
        "round": survey_round.pk,
        "institution": institution.pk,
        "places": [place for place, _code in rare],
        "codes": [int(code) for _place, code in rare],
        "shown": SHOWN,
    }
    with connection.cursor() as cursor:
        cursor.execute(_WHO, values)
        return list(cursor.fetchall())


_SHOWN = """
    SELECT count(DISTINCT (evidence.response_id, fact.place))
    FROM surveys_evidence AS evidence
    JOIN surveys_codedresponse AS coded ON coded.response_id = evidence.response_id
    JOIN unnest(%(places)s::int[], %(items)s::text[]) AS fact (place, item) ON fact.item = ANY(evidence.items)
    WHERE coded.round_id = %(round)s AND coded.institution_id = %(institution)s
      AND get_byte(coded.data, fact.place) = %(yes)s
"""


def _count_shown(survey_round: Round, institution: Institution, facts: Mapping[int, str]) -> int:
    """How many answers Yes have evidence: it grows with the evidence that was given, not with answers."""
    values: dict[str, Any] = {
        "round": survey_round.pk,
        "institution": institution.pk,
        "places": list(facts),
        "items": list(facts.values()),
        "yes": int(Code.YES),
    }
    with connection.cursor() as cursor:
        cursor.execute(_SHOWN, values)
        return int(cursor.fetchone()[0])
