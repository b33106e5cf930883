"""Make the synthetic round in the database: the same round each time, whatever was there of it before."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

import numpy as np
from django.db import transaction
from django.utils import timezone

from metep.demo.answering import Answering
from metep.demo.entries import EntryMaker
from metep.demo.people import NO_UNIT, Crowd, People
from metep.demo.plan import Plan
from metep.demo.stage import Stage, set_stage, version_of
from surveys.catalogue import instrument_of
from surveys.content import Instrument
from surveys.lifecycle import add_submitted, exclude
from surveys.models import Mode, Response, ResponseState, Validation

BATCH = 1000


@dataclass(frozen=True)
class Made:
    """What there is now."""

    submitted: int
    drafts: int
    excluded: int
    validated: int


@transaction.atomic
def make_round(plan: Plan, last_day: date, submitted: int | None = None, after: Plan | None = None) -> Made:
    """Make (or make anew) the round whose last responses came on `last_day`; `submitted` of them, if not as planned.

    `after`: the plan of a later round about the same bodies. Raises NoVersion, NotSynthetic.
    """
    first_day = last_day - timedelta(days=plan.days - 1)
    maker = Maker(plan, set_stage(plan, first_day, last_day), first_day, last_day)
    if after is not None:
        maker.go_back(after)
    number = plan.submitted if submitted is None else submitted
    for responses in maker.batches(number):
        add_submitted(responses)
    for responses in maker.batches(plan.excluded):
        for response in add_submitted(responses):
            exclude(response, plan.exclusion_reason[response.language])
    for responses in maker.batches(plan.drafts):
        Response.objects.bulk_create(as_draft(response, maker.generator) for response in responses)
    return Made(number, plan.drafts, plan.excluded, maker.validate())


class Maker:
    """Draws responses of one round; everything random comes from one generator."""

    def __init__(self, plan: Plan, stage: Stage, first_day: date, last_day: date) -> None:
        self.generator = np.random.default_rng(plan.seed)
        self._plan, self._stage = plan, stage
        self._instrument: Instrument = instrument_of(stage.round.version_id)
        self._answering = Answering(plan, self._instrument, self.generator)
        self._crowd = Crowd(plan, first_day, self.generator)
        self._entries = EntryMaker(plan, self._instrument, last_day, self.generator)
        self._number = 0

    def go_back(self, after: Plan) -> None:
        """Draw from the world of a later round as it was before."""
        world = Answering(after, instrument_of(version_of(after).pk), np.random.default_rng(after.seed))
        self._answering.go_back(world, after)

    def batches(self, number: int) -> Iterator[list[Response]]:
        """So many unsaved submitted responses, some at a time."""
        for start in range(0, number, BATCH):
            yield self._responses(self._crowd.draw(min(BATCH, number - start)))

    def _responses(self, people: People) -> list[Response]:
        ways = [self._way(people, row) for row in range(len(people))]
        answers = self._answering.answer(people, [sections for _mode, sections in ways], self._number + 1)
        self._number += len(people)
        responses = []
        for row, (mode, sections) in enumerate(ways):
            role = self._plan.roles[people.roles[row]]
            language = self._plan.languages[people.languages[row]].code
            submitted_at = people.submitted[row]
            responses.append(
                Response(
                    id=uuid.UUID(bytes=self.generator.bytes(16), version=4),
                    round=self._stage.round,
                    institution_id=self._unit(people.units[row]),
                    language=language,
                    mode=mode,
                    participants=int(people.participants[row]) if mode == Mode.COLLECTIVE else 1,
                    sections=sections,
                    profile=self._crowd.profile_of(role, language, self._instrument),
                    answers=answers[row] | self._entries.entries_of(sections, role.entries, language),
                    state=ResponseState.SUBMITTED,
                    started_at=submitted_at - timedelta(minutes=float(people.minutes[row])),
                    saved_at=submitted_at,
                    submitted_at=submitted_at,
                )
            )
        return responses

    def _way(self, people: People, row: int) -> tuple[str, list[str]]:
        """How a person answers, and which sections: a group leaves the personal ones to each of its members."""
        role, mode = self._plan.roles[people.roles[row]], self._plan.modes[people.modes[row]].code
        sections = [section for section in self._instrument.sections if section.code in role.sections]
        shared = [section for section in sections if not section.personal]
        if mode == Mode.COLLECTIVE and shared:
            return mode, [section.code for section in shared]
        return Mode.INDIVIDUAL if mode == Mode.COLLECTIVE else mode, [section.code for section in sections]

    def _unit(self, place: int) -> int | None:
        return None if place == NO_UNIT else self._stage.institutions[place].pk

    def validate(self) -> int:
        """Settle some facts as a reviewer would who saw how things are; how many."""
        plan, units = self._plan, len(self._stage.institutions)
        facts: list[tuple[int | None, str, str]] = [(None, *fact) for fact in self._pick(None, plan.validated_national)]
        for unit in self.generator.choice(units, plan.validated_institutional, replace=False).tolist():
            facts += [(unit, *fact) for fact in self._pick(unit, 1)]
        Validation.objects.bulk_create(
            Validation(
                round=self._stage.round,
                institution=None if unit is None else self._stage.institutions[unit],
                item=item,
                value=value,
                reason=plan.validation_reason[self._stage.round.languages[0]],
                at=timezone.make_aware(datetime.combine(self._stage.last_day, time(12))),
            )
            for unit, item, value in facts
        )
        return len(facts)

    def _pick(self, unit: int | None, number: int) -> list[tuple[str, str]]:
        facts = list(self._answering.true_answers(unit).items())
        return [facts[place] for place in self.generator.choice(len(facts), number, replace=False)]


def as_draft(response: Response, generator: np.random.Generator) -> Response:
    """The same response, left before its end."""
    answers = list(response.answers.items())
    response.answers = dict(answers[: int(len(answers) * generator.random())])
    response.state = ResponseState.DRAFT
    response.submitted_at = None
    return response
