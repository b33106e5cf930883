"""Coordination in the demonstration: a draft whose chapters colleagues have, and institutions that signed off."""

from __future__ import annotations

from datetime import timedelta

import numpy as np
from django.utils import timezone

from fieldwork.coordination.signing import CHANGED_AFTERWARDS
from fieldwork.models import SignOff
from metep.demo.fieldwork.staff import Staff
from surveys.delegating import delegable_chapters
from surveys.links import create_link
from surveys.models import AnswerChange, Institution, PersonalLink, Response, ResponseState, Round
from surveys.questionnaires import asked_of

SIGNED = 5
NOTE = "Жауаптар мекеменің бөлімдерімен келісілді (синтетикалық дерек)."
REASON = "Бір жауапты нақтылау керек болды (синтетикалық дерек)."


def make(survey_round: Round, staff: Staff, generator: np.random.Generator) -> None:
    """Sign-offs of some institutions, one of them withdrawn; a draft of the coordinator's with two colleagues."""
    institutions = list(survey_round.institutions.order_by("code"))
    if not institutions:
        return
    _give_chapters(_find_draft(survey_round, institutions[0]), staff)
    _sign_off(survey_round, institutions[1:], staff, generator)


def _find_draft(survey_round: Round, institution: Institution) -> Response:
    """A draft of the institution with at least two chapters to give away; a new one where there is none."""
    drafts = Response.objects.filter(round=survey_round, institution=institution, state=ResponseState.DRAFT)
    for draft in drafts.select_related("round").order_by("pk"):
        if len(delegable_chapters(asked_of(draft))) > 1:
            return draft
    return Response.objects.create(
        round=survey_round,
        institution=institution,
        language=survey_round.languages[0],
        sections=survey_round.sections,
        started_at=timezone.now() - timedelta(days=3),
    )


def _give_chapters(draft: Response, staff: Staff) -> None:
    """One colleague answers the first chapter; the link of another was withdrawn."""
    chapters = [chapter.code for chapter in delegable_chapters(asked_of(draft))]
    working = _link(draft, chapters[:1], "Әріптес 1 (синтетикалық)", staff)
    withdrawn = _link(draft, chapters[-1:], "Әріптес 2 (синтетикалық)", staff)
    withdrawn.revoked_at = timezone.now()
    withdrawn.save(update_fields=["revoked_at"])
    saved = dict(list(draft.answers.items())[:5])
    AnswerChange.objects.create(response=draft, link=working, patch=saved)


def _link(draft: Response, chapters: list[str], name: str, staff: Staff) -> PersonalLink:
    made_by = staff.coordinator
    return create_link(draft.round, draft.institution, draft.sections, name, draft, chapters=chapters, made_by=made_by)[
        0
    ]


def _sign_off(survey_round: Round, institutions: list[Institution], staff: Staff, chance: np.random.Generator) -> None:
    """By the one coordinator of the demonstration: it has no more of them."""
    now, number = timezone.now(), min(SIGNED, len(institutions))
    places = chance.choice(len(institutions), number, replace=False).tolist()
    SignOff.objects.bulk_create(
        SignOff(round=survey_round, institution=institutions[place], by=staff.coordinator, at=now, note=NOTE)
        for place in places
    )
    for place, reason in zip(places[:2], (REASON, CHANGED_AFTERWARDS), strict=False):
        standing = SignOff.objects.filter(round=survey_round, institution=institutions[place])
        standing.update(withdrawn_at=now, withdrawal_reason=reason)
