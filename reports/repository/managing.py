"""Small forms about an entry: its owner and its day, steps with a note, opinions, a round to look at."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib.auth import get_user_model
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from reports.models import Recommendation, Vote
from surveys.models import Role


def writers() -> QuerySet[Any]:
    """Who may write recommendations."""
    codename = "change_recommendation"
    return (
        get_user_model()
        .objects.filter(
            Q(is_superuser=True)
            | Q(assignments__role=Role.ANALYST, assignments__round=None)
            | Q(groups__permissions__codename=codename)
            | Q(user_permissions__codename=codename),
            is_active=True,
        )
        .distinct()
        .order_by("pk")
    )


class KeepingForm(forms.ModelForm[Recommendation]):
    """Who answers for the entry, and when it is to be looked at again."""

    class Meta:
        model = Recommendation
        fields = ("owner", "expires_on")
        widgets = {
            "expires_on": forms.DateInput(attrs={"type": "date", "class": "form-control"}, format="%Y-%m-%d"),
            "owner": forms.Select(attrs={"class": "form-select"}),
        }
        help_texts = {
            "expires_on": gettext_lazy("After this day the entry advises nobody until a later one is set."),
        }

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        owner = self.fields["owner"]
        assert isinstance(owner, forms.ModelChoiceField)
        owner.queryset = writers()

    def clean_expires_on(self) -> Any:
        """A day to come; one that has passed already may stay as it is."""
        day = self.cleaned_data["expires_on"]
        if day and day < timezone.localdate() and "expires_on" in self.changed_data:
            raise forms.ValidationError(_("Choose a day that is still to come."))
        return day


class NoteForm(forms.Form):
    """Words that go with a step."""

    note = forms.CharField(
        label=gettext_lazy("Note"), max_length=500, widget=forms.Textarea(attrs={"rows": 2, "class": "form-control"})
    )

    def __init__(self, *args: Any, is_required: bool, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["note"].required = is_required
        self.fields["note"].error_messages["required"] = _("Say why.")


class VoteForm(forms.ModelForm[Vote]):
    """Whether an entry is useful, and a comment for its owner."""

    is_useful = forms.TypedChoiceField(
        label=gettext_lazy("Is this recommendation useful?"),
        required=False,
        choices=[("yes", gettext_lazy("Yes")), ("no", gettext_lazy("No"))],
        coerce=lambda value: value == "yes",
        empty_value=None,
        widget=forms.RadioSelect,
    )

    comment = forms.CharField(
        label=gettext_lazy("Comment for its owner"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3, "class": "form-control"}),
    )

    class Meta:
        model = Vote
        fields = ("is_useful", "comment")
        widgets = {"comment": forms.Textarea(attrs={"rows": 3, "class": "form-control"})}
        labels = {"comment": gettext_lazy("Comment for its owner")}

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        useful = self.instance.is_useful
        self.initial["is_useful"] = "" if useful is None else "yes" if useful else "no"

    def clean(self) -> dict[str, Any]:
        """A vote, a comment, or both."""
        cleaned = super().clean() or {}
        if cleaned.get("is_useful") is None and not cleaned.get("comment") and not self.errors:
            raise forms.ValidationError(_("Say whether it is useful, or write a comment."))
        return cleaned
