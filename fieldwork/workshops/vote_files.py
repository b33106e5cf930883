"""The votes of a workshop as a table for analysis."""

from __future__ import annotations

from fieldwork.models import Vote, Workshop
from fieldwork.workshops.agenda import all_steps
from surveys.questionnaires import asked_of
from surveys.workbooks import write_csv

HEADER = ("item", "question", "ballot", "voter", "answer", "reason", "agreed")


def write_votes(workshop: Workshop) -> bytes:
    """CSV in UTF-8, a row for each vote, in the order of the questionnaire.

    `voter` tells the votes of one person together. It is not the number of the seat: the protocol names who sat there.
    """
    assert workshop.response is not None
    steps = {step.code: (place, step) for place, step in enumerate(all_steps(asked_of(workshop.response)))}
    agreed = dict(workshop.agreements.values_list("item", "value"))
    # By the hashes of their secrets: an order that says nothing about who came when.
    voters = {pk: number for number, pk in enumerate(_seats_by_hash(workshop), start=1)}
    votes = Vote.objects.filter(seat__workshop=workshop, item__in=steps)
    rows = [(steps[vote.item][0], vote.ballot, voters[vote.seat_id], vote) for vote in votes.order_by()]
    cells = []
    for _place, ballot, voter, vote in sorted(rows, key=lambda row: row[:3]):
        text = steps[vote.item][1].question.text
        cells.append((vote.item, text, str(ballot), str(voter), vote.value, vote.reason, agreed.get(vote.item, "")))
    return write_csv(HEADER, cells)


def _seats_by_hash(workshop: Workshop) -> list[int]:
    return list(workshop.seats.order_by("secret_hash").values_list("pk", flat=True))
