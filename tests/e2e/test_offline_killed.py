"""A browser that is killed, as telephones do to it: what was typed is on the device, and reaches the site once."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import psutil
import pytest
from playwright.sync_api import Browser, BrowserContext

from surveys.models import AnswerChange, Response, Round
from tests.e2e.conftest import PHONE, pick, program
from tests.e2e.devices import base_of, nothing_waits, open_kept, start, until, waits
from tests.e2e.network import Wire

Start = Callable[[], BrowserContext]


@pytest.fixture
def start_browser(browser: Browser, wire: Wire, tmp_path: Path) -> Iterator[Start]:
    """Starts the browser of a telephone, with what it kept when it ended."""
    started: list[BrowserContext] = []

    def start_one() -> BrowserContext:
        size = {"width": PHONE, "height": 800}
        context = browser.browser_type.launch_persistent_context(
            tmp_path / "kept", base_url=wire.url, viewport=size, **program()
        )
        context.set_default_timeout(10_000)
        started.append(context)
        return context

    yield start_one
    for context in started:
        context.close()


def kill_all(kept: Path, kind: str) -> None:
    """End at once all processes of the browser that keeps its things there; "": whatever they do in it."""
    killed = []
    for process in psutil.process_iter():
        with suppress(psutil.Error):
            words = process.cmdline()
            if f"--user-data-dir={kept}" in words and (not kind or f"--type={kind}" in words):
                process.kill()
                killed.append(process)
    assert killed
    psutil.wait_procs(killed, 10)


@pytest.mark.parametrize("heard", [False, True], ids=["not-sent", "sent-unheard"])
def test_a_page_whose_process_is_killed_has_kept_what_was_typed(
    start_browser: Start, wire: Wire, small_round: Round, tmp_path: Path, heard: bool
) -> None:
    phone = start_browser()
    page = start(phone, "", "F1.1/")
    base = base_of(page)
    died: list[object] = []
    page.on("crash", lambda one: died.append(one))  # a function: Playwright marks what it calls
    if heard:
        wire.is_deaf = True
    else:
        wire.cut()
    pick(page, "F1.1.c", "dk")
    waits(page, 1)
    kill_all(tmp_path / "kept", "renderer")
    again = phone.new_page()
    assert died, "the page lives"
    assert Response.objects.get().answers == ({"F1.1.c": "dk"} if heard else {})
    if heard:
        wire.is_deaf = False
    else:
        wire.join()
    again.goto(base)  # another page of the same answers
    nothing_waits(again)
    require_stored_once()


def test_a_browser_that_is_killed_sends_when_it_is_opened_again(
    start_browser: Start, wire: Wire, small_round: Round, tmp_path: Path
) -> None:
    phone = start_browser()
    base = base_of(start(phone, "", "F1.1/"))
    phone.close()  # in peace: cookies are written down every half minute only, or here
    page = start_browser().new_page()
    open_kept(page, f"{base}F1.1/")
    wire.cut()
    pick(page, "F1.1.c", "dk")
    waits(page, 1)
    kill_all(tmp_path / "kept", "")
    again = start_browser().new_page()
    again.goto(f"{base}F1.1/")  # still no network: the copy and the answer are there
    until(again, "() => document.querySelector('[name=\"F1.1.c\"][value=dk]').checked")
    waits(again, 1)
    assert Response.objects.get().answers == {}
    wire.join()
    again.reload()
    nothing_waits(again)
    require_stored_once()


def require_stored_once() -> None:
    assert Response.objects.get().answers == {"F1.1.c": "dk"}
    assert AnswerChange.objects.count() == 1
