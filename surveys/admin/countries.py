"""Countries by name in forms; ISO codes in the database."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.utils.text import capfirst
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from surveys.admin.texts import TextForm
from surveys.countries import country_choices


class CountryForm(TextForm):
    """A form whose country is chosen by its name."""

    country = forms.ChoiceField(label=capfirst(_("country")))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "country", [("", "—"), *country_choices(get_language() or settings.LANGUAGE_CODE)])


def offer(form: forms.ModelForm, name: str, choices: list[tuple[str, str]]) -> None:
    """Fill a field with choices, and with what is stored now: saving a form must lose nothing."""
    field = form.fields.get(name)
    if isinstance(field, forms.ChoiceField):
        current = getattr(form.instance, name, None)
        missing = [current] if isinstance(current, str) and current and current not in dict(choices) else []
        field.choices = choices + [(code, code) for code in missing]
