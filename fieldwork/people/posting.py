"""Sending a mailing: any number of workers, each letter at most once, whatever dies in between.

A worker takes letters in small batches (SELECT ... FOR UPDATE SKIP LOCKED). It holds an advisory lock of the database
with a number of its own, and writes this number to the letters it takes: the lock goes when the process or its
connection does, so the next worker knows whose letters are orphaned. A letter is `sending` before the conversation with
the mail server begins, in a transaction of its own, and `sent` after it; an orphan that is `sending` may have gone out:
it becomes `uncertain` and is never sent again by itself. All others are simply taken anew.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from enum import Enum
from typing import TYPE_CHECKING

from django.core import mail
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from fieldwork.models import Letter, LetterState, Mailing
from fieldwork.people.answers import Answer, Reply, converse
from fieldwork.people.keeping import note_bounce
from fieldwork.people.letters import Addressee, Composer, new_message_id
from fieldwork.people.marks import Fate, create_links, mark, remove_unsent_links
from surveys.models import EDITABLE
from surveys.presence import bereft, present

if TYPE_CHECKING:
    from django.db.models import QuerySet

BATCH = 20
MAX_ATTEMPTS = 5
RETRY_AFTER = timedelta(minutes=10)
_ENDS = (Reply.SERVER_DOWN, Reply.UNKNOWN)
"""After these, letters wait for the next look: a server that breaks off each one would make all of them uncertain."""


class Ended(Enum):
    """Why a worker stopped sending."""

    NOTHING_WAITS = "nothing waits"
    SERVER_DOWN = "server down"
    STOPPED = "stopped"


def send_waiting(mailing: Mailing) -> Ended:
    """Send what waits in a prepared mailing, until nothing does, the mail server is down, or somebody stops it."""
    with present() as number:
        release_orphans(mailing, number)
        ended = _Worker(mailing, number).work()
    if ended is Ended.NOTHING_WAITS:
        finish(mailing)
    return ended


def finish(mailing: Mailing) -> None:
    """Note that every letter has met its fate, if so."""
    open_ones = mailing.letters.filter(state__in=(LetterState.WAITING, LetterState.SENDING))
    if not open_ones.exists():
        Mailing.objects.filter(pk=mailing.pk, finished_at__isnull=True).update(finished_at=timezone.now(), problem="")


def release_orphans(mailing: Mailing, own: int | None = None) -> None:
    """Let go of what dead workers had taken. `own`: the number of the caller, who is alive."""
    taken = mailing.letters.filter(sender__isnull=False, state__in=(LetterState.WAITING, LetterState.SENDING))
    senders = taken.exclude(sender=own).order_by().values_list("sender", flat=True).distinct()
    for number in filter(None, senders):
        with bereft(number) as is_gone:
            if is_gone:
                _release(mailing.letters.filter(sender=number))


@transaction.atomic
def _release(orphans: QuerySet[Letter]) -> None:
    problem = _("The worker stopped while this letter was being sent: it may have arrived.")
    orphans.filter(state=LetterState.SENDING).update(state=LetterState.UNCERTAIN, problem=problem, sender=None)
    remove_unsent_links(orphans)
    orphans.filter(state=LetterState.WAITING).update(sender=None)


class _Worker:
    """Sends letters of one mailing over one connection. What became of a letter is written in the same statement that
    marks the next one as being sent: one small transaction for each."""

    def __init__(self, mailing: Mailing, number: int) -> None:
        self._mailing, self._number = mailing, number
        self._composer = Composer.of(mailing)
        self._connection = mail.get_connection()
        self._done: Fate | None = None

    def work(self) -> Ended:
        try:
            while self._is_wanted():
                taken = self._take()
                if not taken:
                    return Ended.NOTHING_WAITS
                if self._send_all(taken) in _ENDS:
                    return Ended.SERVER_DOWN
            return Ended.STOPPED
        finally:
            self._connection.close()

    def _is_wanted(self) -> bool:
        """Whether the mailing still stands; a round that has closed meanwhile asks nobody any more."""
        current = Mailing.objects.select_related("round").get(pk=self._mailing.pk)
        if current.cancelled_at is None and current.round.is_closed():
            skip_all(current, _("The round is closed."))
        return current.cancelled_at is None

    def _take(self) -> list[tuple[Letter, str]]:
        """The next letters, of which nobody else has any, each with the secret of its new link."""
        ready = Q(try_after__isnull=True) | Q(try_after__lte=timezone.now())
        related = ("participant__contact", "participant__institution", "participant__response")
        with transaction.atomic():
            free = self._mailing.letters.filter(ready, state=LetterState.WAITING, sender__isnull=True)
            keys = list(free.order_by("pk").select_for_update(skip_locked=True).values_list("pk", flat=True)[:BATCH])
            letters = list(Letter.objects.filter(pk__in=keys).select_related(*related).order_by("pk"))
            links = create_links(self._mailing.round, [letter.participant for letter in letters])
            for letter, (link, _secret) in zip(letters, links, strict=True):
                letter.sender, letter.link, letter.message_id = self._number, link, new_message_id()
            Letter.objects.bulk_update(letters, ["sender", "link", "message_id"])
        return [(letter, secret) for letter, (_link, secret) in zip(letters, links, strict=True)]

    def _send_all(self, taken: list[tuple[Letter, str]]) -> Reply:
        """Send a batch; the last reply. Links that nobody has received are taken away again."""
        reply = Reply.ACCEPTED
        try:
            for letter, secret in taken:
                reply = self._send(letter, secret)
                if reply in _ENDS:
                    break
        finally:
            mark(self._number, done=self._done)
            self._done = None
            keys = [letter.pk for letter, _secret in taken]
            remove_unsent_links(Letter.objects.filter(pk__in=keys))
            Letter.objects.filter(pk__in=keys, sender=self._number, state=LetterState.WAITING).update(sender=None)
        return reply

    def _send(self, letter: Letter, secret: str) -> Reply:
        if not _is_wanted_by(letter):
            Letter.objects.filter(pk=letter.pk).update(state=LetterState.SKIPPED, sender=None)
            return Reply.ACCEPTED
        message = self._composer.compose(Addressee.of(letter.participant), secret, letter.message_id)
        may_send = mark(self._number, begins=letter.pk, done=self._done)
        self._done = None
        if not may_send:
            return Reply.ACCEPTED
        answer = converse(self._connection, message)
        self._done = self._fate(letter, answer)
        if answer.reply is Reply.NO_SUCH_ADDRESS:
            note_bounce(letter.participant.contact, answer.words)
        return answer.reply

    def _fate(self, letter: Letter, answer: Answer) -> Fate:
        """What is to be written of a letter after its conversation."""
        now = timezone.now()
        fate = Fate(letter.pk, LetterState.FAILED, answer.words, letter.attempts + 1)
        match answer.reply:
            case Reply.ACCEPTED:
                return replace(fate, state=LetterState.SENT, sent_at=now)
            case Reply.UNKNOWN:
                self._tell(answer)
                return replace(fate, state=LetterState.UNCERTAIN)
            case Reply.SERVER_DOWN:
                self._tell(answer)
                return replace(fate, state=LetterState.WAITING, attempts=letter.attempts)
            case Reply.LATER if fate.attempts < MAX_ATTEMPTS:
                return replace(fate, state=LetterState.WAITING, try_after=now + RETRY_AFTER * fate.attempts)
        return fate

    def _tell(self, answer: Answer) -> None:
        """Say on the page of the mailing why it does not go on."""
        Mailing.objects.filter(pk=self._mailing.pk).update(problem=answer.words[:500])


def skip_all(mailing: Mailing, problem: str) -> None:
    """End a mailing before its time: what waits is not sent."""
    mailing.cancelled_at = timezone.now()
    mailing.problem = problem
    mailing.save(update_fields=["cancelled_at", "problem"])
    mailing.letters.filter(state=LetterState.WAITING).update(state=LetterState.SKIPPED, sender=None)


def _is_wanted_by(letter: Letter) -> bool:
    """Whether the participant can still be written to, and has not submitted meanwhile."""
    contact = getattr(letter.participant, "contact", None)
    response = getattr(letter.participant, "response", None)
    if contact is None or not contact.email or contact.bounced_at or contact.unsubscribed_at:
        return False
    return response is None or response.state in EDITABLE
