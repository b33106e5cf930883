"""Forms that most people get blank: crispy-forms puts them together from a dozen templates for each field."""

from __future__ import annotations

from crispy_forms.templatetags.crispy_forms_filters import as_crispy_form
from django import template
from django.forms import Form
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from surveys.remembering import Remembered

register = template.Library()
_blank = Remembered[SafeString](64)


@register.filter
def crispy_once(form: Form) -> SafeString:
    """The form as `crispy` gives it; blank, it is made once for each language and its choices."""
    if form.is_bound or form.initial:
        return as_crispy_form(form)
    choices = tuple((name, tuple(getattr(field, "choices", ()))) for name, field in form.fields.items())
    return _blank.get((type(form), get_language(), choices), lambda: as_crispy_form(form))
