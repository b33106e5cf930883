"""Read what checks look at: counted responses chunk by chunk, and what is asked of the database as a whole."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from itertools import islice
from typing import Any
from uuid import UUID

import numpy as np
from django.db import connection
from numpy.typing import NDArray

from fieldwork.quality.checks.practice import Verdicts
from fieldwork.quality.values import Chunk, Frame, is_answered
from surveys.coding import Code
from surveys.content import RelationKind
from surveys.models import COUNTED, CodedResponse, Evidence, Mode, Response, Round, Validation

CHUNK = 2000  # responses at a time: memory does not grow with the round
_COLUMNS = ("pk", "institution_id", "answers", "mode", "entered_by_id", "started_at", "submitted_at", "coded__data")

# Seconds before each save that holds ratings, and how many; a pause of more than ten minutes is one of ten.
_PACE = """
    WITH saves AS (
        SELECT change.response_id,
               extract(epoch FROM change.at - lag(change.at, 1, response.started_at)
                       OVER (PARTITION BY change.response_id ORDER BY change.at, change.id)) AS seconds,
               (SELECT count(*) FROM jsonb_object_keys(change.patch) AS key WHERE key = ANY(%(items)s)) AS ratings,
               (SELECT count(*) FROM jsonb_object_keys(change.patch)) AS answers
        FROM surveys_answerchange change JOIN surveys_response response ON response.id = change.response_id
        WHERE change.response_id = ANY(%(responses)s::uuid[])
    )
    SELECT response_id, sum(least(greatest(seconds, 0), 600)) / sum(answers)
    FROM saves WHERE ratings > 0 GROUP BY response_id
"""
_SAME_RATINGS = """
    SELECT id, twin, seconds, vector FROM (
        SELECT response.id, {vector} AS vector, lag(response.id) OVER same AS twin,
               extract(epoch FROM response.submitted_at - lag(response.submitted_at) OVER same) AS seconds
        FROM surveys_codedresponse coded JOIN surveys_response response ON response.id = coded.response_id
        WHERE coded.round_id = %(round)s
        WINDOW same AS (PARTITION BY {vector} ORDER BY response.submitted_at, response.id)
    ) AS ordered WHERE seconds <= %(seconds)s ORDER BY id
"""
_SAME_ADDRESS = """
    WITH addresses AS (
        SELECT response.id, lower(trim(response.profile ->> code)) AS address
        FROM surveys_response response, unnest(%(codes)s::text[]) AS code
        WHERE response.round_id = %(round)s AND response.state = ANY(%(states)s)
        UNION
        SELECT response.id, lower(contact.email)
        FROM surveys_response response JOIN surveys_contact contact ON contact.participant_id = response.participant_id
        WHERE response.round_id = %(round)s AND response.state = ANY(%(states)s)
    )
    SELECT array_agg(id ORDER BY id)::text[] FROM addresses WHERE address <> ''
    GROUP BY address HAVING count(*) > 1 ORDER BY min(id::text)
"""


def chunks(survey_round: Round, frame: Frame) -> Iterator[Chunk]:
    """The counted responses of a round."""
    rows = Response.objects.filter(round=survey_round).counted().filter(coded__isnull=False).order_by()
    stream = rows.values_list(*_COLUMNS).iterator(CHUNK)
    while part := list(islice(stream, CHUNK)):
        yield _chunk(frame, part)


def _chunk(frame: Frame, rows: list[tuple[Any, ...]]) -> Chunk:
    ids = [row[0] for row in rows]
    coded = np.frombuffer(b"".join(bytes(row[7]) for row in rows), np.uint8).reshape(len(rows), -1)
    shown: dict[UUID, set[str]] = defaultdict(set)
    for response, items in Evidence.objects.filter(response__in=ids).values_list("response_id", "items"):
        shown[response].update(items)
    return Chunk(
        ids,
        [row[1] for row in rows],
        coded,
        [row[2] for row in rows],
        _paces(frame, rows, coded),
        [frozenset(shown.get(response, ())) for response in ids],
    )


def _paces(frame: Frame, rows: list[tuple[Any, ...]], coded: NDArray[np.uint8]) -> NDArray[np.float64]:
    """Seconds for each answer, from the saves where there are any, else from the whole stay. Nobody knows them for
    paper, for what a clerk typed, and for files, which are submitted the moment they start."""
    items = [frame.codes[place] for place in frame.perceptions]
    with connection.cursor() as cursor:
        cursor.execute(_PACE, {"items": items, "responses": [str(row[0]) for row in rows]})
        saved = {response: float(pace) for response, pace in cursor.fetchall()}
    answered = is_answered(coded).sum(axis=1)
    pace = np.full(len(rows), np.nan)
    for place, (response, _institution, _answers, mode, clerk, started, submitted, _data) in enumerate(rows):
        if mode == Mode.PAPER or clerk is not None:
            continue
        seconds = (submitted - started).total_seconds()
        if response in saved:
            pace[place] = saved[response]
        elif seconds > 0 and answered[place]:
            pace[place] = seconds / answered[place]
    return pace


def verdicts_of(survey_round: Round, frame: Frame) -> Verdicts:
    """What most of those who know answer to the related facts, for the country and for each institution; a validated
    fact stands for all of them. One query for each item, and one for the validated ones."""
    items = {code for relation in frame.related(RelationKind.IMPLIES) for code in relation.items}
    balance: dict[tuple[int | None, str], int] = defaultdict(int)
    for code in items & frame.places.keys():
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT institution_id, get_byte(data, %s), count(*) FROM surveys_codedresponse WHERE round_id = %s"
                " GROUP BY 1, 2",
                [frame.places[code], survey_round.pk],
            )
            for institution, answer, number in cursor.fetchall():
                sign = (answer == Code.YES) - (answer == Code.NO)
                for unit in {institution, None}:
                    balance[unit, code] += sign * number
    found = {fact: number > 0 for fact, number in balance.items() if number}
    settled = Validation.objects.filter(round=survey_round, item__in=items, value__in=("yes", "no"))
    return found | {
        (unit, item): value == "yes" for unit, item, value in settled.values_list("institution", "item", "value")
    }


def same_ratings(survey_round: Round, frame: Frame, seconds: int) -> Iterator[tuple[UUID, UUID, float, bytes]]:
    """(response, the one with the same ratings before it, seconds between, the ratings): compared by the database."""
    if not frame.perceptions.size:
        return
    vector = " || ".join(f"substring(coded.data FROM {first + 1} FOR {length})" for first, length in _runs(frame))
    with connection.cursor() as cursor:
        cursor.execute(_SAME_RATINGS.format(vector=vector), {"round": survey_round.pk, "seconds": seconds})
        for response, twin, gap, ratings in cursor.fetchall():
            yield response, twin, float(gap), bytes(ratings)


def _runs(frame: Frame) -> Iterator[tuple[int, int]]:
    """(first place, length) of neighbouring columns of ratings."""
    places = [int(place) for place in frame.perceptions]
    first = previous = places[0]
    for place in [*places[1:], -1]:
        if place != previous + 1:
            yield first, previous - first + 1
            first = place
        previous = place


def same_addresses(survey_round: Round, codes: list[str]) -> list[list[UUID]]:
    """Groups of responses whose respondents gave one e-mail address, or were invited by it. The address stays there.

    `codes`: the questions about the respondent that ask for one."""
    values: Mapping[str, Any] = {"codes": codes, "round": survey_round.pk, "states": [str(state) for state in COUNTED]}
    with connection.cursor() as cursor:
        cursor.execute(_SAME_ADDRESS, values)
        return [[UUID(one) for one in group] for (group,) in cursor.fetchall()]


def coded_responses(survey_round: Round) -> int:
    """How many responses count."""
    return CodedResponse.objects.filter(round=survey_round).count()
