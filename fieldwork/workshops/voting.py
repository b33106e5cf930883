"""Votes: cast while their ballot is open, counted when it is closed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.db.models import Count
from django.utils import timezone

from fieldwork.models import Seat, Stage, Vote, Workshop
from surveys.remembering import Remembered

BALLOTS: Mapping[str, int] = {Stage.VOTE: 1, Stage.SECOND_VOTE: 2}
"""Stage -> the ballot that is open in it."""

# One statement: it waits for a facilitator who is closing the ballot, and then finds the stage changed. A second vote
# of a seat in a ballot takes the place of its first.
_CAST = """
    INSERT INTO fieldwork_vote (seat_id, item, ballot, value, reason, at)
    SELECT %(seat)s, w.item, %(ballot)s, %(value)s, %(reason)s, %(now)s
    FROM fieldwork_workshop w
    WHERE w.id = %(workshop)s AND w.item = %(item)s AND w.stage = %(stage)s
    FOR SHARE
    ON CONFLICT (seat_id, item, ballot)
    DO UPDATE SET value = excluded.value, reason = excluded.reason, at = excluded.at
"""
_STAGES = {ballot: str(stage) for stage, ballot in BALLOTS.items()}


@dataclass(frozen=True)
class Ballot:
    """The votes of a closed ballot: value -> how many; `reasons`: (value, words), without who wrote them."""

    votes: Mapping[str, int]
    reasons: tuple[tuple[str, str], ...]


def cast(seat: Seat, item: str, ballot: int, value: str, reason: str) -> bool:
    """Store a vote; False where its ballot is not open (any longer)."""
    values: dict[str, Any] = {
        "seat": seat.pk,
        "workshop": seat.workshop_id,
        "item": item,
        "ballot": ballot,
        "stage": _STAGES.get(ballot, ""),
        "value": value,
        "reason": reason,
        "now": timezone.now(),
    }
    with connection.cursor() as cursor:
        cursor.execute(_CAST, values)
        return cursor.rowcount == 1


def count_cast(workshop: Workshop) -> int:
    """How many have voted in the ballot that is open, or was last; nothing of how they voted."""
    ballots = {Stage.SECOND_VOTE: 2, Stage.SECOND_SPREAD: 2}
    ballot = ballots.get(Stage(workshop.stage), 1)
    return Vote.objects.filter(seat__workshop=workshop, item=workshop.item, ballot=ballot).count()


def closed_ballots(workshop: Workshop, item: str) -> dict[int, Ballot]:
    """The ballots on an item that may be shown, by number: never one that is still open."""
    is_current = item == workshop.item
    votes = Vote.objects.filter(seat__workshop=workshop, item=item)
    if is_current and workshop.stage in BALLOTS:
        votes = votes.filter(ballot__lt=BALLOTS[workshop.stage])
    counted: dict[int, dict[str, int]] = {}
    for ballot, value, number in votes.order_by().values_list("ballot", "value").annotate(number=Count("pk")):
        counted.setdefault(ballot, {})[value] = number
    reasons = sorted(votes.exclude(reason="").order_by().values_list("ballot", "value", "reason")) if counted else []
    return {
        ballot: Ballot(counts, tuple((value, words) for number, value, words in reasons if number == ballot))
        for ballot, counts in sorted(counted.items())
    }


_remembered = Remembered[dict[int, Ballot]](64)


def ballots_now(workshop: Workshop) -> dict[int, Ballot]:
    """The closed ballots on the current item, counted once for each state: all phones ask for them together.

    What is closed changes only with the revision.
    """
    key = (workshop.pk, workshop.join_code, workshop.revision, workshop.item)
    return _remembered.get(key, lambda: closed_ballots(workshop, workshop.item))


def ballots_by_item(workshop: Workshop) -> dict[str, dict[int, Ballot]]:
    """All ballots of an ended workshop, by item and number."""
    votes: dict[str, dict[int, Counter[str]]] = {}
    reasons: dict[tuple[str, int], list[tuple[str, str]]] = {}
    cast_votes = Vote.objects.filter(seat__workshop=workshop).order_by()
    for item, ballot, value, reason in cast_votes.values_list("item", "ballot", "value", "reason"):
        votes.setdefault(item, {}).setdefault(ballot, Counter())[value] += 1
        if reason:
            reasons.setdefault((item, ballot), []).append((value, reason))
    return {
        item: {
            ballot: Ballot(counts, tuple(sorted(reasons.get((item, ballot), ()))))
            for ballot, counts in sorted(by_ballot.items())
        }
        for item, by_ballot in votes.items()
    }
