"""One window for all pages, without a server: what Django answers is handed to it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.contrib.auth.models import Group, Permission
from django.core.management import call_command
from django.db import transaction
from playwright.sync_api import Browser, Page
from pytest_django.plugin import DjangoDbBlocker

from surveys.models import Round
from tests.access.world import World, make_world
from tests.e2e.accessibility.axe import WIDE, prepare


@pytest.fixture
def world(survey_round: Round, analysts: Group, settings: Any) -> World:
    """Everybody of the table of access, and one object of each kind."""
    settings.REQUIRE_SECOND_FACTOR = True
    return make_world(survey_round, analysts)


@pytest.fixture(scope="module")
def demo_round(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Round]:
    """The demonstration, once for all tests of a file: each takes back what it changes, the last one everything."""
    with django_db_blocker.unblock(), transaction.atomic(), pytest.MonkeyPatch.context() as patch:
        patch.setenv("DEMO_PASSWORD", "only for this test 1")
        transaction.get_connection().atomic_blocks[-1]._from_testcase = True  # type: ignore[attr-defined]
        right = Permission.objects.get(content_type__app_label="scoring", codename="view_results")
        Group.objects.get_or_create(name="analysts")[0].permissions.add(right)
        call_command("load_instruments", verbosity=0)
        call_command("load_recommendations", verbosity=0)
        call_command("make_demo", responses=200, verbosity=0)
        yield Round.objects.get(code="demo")
        transaction.set_rollback(True)


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
    quiet_page.emulate_media(color_scheme="light", forced_colors="none", media="screen")
    quiet_page.set_viewport_size(WIDE)  # type: ignore[arg-type]
    return quiet_page
