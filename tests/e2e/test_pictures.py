"""Pictures of the pages for the README, in three languages, on a phone and on a large screen."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from surveys.models import Response, Round
from surveys.saving import save_answers, save_profile
from tests.e2e.conftest import DESKTOP, PHONE, Open, begin, pick, shoot

DETAILS = {"kk": "Заңның 5-бабы", "ru": "Статья 5 закона", "en": "Article 5 of the act"}
PROJECT = {"kk": "Үлгі жоба", "ru": "Пример проекта", "en": "A sample project"}


@pytest.mark.parametrize("width", [PHONE, DESKTOP])
@pytest.mark.parametrize("language", ["kk", "ru", "en"])
def test_pictures_of_the_respondents_pages(open_browser: Open, real_round: Round, language: str, width: int) -> None:
    page = open_browser(width).new_page()
    page.goto(f"/{language}/")
    shoot(page, "home", language)
    page.goto(f"/{language}/sign-in/")
    shoot(page, "sign-in", language)
    page.goto(f"/{language}/rounds/{real_round.code}/")
    shoot(page, "start", language)
    page.click("#start .btn-primary")
    shoot(page, "start-errors", language)
    base = begin(page, real_round.code, "S1", language)
    shoot(page, "link", language)
    response = Response.objects.select_related("round").get()
    save_profile(response, {"organisation_type": "state"})
    save_answers(response, {"A1.1.a": "yes", "A1.1.b": "no", "A1.1.c": "yes", "A1.1.d": "dk", "A1.1.e": "yes"})
    save_answers(response, {"A2.1.a": "yes", "A3.1.a": "yes", "A3.1.a1": "no", "A3.1.a2": "yes"})
    save_answers(response, {"A2.2.a.law": "yes", "A2.2.a.bylaw": "no", "A2.2.details": DETAILS[language]})
    save_answers(response, {"C4.2.a": "4", "C4.2.b": "2", "C4.4.a.info": "3", "C4.4.a.consult": "1"})
    save_answers(response, {"A3.2.a": "no", "A3.2.a1": "yes", "D1.1": [{"D1.1.name": PROJECT[language]}]})
    for code in ("profile", "A2.2", "A3.1", "A3.2", "C4.2", "C4.4", "D1.1"):
        page.goto(f"{base}{code}/")
        shoot(page, f"page-{code}", language)
    page.goto(f"{base}D1.1/new/")
    shoot(page, "entry", language)
    page.goto(f"{base}A4.2/")
    page.fill('[name="A4.2.a"]', "?")
    page.fill('[name="A4.2.b"]', "120")
    page.click(".save-bar .btn-primary")
    expect(page.locator(".error-summary")).to_be_visible()
    shoot(page, "page-errors", language)
    page.fill('[name="A4.2.a"]', "12")
    page.fill('[name="A4.2.b"]', "80")
    page.click(".save-bar .btn-primary")
    page.wait_for_url(lambda url: "/A4.2/" not in url)
    page.goto(base)
    shoot(page, "list", language)
    page.goto(f"{base}check/")
    shoot(page, "check", language)
    page.check("#id_declaration")
    page.click("main form .btn-primary")
    page.wait_for_url("**/receipt/")
    shoot(page, "receipt", language)
    page.goto(f"/{language}/answer/forged/")
    shoot(page, "forged", language)


def test_picks_are_pressed_by_their_labels(open_browser: Open, real_round: Round) -> None:
    page = open_browser(PHONE).new_page()
    page.goto(begin(page, real_round.code, "S1") + "C4.4/")
    pick(page, "C4.4.f.consult", "5")
    assert page.is_checked('[name="C4.4.f.consult"][value="5"]')
