"""Checks of a round as a whole: who and what is silent, the country against its institutions, duplicates, links."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from uuid import UUID

from django.conf import settings

from fieldwork.quality import reading
from fieldwork.quality.checks.practice import find_broken_implications
from fieldwork.quality.checks.same_answers import MINUTES, find_same_answers
from fieldwork.quality.values import Found, Frame, Looked
from surveys.content import ItemType
from surveys.models import Evidence, Institution, LinkState, Response, Round

SHOWN = 5  # other responses named in a finding


@dataclass(frozen=True)
class Whole:
    """A round after all its responses were read. `answered`: section -> responses that answered anything in it."""

    survey_round: Round
    frame: Frame
    responses: int
    answered: Mapping[str, int]


RoundCheck = Callable[[Whole], Looked]


def find_silent_institutions(whole: Whole) -> Looked:
    """Institutions of the round without a response that counts."""
    heard = Response.objects.filter(round=whole.survey_round).counted().values("institution")
    institutions = whole.survey_round.institutions.all()
    silent = Institution.objects.filter(rounds=whole.survey_round).exclude(pk__in=heard.exclude(institution=None))
    return Looked(
        institutions.count(), [Found(None, pk) for pk in silent.order_by("code").values_list("pk", flat=True)]
    )


def find_silent_sections(whole: Whole) -> Looked:
    """Sections that the round asks and nobody answered; optional ones may stay silent."""
    asked = [part for part in whole.frame.parts if part.code in whole.survey_round.sections]
    found = [Found(None, None, "", {"part": part.code}) for part in asked if not whole.answered.get(part.code)]
    return Looked(len(asked), found)


def find_practice(whole: Whole) -> Looked:
    """The country against its institutions."""
    institutions = list(whole.survey_round.institutions.order_by("code").values_list("pk", flat=True))
    return find_broken_implications(whole.frame, reading.verdicts_of(whole.survey_round, whole.frame), institutions)


def find_same_addresses(whole: Whole) -> Looked:
    """Several responses of one address. Findings never hold the address: not all who read them may see contacts."""
    codes = [item.code for item in whole.frame.instrument.profile if item.type is ItemType.EMAIL]
    found = []
    for group in reading.same_addresses(whole.survey_round, codes):
        others = [Response(id=one).reference for one in group[1 : SHOWN + 1]]
        found.append(Found(group[0], None, "", {"number": len(group), "others": ", ".join(others)}))
    return Looked(whole.responses, found)


def find_twins(whole: Whole) -> Looked:
    """The same ratings within minutes."""
    looked = find_same_answers(reading.same_ratings(whole.survey_round, whole.frame, MINUTES * 60), whole.responses)
    named = [
        Found(one.response, None, "", {**one.details, "twin": Response(id=UUID(one.details["twin"])).reference})
        for one in looked.found
    ]
    return Looked(looked.base, named)


def find_dead_links(whole: Whole) -> Looked:
    """Evidence whose link does not open, or is no public address. `extra`: links that nobody has looked at yet."""
    links = Evidence.objects.filter(response__round=whole.survey_round).exclude(url="")
    bad = links.filter(link_state__in=(LinkState.DEAD, LinkState.REFUSED)).order_by("response", "pk")
    found = [
        Found(response, None, items[0], {"url": url[:200], "state": state})
        for response, items, url, state in bad.values_list("response_id", "items", "url", "link_state")
    ]
    unchecked = links.filter(link_state=LinkState.UNCHECKED).count()
    return Looked(links.count(), found, {"unchecked": unchecked, "off": int(not settings.CHECK_LINKS)})
