"""The form by which the results of a round are approved."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from reports.public.pages import PublicPage
from surveys.content import LANGUAGES
from surveys.labels import language_names


class ApprovalForm(forms.Form):
    """Which pages the public may see, and what stands before them."""

    error_css_class = "is-wrong"

    pages = forms.MultipleChoiceField(
        label=_("Approved pages"),
        choices=PublicPage.choices,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Approve at least one page.")},
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        names = language_names()
        for language in LANGUAGES:
            self.fields[f"introduction_{language}"] = forms.CharField(
                label=_("Introduction, %(language)s") % {"language": names[language]},
                required=False,
                max_length=5000,
                widget=forms.Textarea(attrs={"rows": 4, "lang": language}),
            )
        self.fields["confirmed"] = forms.BooleanField(
            label=_("I have looked at the preview of every page that I approve."),
            error_messages={"required": _("Look at the preview first, then tick the box.")},
        )

    @property
    def introduction(self) -> dict[str, str]:
        """By language; for a valid form."""
        return {language: self.cleaned_data[f"introduction_{language}"].strip() for language in LANGUAGES}
