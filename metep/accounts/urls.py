"""Addresses of accounts: those pages of allauth that we use. It asks for two of them by its own names."""

from __future__ import annotations

from allauth.account import views as account
from allauth.mfa.base import views as factors
from allauth.mfa.recovery_codes import views as codes
from allauth.mfa.totp import views as totp
from allauth.mfa.webauthn import views as passkeys
from django.urls import include, path, re_path

from metep.accounts import views

RESET = r"^password/reset/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$"

urlpatterns = [
    path("sign-in/", account.login, name="login"),
    path("sign-in/", account.login, name="account_login"),
    path("sign-in/code/", factors.authenticate, name="mfa_authenticate"),
    path("sign-in/passkey/", passkeys.login_webauthn, name="mfa_login_webauthn"),
    path("sign-out/", account.logout, name="logout"),
    path("sign-out/", account.logout, name="account_logout"),
    path(
        "account/",
        include(
            [
                path("", factors.index, name="mfa_index"),
                path("inactive/", account.account_inactive, name="account_inactive"),
                path("sign-up/", views.closed, name="account_signup"),  # named in the code of allauth
                path("confirm/", account.reauthenticate, name="account_reauthenticate"),
                path("confirm/code/", factors.reauthenticate, name="mfa_reauthenticate"),
                path("confirm/passkey/", passkeys.reauthenticate_webauthn, name="mfa_reauthenticate_webauthn"),
                path("password/", account.password_change, name="account_change_password"),
                path("password/first/", account.password_set, name="account_set_password"),
                path("password/reset/", account.password_reset, name="account_reset_password"),
                path("password/reset/sent/", account.password_reset_done, name="account_reset_password_done"),
                path(
                    "password/reset/done/",
                    account.password_reset_from_key_done,
                    name="account_reset_password_from_key_done",
                ),
                re_path(RESET, account.password_reset_from_key, name="account_reset_password_from_key"),
                path("app/", totp.activate_totp, name="mfa_activate_totp"),
                path("app/remove/", totp.deactivate_totp, name="mfa_deactivate_totp"),
                path("codes/", codes.view_recovery_codes, name="mfa_view_recovery_codes"),
                path("codes/new/", codes.generate_recovery_codes, name="mfa_generate_recovery_codes"),
                path("codes/file/", codes.download_recovery_codes, name="mfa_download_recovery_codes"),
                path("passkeys/", passkeys.list_webauthn, name="mfa_list_webauthn"),
                path("passkeys/new/", passkeys.add_webauthn, name="mfa_add_webauthn"),
                path("passkeys/<int:pk>/", passkeys.edit_webauthn, name="mfa_edit_webauthn"),
                path("passkeys/<int:pk>/remove/", passkeys.remove_webauthn, name="mfa_remove_webauthn"),
            ]
        ),
    ),
]

# Without a language: the provider knows one address to send people back to.
outside = [
    path("oidc/<str:provider_id>/", views.sign_in_outside, name="openid_connect_login"),
    path("oidc/<str:provider_id>/back/", views.come_back, name="openid_connect_callback"),
]
