"""The short codes that let people into a workshop, and the limit on guessing them.

Only wrong codes count against a source: two hundred people behind one address can all join.
"""

from __future__ import annotations

import re
import secrets
from datetime import timedelta

from allauth.account.adapter import get_adapter
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _

from fieldwork.models import Workshop, WrongCode

ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"  # nothing that looks like something else: no 0 and O, no 1 and I
LENGTH = 6
WINDOW = timedelta(minutes=10)
# Of a billion codes a few are alive at a time: four hundred guesses in ten minutes find one in some ten years, and
# four hundred people behind one address may each mistype once.
WRONG_PER_ADDRESS, WRONG_PER_SESSION = 400, 8

# Letters of a Cyrillic keyboard that look the same.
_LOOK_ALIKE = str.maketrans("АВСЕНКМРТХУ", "ABCEHKMPTXY")


class TooManyWrongCodes(PermissionDenied):
    """Raised when an address or a browser has tried too many codes that let nobody in."""

    def __init__(self) -> None:
        super().__init__(_("Too many wrong codes were tried from here. Wait ten minutes, then try again."))


def make_code() -> str:
    """A code that no workshop has."""
    while True:
        code = "".join(secrets.choice(ALPHABET) for _place in range(LENGTH))
        if not Workshop.objects.filter(join_code=code).exists():
            return code


def normalise(typed: str) -> str:
    """What was typed as codes are written: capitals, no spaces or hyphens, Latin letters; empty for what is no code."""
    code = re.sub(r"[\s\-–]", "", typed[:50].upper()).translate(_LOOK_ALIKE)
    return code if len(code) == LENGTH and set(code) <= set(ALPHABET) else ""


def find_workshop(request: HttpRequest, typed: str) -> Workshop | None:
    """The workshop with this code that has not ended; None, and one more wrong code, where there is none.

    Raises TooManyWrongCodes.
    """
    sources = _sources_of(request)
    _require_few(sources)
    code = normalise(typed)
    living = Workshop.objects.filter(ended_at=None).select_related("round")
    workshop = living.filter(join_code=code).first() if code else None
    if workshop is None:
        since = timezone.now() - WINDOW
        WrongCode.objects.filter(at__lt=since).delete()
        WrongCode.objects.bulk_create(WrongCode(source=source) for source, _limit in sources)
    return workshop


def _require_few(sources: list[tuple[str, int]]) -> None:
    since = timezone.now() - WINDOW
    for source, limit in sources:
        if WrongCode.objects.filter(source=source, at__gte=since).count() >= limit:
            raise TooManyWrongCodes


def _sources_of(request: HttpRequest) -> list[tuple[str, int]]:
    """(keyed hash, how many wrong codes it may try) of the address and, where there is one, of the session."""
    address = get_adapter().get_client_ip(request) or ""
    sources = [(_hash(f"address {address}"), WRONG_PER_ADDRESS)]
    if request.session.session_key:
        sources.append((_hash(f"session {request.session.session_key}"), WRONG_PER_SESSION))
    return sources


def _hash(source: str) -> str:
    return salted_hmac("fieldwork.workshops.codes", source, algorithm="sha256").hexdigest()
