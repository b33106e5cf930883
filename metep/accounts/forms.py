"""The forms of signing in and of passwords, in our words."""

from __future__ import annotations

from typing import Any

from allauth.account import forms as allauth_forms
from django import forms
from django.utils.translation import gettext_lazy as _

PASSWORD = _("Password")
NEW = _("New password")
AGAIN = _("New password, again")
RULES = _("At least 12 characters. Not a common password, not only digits, not like your name or address.")
ADDRESS = _("E-mail address")


def word(form: forms.Form, name: str, label: Any, help_text: Any = "") -> None:
    """Give a field our label and help; a grey example inside it would vanish while one types."""
    field = form.fields[name]
    field.label, field.help_text = label, help_text
    field.widget.attrs.pop("placeholder", None)


class SignInForm(allauth_forms.LoginForm):
    """E-mail address and password."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        word(self, "login", ADDRESS)
        word(self, "password", PASSWORD)
        self.fields["login"].widget.attrs["autocomplete"] = "username webauthn"


class PasswordAgainForm(allauth_forms.ReauthenticateForm):
    """The password, before something that only its owner may do."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        word(self, "password", PASSWORD)


class ChangePasswordForm(allauth_forms.ChangePasswordForm):
    """From the old password to a new one."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        word(self, "oldpassword", _("Current password"))
        word(self, "password1", NEW, RULES)
        word(self, "password2", AGAIN)


class FirstPasswordForm(allauth_forms.SetPasswordForm):
    """A password of somebody who signed in without one."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        word(self, "password1", NEW, RULES)
        word(self, "password2", AGAIN)


class ForgottenPasswordForm(allauth_forms.ResetPasswordForm):
    """Where to send the link."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        word(self, "email", ADDRESS)


class NewPasswordForm(allauth_forms.ResetPasswordKeyForm):
    """Reached by the link of a mail."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        word(self, "password1", NEW, RULES)
        word(self, "password2", AGAIN)
