"""Settings of signing in (docs/guide/sign-in.md). Accounts are made by administrators; nobody signs up."""

from metep.environment import env_bool, env_whole, oidc_app

SITE_NAME = "METEP"
IS_BEHIND_TLS = env_bool("BEHIND_TLS", False)
AUTH_USER_MODEL = "metep.User"
LOGIN_URL = "login"
LOGIN_REDIRECT_URL = "work"
LOGOUT_REDIRECT_URL = "home"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ["email", "name"]},
    },
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]

REQUIRE_SECOND_FACTOR = env_bool("REQUIRE_SECOND_FACTOR", True)  # of administrators
ACCOUNT_ADAPTER = "metep.accounts.adapters.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"  # administrators enter the addresses
ACCOUNT_EMAIL_SUBJECT_PREFIX = f"{SITE_NAME}: "
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_SESSION_REMEMBER = False
# Django's own: allauth's would keep a second list of addresses, in which an old one could go on signing in.
ACCOUNT_PASSWORD_RESET_TOKEN_GENERATOR = "django.contrib.auth.tokens.PasswordResetTokenGenerator"  # noqa: S105
# Each account by itself; addresses freely, since a whole ministry may stand behind one.
ACCOUNT_RATE_LIMITS = {
    "login": "600/m/ip",
    "login_failed": "60/m/ip,5/300s/key",
    "reset_password": "60/m/ip,5/m/key",
    "reset_password_from_key": "60/m/ip",
}
MFA_RATE_LIMITS = {"webauthn_login": "60/m/ip"}
ACCOUNT_FORMS = {
    "login": "metep.accounts.forms.SignInForm",
    "reauthenticate": "metep.accounts.forms.PasswordAgainForm",
    "change_password": "metep.accounts.forms.ChangePasswordForm",
    "set_password": "metep.accounts.forms.FirstPasswordForm",
    "reset_password": "metep.accounts.forms.ForgottenPasswordForm",
    "reset_password_from_key": "metep.accounts.forms.NewPasswordForm",
}
MFA_ADAPTER = "metep.accounts.adapters.SecondFactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_ALLOW_UNVERIFIED_EMAIL = True  # as above
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_ISSUER = SITE_NAME
MFA_FORMS = {
    "authenticate": "metep.accounts.factor_forms.CodeForm",
    "reauthenticate": "metep.accounts.factor_forms.CodeAgainForm",
    "activate_totp": "metep.accounts.factor_forms.FirstCodeForm",
    "add_webauthn": "metep.accounts.factor_forms.NewPasskeyForm",
    "edit_webauthn": "metep.accounts.factor_forms.PasskeyNameForm",
}
OIDC = oidc_app()
SOCIALACCOUNT_ADAPTER = "metep.accounts.adapters.OutsideAdapter"
SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"APPS": [OIDC] if OIDC else []}}
# How many proxies of ours write X-Forwarded-For: limits count attempts by the address before the first of them.
ALLAUTH_TRUSTED_PROXY_COUNT = env_whole("TRUSTED_PROXIES", int(IS_BEHIND_TLS))
