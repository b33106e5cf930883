"""Long answers cut for a list of all of them."""

from __future__ import annotations

from django import template
from django.utils.text import Truncator

register = template.Library()
MOST = 200  # characters


@register.filter
def shortened(answer: str) -> str:
    """The answer, cut where it is long: few are, and Django's filter goes through each of them letter by letter."""
    return answer if len(answer) <= MOST else Truncator(answer).chars(MOST)
