"""The policy of content in a real browser: nothing of ours needs what it forbids, and what is slipped in does not run.

Every browser test fails when the policy refuses something (conftest.py); these look at pages that no other one opens.
"""

from __future__ import annotations

import pytest
from django.urls import reverse
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from metep.models import User
from surveys.models import Round
from tests.e2e.conftest import Open, sign_in

SLIPPED_IN = "<img src=x onerror='window.slipped=1'><script>window.slipped=1</script><p style='color: red'>a</p>"


@pytest.fixture
def administrators_page(open_browser: Open, small_round: Round) -> Page:
    user = User.objects.create_superuser("root@example.org", "a long enough password")
    return sign_in(open_browser(), user)


@pytest.mark.parametrize("language", ["kk", "en"])
def test_the_administration_works_without_what_is_forbidden(
    administrators_page: Page, small_round: Round, language: str
) -> None:
    page = administrators_page
    body = small_round.institutions.get()
    for path in (
        "",
        "surveys/institution/",
        f"surveys/institution/{body.pk}/change/",
        "surveys/round/",
        f"surveys/round/{small_round.pk}/change/",
        "surveys/validation/add/",
        "metep/user/",
        "metep/user/add/",
        f"surveys/instrumentversion/{small_round.version_id}/tree/",
    ):
        answer = page.goto(f"/{language}/admin/{path}")
        assert answer is not None
        assert answer.status == 200, path
    page.goto(f"/{language}/admin/surveys/institution/{body.pk}/change/")
    page.locator(".select2-selection").first.click()  # the list of regions asks the server
    expect(page.locator(".select2-results__option").first).to_be_visible()
    page.goto(f"/{language}/admin/surveys/round/{small_round.pk}/change/")
    shortcut = page.locator(".datetimeshortcuts a").first
    if shortcut.count():
        shortcut.click()


def test_what_is_slipped_into_a_page_does_not_run(browser: Browser, live_server: LiveServer, db: None) -> None:
    context = browser.new_context(base_url=live_server.url)
    page = context.new_page()
    refused: list[str] = []
    page.on("console", lambda message: refused.append(message.text))
    page.goto("/kk/")
    page.evaluate("html => document.querySelector('main').insertAdjacentHTML('beforeend', html)", SLIPPED_IN)
    page.evaluate("""() => {
        const script = document.createElement("script");
        script.textContent = "window.slipped = 1";
        document.body.append(script);
    }""")
    page.wait_for_timeout(300)
    assert page.evaluate("window.slipped") is None
    assert page.locator("main p[style]").evaluate("node => getComputedStyle(node).color") != "rgb(255, 0, 0)"
    assert any("Content Security Policy" in words for words in refused)
    context.close()


def test_another_site_may_frame_the_public_picture_only(
    browser: Browser, live_server: LiveServer, transactional_db: None
) -> None:
    context = browser.new_context()
    page = context.new_page()
    refused: list[str] = []
    page.on("console", lambda message: refused.append(message.text))
    page.set_content(f'<iframe src="{live_server.url}{reverse("home")}"></iframe>')
    page.wait_for_timeout(1000)
    assert any("frame-ancestors" in words or "X-Frame-Options" in words for words in refused)
    context.close()
