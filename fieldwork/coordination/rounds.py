"""The rounds of a reader as cards: what she is in each, and how much waits for her."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from fieldwork.coordination.phases import Step, find_steps
from fieldwork.coordination.signing import PHASES, all_in_force
from fieldwork.coordination.waiting import WAITING_FOR_REVIEW
from fieldwork.models import Card, CardState
from surveys.models import MissingCount, Phase, Role, Round
from surveys.roles import assignments_of, institutions_coordinated, may_administer, may_review
from surveys.running_counts import count
from surveys.state_counts import count_responses


@dataclass(frozen=True)
class RoundCard:
    """One round. `roles`: what the reader is in it; `waiting`: sentences about what waits for her."""

    round: Round
    steps: list[Step]
    roles: list[str]
    waiting: list[str]


def find_cards(user: Any, rounds: Sequence[Round]) -> list[RoundCard]:
    """Cards of rounds, in their order: five statements at most, however many there are."""
    waiting = _find_waiting(user, rounds)
    return [RoundCard(one, find_steps(one), roles_in(user, one), waiting[one.pk]) for one in rounds]


def _find_waiting(user: Any, rounds: Sequence[Round]) -> dict[int, list[str]]:
    """What waits for the reader, as sentences by the round's primary key."""
    reviews, facts, unsigned, missing = (
        count(user, rounds) for count in (_count_reviews, _count_open_cards, _count_unsigned, _count_missing)
    )
    found: dict[int, list[str]] = {one.pk: [] for one in rounds}
    for pk, sentences in found.items():
        if number := missing.get(pk, 0):
            sentence = ngettext(
                "%(count)d participant has not submitted.", "%(count)d participants have not submitted.", number
            )
            sentences.append(sentence % {"count": number})
        if number := reviews.get(pk, 0):
            sentence = ngettext("%(count)d response waits for review.", "%(count)d responses wait for review.", number)
            sentences.append(sentence % {"count": number})
        if number := facts.get(pk, 0):
            sentence = ngettext("%(count)d fact is being settled.", "%(count)d facts are being settled.", number)
            sentences.append(sentence % {"count": number})
        if number := unsigned.get(pk, 0):
            sentence = ngettext(
                "%(count)d institution of yours has not signed off.",
                "%(count)d institutions of yours have not signed off.",
                number,
            )
            sentences.append(sentence % {"count": number})
    return found


def roles_in(user: Any, survey_round: Round) -> list[str]:
    """What the reader is in a round, in words, each once."""
    held = {one.role for one in assignments_of(user) if one.round_id in (None, survey_round.pk)}
    roles = [str(role.label) for role in Role if role in held]
    return [_("administrator"), *roles] if may_administer(user) else roles


def _count_reviews(user: Any, rounds: Sequence[Round]) -> dict[int, int]:
    """Responses that a reviewer has not looked at."""
    reviewed = [one for one in rounds if may_review(user, one)]
    return count_responses(reviewed, "round", state__in=WAITING_FOR_REVIEW)


def _count_open_cards(user: Any, rounds: Sequence[Round]) -> dict[int, int]:
    """Open cards of each round: for reviewers all, for coordinators those of their institutions."""
    whole = [one.pk for one in rounds if may_review(user, one)]
    visible = Q(round__in=whole)
    for one in rounds:
        if one.pk not in whole and (own := institutions_coordinated(user, one)):
            visible |= Q(round=one.pk, institution__in=own)
    cards = Card.objects.filter(visible, state=CardState.OPEN)
    return dict(cards.order_by().values_list("round").annotate(number=Count("pk")))


def _count_unsigned(user: Any, rounds: Sequence[Round]) -> dict[int, int]:
    """A coordinator's institutions without a sign-off that holds, while it is the time for one."""
    own = {one.pk: institutions_coordinated(user, one) for one in rounds if one.phase() in PHASES}
    institutions = set().union(*own.values())
    if not institutions:
        return {}
    taking_part = Round.objects.filter(pk__in=own, institutions__in=institutions)
    signed = all_in_force().filter(round__in=own, institution__in=institutions)
    unsigned = set(taking_part.values_list("pk", "institutions")) - set(signed.values_list("round", "institution"))
    return dict(Counter(pk for pk, institution in unsigned if institution in own[pk]))


def _count_missing(user: Any, rounds: Sequence[Round]) -> dict[int, int]:
    """For administrators: participants who have not submitted, while answers are collected."""
    collecting = [one for one in rounds if one.phase() == Phase.COLLECT] if may_administer(user) else []
    return dict(count(MissingCount, collecting, "round"))
