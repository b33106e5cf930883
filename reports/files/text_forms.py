"""The form for one text of reports, its languages side by side."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.core.validators import MaxLengthValidator
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from reports.models import ReportText
from surveys.content import LANGUAGES, Text
from surveys.labels import language_names

LONGEST = 10_000
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff]")  # no document can hold these


class TextForm(forms.Form):
    """A text in each language; empty ones are allowed: a report says nothing there, or what it says by itself.

    `seen`: when the text was last changed, as this page knew it: what somebody else wrote meanwhile is not overwritten
    unseen.
    """

    error_css_class = "is-wrong"

    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, row: ReportText, data: QueryDict | None = None) -> None:
        initial = {"seen": seen_of(row)} | {f"text_{code}": getattr(row, f"text_{code}") for code in LANGUAGES}
        super().__init__(data.copy() if data is not None else None, initial=initial)
        self._row = row
        names = language_names()
        for code in LANGUAGES:
            self.fields[f"text_{code}"] = forms.CharField(
                label=names[code],
                required=False,
                validators=[MaxLengthValidator(LONGEST)],  # told: a browser that knows a limit cuts what is pasted
                widget=forms.Textarea(attrs={"lang": code, "rows": 12}),
            )

    def clean(self) -> dict[str, Any]:
        """Refuse to overwrite what somebody else changed since the page was opened; a second press does."""
        cleaned = super().clean() or {}
        if self._row.pk and cleaned.get("seen", "") != seen_of(self._row) and not self.errors:
            self.data["seen"] = seen_of(self._row)  # type: ignore[index]  # a copy of what was posted
            self.add_error(None, _("Somebody else changed this text meanwhile. Save again to replace theirs by yours."))
        return cleaned

    @property
    def texts(self) -> Text:
        """What was typed, by language; also of a form that was refused."""
        return {code: _CONTROL.sub("", self.data.get(f"text_{code}", "")).strip() for code in LANGUAGES}

    def save(self, by: Any) -> None:
        """Keep a valid form's texts, with who wrote them."""
        for code, words in self.texts.items():
            setattr(self._row, f"text_{code}", words)
        self._row.by = by
        self._row.save()


def seen_of(row: ReportText) -> str:
    """What tells one state of a text from another; empty for a new one."""
    return row.at.isoformat() if row.pk else ""
