"""What reviewers, coordinators and respondents write on cards."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from fieldwork.facts.cards import AGREED_VALUES
from fieldwork.facts.facts import Fact
from fieldwork.facts.suggestions import read_key
from fieldwork.review.forms import words_field
from surveys.models import Round

CHOOSE = _("Choose Yes or No. Do not know settles nothing: drop the card instead.")


class DeadlineForm(forms.Form):
    """Until when replies are awaited."""

    error_css_class = "is-wrong"

    answer_by = forms.DateField(
        label=_("Replies by"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text=_("Without a day the card has no deadline."),
        error_messages={"invalid": _("Give a day as day, month, year.")},
    )

    def __init__(self, survey_round: Round, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self._today = today_in(survey_round)

    def clean_answer_by(self) -> date | None:
        """A deadline lies ahead."""
        day: date | None = self.cleaned_data["answer_by"]
        if day is not None and day < self._today:
            raise forms.ValidationError(_("This day has passed. Give a later one."))
        return day


class OpenForm(DeadlineForm):
    """Cards to be opened: facts by their keys."""

    def __init__(self, survey_round: Round, *args: Any, **options: Any) -> None:
        super().__init__(survey_round, *args, **options)
        self.keys: list[str] = self.data.getlist("fact") if isinstance(self.data, QueryDict) else []

    @property
    def chosen(self) -> list[Fact]:
        """The facts that were chosen; nonsense is left out."""
        return [fact for key in self.keys if (fact := read_key(key))]

    def clean(self) -> dict[str, Any]:
        """At least one fact is chosen."""
        cleaned = super().clean() or {}
        if not self.chosen:
            raise forms.ValidationError(_("Choose at least one fact."))
        return cleaned


class NewCardForm(DeadlineForm):
    """A card about any fact, with a first question."""

    text = words_field(
        _("Question"), _("Write the question."), _("All respondents who answered this question read it by their links.")
    )
    field_order = ["text", "answer_by"]


class RemarkForm(forms.Form):
    """A question or a reply."""

    error_css_class = "is-wrong"

    text = words_field(_("Your words"), _("Write something."))


class ReplyForm(forms.Form):
    """A respondent's reply."""

    error_css_class = "is-wrong"

    text = words_field(_("Your reply"), _("Write a reply."))


class SettleForm(forms.Form):
    """The agreed value and why."""

    error_css_class = "is-wrong"

    value = forms.ChoiceField(
        label=_("Agreed value"),
        widget=forms.RadioSelect,
        choices=list(AGREED_VALUES.items()),
        error_messages={"required": CHOOSE, "invalid_choice": CHOOSE},
    )
    reason = words_field(_("Reason"), _("Give the reason."), _("On what evidence the fact is settled."))


class ReasonForm(forms.Form):
    """Why a card is dropped, or opened again."""

    error_css_class = "is-wrong"

    reason = words_field(_("Reason"), _("Give the reason."))


def today_in(survey_round: Round) -> date:
    """The day it is where the round is held."""
    return timezone.now().astimezone(survey_round.zone).date()
