"""The part of a phone's page that changes, as HTML: made once for each state and language where it is the same for all.

All phones ask for it at the same moment; only the token against forgery and that of the seat are a phone's own.
"""

from __future__ import annotations

import secrets
from dataclasses import replace

from django.http import HttpRequest
from django.middleware.csrf import get_token
from django.template.loader import render_to_string
from django.utils.translation import get_language

from fieldwork.models import Seat
from fieldwork.workshops.phone import Phone
from fieldwork.workshops.seats import token_of
from surveys.remembering import Remembered

TEMPLATE = "fieldwork/workshops/_phone.html"
# Nobody can type what stands for the tokens.
_SEAT, _FORGERY = secrets.token_hex(16), secrets.token_hex(16)
_made = Remembered[str](64)


def common_part(request: HttpRequest, seat: Seat) -> str:
    """For a seat that has not voted in the ballot that is open, or while none is."""
    workshop = seat.workshop
    key = (workshop.pk, workshop.join_code, workshop.revision, get_language())

    def make() -> str:
        shown = replace(Phone.of(seat), token=_SEAT, own=None)
        return render_to_string(TEMPLATE, {"workshop": workshop, "phone": shown, "csrf_token": _FORGERY})

    return _made.get(key, make).replace(_SEAT, token_of(seat)).replace(_FORGERY, get_token(request))
