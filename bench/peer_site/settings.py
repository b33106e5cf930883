"""A project as startproject makes it, on the same PostgreSQL in the same way as ours."""

import os

from bench.startproject import APPS, MIDDLEWARE, TEMPLATES
from metep.environment import database_from_url

__all__ = ["MIDDLEWARE", "TEMPLATES"]  # settings as they are

SECRET_KEY = "for measurements only"  # noqa: S105
ALLOWED_HOSTS = ["127.0.0.1"]
INSTALLED_APPS = [*APPS, "survey"]
ROOT_URLCONF = "bench.peer_site.urls"
WSGI_APPLICATION = "bench.peer_site.wsgi.application"
DATABASES = {"default": database_from_url(os.environ["DATABASE_URL"])}
DEFAULT_AUTO_FIELD = "django.db.models.AutoField"
STATIC_URL = "static/"
USE_TZ = True
# The package asks for these two.
CHOICES_SEPARATOR = ","
DEFAULT_SURVEY_PUBLISHING_DURATION = 7
