"""From a number to its calculation, from a printed code back to the number, and how far both can be relied on."""

from __future__ import annotations

import random

import pytest
from django.contrib.auth.models import Group

from metep.models import User
from scoring.folding import fold
from surveys.lifecycle import add_submitted, exclude
from surveys.models import Institution, Response, Round
from tests.answering import random_response
from tests.e2e.conftest import DESKTOP, PHONE, Open, shoot, sign_in


@pytest.fixture
def analyst(transactional_db: None, analysts: Group) -> User:
    user = User.objects.create_user("analyst@example.org", "a long enough password")
    user.groups.add(analysts)
    return user


@pytest.fixture
def answered(small_round: Round) -> Round:
    """Two institutions with answers."""
    second = Institution.objects.create(
        code="I2", country="KZ", name_kk="Екінші мекеме", name_ru="Второе учреждение", name_en="Second institution"
    )
    small_round.institutions.add(second)
    chance = random.Random(5)
    units = list(small_round.institutions.order_by("code"))
    add_submitted(random_response(small_round, chance, institution=units[number % 2]) for number in range(60))
    fold(small_round)
    return small_round


@pytest.mark.parametrize("width", [PHONE, DESKTOP])
def test_a_number_is_kept_printed_and_found_again(
    open_browser: Open, analyst: User, answered: Round, width: int
) -> None:
    page = sign_in(open_browser(width, java_script_enabled=False), analyst)
    page.goto(f"/kk/dashboard/{answered.code}/")
    page.locator(".cards a.number").nth(1).click()
    shown = page.locator(".big-number .number").inner_text()
    assert page.locator(".formula").inner_text().endswith(f"= {shown}")
    shoot(page, "passport", "kk")
    page.click("form[action$='/keep/'] button")
    page.wait_for_load_state()
    assert page.locator("form[action$='/keep/']").count() == 0
    code = page.locator(".passport-code code").inner_text()
    for response in Response.objects.filter(round=answered)[:12]:
        exclude(response, "A test.")
    page.goto(f"/kk/passport/{code}/")
    assert page.locator(".big-number .number").inner_text() == shown
    assert page.locator(".passport-live .number").inner_text() != shown
    assert page.locator("[role=note]").inner_text()
    shoot(page, "passport-past", "kk")
    page.locator("table.figures a.number").first.click()
    assert "run=" in page.url


@pytest.mark.parametrize("width", [PHONE, DESKTOP])
def test_an_analyst_sees_how_far_a_place_can_be_relied_on(
    open_browser: Open, analyst: User, answered: Round, width: int
) -> None:
    page = sign_in(open_browser(width), analyst)
    page.goto(f"/kk/analysis/{answered.code}/robustness/?unit=institution:I2")
    text = page.inner_text("main")
    assert "Екінші мекеме: барлығы 2" in text
    assert page.locator("main svg").count() >= 3
    shoot(page, "robustness", "kk")
