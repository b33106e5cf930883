"""Typography that style sheets cannot do."""

from __future__ import annotations

import re

from django import template
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

register = template.Library()

# A letter joined to a word by a hyphen, and a base with its number: no line may end within them.
_JOINED = re.compile(r"(?<![\w-])(\w-\w[\w-]*|n = \d[\d,\xa0]*)")


@register.filter
def unbroken(words: str) -> SafeString:
    """Escaped words, those with a one-letter prefix and bases such as n = 12 kept on one line."""
    return mark_safe(_JOINED.sub(r'<span class="unbroken">\1</span>', escape(words)))  # noqa: S308 (escaped)
