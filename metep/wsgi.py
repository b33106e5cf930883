"""The entry for web servers."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "metep.settings")
os.environ.setdefault("SERVES_PEOPLE", "True")  # who wait for the database no longer than settings allow
application = get_wsgi_application()
