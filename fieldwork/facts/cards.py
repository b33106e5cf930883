"""What becomes of a card: opened, asked about, answered, settled, dropped, opened again."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from functools import partial
from typing import TYPE_CHECKING

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from fieldwork.facts.facts import Fact, Facts
from fieldwork.facts.suggestions import cause_of
from fieldwork.facts.tasks import tell_asked
from fieldwork.models import Card, CardDecision, CardState, Cause, Remark
from surveys.models import Response, Round, Validation
from surveys.reviewing import require_review

if TYPE_CHECKING:
    from django.contrib.auth.base_user import AbstractBaseUser

AGREED_VALUES = {"yes": gettext_lazy("Yes"), "no": gettext_lazy("No")}
"""What a card can be settled as: who does not know has not agreed on anything."""


class CardEnded(PermissionDenied):
    """Raised when somebody writes on a card, or ends it, that has ended meanwhile; says who ended it."""

    def __init__(self, card: Card) -> None:
        words = {
            "name": card.ended_by or _("somebody"),
            "moment": _moment(card.ended_at),
        }
        if card.state == CardState.SETTLED:
            super().__init__(_("This card was settled by %(name)s at %(moment)s. Load the page again.") % words)
        else:
            super().__init__(_("This card was dropped by %(name)s at %(moment)s. Load the page again.") % words)


def _moment(at: datetime | None) -> str:
    """A moment as the reader's language writes it; empty where there is none."""
    return date_format(timezone.localtime(at), "SHORT_DATETIME_FORMAT") if at else ""


class CardIsOpen(PermissionDenied):
    """Raised when somebody opens a card anew that is open, or about whose fact another one is."""

    def __init__(self) -> None:
        super().__init__(_("There is an open card about this fact already."))


def open_cards(
    facts: Facts, chosen: Iterable[Fact], by: AbstractBaseUser, answer_by: date | None, cause: Cause | None = None
) -> list[Card]:
    """Open a card about each fact that has no open one; those made. `cause`: by default why it was suggested."""
    require_review(facts.round)
    made = [
        Card(
            round=facts.round,
            institution_id=fact.institution,
            item=fact.item,
            cause=cause or cause_of(facts, fact),
            answer_by=answer_by,
            opened_by_id=by.pk,
        )
        for fact in dict.fromkeys(chosen)
        if facts.is_about(fact)
    ]
    with transaction.atomic():
        Round.objects.select_for_update().get(pk=facts.round.pk)  # two reviewers do not open one card twice
        taken = set(Card.objects.filter(round=facts.round, state=CardState.OPEN).values_list("item", "institution_id"))
        return Card.objects.bulk_create(card for card in made if (card.item, card.institution_id) not in taken)


@transaction.atomic
def ask(card: Card, by: AbstractBaseUser, text: str) -> Remark:
    """A reviewer or a coordinator writes on an open card. Respondents with an address hear of a reviewer's question."""
    locked = _lock(card)
    _require_open(locked)
    remark = Remark.objects.create(card=locked, by_id=by.pk, text=text)
    transaction.on_commit(partial(tell_asked.enqueue, remark.pk))
    return remark


@transaction.atomic
def reply(card: Card, response: Response | None, by: AbstractBaseUser | None, text: str) -> Remark:
    """A respondent (by her response) or a coordinator replies on an open card."""
    locked = _lock(card)
    _require_open(locked)
    return Remark.objects.create(card=locked, response=response, by_id=by.pk if by else None, text=text)


@transaction.atomic
def settle(card: Card, by: AbstractBaseUser, value: str, reason: str) -> None:
    """Agree on a value: it takes the place of all answers to the item for the unit (method, section 1)."""
    if value not in AGREED_VALUES:
        raise ValueError(f"A card cannot be settled as {value!r}.")
    locked = _lock(card)
    _require_open(locked)
    now = timezone.now()
    Validation.objects.update_or_create(
        round_id=locked.round_id,
        institution=locked.institution,
        item=locked.item,
        defaults={"value": value, "reason": reason, "by_id": by.pk, "at": now},
    )
    _end(locked, CardState.SETTLED, by, value, reason)


@transaction.atomic
def drop(card: Card, by: AbstractBaseUser, reason: str) -> None:
    """End a card without a decision: the answers stay as they are."""
    locked = _lock(card)
    _require_open(locked)
    _end(locked, CardState.DROPPED, by, "", reason)


@transaction.atomic
def reopen(card: Card, by: AbstractBaseUser, reason: str) -> None:
    """Discuss an ended card again. What it had agreed on no longer stands in the place of the answers."""
    locked = _lock(card)
    others = Card.objects.filter(
        round=locked.round_id, institution=locked.institution_id, item=locked.item, state=CardState.OPEN
    )
    if others.exists():  # the card itself among them
        raise CardIsOpen
    if locked.state == CardState.SETTLED:
        Validation.objects.filter(round=locked.round_id, institution=locked.institution_id, item=locked.item).delete()
    locked.state, locked.ended_by, locked.ended_at, locked.outcome = CardState.OPEN, None, None, ""
    locked.save(update_fields=["state", "ended_by", "ended_at", "outcome"])
    CardDecision.objects.create(card=locked, state=CardState.OPEN, reason=reason, by_id=by.pk)


def _lock(card: Card) -> Card:
    """The card as it is now, locked. Raises NotUnderReview."""
    cards = Card.objects.select_for_update(of=["self"]).select_related("round", "institution", "ended_by")
    found = cards.get(pk=card.pk)
    require_review(found.round)
    return found


def _require_open(card: Card) -> None:
    if card.state != CardState.OPEN:
        raise CardEnded(card)


def _end(card: Card, state: CardState, by: AbstractBaseUser, value: str, reason: str) -> None:
    card.state, card.ended_at, card.outcome = state, timezone.now(), reason
    Card.objects.filter(pk=card.pk).update(state=state, ended_by=by.pk, ended_at=card.ended_at, outcome=reason)
    CardDecision.objects.create(card=card, state=state, value=value, reason=reason, by_id=by.pk)
