"""The form of an answer to a recommendation."""

from __future__ import annotations

import datetime
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from reports.models import Action, ActionDecision

REASONED = (ActionDecision.POSTPONED, ActionDecision.REJECTED)


class ActionForm(forms.ModelForm[Action]):
    """Accepted needs who and by when; postponed and rejected need a reason; a day to come is no day that has passed."""

    decision = forms.ChoiceField(
        label=gettext_lazy("Your decision"),
        choices=ActionDecision.choices,
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose a decision.")},
    )

    class Meta:
        model = Action
        fields = ("decision", "reason", "responsible", "due_on")
        labels = {
            "reason": gettext_lazy("Reason"),
            "responsible": gettext_lazy("Who is responsible"),
            "due_on": gettext_lazy("By when"),
        }
        help_texts = {
            "reason": gettext_lazy("Needed where the recommendation is postponed or rejected; it may be published."),
            "responsible": gettext_lazy("A position or a unit rather than a name; needed where it is accepted."),
            "due_on": gettext_lazy("Needed where it is accepted; where it is postponed, the day to decide anew."),
        }
        widgets = {
            "reason": forms.Textarea(attrs={"rows": 3, "class": "form-control"}),
            "responsible": forms.TextInput(attrs={"class": "form-control"}),
            "due_on": forms.DateInput(attrs={"type": "date", "class": "form-control"}, format="%Y-%m-%d"),
        }
        error_messages = {"due_on": {"invalid": gettext_lazy("Give a day as day, month, year.")}}

    def clean(self) -> dict[str, Any]:
        """What each decision needs."""
        cleaned = super().clean() or {}
        decision = cleaned.get("decision")
        if decision in REASONED and not cleaned.get("reason"):
            self.add_error("reason", _("Say why the recommendation is postponed or rejected."))
        if decision == ActionDecision.ACCEPTED and not cleaned.get("responsible"):
            self.add_error("responsible", _("Say who is responsible."))
        if decision == ActionDecision.ACCEPTED and not cleaned.get("due_on") and "due_on" not in self.errors:
            self.add_error("due_on", _("Say by when it will be done."))
        if decision in (ActionDecision.ACCEPTED, ActionDecision.POSTPONED):
            self._require_to_come(cleaned.get("due_on"))
        return cleaned

    def _require_to_come(self, day: datetime.date | None) -> None:
        """A new day lies ahead; one that was set before may have passed meanwhile."""
        if day and day < timezone.localdate() and "due_on" in self.changed_data:
            self.add_error("due_on", _("This day has passed. Give a later one."))
