"""Settings of the project. Everything a site may change comes from the environment; see README.md."""

import os
import sys
from pathlib import Path
from typing import Any

from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _

from metep.accounts.settings import *  # noqa: F403
from metep.accounts.settings import IS_BEHIND_TLS, OIDC, SITE_NAME
from metep.database import embedded_database_url
from metep.environment import (
    database_from_url,
    database_limits,
    email_backend,
    env_bool,
    env_choice,
    env_email,
    env_list,
    env_networks,
    env_site_url,
    env_token,
    env_whole,
    oidc_origins,
)
from metep.observing import logs, processes, versions

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
    "metep.observing.middleware.ObservingMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "metep.headers.HeadersMiddleware",
    "metep.limits.methods.MethodsMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "metep.headers.PolicyMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "metep.observing.middleware.ProbesMiddleware",
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
    "metep.limits.middleware.LimitsMiddleware",
    "metep.typing_middleware.TypedMiddleware",
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

IS_DATABASE_EMBEDDED = not os.environ.get("DATABASE_URL")
PROCESS = processes.own_process(processes.kind_of(sys.argv), versions.named())
DATABASES = {
    "default": database_from_url(
        os.environ.get("DATABASE_URL") or embedded_database_url(VAR_DIR / "pg"),
        processes.written(PROCESS),
        is_pooled=env_bool("DATABASE_POOLER", False),
        limits=database_limits(PROCESS.kind),
    ),
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# Limits of attempts and used codes hold for all processes together.
CACHES = {
    "default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "metep_cache"},
    "template_fragments": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"},  # of the tag `cache`
}

LANGUAGE_CODE = "kk"
LANGUAGES = [("kk", _("Kazakh")), ("ru", _("Russian")), ("en", _("English"))]
LANGUAGE_NAMES = {"kk": "Қазақша", "ru": "Русский", "en": "English"}  # each in itself, for people who choose one
MODELTRANSLATION_FALLBACK_LANGUAGES = {"default": ("kk", "ru", "en")}
# The second: Kazakh for sentences of Django itself, where its own catalogue has none or a poor one.
LOCALE_PATHS = [BASE_DIR / "locale", BASE_DIR / "locale_django"]
FORMAT_MODULE_PATH = "metep.formats"
TIME_ZONE = "Asia/Almaty"

STATIC_URL = "static/"
# An image holds its collected files; the folder of data is mounted over.
STATIC_ROOT = Path(os.environ.get("STATIC_ROOT", VAR_DIR / "static"))
STATICFILES_DIRS = [BASE_DIR / "static"]
STORAGES: dict[str, dict[str, Any]] = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    # No web server serves this folder: files go through a view that knows who may see them.
    "evidence": {
        "BACKEND": "surveys.whole_files.WholeFileStorage",
        "OPTIONS": {"location": VAR_DIR / "evidence", "file_permissions_mode": 0o640},
    },
    "staticfiles": {
        "BACKEND": "metep.static_files." + ("Plain" if DEBUG or env_bool("PLAIN_STATIC", False) else "StaticFiles")
    },
}

# Long work waits in the database for `manage.py db_worker`, any number of which may run.
TASKS = {"default": {"BACKEND": "metep.observing.tasks.TracedBackend"}}

INSTRUMENTS_DIR = BASE_DIR / "fixtures" / "instruments"
METHODS_DIR = BASE_DIR / "fixtures" / "methods"
RECOMMENDATIONS_DIR = BASE_DIR / "fixtures" / "recommendations"
# surveys may not import scoring: it learns here which methods a round can pin, what they cannot score, what was said.
METHOD_CODES = "scoring.catalogue.method_codes"
METHOD_MISMATCHES = "scoring.catalogue.items_not_scored"
ANSWER_COUNTS = "scoring.answered.answer_counts"
# The same for fieldwork: what plans the removal of contacts on the day that a round names.
PLAN_RETENTION = "fieldwork.privacy.tasks.plan_purge"
# fieldwork may not import reports: it learns here who makes the badge of a round's quality.
QUALITY_BADGE = "reports.badge.badge_of"
# On a network without a way out, links of evidence are not opened; the page of checks says so.
CHECK_LINKS = env_bool("CHECK_LINKS", True)
# Networks of a government's own in which links may be opened although they are not public, like 10.20.0.0/16.
CHECK_LINKS_NETWORKS = env_networks("CHECK_LINKS_NETWORKS")

SESSION_ENGINE = "metep.sessions"
SESSION_COOKIE_AGE = 60 * 60 * 24 * 14
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"  # "Strict" would sign people out who come by a link of a mail
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = IS_BEHIND_TLS
SECURE_CONTENT_TYPE_NOSNIFF = True
# No address of ours, which may hold a secret, is told to another site; our own forms need it against forgeries.
SECURE_REFERRER_POLICY = SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
WHITENOISE_ALLOW_ALL_ORIGINS = False
if IS_BEHIND_TLS:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SECURE_HSTS_SECONDS = 60 * 60 * 24 * 365
    SECURE_HSTS_INCLUDE_SUBDOMAINS = env_bool("HSTS_SUBDOMAINS", True)
    SECURE_SSL_REDIRECT = True
    SECURE_REDIRECT_EXEMPT = [r"^(healthz|readyz|metrics)$"]  # asked within the network of the machines
    # Browsers take cookies of these names from this very host alone, never from a neighbour below the same domain.
    SESSION_COOKIE_NAME, CSRF_COOKIE_NAME = "__Host-session", "__Host-csrf"
# Lists of browsers that no site can leave again are for owners of domains, not for this application.
SILENCED_SYSTEM_CHECKS = ["security.W021"]
# Everything comes from this site and from files: no page has a script, a style or a handler written into it.
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'none'"],
        "script-src": ["'self'"],
        "style-src": ["'self'"],
        "img-src": ["'self'", "data:"],  # pictures within style sheets
        "font-src": ["'self'"],
        "connect-src": ["'self'"],
        "manifest-src": ["'self'"],
        "worker-src": ["'self'"],
        "form-action": ["'self'", *oidc_origins(OIDC)],
        "frame-ancestors": ["'none'"],
        "base-uri": ["'none'"],
        "object-src": ["'none'"],
        "upgrade-insecure-requests": IS_BEHIND_TLS,
    }
}
# False only where programs measure the site: see metep/limits.
RATE_LIMITS = env_bool("RATE_LIMITS", True)

# Mail goes to an SMTP server when EMAIL_HOST names one, else to files or to the console.
EMAIL_BACKEND, EMAIL_FILE_PATH = email_backend(VAR_DIR / "mail")
EMAIL_HOST = os.environ.get("EMAIL_HOST", "localhost")
EMAIL_USE_TLS, EMAIL_USE_SSL = env_bool("EMAIL_USE_TLS", False), env_bool("EMAIL_USE_SSL", False)
EMAIL_PORT = env_whole("EMAIL_PORT", 587 if EMAIL_USE_TLS else 465 if EMAIL_USE_SSL else 25)
EMAIL_HOST_USER = os.environ.get("EMAIL_HOST_USER", "")
EMAIL_HOST_PASSWORD = os.environ.get("EMAIL_HOST_PASSWORD", "")
EMAIL_TIMEOUT = env_whole("EMAIL_TIMEOUT", 30)
DEFAULT_FROM_EMAIL = SERVER_EMAIL = os.environ.get("DEFAULT_FROM_EMAIL", f"{SITE_NAME} <metep@localhost>")
# To whom people write whom something on a page hinders (templates/accessibility.html).
ACCESSIBILITY_CONTACT = env_email("ACCESSIBILITY_CONTACT")
# Mail made by workers has no request to learn the address of the site from.
SITE_URL = env_site_url("SITE_URL", "http://localhost:8000")

# Lines of JSON on standard error; the level is that of our own words (docs/deployment.md).
LOGGING = logs.configuration(
    env_choice("LOG_LEVEL", "INFO", logs.LEVELS), env_choice("LOG_FORMAT", "text" if DEBUG else "json", logs.FORMATS)
)
# Who holds this token may read /metrics; without one nobody may.
METRICS_TOKEN = env_token("METRICS_TOKEN")
