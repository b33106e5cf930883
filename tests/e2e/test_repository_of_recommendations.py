"""A recommendation in a real browser: written, tried on a round, published by a second person, answered. Pictures."""

from __future__ import annotations

import random

import pytest
from playwright.sync_api import Page, expect

from metep.models import User
from reports.models import Action, Recommendation, SourceDocument
from scoring.folding import fold
from surveys.lifecycle import add_submitted
from surveys.models import Assignment, Role, Round
from tests.answering import random_response
from tests.e2e.conftest import PHONE, Open, shoot, sign_in

TEXTS = ("title", "action", "reason", "place")
WORDS = {"kk": "Заң қабылдау керек", "ru": "Нужно принять закон", "en": "Pass a law"}


def writer(name: str) -> User:
    user = User.objects.create_user(f"{name}@example.org", "only for this test 1", name=name)
    Assignment.objects.create(user=user, role=Role.ANALYST)
    return user


@pytest.fixture
def answered(small_round: Round) -> Round:
    """Forty synthetic responses to the small instrument."""
    SourceDocument.objects.create(code="study", text_kk="Зерттеу", text_ru="Исследование", text_en="A study")
    chance = random.Random(3)
    institution = small_round.institutions.get()
    add_submitted(random_response(small_round, chance, institution=institution) for _ in range(40))
    fold(small_round)
    return small_round


def fill(page: Page) -> None:
    page.fill("#id_code", "pass-a-law")
    for name in TEXTS:
        for language, words in WORDS.items():
            page.fill(f"#id_{name}_{language}", f"{words}." if name == "action" else words)
    page.check('[name="levels"][value="information"]')
    page.check('[name="tiers"][value="national"]')
    page.check('[name="sources"][value="study"]')


def write_texts(page: Page) -> None:
    page.goto("/kk/recommendations/new/")
    fill(page)
    page.click('[value="add-example"]')
    expect(page.locator("#id_title_ru")).to_have_value(WORDS["ru"])  # nothing typed is lost
    page.select_option("#id_examples-0-country", "EE")
    for language in WORDS:
        page.fill(f"#id_examples-0-text_{language}", WORDS[language])
    page.click('[name="do"][value="save"]')
    expect(page.locator("main")).to_contain_text("Тексеруге дейін")


def write_triggers(page: Page, with_scripts: bool) -> None:
    page.click('a[href$="/triggers/"]')
    page.select_option("#new-group", "item")
    page.click('[value="add-group"]')
    page.fill("#search-0-0", "F1.1.a")
    page.click('[value="search-0-0"]')
    expect(page.locator('[name="target-0-0"][value="F1.1.a"]')).to_be_checked()
    page.fill("#bound-0-0", "100")
    page.select_option("#new-0", "level")
    page.click('[value="add-0"]')
    page.check('[name="target-0-1"][value="information"]')
    page.click('[name="do"][value="save"]')
    expect(page.locator(".error-summary li")).to_have_count(2)  # no bound, no source
    page.check('[name="source-0-1"][value="facts"]')
    page.fill("#bound-0-1", "99,5")
    page.click('.adding [value="preview"]')
    expect(page.locator("#preview tbody tr")).to_have_count(1)
    expect(page.locator("#preview")).to_contain_text("F1.1.a")
    if with_scripts:  # only the preview was exchanged
        expect(page.locator("#bound-0-1")).to_have_value("99,5")


@pytest.mark.parametrize(("width", "scripts"), [(1280, True), (PHONE, False)])
def test_a_recommendation_is_written_published_and_answered(
    open_browser: Open, answered: Round, width: int, scripts: bool
) -> None:
    first, second = writer("Талдаушы-1"), writer("Талдаушы-2")
    page = sign_in(open_browser(width, java_script_enabled=scripts), first)
    write_texts(page)
    write_triggers(page, scripts)
    shoot(page, "recommendation-triggers", "kk")
    page.click('[name="do"][value="save"]')
    page.click('button[formaction$="/submit/"]')
    expect(page.locator(".messages")).to_contain_text("тексеруде")
    assert page.locator('button[formaction$="/publish/"]').count() == 0

    other = sign_in(open_browser(width, java_script_enabled=scripts), second)
    other.goto("/kk/recommendations/mine/")
    other.click("main ul:not(.messages) a >> text=Заң қабылдау керек")
    other.click('button[formaction$="/publish/"]')
    expect(other.locator(".messages")).to_contain_text("жарияланды")
    shoot(other, "recommendation", "kk")

    other.goto(f"/kk/dashboard/{answered.code}/actions/")
    other.click("ol.answers .btn")
    other.check('[name="decision"][value="rejected"]')
    other.click("form.panel .btn-primary")
    expect(other.locator(".error-summary")).to_be_visible()
    other.fill('[name="reason"]', "Заң бар.")
    other.click("form.panel .btn-primary")
    expect(other.locator(".messages")).to_be_visible()
    expect(other.locator("ol.answers")).to_contain_text("Заң бар.")
    shoot(other, "recommendation-answers", "kk")
    assert Action.objects.get().decision == "rejected"

    other.goto("/kk/recommendations/")
    shoot(other, "recommendations", "kk")
    page.goto(f"/kk/recommendations/{answered.version.code}/pass-a-law/edit/")
    shoot(page, "recommendation-edit", "kk")
    assert Recommendation.objects.get().edition == 1
