"""The part of a phone's page that changes, as HTML: made once for each state and language where it is the same for all.

All phones ask for it at the same moment; only the token against forgery and that of the seat are a phone's own.
"""

from __future__ import annotations

import secrets
from collections import OrderedDict
from dataclasses import replace

from django.http import HttpRequest
from django.middleware.csrf import get_token
from django.template.loader import render_to_string
from django.utils.translation import get_language

from fieldwork.models import Seat
from fieldwork.workshops.phone import Phone
from fieldwork.workshops.seats import token_of

TEMPLATE = "fieldwork/workshops/_phone.html"
# Nobody can type what stands for the tokens.
_SEAT, _FORGERY = secrets.token_hex(16), secrets.token_hex(16)
_made: OrderedDict[tuple[int, str, int, str | None], str] = OrderedDict()
_REMEMBER = 64


def common_part(request: HttpRequest, seat: Seat) -> str:
    """For a seat that has not voted in the ballot that is open, or while none is."""
    workshop = seat.workshop
    key = (workshop.pk, workshop.join_code, workshop.revision, get_language())
    if key not in _made:
        shown = replace(Phone.of(seat), token=_SEAT, own=None)
        _made[key] = render_to_string(TEMPLATE, {"workshop": workshop, "phone": shown, "csrf_token": _FORGERY})
        while len(_made) > _REMEMBER:
            _made.popitem(last=False)
    return _made[key].replace(_SEAT, token_of(seat)).replace(_FORGERY, get_token(request))
