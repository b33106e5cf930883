"""Typography that style sheets cannot do."""

from __future__ import annotations

import re

from django import template
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

register = template.Library()

# A letter joined to a word by a hyphen: no line may end after the hyphen.
_JOINED = re.compile(r"(?<![\w-])(\w-\w[\w-]*)")


@register.filter
def unbroken(words: str) -> SafeString:
    """Escaped words, those with a one-letter prefix (such as e-participation) kept on one line."""
    return mark_safe(_JOINED.sub(r'<span class="unbroken">\1</span>', escape(words)))  # noqa: S308 (escaped)
