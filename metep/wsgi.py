"""The entry for web servers."""

import os

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "metep.settings")
os.environ.setdefault("SERVES_PEOPLE", "True")  # who wait for the database no longer than settings allow

# Only now: whatever is imported below may read the settings.
from django.core.wsgi import get_wsgi_application
from django.urls import get_resolver

application = get_wsgi_application()

from surveys import printing  # noqa: E402

get_resolver().url_patterns  # noqa: B018 - loads every page now: for all processes together, and not in the first request
printing.is_apart = True
