"""Numbers in templates as the language of the page writes them."""

from __future__ import annotations

from django import template
from django.utils.translation import get_language

from reports.number_format import number_format

register = template.Library()


@register.filter
def counted(number: int) -> str:
    """A whole number with marks between the thousands."""
    return number_format(get_language() or "").count(number)
