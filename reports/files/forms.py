"""What is asked of an analyst who orders many reports at once."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from reports.dashboard.words import TIERS
from reports.files.kinds import Kind, kinds_for
from reports.results import Results
from scoring.results import Unit, UnitTier

ALL, CHOSEN = "all", "chosen"
MOST = 3000  # files of one batch


class BatchForm(forms.Form):
    """Which kinds, in which languages, of which units."""

    error_css_class = "is-wrong"

    kinds = forms.MultipleChoiceField(
        label=_("Which files?"),
        widget=forms.CheckboxSelectMultiple,
        initial=[Kind.REPORT.value],
        error_messages={"required": _("Choose at least one kind of file.")},
    )
    languages = forms.MultipleChoiceField(
        label=_("In which languages?"),
        widget=forms.CheckboxSelectMultiple,
        choices=settings.LANGUAGES,
        initial=[code for code, _name in settings.LANGUAGES],
        error_messages={"required": _("Choose at least one language.")},
    )
    scope = forms.ChoiceField(
        label=_("Of which units?"),
        widget=forms.RadioSelect,
        choices=[(ALL, _("All institutions")), (CHOSEN, _("Only those chosen below"))],
        initial=ALL,
        error_messages={"required": _("Choose of which units.")},
    )
    units = forms.MultipleChoiceField(
        label=_("Units"),
        required=False,
        help_text=_("Hold Ctrl or Cmd to choose several."),
        widget=forms.SelectMultiple,
    )

    def __init__(self, results: Results, kinds: list[Kind], *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self._results = results
        self.fields["kinds"].choices = [(kind.value, kind.label) for kind in kinds]  # type: ignore[attr-defined]
        language = get_language() or settings.LANGUAGE_CODE
        self.fields["units"].choices = [  # type: ignore[attr-defined]
            (str(name), [(_value(one.unit), one.unit.called(language)) for one in results.units(tier)])
            for tier, name in TIERS.items()
        ]
        self.fields["units"].widget.attrs = {"size": 10}

    def clean(self) -> dict[str, Any]:
        """Chosen units must be there, and not more files than a batch can hold."""
        cleaned = super().clean() or {}
        if cleaned.get("scope") == CHOSEN and not cleaned.get("units") and "units" not in self.errors:
            self.add_error("units", _("Choose at least one unit."))
        if not self.errors:
            kinds = [kind for unit in self.units_chosen for kind in kinds_for(unit.tier) if kind in cleaned["kinds"]]
            number = len(kinds) * len(cleaned["languages"])
            if not number:
                self.add_error("scope", _("There are no such files of these units."))
            if number > MOST:
                self.add_error(None, _("That would be more than %(most)s files. Choose fewer.") % {"most": MOST})
        return cleaned

    @property
    def units_chosen(self) -> list[Unit]:
        """The units; for a valid form."""
        if self.cleaned_data["scope"] == ALL:
            return [one.unit for one in self._results.units(UnitTier.INSTITUTION)]
        chosen = set(self.cleaned_data["units"])
        return [one.unit for one in self._results.scores.units if _value(one.unit) in chosen]

    @property
    def kinds_chosen(self) -> list[Kind]:
        """The kinds; for a valid form."""
        return [Kind(kind) for kind in self.cleaned_data["kinds"]]


def _value(unit: Unit) -> str:
    return f"{unit.tier}:{unit.code}"
