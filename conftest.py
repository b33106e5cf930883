"""Settings of tests: static files come from their folders, without the step that collects and hashes them."""

from __future__ import annotations

import os

os.environ.setdefault("PLAIN_STATIC", "True")  # for processes that tests start


def pytest_configure() -> None:
    from django.conf import settings

    # pytest-django has read the settings by now: the variable would come too late for this process.
    settings.STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    settings.WHITENOISE_AUTOREFRESH = True
