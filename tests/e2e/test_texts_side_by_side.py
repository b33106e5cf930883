"""Texts in three languages side by side, in a browser: read, mended, marked; nothing runs off a phone. Pictures."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.auth.models import Permission
from playwright.sync_api import Locator, Page, expect

from metep.models import User
from reports.models import Recommendation
from reports.repository.workflow import write
from surveys.publishing import clone
from tests.e2e.conftest import DESKTOP, PHONE, Open, shoot, sign_in
from tests.reports.repository.entries import entry

WORDS = {"kk": "Іздеуді жетілдіріңіз", "ru": "Улучшите поиск", "en": "Improve the search"}


@pytest.fixture
def translator(transactional_db: None) -> User:
    user = User.objects.create_user("translator@example.org", "only for this test 1", name="Аудармашы", is_staff=True)
    names = ("translate_recommendation", "translate_instrumentversion", "view_instrumentversion")
    user.user_permissions.set(Permission.objects.filter(codename__in=names))
    return user


@pytest.fixture
def recommended(small_round: Any, translator: User) -> Recommendation:
    row = Recommendation(instrument="small", code="search")
    write(row, entry("search", title=WORDS), translator)
    return row


def row_with(page: Page, words: str) -> Locator:
    """The row whose Kazakh words these are."""
    return page.locator("tbody tr", has=page.get_by_text(words, exact=True))


def narrow(page: Page) -> None:
    """Nothing is wider than the screen."""
    width = page.evaluate("document.documentElement.scrollWidth")
    assert width <= page.viewport_size["width"], width


@pytest.mark.parametrize(("width", "scripts"), [(DESKTOP, True), (PHONE, False)])
def test_a_translator_mends_a_recommendation_and_marks_it_as_read(
    open_browser: Open, recommended: Recommendation, translator: User, width: int, scripts: bool
) -> None:
    page = sign_in(open_browser(width, java_script_enabled=scripts), translator)
    page.goto("/kk/recommendations/texts/small/")
    row = row_with(page, WORDS["kk"])
    expect(row.locator(".mark")).to_have_text("тексерілмеген")
    row.get_by_role("checkbox").check()
    page.locator(".submit-row [type=submit]").click()
    expect(row.locator(".mark")).to_have_text("тексерілген")

    row.locator('textarea[lang="ru"]').fill("Поиск надо улучшить")
    row.get_by_role("checkbox").uncheck()
    page.locator(".submit-row [type=submit]").click()
    expect(row.locator(".mark")).to_have_text("тексерілмеген")
    row.get_by_role("checkbox").check()
    page.locator(".submit-row [type=submit]").click()
    expect(row.locator(".mark")).to_have_text("тексерілген")
    write(recommended, entry("search", title=WORDS | {"ru": "Другое"}), translator, seen=2)
    page.reload()
    expect(row.locator(".mark")).to_have_text("тексерілгеннен кейін өзгерген")
    row.locator("summary").click()
    expect(row.locator("del")).to_have_text("Поиск надо улучшить")
    for language in ("kk", "ru"):
        page.goto(f"/{language}/recommendations/texts/small/")
        narrow(page)
        shoot(page, "recommendation-texts", language)

    row.locator('textarea[lang="kk"]').fill("")
    page.locator(".submit-row [type=submit]").click()
    expect(page.locator(".error-summary")).to_be_visible()
    expect(row_with(page, "Другое").locator(".errorlist")).to_be_visible()
    shoot(page, "recommendation-texts-refused", "ru")
    page.goto("/kk/recommendations/texts/small/import/")
    shoot(page, "recommendation-texts-import", "kk")


@pytest.mark.parametrize("width", [DESKTOP, PHONE])
def test_a_translator_reviews_an_instrument(open_browser: Open, real_round: Any, translator: User, width: int) -> None:
    draft = clone(real_round.version, "draft")
    page = sign_in(open_browser(width), translator)
    for language in ("kk", "ru"):
        page.goto(f"/{language}/admin/surveys/instrumentversion/{draft.pk}/texts/?page=3")
        narrow(page)
        shoot(page, "version-texts", language)
    line = page.locator("tbody tr").nth(1)
    line.get_by_role("checkbox").check()
    page.locator(".submit-row [type=submit]").click()
    expect(line.locator(".mark")).to_have_class("mark is-reviewed")
    line.locator('textarea[lang="ru"]').fill("Иначе сказано")
    page.locator(".submit-row [type=submit]").click()
    expect(line.locator(".mark")).to_have_class("mark is-reviewed")  # she still says that it is read
    line.locator('textarea[lang="ru"]').fill("")
    page.locator(".submit-row [type=submit]").click()
    expect(page.locator('[role="alert"]')).to_be_visible()
    shoot(page, "version-texts-refused", "ru")
