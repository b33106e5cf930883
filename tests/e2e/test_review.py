"""A reviewer in a real browser returns answers that a respondent mends on a phone, and settles a fact with her help."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from metep.models import User
from surveys.lifecycle import submit
from surveys.links import create_link
from surveys.models import Assignment, Institution, Response, ResponseState, Role, Round, Validation
from tests.e2e.conftest import DESKTOP, PHONE, Open, pick, shoot, sign_in


@pytest.fixture
def reviewer(real_round: Round) -> User:
    user = User.objects.create_user(
        "reviewer@example.org", "a long enough password", name="Проверяющий (синтетический)"
    )
    Assignment.objects.create(user=user, role=Role.REVIEWER, round=real_round)
    return user


@pytest.fixture
def institution(real_round: Round) -> Institution:
    return real_round.institutions.get(code="S1")


def answered(survey_round: Round, institution: Institution, **answers: str) -> tuple[Response, str]:
    """A submitted response of facts, and the address of its link."""
    response = Response.objects.create(
        round=survey_round,
        institution=institution,
        language="kk",
        sections=["A", "B"],
        profile={"organisation_type": "state"},
        answers={code.replace("_", "."): value for code, value in answers.items()},
    )
    submit(response)
    _link, secret = create_link(survey_round, institution, ["A", "B"], response=response)
    return response, f"/kk/answer/{secret}/"


def test_answers_are_returned_mended_compared_and_accepted(
    open_browser: Open, real_round: Round, institution: Institution, reviewer: User
) -> None:
    response, link = answered(real_round, institution, A1_1_a="yes", A1_1_b="yes", B1_1_a="yes")
    desk = sign_in(open_browser(), reviewer)
    desk.goto(f"/ru/work/{real_round.code}/")
    desk.click('.tabs a[href$="/responses/"]')
    desk.fill("#id_q", response.reference[:4])
    desk.click(".filters .btn-primary")
    desk.click(f'text="{response.reference}"')
    shoot(desk, "review-response", "ru")

    desk.click("[id='A1.1.a'] .answer-links a >> nth=0")
    desk.click("main form .btn-primary")  # nothing written
    expect(desk.locator(".error-summary")).to_be_focused()
    desk.fill("#id_text", "Какой документ? Укажите номер.")
    desk.click("main form .btn-primary")
    desk.check('input[name="decision"][value="return"]')
    desk.click("section[aria-labelledby=decide] .btn-primary")  # no reason
    expect(desk.locator(".error-summary")).to_be_focused()
    desk.fill("#id_reason", "Стратегия ещё не утверждена.")
    desk.click("section[aria-labelledby=decide] .btn-primary")
    expect(desk.locator(".messages")).to_contain_text("Анкета возвращена.")

    phone = open_browser(PHONE, java_script_enabled=False).new_page()
    phone.goto(link)
    expect(phone.locator(".panel.is-warning")).to_contain_text("Стратегия ещё не утверждена.")
    shoot(phone, "review-returned", "kk")
    phone.click(".review-list a")
    expect(phone.locator(".review-comment")).to_contain_text("Какой документ?")
    pick(phone, "A1.1.a", "no")
    shoot(phone, "review-comment", "kk")
    phone.click('.save-bar button[value="list"]')
    phone.click('a.task[href$="/check/"]')
    phone.check("#id_declaration")
    phone.click("main form .btn-primary")
    phone.wait_for_url("**/receipt/")
    expect(phone.locator(".is-facts .state")).to_have_text("қайта жіберілген")

    desk.reload()
    desk.click('a[href*="/versions/1/"]')
    rows = desk.locator("tbody tr")
    expect(rows).to_have_count(1)
    expect(rows).to_contain_text(re.compile("A1.1.a.*Да.*Нет", re.DOTALL))
    shoot(desk, "review-version", "ru")
    desk.go_back()
    desk.check('input[name="decision"][value="accept"]')
    desk.click("section[aria-labelledby=decide] .btn-primary")
    expect(desk.locator("h1 .state")).to_have_text("принята")
    assert Response.objects.get().state == ResponseState.ACCEPTED
    phone.reload()
    expect(phone.locator(".is-facts .state")).to_have_text("қабылданған")


def test_a_fact_is_asked_about_answered_and_settled(
    open_browser: Open, real_round: Round, institution: Institution, reviewer: User
) -> None:
    _yes, link = answered(real_round, institution, B1_1_a="yes")
    answered(real_round, institution, B1_1_a="no")
    desk = sign_in(open_browser(DESKTOP), reviewer)
    desk.goto(f"/ru/work/{real_round.code}/facts/")
    desk.click("main .buttons .btn-primary")
    shoot(desk, "facts-suggestions", "ru")
    desk.click('button[name="open"] >> nth=0')
    expect(desk.locator(".counts")).to_contain_text(re.compile(r"Да\s*1\s*Нет\s*1"))
    desk.fill("#ask_text", "Укажите адрес сайта.")
    desk.click("form[action$='/ask/'] .btn")

    phone = open_browser(PHONE, java_script_enabled=False).new_page()
    phone.goto(link)
    shoot(phone, "facts-receipt", "kk")
    phone.click('a.task[href$="/remarks/"]')
    expect(phone.locator(".remark-thread")).to_contain_text("Укажите адрес сайта.")
    phone.click("main form .btn-primary")  # nothing written
    expect(phone.locator(".error-summary")).to_be_visible()
    phone.fill("textarea", "Сайттың мекенжайы: example.org")
    phone.click("main form .btn-primary")
    expect(phone.locator(".remark-messages")).to_be_visible()
    shoot(phone, "facts-remarks", "kk")

    desk.reload()
    expect(desk.locator(".thread")).to_contain_text("example.org")
    desk.click("form[action$='/settle/'] .btn")  # nothing chosen
    expect(desk.locator(".error-summary")).to_be_focused()
    desk.check('input[name="value"][value="yes"]')
    desk.fill("#settle_reason", "Сайт открывается.")
    shoot(desk, "facts-card", "ru")
    desk.click("form[action$='/settle/'] .btn")
    expect(desk.locator(".panel.is-complete")).to_contain_text("Согласованное значение: Да")
    settled = Validation.objects.get()
    assert (settled.item, settled.value, settled.institution) == ("B1.1.a", "yes", institution)
    phone.reload()
    expect(phone.locator(".remark-card .state")).to_be_visible()
