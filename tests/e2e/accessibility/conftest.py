"""One window for all pages, without a server: what Django answers is handed to it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.contrib.auth.models import Group
from playwright.sync_api import Browser, Page

from surveys.models import Round
from tests.access.world import World, make_world
from tests.e2e.accessibility.axe import WIDE, prepare


@pytest.fixture
def world(survey_round: Round, analysts: Group, settings: Any) -> World:
    """Everybody of the table of access, and one object of each kind."""
    settings.REQUIRE_SECOND_FACTOR = True
    return make_world(survey_round, analysts)


@pytest.fixture(scope="session")
def quiet_page(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(viewport=WIDE, service_workers="block", reduced_motion="reduce")  # type: ignore[arg-type]
    prepare(context)
    yield context.new_page()
    context.close()


@pytest.fixture
def window(quiet_page: Page) -> Page:
    """A page with axe that knows nobody; it forgets what it had to answer."""
    quiet_page.unroute_all()
    quiet_page.goto("about:blank")
    return quiet_page
