"""A coordinator in a real browser gives chapters away, a colleague answers on a phone, two answers meet, and the
institution signs off."""

from __future__ import annotations

import numpy as np
import pytest
from playwright.sync_api import expect

from metep.demo.fieldwork.coordination import make
from metep.demo.fieldwork.staff import Staff
from metep.models import User
from surveys.catalogue import instrument_of
from surveys.content import ItemType
from surveys.lifecycle import submit
from surveys.links import create_link
from surveys.models import Assignment, Institution, Response, ResponseState, Role, Round
from surveys.saving import save_answers
from tests.e2e.conftest import DESKTOP, PHONE, SCREENSHOTS, Open, pick, shoot, sign_in


@pytest.fixture
def institution(real_round: Round) -> Institution:
    return real_round.institutions.get(code="S1")


@pytest.fixture
def coordinator(real_round: Round, institution: Institution) -> User:
    user = User.objects.create_user("coordinator@example.org", "a long enough password")
    Assignment.objects.create(user=user, role=Role.COORDINATOR, round=real_round, institution=institution)
    return user


@pytest.fixture
def draft(real_round: Round, institution: Institution) -> Response:
    return Response.objects.create(
        round=real_round, institution=institution, language="kk", sections=real_round.sections
    )


def test_chapters_are_given_away_answered_and_signed_off(
    open_browser: Open, real_round: Round, institution: Institution, coordinator: User, draft: Response
) -> None:
    desk = sign_in(open_browser(), coordinator)
    desk.goto("/kk/work/")
    desk.click(".round-card h2 a")
    desk.click('.tabs a[href$="/institutions/"]')
    desk.wait_for_url("**/institutions/S1/")
    desk.click(".response .btn-outline-primary")
    desk.click("main form .btn-primary")  # nothing chosen
    expect(desk.locator(".error-summary")).to_be_focused()
    desk.check('input[name="chapters"] >> nth=0')
    desk.fill("#id_name", "Айгүл (синтетикалық)")
    desk.click("main form .btn-primary")
    address = desk.locator("#delegated-link").input_value()
    expect(desk.locator("svg.qr-code")).to_be_visible()
    shoot(desk, "coordination-link", "kk")

    phone = open_browser(PHONE, java_script_enabled=False).new_page()
    phone.goto(address)
    shoot(phone, "coordination-colleague", "kk")
    phone.click(".progress-panel .btn-primary")
    visited = 0
    while "/done/" not in phone.url:
        visited += 1
        assert visited < 30
        phone.locator("#answers .pick:not(.is-none)").first.click()
        phone.click(".save-bar .btn-primary")
    shoot(phone, "coordination-done", "kk")
    draft.refresh_from_db()
    assert len(draft.answers) == visited

    desk.goto("/kk/work/kz-test/institutions/S1/")
    expect(desk.locator(".holder").first).to_contain_text("Айгүл (синтетикалық)")
    submit(draft)
    desk.reload()
    desk.click("#sign-off .btn-primary")
    desk.check("#id_declaration")
    shoot(desk, "coordination-sign", "kk")
    desk.click("main form .btn-primary")
    expect(desk.locator("#sign-off strong")).to_be_visible()
    with desk.expect_download() as download:
        desk.click("#sign-off .btn-outline-primary")
    paper = SCREENSHOTS / "coordination-confirmation.pdf"
    download.value.save_as(paper)
    assert paper.read_bytes().startswith(b"%PDF-")


def test_two_people_meet_in_one_answer_and_one_of_them_chooses(
    open_browser: Open, real_round: Round, institution: Institution, draft: Response
) -> None:
    own = create_link(real_round, institution, response=draft)[1]
    given = create_link(real_round, institution, label="Айгүл (синтетикалық)", response=draft, chapters=["A1"])[1]
    item = next(item for item in instrument_of(real_round.version_id).scored_items if item.code.startswith("A1.1"))
    respondent, colleague = open_browser(PHONE).new_page(), open_browser(java_script_enabled=False).new_page()
    for page, secret in ((respondent, own), (colleague, given)):
        page.goto(f"/ru/answer/{secret}/")
        page.goto(f"/ru/responses/{draft.pk}/A1.1/")
    pick(colleague, item.code, "yes")
    colleague.click(".save-bar .btn-primary")
    pick(respondent, item.code, "no")
    expect(respondent.locator("#saved")).to_contain_text("в другом месте изменён 1 ответ")
    respondent.click(".save-bar .btn-primary")
    expect(respondent.locator(".error-summary.is-conflict")).to_be_focused()
    expect(respondent.locator(".is-conflict .notice")).to_contain_text("Айгүл")
    shoot(respondent, "conflict", "ru")
    respondent.click(".save-bar .btn-primary")
    expect(respondent.locator(".is-conflict .error")).to_be_visible()
    respondent.locator('.is-pair .pick:has(input[value="mine"])').click()
    expect(respondent.locator("#saved")).to_contain_text("в другом месте изменён 1 ответ")
    draft.refresh_from_db()
    assert draft.answers[item.code] == "yes"  # a choice waits for the button
    respondent.click(".save-bar .btn-primary")
    respondent.wait_for_url("**/A2.1/")
    draft.refresh_from_db()
    assert draft.answers[item.code] == "no"


@pytest.fixture
def busy(real_round: Round, institution: Institution, coordinator: User, draft: Response) -> Round:
    """A round with responses that differ, colleagues, sign-offs."""
    chance = np.random.default_rng(7)
    items = [item for item in instrument_of(real_round.version_id).scored_items if item.type is ItemType.YNDK]
    for owner in (institution, institution, institution, *real_round.institutions.exclude(pk=institution.pk)):
        made = Response.objects.create(round=real_round, institution=owner, language="kk", sections=real_round.sections)
        save_answers(made, {item.code: str(chance.choice(["yes", "yes", "yes", "no"])) for item in items})
        submit(made)
    save_answers(draft, {item.code: "yes" for item in items[:30]})
    make(real_round, Staff(*[coordinator] * 6), chance)
    Response.objects.filter(state=ResponseState.SUBMITTED, institution__code="S2").update(state=ResponseState.ACCEPTED)
    return real_round


@pytest.mark.parametrize(("language", "width"), [("kk", PHONE), ("ru", DESKTOP), ("kk", DESKTOP), ("ru", PHONE)])
def test_pages_of_coordination_fit_every_screen(
    open_browser: Open, busy: Round, coordinator: User, draft: Response, language: str, width: int
) -> None:
    administrator = User.objects.create_superuser("administrator@example.org", "a long enough password")
    of_coordinator = {
        "work": "",
        "round": "kz-test/",
        "institution": "kz-test/institutions/S1/",
        "delegate": f"kz-test/institutions/S1/responses/{draft.pk}/delegate/",
        "sign-off": "kz-test/institutions/S1/sign-off/",
    }
    of_administrator = {"work-all": "", "round-all": "kz-test/", "institutions": "kz-test/institutions/"}
    for user, paths in ((coordinator, of_coordinator), (administrator, of_administrator)):
        page = sign_in(open_browser(width), user)
        for name, path in paths.items():
            answer = page.goto(f"/{language}/work/{path}")
            assert answer is not None
            assert answer.status == 200, path
            assert page.locator("h1").count() == 1
            shoot(page, f"coordination-{name}", language)
