"""The forms of coordinators."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from surveys.forms import DelegationForm


class MailedDelegationForm(DelegationForm):
    """Chapters for a colleague, with an address to which the link is sent."""

    email = forms.EmailField(
        label=_("E-mail address of the colleague"),
        required=False,
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
        help_text=_("If you give it, the link is sent there too. Otherwise hand the link over yourself."),
        error_messages={
            "invalid": _("Give a whole e-mail address, such as name@example.org."),
            "max_length": _("Give a shorter address."),
        },
    )


class SignOffForm(forms.Form):
    """The declaration of an institution."""

    note = forms.CharField(
        label=_("Note"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("For example who in the institution has seen the answers, or what remains open and why."),
        error_messages={"max_length": _("Give a shorter note: at most %(limit_value)d characters.")},
    )
    declaration = forms.BooleanField(
        label=_("On behalf of the institution I confirm that the submitted answers are true as far as we know."),
        error_messages={"required": _("Tick the box to sign off.")},
    )


class WithdrawalForm(forms.Form):
    """Why a sign-off does not hold any more."""

    reason = forms.CharField(
        label=_("Reason"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={
            "required": _("Give the reason."),
            "max_length": _("Give a shorter reason: at most %(limit_value)d characters."),
        },
    )
