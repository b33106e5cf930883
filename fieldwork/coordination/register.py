"""All institutions of a round at a glance: responses, chapters answered, differing facts, sign-off."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet

from fieldwork.coordination.duties import asked_of_institutions, count_chapters, owed_chapters
from fieldwork.coordination.facts import count_differing
from fieldwork.coordination.signing import in_force
from fieldwork.models import Card, CardState, SignOff
from surveys.models import COUNTED, EDITABLE, Institution, Round
from surveys.state_counts import count_responses


@dataclass(frozen=True)
class InstitutionRow:
    """One institution. `answered` of `owed` chapters are answered in at least one response."""

    institution: Institution
    counted: int
    drafts: int
    answered: int
    owed: int
    differing: int
    cards: int
    sign_off: SignOff | None


def search_institutions(institutions: QuerySet[Institution], words: str) -> QuerySet[Institution]:
    """Those whose name in any language, code or region has each of the words."""
    for word in words.split():
        named = Q(code__icontains=word)
        for field in ("name", "region__name"):
            for language in ("kk", "ru", "en"):
                named |= Q(**{f"{field}_{language}__icontains": word})
        institutions = institutions.filter(named)
    return institutions


def find_rows(survey_round: Round, institutions: Sequence[Institution]) -> list[InstitutionRow]:
    """How these institutions stand: five statements, however many they are."""
    keys = [institution.pk for institution in institutions]
    owed = owed_chapters(asked_of_institutions(survey_round))
    answered = count_chapters(survey_round, keys, owed)
    numbers = _count_responses(survey_round, keys)
    differing = count_differing(survey_round, keys)
    signed = {one.institution_id: one for one in in_force(survey_round).filter(institution__in=keys)}
    cards = _count_cards(survey_round, keys)
    return [
        InstitutionRow(
            institution,
            *numbers[institution.pk],
            answered=answered.get(institution.pk, 0),
            owed=len(owed),
            differing=differing.get(institution.pk, 0),
            cards=cards.get(institution.pk, 0),
            sign_off=signed.get(institution.pk),
        )
        for institution in institutions
    ]


def _count_responses(survey_round: Round, institutions: list[int]) -> dict[int, tuple[int, int]]:
    """(those that count, those that may still change) by institution."""
    found = count_responses(survey_round, "institution", "state", institution__in=institutions)
    return {
        institution: (
            sum(found[institution, state] for state in COUNTED),
            sum(found[institution, state] for state in EDITABLE),
        )
        for institution in institutions
    }


def _count_cards(survey_round: Round, institutions: list[int]) -> dict[int, int]:
    cards = Card.objects.filter(round=survey_round, institution__in=institutions, state=CardState.OPEN)
    rows = cards.order_by().values("institution").annotate(number=Count("pk"))
    return {row["institution"]: row["number"] for row in rows}
