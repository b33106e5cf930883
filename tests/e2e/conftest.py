"""A real browser, and rounds to answer in it. Pictures go to var/screenshots."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urljoin

import pytest
from django.conf import settings
from django.utils import timezone
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, sync_playwright
from pytest_django.live_server_helper import LiveServer

from metep.models import User
from surveys.models import Institution, InstrumentVersion, Round, RoundState
from surveys.publishing import load
from tests.browsers import browser_of
from tests.contents import metep
from tests.e2e.network import Wire

# Playwright's loop runs in this thread; Django would take our own queries for those of a coroutine.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")

BASE_DIR = Path(__file__).resolve().parent.parent.parent
SCREENSHOTS = BASE_DIR / "var" / "screenshots"
PHONE, DESKTOP = 360, 1280

Open = Callable[..., BrowserContext]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.e2e)


def program() -> dict[str, Any]:
    """How Chromium is started here."""
    names = ("chromium", "chromium-browser", "google-chrome")
    executable = os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, names)), None)
    assert executable, "Browser tests need Chromium: install the package chromium, or name its program in CHROMIUM."
    return {"executable_path": executable, "args": ["--no-sandbox"]}


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(**program())
        yield started
        started.close()


@pytest.fixture
def open_browser(browser: Browser, live_server: LiveServer) -> Iterator[Open]:
    """Opens a fresh browser window: `open_browser(width=360, java_script_enabled=False)`."""
    contexts: list[BrowserContext] = []
    refused: list[str] = []

    def hear(message: ConsoleMessage) -> None:
        if "Content Security Policy" in message.text:
            refused.append(message.text)

    def open_one(width: int = DESKTOP, **options: object) -> BrowserContext:
        context = browser.new_context(
            base_url=live_server.url, viewport={"width": width, "height": 800}, accept_downloads=True, **options
        )
        context.set_default_timeout(10_000)
        context.on("console", hear)
        contexts.append(context)
        return context

    yield open_one
    for context in contexts:
        context.close()
    assert not refused, f"The policy of content refused something: {refused}"


@pytest.fixture
def wire(live_server: LiveServer) -> Iterator[Wire]:
    """A way to the site that can be cut."""
    made = Wire(live_server.url)
    yield made
    made.end()


@pytest.fixture
def phone(browser: Browser, wire: Wire) -> Iterator[BrowserContext]:
    """A phone whose way to the site is the wire."""
    context = browser.new_context(base_url=wire.url, viewport={"width": PHONE, "height": 800})
    context.set_default_timeout(10_000)
    yield context
    context.close()


@pytest.fixture
def page(open_browser: Open) -> Page:
    return open_browser().new_page()


@pytest.fixture
def small_round(transactional_db: None, survey_round: Round) -> Round:
    """A round of the small instrument."""
    return survey_round


@pytest.fixture
def real_round(transactional_db: None) -> Round:
    """A labelled round of the real instrument with made-up institutions."""
    version: InstrumentVersion = load(metep())[0]
    made = Round.objects.create(
        code="kz-test",
        country="KZ",
        title_kk="Қазақстандағы э-қатысуды бағалау: сынақ",
        title_ru="Оценка э-участия в Казахстане: пробный раунд",
        title_en="Assessment of e-participation in Kazakhstan: a test",
        version=version,
        method="metep-2014/1",
        languages=["kk", "ru", "en"],
        sections=[section.code for section in version.sections.all()],
        closes_at=timezone.now() + timedelta(days=30),
        state=RoundState.OPEN,
        is_synthetic=True,
    )
    for number in range(1, 4):
        made.institutions.add(
            Institution.objects.create(
                code=f"S{number}",
                country="KZ",
                name_kk=f"{number}-үлгі мекеме",
                name_ru=f"Условное учреждение № {number}",
                name_en=f"Sample institution {number}",
            )
        )
    return made


def sign_in(context: BrowserContext, user: User) -> Page:
    """A page of somebody who is signed in: how one signs in is tested elsewhere."""
    page = context.new_page()
    page.goto("/")
    cookie = browser_of(user).cookies[settings.SESSION_COOKIE_NAME].value
    context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": cookie, "url": urljoin(page.url, "/")}])
    return page


def shoot(page: Page, name: str, language: str) -> None:
    """A picture of the whole page and one of its top (for the README); nothing on it may be wider than the screen."""
    width = page.viewport_size["width"] if page.viewport_size else 0
    # A locator waits for a page that is still arriving; its styles may take a moment longer.
    for _ in range(20):
        if page.locator("html").evaluate("html => html.scrollWidth") <= width:
            break
        page.wait_for_timeout(100)
    else:
        raise AssertionError(f"{name} is wider than the screen")
    SCREENSHOTS.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=SCREENSHOTS / f"{name}-{language}-{width}.png", full_page=True)
    page.screenshot(path=SCREENSHOTS / f"{name}-{language}-{width}-top.png")


def begin(page: Page, code: str, institution: str, language: str = "en") -> str:
    """Start a response in the browser; its address."""
    page.goto(f"/{language}/rounds/{code}/")
    page.select_option("#id_institution", institution)
    page.check("#id_consent")
    page.click("#start .btn-primary")
    page.wait_for_url("**/link/")
    return page.url.removesuffix("link/")


def pick(page: Page, code: str, value: str) -> None:
    """Press the label of an answer, as people do."""
    page.locator(f'label:has(input[name="{code}"][value="{value}"])').click()
