"""Invitations to sign in: a link by mail, by which somebody chooses her first password."""

from __future__ import annotations

from urllib.parse import quote

from allauth.account.adapter import get_adapter
from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from django.conf import settings
from django.urls import reverse
from django.utils import translation

from metep.accounts.second_factor import is_administrator
from metep.models import User


def invite(user: User, language: str) -> None:
    """Send the user a link to her first password, in this language. An earlier link works on until it is used."""
    with translation.override(language):
        key = f"{user_pk_to_url_str(user)}-{default_token_generator.make_token(user)}"
        context = {
            "user": user,
            "password_url": _address("account_reset_password_from_key", key),
            "sign_in_url": f"{settings.SITE_URL}{reverse('login')}",
            "needs_second_factor": settings.REQUIRE_SECOND_FACTOR and is_administrator(user),
        }
        get_adapter().send_mail("account/email/invitation", user.email, context)


def _address(name: str, key: str) -> str:
    path = reverse(name, kwargs={"uidb36": "UID", "key": "KEY"})
    return settings.SITE_URL + path.replace("UID-KEY", quote(key))
