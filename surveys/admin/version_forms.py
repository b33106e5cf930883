"""Forms for a version itself."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.core.validators import RegexValidator
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from surveys.admin.texts import TextForm
from surveys.content.problems import CODE
from surveys.models import InstrumentVersion


class VersionForm(TextForm):
    """The texts of a version and the languages it offers."""

    languages = forms.MultipleChoiceField(
        label=capfirst(_("languages")), choices=settings.LANGUAGES, widget=forms.CheckboxSelectMultiple
    )


class CloneForm(forms.Form):
    """The name of the version to be."""

    version = forms.CharField(
        label=capfirst(_("name of the new version")),
        max_length=50,
        help_text=_("For example the year, or the old name with a number behind it."),
        validators=[
            RegexValidator(rf"^{CODE.pattern}\Z", _("Use Latin letters, digits, dots, hyphens and underscores."))
        ],
    )

    def __init__(self, original: InstrumentVersion, data: Any = None) -> None:
        super().__init__(data)
        self._original = original

    def clean_version(self) -> str:
        """A name that no version of this instrument has."""
        name = str(self.cleaned_data["version"])
        if InstrumentVersion.objects.filter(code=self._original.code, version=name).exists():
            raise forms.ValidationError(_("This instrument already has a version of this name."))
        return name
