"""What waits for a reader in a round: the next things to do, each with the page where it is done."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from fieldwork.coordination.access import visible_institutions
from fieldwork.coordination.numbers import Numbers
from fieldwork.coordination.register import InstitutionRow, find_rows
from fieldwork.coordination.signing import PHASES
from surveys.models import Phase, ResponseState, Role, Round
from surveys.roles import has_role, institutions_coordinated, may_administer, may_review, may_see_contacts

WAITING_FOR_REVIEW = (ResponseState.SUBMITTED, ResponseState.RESUBMITTED)
MOST_INSTITUTIONS = 10  # of a coordinator, named one by one


@dataclass(frozen=True)
class Todo:
    """One thing to do."""

    text: str
    url: str


def find_todos(user: Any, survey_round: Round, numbers: Numbers) -> list[Todo]:
    """The next things to do for a reader, by her roles and the phase."""
    phase = survey_round.phase()
    found: list[Todo] = []
    if may_administer(user):
        found += _of_administrator(user, survey_round, numbers, phase)
    if may_review(user, survey_round):
        found += _of_reviewer(survey_round, numbers, phase)
    if institutions_coordinated(user, survey_round):
        found += _of_coordinator(user, survey_round, phase)
    found += _of_others(user, survey_round, phase)
    return found


def _to(name: str, survey_round: Round, *more: str) -> str:
    return reverse(name, args=[survey_round.code, *more])


def _of_administrator(user: Any, survey_round: Round, numbers: Numbers, phase: Phase) -> Iterator[Todo]:
    if phase == Phase.PREPARE and may_see_contacts(user):
        yield Todo(_("Enter the participants."), _to("work-people", survey_round))
        yield Todo(_("Prepare the invitations."), _to("work-mail", survey_round))
    if phase == Phase.COLLECT and numbers.missing and may_see_contacts(user):
        sentence = ngettext(
            "Remind %(count)d participant who has not submitted yet.",
            "Remind %(count)d participants who have not submitted yet.",
            numbers.missing,
        )
        yield Todo(sentence % {"count": numbers.missing}, _to("work-mail", survey_round))
    unsigned = (numbers.institutions or 0) - (numbers.signed or 0)
    if phase in PHASES and unsigned:
        sentence = ngettext(
            "See how far %(count)d institution is that has not signed off.",
            "See how far %(count)d institutions are that have not signed off.",
            unsigned,
        )
        yield Todo(sentence % {"count": unsigned}, _to("work-institutions", survey_round))


def _of_reviewer(survey_round: Round, numbers: Numbers, phase: Phase) -> Iterator[Todo]:
    if waiting := numbers.in_state(*WAITING_FOR_REVIEW):
        sentence = ngettext(
            "Look through %(count)d submitted response.", "Look through %(count)d submitted responses.", waiting
        )
        yield Todo(sentence % {"count": waiting}, _to("work-review", survey_round))
    if numbers.cards:
        sentence = ngettext(
            "Settle %(count)d fact that is open.", "Settle %(count)d facts that are open.", numbers.cards
        )
        yield Todo(sentence % {"count": numbers.cards}, _to("work-cards", survey_round))
    if numbers.findings:
        sentence = ngettext(
            "Look at %(count)d finding of the quality checks.",
            "Look at %(count)d findings of the quality checks.",
            numbers.findings,
        )
        yield Todo(sentence % {"count": numbers.findings}, _to("work-quality", survey_round))
    elif numbers.findings is None and phase != Phase.PREPARE:
        yield Todo(_("Run the quality checks for the first time."), _to("work-quality", survey_round))


def _of_coordinator(user: Any, survey_round: Round, phase: Phase) -> Iterator[Todo]:
    own = visible_institutions(user, survey_round).filter(pk__in=institutions_coordinated(user, survey_round))
    for row in find_rows(survey_round, list(own[:MOST_INSTITUTIONS])):
        yield from _of_institution(survey_round, row, phase)


def _of_institution(survey_round: Round, row: InstitutionRow, phase: Phase) -> Iterator[Todo]:
    page = _to("work-institution", survey_round, row.institution.code)
    words = {"institution": row.institution}
    if phase == Phase.COLLECT and (open_chapters := row.owed - row.answered):
        sentence = ngettext(
            "%(institution)s: see to %(count)d chapter that nobody has answered.",
            "%(institution)s: see to %(count)d chapters that nobody has answered.",
            open_chapters,
        )
        yield Todo(sentence % {**words, "count": open_chapters}, page)
    if row.drafts and phase in PHASES:
        sentence = ngettext(
            "%(institution)s: %(count)d response has not been submitted.",
            "%(institution)s: %(count)d responses have not been submitted.",
            row.drafts,
        )
        yield Todo(sentence % {**words, "count": row.drafts}, f"{page}#responses")
    if row.cards:
        sentence = ngettext(
            "%(institution)s: %(count)d fact is being settled.",
            "%(institution)s: %(count)d facts are being settled.",
            row.cards,
        )
        yield Todo(sentence % {**words, "count": row.cards}, f"{page}#cards")
    if row.counted and row.sign_off is None and phase in PHASES:
        address = _to("work-institution-sign", survey_round, row.institution.code)
        yield Todo(_("%(institution)s: sign off what was answered.") % words, address)


def _of_others(user: Any, survey_round: Round, phase: Phase) -> Iterator[Todo]:
    if has_role(user, Role.FACILITATOR, survey_round) and phase == Phase.COLLECT:
        yield Todo(_("Open a workshop, or go on with one."), _to("work-workshops", survey_round))
    if has_role(user, Role.CLERK, survey_round) and phase == Phase.COLLECT:
        yield Todo(_("Type in what was answered on paper."), _to("work-entry", survey_round))
    if has_role(user, Role.ANALYST, survey_round) and phase != Phase.PREPARE:
        yield Todo(_("See the results."), reverse("dashboard-unit", args=[survey_round.code]))
