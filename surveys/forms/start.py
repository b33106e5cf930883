"""The forms that begin and end a response."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from surveys.models import Institution, Mode

# Longer than any code: a register may hold an institution called "none".
NO_INSTITUTION = "none".ljust(51, "-")


class LinkStartForm(forms.Form):
    """Consent, and whether one person answers or a group does."""

    error_css_class = "is-wrong"

    mode = forms.ChoiceField(
        label=_("How will you answer?"),
        widget=forms.RadioSelect,
        choices=[(Mode.INDIVIDUAL, _("On my own")), (Mode.COLLECTIVE, _("Together, as a group"))],
        initial=Mode.INDIVIDUAL,
        help_text=_("A group gives one answer to each question. It is not asked for personal opinions."),
        error_messages={"required": _("Choose how you will answer.")},
    )
    participants = forms.IntegerField(
        label=_("How many people are in the group?"),
        required=False,
        min_value=2,
        max_value=10_000,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "class": "is-short"}),
        help_text=_("Only for a group."),
        error_messages={
            "invalid": _("Give a whole number."),
            "min_value": _("A group has at least two people."),
            "max_value": _("Give a smaller number."),
        },
    )
    consent = forms.BooleanField(
        label=_("I have read the notice and agree to take part."),
        error_messages={"required": _("Tick the box if you agree to take part.")},
    )

    def __init__(self, *args: Any, may_be_group: bool, **options: Any) -> None:
        super().__init__(*args, **options)
        if not may_be_group:
            del self.fields["mode"], self.fields["participants"]

    def clean(self) -> dict[str, Any]:
        """A group must say how many it is."""
        cleaned = super().clean() or {}
        is_group = cleaned.get("mode") == Mode.COLLECTIVE
        if is_group and not cleaned.get("participants") and "participants" not in self.errors:
            self.add_error("participants", _("Say how many people are in the group."))
        return cleaned

    @property
    def mode_chosen(self) -> Mode:
        """How the answers will be given; for a valid form."""
        return Mode(self.cleaned_data.get("mode") or Mode.INDIVIDUAL)

    @property
    def participants_counted(self) -> int:
        """How many people stand behind the response; for a valid form."""
        return self.cleaned_data["participants"] if self.mode_chosen is Mode.COLLECTIVE else 1


class StartForm(LinkStartForm):
    """The same for the open link, which also asks for the institution, where the round has any."""

    institution = forms.ChoiceField(
        label=_("Which institution do you answer for?"),
        help_text=_("Questions about an institution are asked only if you answer for one."),
        error_messages={
            "required": _("Choose an institution, or that you answer for none."),
            "invalid_choice": _("Choose an institution from the list, or that you answer for none."),
        },
    )
    field_order = ["institution"]

    def __init__(self, *args: Any, institutions: Sequence[Institution], **options: Any) -> None:
        super().__init__(*args, **options)
        self.institutions = {institution.code: institution for institution in institutions}
        if not institutions:
            del self.fields["institution"]
            return
        field = self.fields["institution"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [
            ("", _("Choose from the list")),
            (NO_INSTITUTION, _("I answer for no institution")),
            *((institution.code, institution.name) for institution in institutions),
        ]

    @property
    def institution_chosen(self) -> Institution | None:
        """The institution answered for; for a valid form."""
        return self.institutions.get(self.cleaned_data.get("institution", ""))


class CheckForm(forms.Form):
    """The declaration with which answers are submitted."""

    declaration = forms.BooleanField(
        label=_("I have checked the answers. They are true as far as I know."),
        error_messages={"required": _("Tick the box to confirm your answers before you submit them.")},
    )
