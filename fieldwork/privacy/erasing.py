"""A person is forgotten: who she is goes, the fact of each change stays."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from fieldwork.audit.noting import note_erasure
from fieldwork.models import Letter, LetterState, Seat
from fieldwork.privacy.records import Held, personal_codes
from fieldwork.privacy.scrubbing import scrub_audit, scrub_round
from surveys.lifecycle import exclude
from surveys.models import AnswerChange, Contact, PersonalLink, Response, Round


@dataclass(frozen=True)
class Erased:
    """How much was removed."""

    contacts: int = 0
    links: int = 0
    profiles: int = 0
    seats: int = 0
    texts: int = 0
    withdrawn: int = 0


@transaction.atomic
def erase(held: Held, reason: str, by: Any, withdraw: bool) -> Erased:
    """Remove who a person is; her answers stay without her name or, with `withdraw`, no longer count.

    A draft that is withdrawn is emptied. Her links open nothing any more.
    """
    Round.objects.select_for_update(no_key=True).get(pk=held.round.pk)
    withdrawn = sum(_withdraw(response, by) for response in held.responses) if withdraw else 0
    keys = [one.pk for one in held.participants]
    erased = Erased(
        profiles=strip_profiles(held.round, [one.pk for one in held.responses]),
        contacts=Contact.objects.filter(participant__in=keys).delete()[0],
        links=_close_links([one.pk for one in held.links]),
        seats=Seat.objects.filter(pk__in=[one.pk for one in held.seats]).exclude(name="").update(name=""),
        texts=scrub_round(held.round, held.names),
        withdrawn=withdrawn,
    )
    forget_letters(keys)
    numbers = {name: number for name, number in asdict(erased).items() if number}
    # By the last two it can be done again where a backup brings her back (manage.py list_erasures, erase_again).
    note_erasure(held.round, numbers | {"reason": reason, "records": held.keys(), "withdraw": withdraw})
    scrub_audit(held.round, held.names, held.objects())
    return erased


def _withdraw(response: Response, by: Any) -> int:
    if response.is_counted:
        exclude(response, _("Withdrawn at the request of the person."), by)
        return 1
    if response.is_editable:
        AnswerChange.objects.filter(response=response).delete()
        Response.objects.filter(pk=response.pk).update(answers={}, profile={})
        return 1
    return 0


def strip_profiles(survey_round: Round, keys: list[Any] | None = None) -> int:
    """Remove what tells who the respondents are (of these responses; None: of all); in how many it stood."""
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE surveys_response SET profile = profile - %s::text[] "
            "WHERE round_id = %s AND profile ?| %s::text[] AND (%s::uuid[] IS NULL OR id = ANY(%s::uuid[]))",
            [
                (codes := personal_codes(survey_round)),
                survey_round.pk,
                codes,
                (chosen := None if keys is None else [str(key) for key in keys]),
                chosen,
            ],
        )
        return cursor.rowcount


def _close_links(keys: list[int]) -> int:
    links = PersonalLink.objects.filter(pk__in=keys)
    links.filter(revoked_at__isnull=True).update(revoked_at=timezone.now())
    links.update(label="")
    return len(keys)


def forget_letters(participants: list[int]) -> None:
    """What is waiting is not sent; what the mail server said may hold an address."""
    letters = Letter.objects.filter(participant__in=participants)
    letters.filter(state=LetterState.WAITING).update(state=LetterState.SKIPPED)
    letters.exclude(problem="", message_id="").update(problem="", message_id="")
