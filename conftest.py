"""Settings of tests: static files come from their folders, without the step that collects and hashes them."""

from __future__ import annotations

import os

os.environ.setdefault("PLAIN_STATIC", "True")  # for processes that tests start
# Between tests with transactions of their own every table is emptied, which the audit trail refuses elsewhere.
os.environ.setdefault("PGOPTIONS", "-c metep.emptying=on")


def pytest_configure() -> None:
    from django.conf import settings

    # pytest-django has read the settings by now: the variable would come too late for this process.
    # The entry itself changes: Django has copied the list of them already, for the folder of evidence.
    settings.STORAGES["staticfiles"]["BACKEND"] = "django.contrib.staticfiles.storage.StaticFilesStorage"
    settings.WHITENOISE_AUTOREFRESH = True
    # Most tests are not about signing in; those that are ask for it (tests/metep, tests/test_access.py).
    settings.REQUIRE_SECOND_FACTOR = False
