"""What a phone shows: frozen values in its own language, with what its holder voted."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import connection

from fieldwork.models import Agreement, Seat, Stage, Workshop
from fieldwork.workshops.agenda import Step, find_step
from fieldwork.workshops.seats import token_of
from fieldwork.workshops.shown import AgreedShown, SpreadShown, show_agreed, show_spreads, words_of
from fieldwork.workshops.voting import BALLOTS, ballots_now
from surveys.questionnaires import questionnaire_of

# Written once: all phones ask it at the same moment.
_OWN_VOTE = "SELECT value, reason FROM fieldwork_vote WHERE seat_id = %s AND item = %s AND ballot = %s"


@dataclass(frozen=True)
class OwnVote:
    """What the holder of the phone voted in the ballot that is open."""

    value: str
    words: str
    reason: str


@dataclass(frozen=True)
class Phone:
    """The state of a workshop for one seat. `step`: None before it begins and after it ends; `ballot`: 0 when none is
    open; `typed`: what could not be stored; `own`: None where she has not voted."""

    stage: str
    revision: int
    token: str
    step: Step | None
    ballot: int
    own: OwnVote | None
    spreads: list[SpreadShown]
    agreed: AgreedShown | None
    problems: list[str]
    typed: OwnVote | None = None

    @classmethod
    def of(cls, seat: Seat, problems: list[str] | None = None, typed: tuple[str, str] | None = None) -> Phone:
        """For a seat (its workshop and round loaded). `typed`: value and reason that could not be stored."""
        workshop = seat.workshop
        is_ended = workshop.stage == Stage.ENDED
        step = None if is_ended else find_step(questionnaire_of(workshop.round.version_id), workshop.item)
        ballot = BALLOTS.get(workshop.stage, 0)
        shows_spread = workshop.stage in (Stage.SPREAD, Stage.SECOND_SPREAD, Stage.AGREED, Stage.SECOND_VOTE)
        return cls(
            stage=workshop.stage,
            revision=workshop.revision,
            token=token_of(seat),
            step=step,
            ballot=ballot,
            own=_own_vote(seat, step, ballot) if step and ballot else None,
            spreads=show_spreads(step.question, ballots_now(workshop)) if step and shows_spread else [],
            agreed=_agreed(workshop, step) if step and workshop.stage == Stage.AGREED else None,
            problems=problems or [],
            typed=OwnVote(typed[0], "", typed[1]) if typed else None,
        )

    @property
    def reason(self) -> str:
        """What stands in the field for the reason."""
        shown = self.typed or self.own
        return shown.reason if shown else ""

    @property
    def typed_value(self) -> str:
        """What stands in the field for a number."""
        shown = self.typed or self.own
        return shown.value if shown else ""


def _own_vote(seat: Seat, step: Step, ballot: int) -> OwnVote | None:
    with connection.cursor() as cursor:
        cursor.execute(_OWN_VOTE, [seat.pk, step.code, ballot])
        row = cursor.fetchone()
    return OwnVote(row[0], words_of(step.question, row[0]), row[1]) if row else None


def _agreed(workshop: Workshop, step: Step) -> AgreedShown | None:
    return show_agreed(step.question, Agreement.objects.filter(workshop=workshop, item=step.code).first())
