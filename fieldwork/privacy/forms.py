"""Whom to look for; and the confirmation with which a person is erased."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

KEEP, WITHDRAW = "keep", "withdraw"
MIN_WORDS = 3


class FindForm(forms.Form):
    """A name, an e-mail address, or the reference of a response."""

    words = forms.CharField(
        label=_("Name, e-mail address or reference number"),
        min_length=MIN_WORDS,
        max_length=200,
        error_messages={
            "required": _("Say whom to look for."),
            "min_length": _("Give at least %(limit_value)d characters."),
        },
    )


class EraseForm(forms.Form):
    """Erasing cannot be undone: it needs a reason, and the word typed by hand."""

    error_css_class = "is-wrong"

    answers = forms.ChoiceField(
        label=_("What becomes of the answers?"),
        widget=forms.RadioSelect,
        choices=[
            (KEEP, _("They stay and count, without the name")),
            (WITHDRAW, _("They are withdrawn and no longer count")),
        ],
        initial=KEEP,
        error_messages={"required": _("Choose what becomes of the answers.")},
    )
    reason = forms.CharField(
        label=_("Reason"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("For example: a written request of 3 March. Do not name the person: the reason stays."),
        error_messages={"required": _("Give the reason.")},
    )
    confirmation = forms.CharField(
        label=_("Confirmation"),
        max_length=100,
        widget=forms.TextInput(attrs={"autocomplete": "off", "class": "is-short"}),
        error_messages={"required": _("Type the code of the round to confirm.")},
    )

    def __init__(self, code: str, names: list[str], *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self._code, self._names = code, names
        self.fields["confirmation"].help_text = _(
            "Erasing cannot be undone. Type the code of the round, %(code)s, to confirm."
        ) % {"code": code}

    def clean_confirmation(self) -> str:
        """Exactly the code."""
        if self.cleaned_data["confirmation"].strip() != self._code:
            raise forms.ValidationError(_("This is not the code of the round."))
        return self._code

    def clean_reason(self) -> str:
        """A reason that names the person would keep what is to be erased."""
        reason: str = self.cleaned_data["reason"]
        if any(name.casefold() in reason.casefold() for name in self._names):
            raise forms.ValidationError(_("The reason must not name the person: it stays in the audit trail."))
        return reason
