"""What allauth asks of a project: who may come in, how secrets are kept, where one goes after a refusal."""

from __future__ import annotations

import time
from typing import Any, NoReturn

import segno
from allauth.account import app_settings as account_settings
from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.authentication import get_authentication_records
from allauth.core import context as allauth_context
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialLogin
from allauth.socialaccount.providers.base import AuthProcess
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from metep.accounts import encryption
from metep.models import User
from surveys.troubles import MailNotSent

WRONG_CODE = gettext_lazy("The code is not right, or was used already.")
TOO_MANY = gettext_lazy("Too many attempts. Wait a few minutes, then try again.")
# The ways to confirm that it is you, by their names in allauth.
WAYS = {
    "reauthenticate": gettext_lazy("Enter your password"),
    "mfa_reauthenticate": gettext_lazy("Enter a code"),
    "mfa_reauthenticate:webauthn": gettext_lazy("Use a passkey"),
}


class AccountAdapter(DefaultAccountAdapter):
    """Accounts are made by administrators alone."""

    error_messages = DefaultAccountAdapter.error_messages | {
        "account_inactive": gettext_lazy("This account is closed."),
        "email_password_mismatch": gettext_lazy("The e-mail address or the password is not right."),
        "enter_current_password": gettext_lazy("Enter your current password."),
        "incorrect_code": WRONG_CODE,
        "incorrect_password": gettext_lazy("The password is not right."),
        "invalid_login": gettext_lazy("The e-mail address or the password is not right."),
        "invalid_password_reset": gettext_lazy("This link no longer works."),
        "rate_limited": TOO_MANY,
        "too_many_login_attempts": TOO_MANY,
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Never."""
        return False

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """A mail that names this site; made in a page or outside of any. Raises MailNotSent."""
        site = {"site_name": settings.SITE_NAME, "site_url": settings.SITE_URL, "email": email}
        mail = self.render_mail(template_prefix, email, site | context)
        try:
            mail.send()
        except OSError as error:  # as are all errors of smtplib
            raise MailNotSent(str(error)) from error

    def is_reauthentication_required(self, *, app: str, **options: Any) -> bool:
        """Nobody is asked again who has just signed in."""
        request = allauth_context.request
        records = get_authentication_records(request, request.user)
        if records and time.time() - records[-1]["at"] < account_settings.REAUTHENTICATION_TIMEOUT:
            return False
        return bool(super().is_reauthentication_required(app=app))

    def get_reauthentication_methods(self, user: Any) -> list[dict[str, Any]]:
        """The ways to confirm that it is you, in our words."""
        return [way | {"description": WAYS[way["id"]]} for way in super().get_reauthentication_methods(user)]

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        """To the page of the account's security."""
        return reverse("mfa_index")


class SecondFactorAdapter(DefaultMFAAdapter):
    """Second factors: encrypted, drawn without styles of their own, named in the reader's language."""

    error_messages = DefaultMFAAdapter.error_messages | {
        "cannot_generate_recovery_codes": gettext_lazy("Set up an authenticator app or a passkey first."),
        "incorrect_code": WRONG_CODE,
    }

    def encrypt(self, text: str) -> str:
        """What stands in the database."""
        return encryption.encrypt(text)

    def decrypt(self, encrypted_text: str) -> str:
        """The secret itself."""
        return encryption.decrypt(encrypted_text)

    def build_totp_svg(self, url: str) -> str:
        """The QR code for an authenticator app."""
        return segno.make(url, error="m").svg_inline(scale=5, border=2, svgclass="qr", lineclass=None, light="#fff")

    def generate_authenticator_name(self, user: Any, type: Authenticator.Type) -> str:  # noqa: A002
        """What a new passkey is called until its owner gives it a name."""
        number = Authenticator.objects.filter(user_id=user.pk, type=type).count() + 1
        return _("Passkey %(number)s") % {"number": number}

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        """This site, as browsers show it with a passkey."""
        return super().get_public_key_credential_rp_entity() | {"name": self.get_totp_issuer()}


class OutsideAdapter(DefaultSocialAccountAdapter):
    """Signing in by an OpenID Connect provider: only people who have an account here, found by a verified address.

    Nothing of the provider is kept: each time the address decides anew.
    """

    def is_open_for_signup(self, request: HttpRequest, sociallogin: SocialLogin) -> bool:
        """Never."""
        return False

    def authenticate_by_email(self, sociallogin: SocialLogin) -> None:
        """Nobody: see `pre_social_login` (allauth would take the password of whoever comes in this way)."""
        return

    def pre_social_login(self, request: HttpRequest, sociallogin: SocialLogin) -> None:
        """Find the account; send the stranger back to the sign-in page. Nobody joins two accounts here."""
        if sociallogin.state.get("process") != AuthProcess.LOGIN:
            self._refuse(_("Signing in there did not succeed. Try again, or use your password."))
        verified = [address.email for address in sociallogin.email_addresses if address.verified]
        user = User.objects.filter(email__in=[address.lower() for address in verified], is_active=True).first()
        if user is None:
            self._refuse(_("There is no account here for you. Ask an administrator to make one with your address."))
        sociallogin.user = user

    def on_authentication_error(self, request: HttpRequest, *args: Any, **options: Any) -> None:
        """Cancelled there, or failed."""
        self._refuse(_("Signing in there did not succeed. Try again, or use your password."))

    def _refuse(self, words: str) -> NoReturn:
        messages.error(allauth_context.request, words)
        raise ImmediateHttpResponse(redirect("login"))
