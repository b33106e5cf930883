"""Settings of the project. Everything a site may change comes from the environment; see README.md."""

import os
from pathlib import Path
from typing import Any

from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _

from metep.database import embedded_database_url
from metep.environment import (
    database_from_url,
    email_backend,
    env_bool,
    env_list,
    env_site_url,
    env_whole,
    oidc_app,
)

SITE_NAME = "METEP"
BASE_DIR = Path(__file__).resolve().parent.parent
VAR_DIR = Path(os.environ.get("METEP_VAR", BASE_DIR / "var"))

DEBUG = env_bool("DEBUG", False)
SECRET_KEY = os.environ.get("SECRET_KEY", "")
if not SECRET_KEY:
    if os.environ.get("DATABASE_URL") and not DEBUG:
        raise ImproperlyConfigured("SECRET_KEY must be set when DATABASE_URL names a server")
    SECRET_KEY = "development only: this site runs on its own embedded database"  # noqa: S105
SECRET_KEY_FALLBACKS = env_list("SECRET_KEY_FALLBACKS")  # former keys: sessions, links and second factors live on
ALLOWED_HOSTS = env_list("ALLOWED_HOSTS") or ["localhost", "127.0.0.1", "[::1]", "testserver"]
CSRF_TRUSTED_ORIGINS = env_list("CSRF_TRUSTED_ORIGINS")
IS_BEHIND_TLS = env_bool("BEHIND_TLS", False)

INSTALLED_APPS = [
    "modeltranslation",
    "metep",
    "reports",
    "scoring",
    "fieldwork",
    "surveys",
    "crispy_forms",
    "crispy_bootstrap5",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "metep.apps.AdministrationConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "django.forms",
    "django_tasks",
    "django_tasks_db",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "metep.audit_context.AuditContextMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "metep.accounts.second_factor.SecondFactorMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]

CSRF_FAILURE_VIEW = "metep.pages.forgery_suspected"
# A megabyte of Kazakh is three when a browser encodes it: it must reach the form that says what is too long.
DATA_UPLOAD_MAX_MEMORY_SIZE = 8 * 1024 * 1024
# Evidence: the largest file, and all files of one response together.
EVIDENCE_MAX_BYTES = env_whole("EVIDENCE_MAX_MEGABYTES", 10) * 1024 * 1024
EVIDENCE_TOTAL_BYTES = env_whole("EVIDENCE_TOTAL_MEGABYTES", 200) * 1024 * 1024
# No file is received beyond this size; its form says so and keeps what else was typed.
UPLOAD_MAX_BYTES = max(25 * 1024 * 1024, EVIDENCE_MAX_BYTES)
FILE_UPLOAD_HANDLERS = [
    "surveys.uploading.LimitedUploads",
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "django.core.files.uploadhandler.TemporaryFileUploadHandler",
]

ROOT_URLCONF = "metep.urls"
WSGI_APPLICATION = "metep.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "metep.pages.site",
            ],
        },
    },
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"
CRISPY_ALLOWED_TEMPLATE_PACKS = "bootstrap5"
CRISPY_TEMPLATE_PACK = "bootstrap5"

DATABASES = {
    "default": database_from_url(os.environ.get("DATABASE_URL") or embedded_database_url(VAR_DIR / "pg")),
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

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

# Signing in (docs/guide/sign-in.md). Accounts are made by administrators; nobody signs up.
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
# Limits of attempts and used codes hold for all processes together.
CACHES = {"default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "metep_cache"}}

LANGUAGE_CODE = "kk"
LANGUAGES = [("kk", _("Kazakh")), ("ru", _("Russian")), ("en", _("English"))]
LANGUAGE_NAMES = {"kk": "Қазақша", "ru": "Русский", "en": "English"}  # each in itself, for people who choose one
MODELTRANSLATION_FALLBACK_LANGUAGES = {"default": ("kk", "ru", "en")}
# The second: Kazakh for sentences of Django itself, where its own catalogue has none or a poor one.
LOCALE_PATHS = [BASE_DIR / "locale", BASE_DIR / "locale_django"]
FORMAT_MODULE_PATH = "metep.formats"
TIME_ZONE = "Asia/Almaty"

STATIC_URL = "static/"
STATIC_ROOT = VAR_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
# Hashed names let browsers keep files for ever; WhiteNoise compresses them once.
STORAGES: dict[str, dict[str, Any]] = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    # No web server serves this folder: files go through a view that knows who may see them.
    "evidence": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": VAR_DIR / "evidence", "file_permissions_mode": 0o640},
    },
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG or env_bool("PLAIN_STATIC", False)
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}

# Long work waits in the database for `manage.py db_worker`, any number of which may run.
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}

INSTRUMENTS_DIR = BASE_DIR / "fixtures" / "instruments"
METHODS_DIR = BASE_DIR / "fixtures" / "methods"
RECOMMENDATIONS_DIR = BASE_DIR / "fixtures" / "recommendations"
# surveys may not import scoring: it learns here which methods a round can pin.
METHOD_CODES = "scoring.catalogue.method_codes"
# The same for fieldwork: what plans the removal of contacts on the day that a round names.
PLAN_RETENTION = "fieldwork.privacy.tasks.plan_purge"
# fieldwork may not import reports: it learns here who makes the badge of a round's quality.
QUALITY_BADGE = "reports.badge.badge_of"
# On a network without a way out, links of evidence are not opened; the page of checks says so.
CHECK_LINKS = env_bool("CHECK_LINKS", True)

SESSION_ENGINE = "metep.sessions"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_AGE = 60 * 60 * 24 * 14
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = IS_BEHIND_TLS
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
if IS_BEHIND_TLS:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SECURE_HSTS_SECONDS = 60 * 60 * 24 * 365
    SECURE_SSL_REDIRECT = True

# Mail goes to an SMTP server when EMAIL_HOST names one, else to files or to the console.
EMAIL_BACKEND, EMAIL_FILE_PATH = email_backend(VAR_DIR / "mail")
EMAIL_HOST = os.environ.get("EMAIL_HOST", "localhost")
EMAIL_USE_TLS, EMAIL_USE_SSL = env_bool("EMAIL_USE_TLS", False), env_bool("EMAIL_USE_SSL", False)
EMAIL_PORT = env_whole("EMAIL_PORT", 587 if EMAIL_USE_TLS else 465 if EMAIL_USE_SSL else 25)
EMAIL_HOST_USER = os.environ.get("EMAIL_HOST_USER", "")
EMAIL_HOST_PASSWORD = os.environ.get("EMAIL_HOST_PASSWORD", "")
EMAIL_TIMEOUT = env_whole("EMAIL_TIMEOUT", 30)
DEFAULT_FROM_EMAIL = SERVER_EMAIL = os.environ.get("DEFAULT_FROM_EMAIL", f"{SITE_NAME} <metep@localhost>")
# Mail made by workers has no request to learn the address of the site from.
SITE_URL = env_site_url("SITE_URL", "http://localhost:8000")

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"console": {"class": "logging.StreamHandler"}},
    "root": {"handlers": ["console"], "level": os.environ.get("LOG_LEVEL", "WARNING")},
}
