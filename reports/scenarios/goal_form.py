"""The form of a goal with limits; it stands in the address (GET)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from reports.number_format import NumberFormat
from reports.scenarios.forms import AssumptionsForm, Choices, whole_number
from reports.scenarios.goals import Focus, Goal, GoalKind
from reports.scenarios.planning import Limits
from reports.scenarios.programme import MOST_SLOTS
from reports.scenarios.words import GOALS
from scoring.methods import Method
from scoring.results import Family, Measure, UnitScores

LONGEST = 240  # months
HUNDRED = 100


class PlanForm(AssumptionsForm):
    """A goal and limits."""

    kind = forms.ChoiceField(
        label=gettext_lazy("What is to be reached?"),
        widget=forms.RadioSelect(attrs={"class": "form-check-input"}),
        initial=GoalKind.RISE.value,
        error_messages={
            "required": gettext_lazy("Choose what is to be reached."),
            "invalid_choice": gettext_lazy("Choose one of the goals offered."),
        },
    )
    value = forms.DecimalField(
        label=gettext_lazy("Number to be reached"),
        required=False,
        min_value=0,
        max_value=HUNDRED,
        decimal_places=1,
        localize=True,
        widget=forms.TextInput(attrs={"inputmode": "decimal", "class": "form-control is-short"}),
        help_text=gettext_lazy("A band from 0 to 5, a score from 0 to 100, or points to rise by."),
        error_messages={
            "invalid": gettext_lazy("Give a number."),
            "min_value": gettext_lazy("Give at least %(limit_value)s."),
            "max_value": gettext_lazy("Give at most %(limit_value)s."),
            "max_decimal_places": gettext_lazy("Give one decimal at most."),
        },
    )
    measure = forms.ChoiceField(
        label=gettext_lazy("Which score?"),
        widget=forms.Select(attrs={"class": "form-select"}),
        choices=[
            (Measure.COMBINED.value, gettext_lazy("facts and perceptions combined")),
            (Measure.FACTS.value, gettext_lazy("facts")),
        ],
        error_messages={"required": gettext_lazy("Choose a score."), "invalid_choice": gettext_lazy("Choose a score.")},
    )
    part = forms.ChoiceField(
        label=gettext_lazy("Of what?"),
        widget=forms.Select(attrs={"class": "form-select"}),
        error_messages={
            "required": gettext_lazy("Choose the part."),
            "invalid_choice": gettext_lazy("Choose one of the parts offered."),
        },
    )
    effort = whole_number(gettext_lazy("Effort in all, at most"), 100_000, 0, gettext_lazy("Empty: no limit."))
    months = whole_number(
        gettext_lazy("Months from the beginning, at most"), LONGEST, 0, gettext_lazy("Empty: no limit.")
    )
    measures = whole_number(gettext_lazy("Number of measures, at most"), 10_000, 0, gettext_lazy("Empty: no limit."))
    institutions = whole_number(
        gettext_lazy("Number of institutions that act, at most"), 10_000, 0, gettext_lazy("Empty: no limit.")
    )
    ban = forms.MultipleChoiceField(
        required=False,
        error_messages={"invalid_choice": gettext_lazy("No measure is known for item %(value)s.")},
    )
    must = forms.MultipleChoiceField(
        required=False,
        error_messages={"invalid_choice": gettext_lazy("No measure is known for item %(value)s.")},
    )

    def __init__(
        self,
        *args: Any,
        method: Method,
        parts: Sequence[tuple[Any, Any]],
        measures: Sequence[str],
        peers: str | Promise,
        **options: Any,
    ) -> None:
        """`peers`: how the goal of reaching the best of them is called; empty where it is not offered."""
        super().__init__(*args, **options)
        self.method = method
        if "body" not in self.fields:
            del self.fields["institutions"]
        kinds = [*GOALS, *([(GoalKind.PEER.value, peers)] if peers else [])]
        codes = [(code, code) for code in measures]
        for name, choices in (("kind", kinds), ("part", parts), ("ban", codes), ("must", codes)):
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)
            field.choices = choices

    def point_choices(self) -> Choices:
        """Opinions may also stay as they are."""
        return [("0", _("they stay as they are")), *super().point_choices()]

    def clean(self) -> dict[str, Any]:
        """The number must fit the goal, cells have facts only, no measure is both out of bounds and a must."""
        cleaned = super().clean() or {}
        if "value" not in self.errors and "kind" not in self.errors:
            self._check_value(cleaned)
        if str(cleaned.get("part", "")).startswith(Family.CELLS) and cleaned.get("measure") != Measure.FACTS:
            self.add_error("measure", _("Cells have no combined score. Choose facts."))
        if both := sorted(set(cleaned.get("ban", ())) & set(cleaned.get("must", ()))):
            self.add_error("must", _("Item %(code)s is both out of bounds and a must.") % {"code": both[0]})
        return cleaned

    def _check_value(self, cleaned: dict[str, Any]) -> None:
        value, kind = cleaned.get("value"), cleaned.get("kind")
        if kind == GoalKind.PEER:
            return
        if value is None:
            self.add_error("value", _("Give the number that is to be reached."))
        elif kind == GoalKind.BAND and value not in [band.value for band in self.method.bands]:
            most = self.method.bands[-1].value
            self.add_error("value", _("Bands have whole numbers from 0 to %(most)s.") % {"most": most})

    def refuse_height(self, goal: Goal, scores: UnitScores, numbers: NumberFormat) -> bool:
        """Say so where a rise would lead beyond the end of the scale."""
        target, now = goal.target(scores, self.method), goal.focus.of(scores)
        if goal.kind is not GoalKind.RISE or target is None or now is None or target <= 1:
            return False
        values = {"score": numbers.score(now), "most": numbers.score(1 - now)}
        self.add_error("value", _("The score is %(score)s now: it can rise by %(most)s points at most.") % values)
        return True

    def refuse_slots(self, slots: int) -> bool:
        """Say so where a horizon has more beginnings than can be told apart."""
        if slots <= MOST_SLOTS or not (self.cleaned_data["months"] and self.cleaned_data["at_once"]):
            return False
        self.add_error(
            "months",
            _(
                "With these months for each measure the horizon has too many beginnings to be searched (%(n)s). "
                "Use months with a larger common divisor, or a shorter horizon."
            )
            % {"n": slots},
        )
        return True

    def goal(self) -> Goal:
        """What is to be reached; for a valid form."""
        cleaned = self.cleaned_data
        family, _colon, code = cleaned["part"].partition(":")
        focus = Focus(Measure(cleaned["measure"]), Family(family), code)
        return Goal(GoalKind(cleaned["kind"]), focus, float(cleaned["value"] or 0))

    def limits(self) -> Limits:
        """What the plan must keep to; for a valid form."""
        cleaned = self.cleaned_data
        return Limits(
            effort=cleaned["effort"],
            months=cleaned["months"],
            at_once=cleaned["at_once"],
            measures=cleaned["measures"],
            institutions=cleaned.get("institutions"),
            banned=frozenset(cleaned["ban"]),
            required=frozenset(cleaned["must"]),
        )
