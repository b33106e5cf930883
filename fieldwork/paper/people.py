"""Whose paper it is: participants by number, institution and, for those who may see it, name."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from surveys.models import Contact, Participant, Response, Round

MOST_FOUND = 20


@dataclass(frozen=True)
class Found:
    """A participant who has not answered yet. `name` is empty for those who may not see contacts."""

    key: int
    number: str
    name: str
    institution: str
    language: str


def find_participants(survey_round: Round, words: str, *, sees_names: bool) -> list[Found]:
    """Participants without a response whose number, institution or name holds what was typed; at most twenty."""
    people = survey_round.participants.filter(response=None).select_related("institution")
    chosen = list(_matching(people, words, sees_names).order_by("pk").distinct()[:MOST_FOUND])
    names = names_of(chosen) if sees_names else {}
    return [Found(one.pk, str(one), names.get(one.pk, ""), str(one.institution or ""), one.language) for one in chosen]


def _matching(people: QuerySet[Participant], words: str, sees_names: bool) -> QuerySet[Participant]:
    for word in words.split():
        found = Q(institution__code__iexact=word)
        for language in ("kk", "ru", "en"):
            found |= Q(**{f"institution__name_{language}__icontains": word})
        if number := re.fullmatch(r"№?(?:\d+-)?(\d{1,15})", word):
            found |= Q(pk=int(number[1]))
        if sees_names:
            found |= Q(contact__name__icontains=word) | Q(contact__email__icontains=word)
        people = people.filter(found)
    return people


def names_of(participants: Iterable[Participant]) -> dict[int, str]:
    """What contacts are called, by the key of the participant; those erased have none."""
    contacts = Contact.objects.filter(participant__in=list(participants))
    return {contact.participant_id: str(contact) for contact in contacts}


def say_whose(response: Response) -> str:
    """For whom a paper was typed in, without her name (participant and institution loaded)."""
    if response.participant is not None:
        words = {"number": str(response.participant), "institution": str(response.institution or "–")}
        return _("Participant %(number)s, %(institution)s") % words
    if response.institution is not None:
        return _("%(institution)s, no named participant") % {"institution": str(response.institution)}
    return _("No named participant, no institution")
