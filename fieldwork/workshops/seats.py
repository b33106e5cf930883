"""Seats: who is present, known by a secret in her browser's session. The database keeps only its hash."""

from __future__ import annotations

import secrets
from datetime import timedelta

from django.contrib.sessions.backends.base import SessionBase
from django.core.exceptions import PermissionDenied
from django.core.signing import BadSignature, Signer
from django.db import connection, transaction
from django.db.models import Max, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from fieldwork.models import Seat, Workshop
from surveys.links import hash_of
from surveys.models import Round
from surveys.session_keys import renew_key

SEATS = "seats"
"""Session key: key of a workshop -> secret of this browser's seat in it."""
PRESENT_FOR = timedelta(minutes=3)
"""A phone that was not heard of for so long is not counted as present: a locked screen may be silent for a while."""
HEARD_EVERY = timedelta(seconds=20)
MAX_SEATS = 2000

_signer = Signer(salt="fieldwork.workshops.seats")

# Asked by every phone once a second: one statement, by primary keys.
_STATE = """
    SELECT w.revision, s.seen_at < %s
    FROM fieldwork_seat s JOIN fieldwork_workshop w ON w.id = s.workshop_id
    WHERE s.id = %s
"""

# Asked by all phones at once when something changed: what a phone shows, and no more, by a statement written once.
_SEAT = """
    SELECT s.id, w.id, w.join_code, w.title, w.item, w.stage, w.revision, r.version_id, EXISTS (
        SELECT 1 FROM fieldwork_vote v
        WHERE v.seat_id = s.id AND v.item = w.item
        AND v.ballot = CASE w.stage WHEN 'vote' THEN 1 WHEN 'second_vote' THEN 2 END
    )
    FROM fieldwork_seat s
    JOIN fieldwork_workshop w ON w.id = s.workshop_id
    JOIN surveys_round r ON r.id = w.round_id
    WHERE w.join_code = %s AND s.secret_hash = ANY(%s)
"""


class WorkshopFull(PermissionDenied):
    """Raised when more people join than any workshop has."""


@transaction.atomic
def take_seat(workshop: Workshop, name: str) -> tuple[Seat, str]:
    """A new seat and its secret, which is never to be had again. Raises WorkshopFull."""
    Workshop.objects.select_for_update(no_key=True).only("pk").get(pk=workshop.pk)  # numbers are given one by one
    last = workshop.seats.aggregate(last=Max("number"))["last"] or 0
    if last >= MAX_SEATS:
        raise WorkshopFull(_("This workshop has no seats left."))
    secret = secrets.token_urlsafe(12)
    return Seat.objects.create(workshop=workshop, number=last + 1, name=name, secret_hash=hash_of(secret)), secret


def remember_seat(session: SessionBase, seat: Seat, secret: str) -> None:
    """Let this browser be in the seat from now on."""
    held = session.get(SEATS, {})
    if held.get(str(seat.workshop_id)) != secret:
        session[SEATS] = {**held, str(seat.workshop_id): secret}
        renew_key(session)


def find_seat(session: SessionBase, code: str) -> tuple[Seat, str] | None:
    """The seat of this browser in the workshop with a code, ended or not, and its secret; None where it has none."""
    held = session.get(SEATS, {})
    if not held:
        return None
    hashes = {hash_of(secret): secret for secret in held.values()}
    seat = _loaded().filter(workshop__join_code=code, secret_hash__in=hashes).first()
    return (seat, hashes[seat.secret_hash]) if seat else None


def find_seat_to_show(session: SessionBase, code: str) -> tuple[Seat, bool] | None:
    """The same seat with only what a phone shows of its workshop (it must not be stored), and whether it has voted in
    the ballot that is open."""
    hashes = [hash_of(secret) for secret in session.get(SEATS, {}).values()]
    with connection.cursor() as cursor:
        cursor.execute(_SEAT, [code, hashes])
        row = cursor.fetchone()
    if row is None:
        return None
    seat, pk, join_code, title, item, stage, revision, version, has_voted = row
    workshop = Workshop(pk=pk, join_code=join_code, title=title, item=item, stage=stage, revision=revision)
    workshop.round = Round(version_id=version)
    return Seat(pk=seat, workshop=workshop), has_voted


def find_seat_by_secret(code: str, secret: str) -> Seat | None:
    """The seat of a workshop that a personal address leads to; None for a forged one."""
    return _loaded().filter(workshop__join_code=code, secret_hash=hash_of(secret)).first()


def _loaded() -> QuerySet[Seat]:
    return Seat.objects.select_related("workshop__round")


def token_of(seat: Seat) -> str:
    """What a phone asks for news with. It opens nothing."""
    return _signer.sign(str(seat.pk))


def revision_for(token: str) -> int | None:
    """The revision of the workshop in which the token's seat is, noted as present; None for a forged token."""
    try:
        seat = int(_signer.unsign(token))
    except (BadSignature, ValueError):
        return None
    now = timezone.now()
    with connection.cursor() as cursor:
        cursor.execute(_STATE, [now - HEARD_EVERY, seat])
        row = cursor.fetchone()
    if row is None:
        return None
    if row[1]:
        Seat.objects.filter(pk=seat).update(seen_at=now)
    return int(row[0])


def present_in(workshop: Workshop) -> QuerySet[Seat]:
    """The seats heard of lately."""
    return workshop.seats.filter(seen_at__gte=timezone.now() - PRESENT_FOR)
