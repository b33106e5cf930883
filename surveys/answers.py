"""Check one answer: what a person typed, or a cell of a file held, becomes the stored value or a clear refusal."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator, validate_email
from django.utils.translation import gettext_lazy as _

from surveys.coding import ONGOING
from surveys.content import Item, ItemType, Scale, short
from surveys.countries import is_country

MAX_TEXT = 10_000
MAX_URL = 2000
MAX_EMAIL = 254
LIST_SEPARATOR = ";"

# PostgreSQL stores no zero character, and no half of a surrogate pair.
_UNSTORABLE = re.compile(r"[\x00\ud800-\udfff]")


def clean_answer(item: Item, raw: str | Sequence[str] | None, scale: Scale | None = None) -> Any:
    """The value to store; None where nothing was answered. Raises ValidationError with words for the respondent.

    `raw`: the text typed (for `multichoice`, the list of values chosen or these with semicolons). `scale`: that of the
    item, where it has one. A stored value, written as text, is read as itself.
    """
    if not isinstance(raw, str):
        if item.type is not ItemType.MULTICHOICE and raw:
            raise ValidationError(_("Give one answer only."))
        raw = LIST_SEPARATOR.join(raw or "")
    raw = raw.strip()
    if not raw:
        return None
    if _UNSTORABLE.search(raw):
        raise ValidationError(_("The answer holds a character that cannot be stored. Type it again."))
    return _CLEANERS[item.type](item, raw, scale)


def _clean_choice(item: Item, raw: str, scale: Scale | None) -> str:
    if scale is None or scale.point(raw) is None:
        allowed = ", ".join(point.value for point in scale.points) if scale else ""
        raise ValidationError(
            _("“%(value)s” is not one of the answers: %(allowed)s."), params={"value": short(raw), "allowed": allowed}
        )
    return raw


def _clean_multichoice(item: Item, raw: str, scale: Scale | None) -> list[str] | None:
    """The values chosen, each once, in the order of the scale."""
    values = (value.strip() for value in raw.split(LIST_SEPARATOR))
    chosen = {_clean_choice(item, value, scale) for value in values if value}
    return [point.value for point in scale.points if point.value in chosen] or None if scale else None


def _clean_number(item: Item, raw: str, scale: Scale | None) -> int | float:
    # float() reads 1_000, 1e400 and nan as numbers; nobody who types them means a percentage.
    plain = re.sub(r"[ \u00a0\u202f]", "", raw).removesuffix("%").replace(",", ".")
    if not re.fullmatch(r"[-+]?\d{1,15}(\.\d{1,15})?", plain, re.ASCII):
        raise ValidationError(_("“%(value)s” is not a number."), params={"value": short(raw)})
    number = float(plain)
    if item.type is ItemType.COUNT and not number.is_integer():
        raise ValidationError(_("Give a whole number."))
    low, high = item.minimum, item.maximum
    if (low is not None and number < low) or (high is not None and number > high):
        if low is not None and high is not None:
            raise ValidationError(_("Give a number from %(low)g to %(high)g."), params={"low": low, "high": high})
        if low is not None:
            raise ValidationError(_("Give a number of at least %(low)g."), params={"low": low})
        raise ValidationError(_("Give a number of at most %(high)g."), params={"high": high})
    return int(number) if number.is_integer() and math.isfinite(number) else number


def _clean_text(item: Item, raw: str, scale: Scale | None) -> str:
    return _limited(raw, MAX_TEXT)


def _limited(raw: str, limit: int) -> str:
    # A browser counts a line break as one character and sends two.
    text = re.sub(r"\r\n?", "\n", raw)
    if len(text) > limit:
        raise ValidationError(
            _("The text has %(length)d characters; at most %(limit)d can be stored."),
            params={"length": len(text), "limit": limit},
        )
    return text


def _clean_date(item: Item, raw: str, scale: Scale | None) -> str:
    if item.open_ended and raw == ONGOING:
        return ONGOING
    match = re.fullmatch(r"(\d{4})-(\d{1,2})-(\d{1,2})|(\d{1,2})\.(\d{1,2})\.(\d{4})", raw, re.ASCII)
    if match:
        year, month, day = match.group(1, 2, 3) if match.group(1) else match.group(6, 5, 4)
        try:
            return date(int(year), int(month), int(day)).isoformat()
        except ValueError:
            pass
    message = _("“%(value)s” is not a date. Write it as 31.12.2026.")
    if item.open_ended:
        message = _("“%(value)s” is not a date. Write it as 31.12.2026, or “%(ongoing)s” if there is no end.")
    raise ValidationError(message, params={"value": short(raw), "ongoing": ONGOING})


def _clean_url(item: Item, raw: str, scale: Scale | None) -> str:
    _limited(raw, MAX_URL)
    address = raw if "://" in raw else f"https://{raw}"
    try:
        URLValidator(schemes=["http", "https"])(address)
    except ValidationError as error:
        message = _("“%(value)s” is not a web address. Write it as https://example.org.")
        raise ValidationError(message, params={"value": short(raw)}) from error
    return address


def _clean_email(item: Item, raw: str, scale: Scale | None) -> str:
    _limited(raw, MAX_EMAIL)
    try:
        validate_email(raw)
    except ValidationError as error:
        message = _("“%(value)s” is not an e-mail address. Write it as name@example.org.")
        raise ValidationError(message, params={"value": short(raw)}) from error
    return raw


def _clean_country(item: Item, raw: str, scale: Scale | None) -> str:
    code = raw.upper()
    if not is_country(code):
        raise ValidationError(_("Give the country as two letters (ISO 3166), for example KZ."))
    return code


_CLEANERS: dict[ItemType, Callable[[Item, str, Scale | None], Any]] = {
    ItemType.YNDK: _clean_choice,
    ItemType.SCALE05: _clean_choice,
    ItemType.CHOICE: _clean_choice,
    ItemType.MULTICHOICE: _clean_multichoice,
    ItemType.PERCENT: _clean_number,
    ItemType.COUNT: _clean_number,
    ItemType.TEXT: _clean_text,
    ItemType.LONGTEXT: _clean_text,
    ItemType.DATE: _clean_date,
    ItemType.URL: _clean_url,
    ItemType.EMAIL: _clean_email,
    ItemType.COUNTRY: _clean_country,
}
