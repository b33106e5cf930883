"""Addresses as QR codes: an inline picture, with no style and no address of data."""

from __future__ import annotations

import segno
from django.utils.safestring import SafeString, mark_safe


def draw_qr(address: str) -> SafeString:
    """An SVG element of class `qr-code`, hidden from screen readers: the address stands beside it as text."""
    picture = segno.make(address, error="m", micro=False)
    drawn = picture.svg_inline(omitsize=True, border=4, svgclass="qr-code", lineclass=None, light="#fff")
    return mark_safe(drawn.replace("<svg ", '<svg aria-hidden="true" focusable="false" ', 1))  # noqa: S308 - numbers
