"""The address of the page one is on, in another language."""

from __future__ import annotations

from typing import Any

from django import template
from django.urls import translate_url

register = template.Library()


@register.simple_tag(takes_context=True)
def page_in(context: dict[str, Any], language: str) -> str:
    """The address of this page in a language, with its query."""
    return translate_url(context["request"].get_full_path(), language)
