"""The forms of scenarios: ticked measures, names. What is asked of measures stands in the address (GET)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import get_language, gettext_lazy, pgettext_lazy
from django.utils.translation import gettext as _

from reports.models import Scenario
from reports.number_format import number_format
from reports.scenarios.assumptions import Assumptions
from reports.scenarios.expenses import MOST, Weights
from reports.scenarios.planning import Limits
from reports.scenarios.simulating import find_circle
from surveys.content import Instrument

POINTS = (0.5, 1.0, 1.5, 2.0)
PAIR = 2

AT_ONCE = gettext_lazy("Measures under way at once, at most")
AT_ONCE_IN_EACH = gettext_lazy("Measures under way at once in one institution, at most")

_SEPARATORS = re.compile(r"[\s>,;→]+")
_WEIGHTS = {
    "low": pgettext_lazy("effort", "low"),
    "medium": pgettext_lazy("effort", "medium"),
    "high": pgettext_lazy("effort", "high"),
    "months": pgettext_lazy("horizon", "months"),
    "year": pgettext_lazy("horizon", "one year"),
    "years": pgettext_lazy("horizon", "several years"),
    "unknown": pgettext_lazy("horizon", "not known"),
}
Choices = Sequence[tuple[str, str]]


def whole_number(label: Any, most: int, least: int = 1, help_text: Any = "") -> forms.IntegerField:
    """A whole number that may be left out."""
    widget = forms.TextInput(attrs={"inputmode": "numeric", "class": "form-control is-short"})
    return forms.IntegerField(
        label=label,
        required=False,
        min_value=least,
        max_value=most,
        widget=widget,
        help_text=help_text,
        error_messages={
            "invalid": gettext_lazy("Give a whole number."),
            "min_value": gettext_lazy("Give at least %(limit_value)s."),
            "max_value": gettext_lazy("Give at most %(limit_value)s."),
        },
    )


class AssumptionsForm(forms.Form):
    """What a scenario supposes: points by which opinions rise, what comes before what, what classes stand for."""

    points = forms.ChoiceField(
        label=gettext_lazy("Opinions rise by (points of 0 to 5)"),
        required=False,
        widget=forms.Select(attrs={"class": "form-select"}),
        help_text=gettext_lazy("An assumption: nobody can decide what people think."),
        error_messages={"invalid_choice": gettext_lazy("Choose one of the numbers offered.")},
    )
    at_once = whole_number(AT_ONCE, 200, help_text=gettext_lazy("Empty: any number."))
    body = forms.MultipleChoiceField(
        label=gettext_lazy("Institutions that act"),
        required=False,
        widget=forms.CheckboxSelectMultiple(attrs={"class": "form-check-input"}),
        error_messages={"invalid_choice": gettext_lazy("There is no institution %(value)s here.")},
    )
    before = forms.CharField(
        label=gettext_lazy("What must come before what"),
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 3, "class": "form-control", "spellcheck": "false"}),
        help_text=gettext_lazy(
            "One pair a line: the item whose measure comes first, then the one that needs it, such as X1 > X2. "
            "What the questionnaire asks only after a Yes is known already."
        ),
    )

    def __init__(
        self, *args: Any, instrument: Instrument, items: Sequence[str], bodies: Choices = (), **options: Any
    ) -> None:
        """`items`: the codes of the unit's items. `bodies`: the institutions that may act, if not the unit itself."""
        super().__init__(*args, **options)
        if bodies:
            self.fields["body"].choices = bodies  # type: ignore[attr-defined]
            self.fields["at_once"].label = AT_ONCE_IN_EACH
        else:
            del self.fields["body"]
        self.items = items
        self.parents = [(item.parent, item.code) for item in instrument.scored_items if item.parent]
        points = self.fields["points"]
        assert isinstance(points, forms.ChoiceField)
        points.choices = self.point_choices()
        for name, number in Weights().as_json().items():
            self.fields[f"w_{name}"] = whole_number(_WEIGHTS[name], MOST)
            self.fields[f"w_{name}"].initial = number
            self.fields[f"w_{name}"].widget.attrs["placeholder"] = str(number)

    def point_choices(self) -> Choices:
        """By how much opinions may rise."""
        numbers = number_format(get_language() or "")
        return [(f"{points:g}", numbers.plain(points)) for points in POINTS]

    def weights(self) -> list[tuple[Any, list[Any]]]:
        """The fields of the table of weights in two groups, for the page."""
        groups = {
            gettext_lazy("Points of effort"): ("low", "medium", "high"),
            gettext_lazy("Months"): ("months", "year", "years", "unknown"),
        }
        return [(title, [self[f"w_{name}"] for name in names]) for title, names in groups.items()]

    def clean_before(self) -> tuple[tuple[str, str], ...]:
        """Pairs of items that the unit has, not in a circle."""
        pairs = []
        for line in self.cleaned_data["before"].splitlines():
            codes = [code for code in _SEPARATORS.split(line.strip()) if code]
            if not codes:
                continue
            if len(set(codes)) != PAIR or len(codes) != PAIR:
                raise forms.ValidationError(_("Write two different items in a line, not “%(line)s”.") % {"line": line})
            if unknown := [code for code in codes if code not in self.items]:
                raise forms.ValidationError(_("This unit has no item %(code)s.") % {"code": unknown[0]})
            pairs.append((codes[0], codes[1]))
        if circle := find_circle([*pairs, *self.parents]):
            raise forms.ValidationError(_("These items wait for each other: %(codes)s.") % {"codes": ", ".join(circle)})
        return tuple(pairs)

    def assumptions(self) -> Assumptions:
        """What was supposed; for a valid form."""
        cleaned = self.cleaned_data
        usual = Weights().as_json()
        return Assumptions(
            points=float(cleaned["points"] or self.point_choices()[0][0]),
            weights=Weights(**{name: cleaned[f"w_{name}"] or number for name, number in usual.items()}),
            dependencies=cleaned["before"],
            bodies=tuple(cleaned.get("body", ())),
            limits=self.limits(),
        )

    def limits(self) -> Limits:
        """Only how many measures are under way at once."""
        return Limits(at_once=self.cleaned_data["at_once"])


class TickForm(AssumptionsForm):
    """Measures ticked by hand: items, or whole cells of perceptions."""

    m = forms.MultipleChoiceField(
        required=False,
        error_messages={"invalid_choice": gettext_lazy("No measure is known for item %(value)s.")},
    )
    cell = forms.MultipleChoiceField(
        required=False, error_messages={"invalid_choice": gettext_lazy("There is no cell %(value)s.")}
    )

    def __init__(self, *args: Any, cells: Sequence[str], **options: Any) -> None:
        super().__init__(*args, **options)
        for name, codes in (("m", self.items), ("cell", cells)):
            field = self.fields[name]
            assert isinstance(field, forms.MultipleChoiceField)
            field.choices = [(code, code) for code in codes]

    def point_choices(self) -> Choices:
        """One point first: what is offered before anything was chosen."""
        return sorted(super().point_choices(), key=lambda choice: choice[0] != "1")


class NameForm(forms.ModelForm[Scenario]):
    """What a scenario is called."""

    class Meta:
        model = Scenario
        fields = ("name", "note")
        widgets = {
            "name": forms.TextInput(attrs={"class": "form-control"}),
            "note": forms.Textarea(attrs={"class": "form-control", "rows": 2}),
        }
        error_messages = {"name": {"required": gettext_lazy("Give the scenario a name.")}}

    def clean_name(self) -> str:
        """A name that no other scenario of the unit has."""
        name = str(self.cleaned_data["name"]).strip()
        ours = self.instance
        others = Scenario.objects.filter(round=ours.round_id, tier=ours.tier, unit=ours.unit, name=name)
        if others.exclude(pk=ours.pk).exists():
            raise forms.ValidationError(_("This unit already has a scenario with this name."))
        return name
