"""An administrator in a real browser, in Russian: finds a person, hands her data over, erases her, reads the trail."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from metep.models import User
from surveys.lifecycle import submit
from surveys.models import Contact, Institution, Participant, Response, Round
from surveys.notices import current_notice
from surveys.saving import save_answers, save_profile
from tests.e2e.conftest import DESKTOP, PHONE, Open, shoot, sign_in

NAME, EMAIL = "Участник Двенадцатый (синтетический)", "participant-12@example.org"


@pytest.fixture
def administrator(transactional_db: None) -> User:
    return User.objects.create_superuser("administrator@example.org", "a long enough password", name="Администратор")


@pytest.fixture
def person(real_round: Round) -> Participant:
    """Somebody invited who has submitted."""
    institution = Institution.objects.get(code="S1")
    participant = Participant.objects.create(round=real_round, institution=institution, language="ru")
    Contact.objects.create(participant=participant, round=real_round, name=NAME, email=EMAIL)
    response = Response.objects.create(
        round=real_round,
        institution=institution,
        participant=participant,
        language="ru",
        sections=["A"],
        notice=current_notice(real_round),
    )
    save_profile(response, {"name": NAME, "organisation_type": "state"})
    save_answers(response, {"A1.1.a": "yes"})
    submit(response)
    return participant


def find(page: Page, words: str) -> None:
    page.goto("/ru/work/kz-test/privacy/")
    page.fill('[name="words"]', words)
    page.get_by_role("button", name="Найти").click()


@pytest.mark.parametrize("width", [PHONE, DESKTOP])
def test_a_person_is_found_handed_over_and_erased(
    open_browser: Open, real_round: Round, person: Participant, administrator: User, tmp_path: Path, width: int
) -> None:
    page = sign_in(open_browser(width), administrator)
    find(page, EMAIL)
    shoot(page, "privacy-found", "ru")
    page.get_by_role("button", name="Показать хранимые данные").click()
    expect(page.get_by_role("link", name="Скачать всё (ZIP)")).to_be_visible()
    expect(page.locator("main")).to_contain_text(NAME)
    shoot(page, "privacy-person", "ru")
    with page.expect_download() as download:
        page.get_by_role("link", name="Скачать всё (ZIP)").click()
    archive = tmp_path / "person.zip"
    download.value.save_as(archive)
    assert {"data.json", "data.pdf"} <= set(zipfile.ZipFile(archive).namelist())

    page.fill('[name="reason"]', "Письменное обращение от 3 марта")
    page.fill('[name="confirmation"]', "kz")
    page.get_by_role("button", name="Удалить").click()
    expect(page.locator(".error-summary")).to_contain_text("Это не код раунда.")
    shoot(page, "privacy-refused", "ru")
    assert page.input_value('[name="reason"]') == "Письменное обращение от 3 марта"
    page.fill('[name="confirmation"]', "kz-test")
    page.get_by_role("button", name="Удалить").click()
    expect(page.locator(".messages")).to_contain_text("Персональные данные удалены.")
    find(page, EMAIL)
    expect(page.locator("main")).to_contain_text(f"По запросу «{EMAIL}» ничего не найдено.")

    page.goto("/ru/work/kz-test/audit/")
    shoot(page, "audit", "ru")
    expect(page.locator("main")).to_contain_text("персональные данные удалены")
    assert NAME not in page.inner_text("main")
    page.goto("/kk/work/audit/?kind=surveys.round")
    shoot(page, "audit-site", "kk")


def test_without_scripts_the_trail_is_searched_by_role(
    open_browser: Open, real_round: Round, person: Participant, administrator: User
) -> None:
    page = sign_in(open_browser(PHONE, java_script_enabled=False), administrator)
    page.goto("/kk/work/kz-test/audit/")
    page.select_option('[name="kind"]', "surveys.contact")
    page.get_by_role("button", name="Іздеу").click()
    expect(page.locator("main")).to_contain_text(EMAIL)
    shoot(page, "audit-found", "kk")
    page.fill('[name="since"]', "2026-02-01")
    page.fill('[name="until"]', "2026-01-01")
    page.get_by_role("button", name="Іздеу").click()
    expect(page.locator(".error-summary")).to_contain_text("Кезең аяқталуынан бұрын басталуға тиіс.")
