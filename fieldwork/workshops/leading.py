"""What a facilitator does with a workshop. Each step says which state it was decided in; a later state refuses it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.db.models import Max, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from fieldwork.models import Agreement, Stage, Vote, Workshop
from fieldwork.workshops.agenda import Step, find_step, open_steps
from fieldwork.workshops.seats import present_in
from surveys.answers import LIST_SEPARATOR
from surveys.models import Mode, Response
from surveys.notices import current_notice
from surveys.questionnaires import asked_of, questionnaire_of
from surveys.saving import save_answers

if TYPE_CHECKING:
    from django.contrib.auth.base_user import AbstractBaseUser

_OPENED = {Stage.WAITING: Stage.VOTE, Stage.SPREAD: Stage.SECOND_VOTE}
_CLOSED = {Stage.VOTE: Stage.SPREAD, Stage.SECOND_VOTE: Stage.SECOND_SPREAD}


class NotPossible(Exception):
    """Raised when a workshop is in a stage in which this cannot be done."""

    def __init__(self, message: Any = None) -> None:
        super().__init__(message or _("This cannot be done at this stage of the workshop."))


class Stale(NotPossible):
    """Raised when a form was made for an earlier state: pressed twice, or in another window."""

    def __init__(self) -> None:
        super().__init__(_("The workshop had moved on before you pressed. Nothing was changed: look at its state now."))


@transaction.atomic
def begin(workshop: Workshop, revision: int) -> None:
    """Make the collective response and come to the first item. Raises RoundNotOpen, Stale."""
    locked = _lock(workshop, revision)
    if locked.response is not None:
        raise NotPossible
    locked.round.require_open()
    locked.response = Response.objects.create(
        round=locked.round,
        institution=locked.institution,
        language=locked.language,
        mode=Mode.COLLECTIVE,
        sections=locked.sections,
        consented_at=timezone.now(),  # whoever is here agreed to take part when joining
        notice=current_notice(locked.round),
    )
    first = steps_of(locked)[0]
    _advance(locked, Stage.WAITING, first.code)


@transaction.atomic
def open_vote(workshop: Workshop, revision: int) -> None:
    """Let people vote, or vote again after the spread."""
    locked = _lock(workshop, revision)
    step = find_step(questionnaire_of(locked.round.version_id), locked.item)
    if step is None or not step.is_voted_on or locked.stage not in _OPENED:
        raise NotPossible
    _advance(locked, _OPENED[Stage(locked.stage)])


@transaction.atomic
def close_vote(workshop: Workshop, revision: int) -> None:
    """Take no more votes, and show how they spread."""
    locked = _lock(workshop, revision)
    if locked.stage not in _CLOSED:
        raise NotPossible
    _advance(locked, _CLOSED[Stage(locked.stage)])


@transaction.atomic
def agree(
    workshop: Workshop, revision: int, value: Any, rationale: str, minority_view: str, by: AbstractBaseUser
) -> None:
    """Record the agreed answer (a stored value) to the current item, with or without a vote before it, and write it
    into the response. Raises RoundNotOpen, AlreadySubmitted, Stale."""
    locked = _lock(workshop, revision)
    if locked.response is None or locked.stage in _CLOSED or locked.stage == Stage.ENDED:
        raise NotPossible(_("Close the vote before you record the agreed answer."))
    save_answers(locked.response, {locked.item: value}, by=by)
    voted = Q(votes__item=locked.item)
    seats = locked.seats.filter(voted | Q(pk__in=present_in(locked).values("pk")))
    Agreement.objects.update_or_create(
        workshop=locked,
        item=locked.item,
        defaults={
            "value": as_text(value),
            "rationale": rationale,
            "minority_view": minority_view,
            "present": sorted(set(seats.values_list("number", flat=True))),
            "at": timezone.now(),
        },
    )
    _advance(locked, Stage.AGREED)


@transaction.atomic
def go_to(workshop: Workshop, revision: int, code: str) -> None:
    """Turn to another item, as far as it had come; a vote that is open ends unseen."""
    locked = _lock(workshop, revision)
    if locked.response is None or locked.stage == Stage.ENDED:
        raise NotPossible
    if code not in {step.code for step in steps_of(locked)}:
        raise NotPossible(_("This item is not asked: the one above it was not answered Yes."))
    _advance(locked, _stage_of(locked, code), code)


@transaction.atomic
def end(workshop: Workshop, revision: int) -> None:
    """Let nobody join or vote any more; the response learns how many took part."""
    locked = _lock(workshop, revision)
    if locked.response is None or locked.stage == Stage.ENDED:
        raise NotPossible
    locked.ended_at = timezone.now()
    locked.response.participants = max(1, count_taking_part(locked))
    locked.response.save(update_fields=["participants"])
    locked.save(update_fields=["ended_at"])
    _advance(locked, Stage.ENDED)


def count_taking_part(workshop: Workshop) -> int:
    """Distinct seats that voted or were present when an answer was agreed; before any of that, all."""
    voted = set(workshop.seats.filter(votes__isnull=False).values_list("number", flat=True))
    present = {number for numbers in workshop.agreements.values_list("present", flat=True) for number in numbers}
    return len(voted | present) or workshop.seats.count()


def steps_of(workshop: Workshop) -> list[Step]:
    """What a begun workshop (its round and response loaded) goes through, given what is agreed."""
    assert workshop.response is not None
    return open_steps(asked_of(workshop.response), workshop.response.answers)


def as_text(value: Any) -> str:
    """A stored value as text, which is read as itself again."""
    return LIST_SEPARATOR.join(value) if isinstance(value, list) else str(value)


def _stage_of(workshop: Workshop, code: str) -> Stage:
    """How far an item had come."""
    if workshop.agreements.filter(item=code).exists():
        return Stage.AGREED
    last = Vote.objects.filter(seat__workshop=workshop, item=code).aggregate(last=Max("ballot"))["last"]
    return {None: Stage.WAITING, 1: Stage.SPREAD}.get(last, Stage.SECOND_SPREAD)


def _lock(workshop: Workshop, revision: int) -> Workshop:
    found = Workshop.objects.select_for_update(of=["self"]).select_related("round", "institution", "response")
    locked = found.get(pk=workshop.pk)
    if locked.revision != revision:
        raise Stale
    if locked.response is not None:
        locked.response.round = locked.round
    return locked


def _advance(workshop: Workshop, stage: Stage, item: str | None = None) -> None:
    workshop.stage = stage
    if item is not None:
        workshop.item = item
    workshop.revision += 1
    workshop.save(update_fields=["stage", "item", "revision", "response"])
