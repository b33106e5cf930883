"""Who sees which cards: reviewers all of a round, coordinators those of their institutions."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet

from fieldwork.models import Card
from surveys import roles
from surveys.models import Round


def sees_cards(user: Any, survey_round: Round) -> bool:
    """Reviewers and coordinators."""
    return roles.may_review(user, survey_round) or roles.may_coordinate(user, survey_round)


def cards_seen_by(user: Any, survey_round: Round) -> QuerySet[Card]:
    """The cards of the round that the user may read and write on."""
    cards = Card.objects.filter(round=survey_round).select_related("institution", "opened_by", "ended_by")
    if roles.may_review(user, survey_round):
        return cards
    return cards.filter(institution__in=roles.institutions_coordinated(user, survey_round))
