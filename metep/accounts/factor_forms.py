"""The forms of second factors, in our words."""

from __future__ import annotations

from typing import Any

from allauth.mfa.base import forms as base_forms
from allauth.mfa.totp import forms as totp_forms
from allauth.mfa.webauthn import forms as webauthn_forms
from django.utils.translation import gettext_lazy as _

from metep.accounts.forms import word

CODE = _("Code")
KIND = _("Six digits of your authenticator app, or one of your recovery codes.")
DIGITS = {"inputmode": "numeric", "autocapitalize": "off", "class": "is-short"}


class CodeForm(base_forms.AuthenticateForm):
    """The second step of signing in."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        word(self, "code", CODE, KIND)
        self.fields["code"].widget.attrs |= DIGITS


class CodeAgainForm(base_forms.ReauthenticateForm):
    """A code before something that only its owner may do."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        word(self, "code", CODE, KIND)
        self.fields["code"].widget.attrs |= DIGITS


class FirstCodeForm(totp_forms.ActivateTOTPForm):
    """A code that shows that the app has been set up."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        word(self, "code", CODE, _("The six digits that the app shows now."))
        self.fields["code"].widget.attrs |= DIGITS


class NewPasskeyForm(webauthn_forms.AddWebAuthnForm):
    """A name for a passkey, and whether it signs in alone."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        word(self, "name", _("Name"), _("To tell your passkeys apart: “Phone”, “Office computer”."))
        word(
            self,
            "passwordless",
            _("Sign in with this passkey alone, without a password"),
            _("The device then asks for your fingerprint, face or PIN."),
        )
        self.fields["passwordless"].initial = True


class PasskeyNameForm(webauthn_forms.EditWebAuthnForm):
    """Another name."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        word(self, "name", _("Name"))
