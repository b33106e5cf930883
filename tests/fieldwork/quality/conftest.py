"""Tasks are done at once, links are left alone."""

from __future__ import annotations

import pytest
from django.conf import LazySettings


@pytest.fixture(autouse=True)
def _work_at_once(settings: LazySettings, work_at_once: None) -> None:
    settings.CHECK_LINKS = False
