"""What reviewers decide about a response, and what they say about its answers."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db import models
from django.utils.translation import gettext_lazy as _

from surveys.models import COUNTED, Response, ResponseState

MAX_WORDS = 4000


def words_field(label: Any, required: Any, help_text: Any = "", *, is_required: bool = True) -> forms.CharField:
    """Some lines of text. `required`: what is said when they are missing."""
    return forms.CharField(
        label=label,
        required=is_required,
        max_length=MAX_WORDS,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=help_text,
        error_messages={
            "required": required,
            "max_length": _("Write at most %(limit_value)d characters: there are %(show_value)d."),
        },
    )


class Decision(models.TextChoices):
    """What can be done to a response."""

    RETURN = "return", _("Return it to the respondent with comments")
    ACCEPT = "accept", _("Accept it")
    EXCLUDE = "exclude", _("Exclude it from the scores")
    INCLUDE = "include", _("Let it count again")


def decisions_for(response: Response) -> list[Decision]:
    """What can be done to a response in its state."""
    possible = []
    if response.state in COUNTED:
        possible.append(Decision.RETURN)
        if response.state != ResponseState.ACCEPTED:
            possible.append(Decision.ACCEPT)
        possible.append(Decision.EXCLUDE)
    if response.state == ResponseState.EXCLUDED:
        possible.append(Decision.INCLUDE)
    return possible


class DecisionForm(forms.Form):
    """A decision with its reason. What its state does not allow is refused when it is done, not here."""

    error_css_class = "is-wrong"

    decision = forms.ChoiceField(
        label=_("Decision"),
        widget=forms.RadioSelect,
        choices=Decision.choices,
        error_messages={
            "required": _("Choose what is to be done."),
            "invalid_choice": _("Choose what is to be done."),
        },
    )
    reason = words_field(
        _("Reason"),
        "",
        _("To return or to exclude, say why. The respondent whose answers come back reads it."),
        is_required=False,
    )

    def __init__(self, *args: Any, offered: list[Decision], **options: Any) -> None:
        super().__init__(*args, **options)
        self._offered = offered
        self.fields["decision"].widget.choices = [(one.value, one.label) for one in offered]

    def clean(self) -> dict[str, Any]:
        """Who gives answers back or takes them out says why."""
        cleaned = super().clean() or {}
        needs_reason = cleaned.get("decision") in (Decision.RETURN, Decision.EXCLUDE)
        if needs_reason and not cleaned.get("reason") and "reason" not in self.errors:
            self.add_error("reason", _("Give the reason."))
        return cleaned

    @property
    def decision_made(self) -> Decision:
        """For a valid form."""
        return Decision(self.cleaned_data["decision"])


class CommentForm(forms.Form):
    """What is to be looked at again in one answer."""

    error_css_class = "is-wrong"

    text = words_field(
        _("Comment"),
        _("Write the comment."),
        _("The respondent reads it beside the question once you return her answers."),
    )
