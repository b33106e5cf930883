"""What a page tells about this device: answers not sent yet, copies of pages, and when the session ends."""

from __future__ import annotations

from functools import lru_cache

from django import template
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from surveys.models import Response
from surveys.views.lasting import seconds_left, seconds_of_warning

register = template.Library()

# What differs from page to page is put in where these stand: the rest is rendered once for each language.
_KEY, _STATE, _LEFT, _WARN = "[key]", "[state]", "[left]", "[warn]"


@register.simple_tag(takes_context=True)
def device(
    context: template.Context, response: Response | None = None, *, keep: bool = False, ended: bool = False
) -> SafeString:
    """`response`: whose answers are told about, None: all on this device. `keep`: a copy of the page may stay on the
    device. `ended`: nothing more is answered, and the copies go."""
    frame = _frame(get_language() or "", response is not None, keep, ended)
    if response is None:
        return mark_safe(frame)  # noqa: S308 - as below
    values = {
        _KEY: str(response.pk),
        _STATE: reverse("response-state", kwargs={"pk": response.pk}),
        _LEFT: str(seconds_left(context["request"])),
        _WARN: str(seconds_of_warning()),
    }
    for place, value in values.items():
        frame = frame.replace(place, value)
    return mark_safe(frame)  # noqa: S308 - of a template; an identifier, an address of ours and two numbers


@lru_cache(maxsize=32)
def _frame(language: str, has_response: bool, keep: bool, ended: bool) -> str:
    """The element in the active language, which is `language`."""
    values = {"key": _KEY, "state": _STATE, "left": _LEFT, "warn": _WARN} if has_response else {}
    return render_to_string("surveys/_device.html", values | {"keep": keep, "ended": ended})
