"""A workshop in Kazakh: the facilitator's screen and two phones, one of which is lost and comes back."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from fieldwork.models import Agreement, Vote, Workshop
from metep.models import User
from surveys.models import Assignment, Response, ResponseState, Role, Round
from tests.e2e.conftest import DESKTOP, PHONE, Open, shoot, sign_in

SOON = 6_000  # milliseconds within which a phone must have followed


@pytest.fixture
def facilitator(real_round: Round) -> User:
    user = User.objects.create_user("facilitator@example.org", "a long enough password")
    Assignment.objects.create(user=user, role=Role.FACILITATOR, round=real_round)
    return user


def make_workshop(screen: Page, survey_round: Round) -> Workshop:
    """Make a workshop for the country by the form."""
    screen.goto(f"/kk/work/{survey_round.code}/workshops/new/")
    screen.fill("[name=title]", "Ел туралы фактілер: сынақ семинары")
    screen.locator("[name=sections]").first.check()
    shoot(screen, "workshop-new", "kk")
    screen.click("form.form .btn-primary")
    screen.wait_for_selector(".room-code")
    return Workshop.objects.get()


def join(phone: Page, workshop: Workshop, name: str = "") -> None:
    """Type the code and take a seat."""
    phone.goto("/kk/join/")
    phone.fill("[name=code]", workshop.join_code.lower())
    phone.click("main .btn-primary")
    if name:
        phone.fill("[name=name]", name)
    if not name:
        shoot(phone, "workshop-join", "kk")
    phone.click("form.form .btn-primary")
    expect(phone.locator("h1")).to_contain_text("Сіз қосылдыңыз")


def test_two_phones_vote_and_one_comes_back(open_browser: Open, real_round: Round, facilitator: User) -> None:
    screen = sign_in(open_browser(), facilitator)
    workshop = make_workshop(screen, real_round)
    shoot(screen, "workshop-lobby", "kk")
    first, second = open_browser(PHONE).new_page(), open_browser(PHONE).new_page()
    join(first, workshop)
    join(second, workshop, "Екінші қатысушы (синтетикалық)")
    expect(screen.locator("#people")).to_contain_text("2", timeout=SOON)

    screen.keyboard.press("v")
    screen.wait_for_selector("[data-key=KeyN]")
    question = screen.locator(".room-item h1").inner_text()
    expect(first.locator("h1")).to_have_text(question, timeout=SOON)
    screen.keyboard.press("v")
    expect(first.locator(".vote-button.is-yes")).to_be_visible(timeout=SOON)
    first.fill("[name=reason]", "Тұжырымдама бекітілген")
    shoot(first, "workshop-vote", "kk")
    first.click(".vote-button.is-yes")
    expect(first.locator(".saved")).to_contain_text("Дауысыңыз сақталды: Иә")
    shoot(first, "workshop-voted", "kk")
    expect(second.locator(".vote-button.is-no")).to_be_visible(timeout=SOON)
    second.click(".vote-button.is-no")
    expect(second.locator(".saved")).to_be_visible()
    expect(screen.locator(".has-voted")).to_contain_text("2", timeout=SOON)
    assert "Тұжырымдама" not in screen.content()
    shoot(screen, "workshop-vote", "kk")

    # The second phone is lost; its holder goes on with another, in the same seat.
    address = second.locator(".rejoin .address").get_attribute("href")
    second.close()
    second = open_browser(PHONE).new_page()
    second.goto(str(address))
    expect(second.locator(".saved")).to_contain_text("Жоқ")
    second.click(".vote-button.is-dk")
    expect(second.locator(".saved")).to_contain_text("Білмеймін")

    screen.keyboard.press("c")
    expect(screen.locator(".spread")).to_be_visible()
    expect(first.locator(".spread")).to_be_visible(timeout=SOON)
    expect(first.locator(".reasons")).to_contain_text("Тұжырымдама бекітілген")
    shoot(first, "workshop-spread", "kk")
    shoot(screen, "workshop-spread", "kk")
    screen.set_viewport_size({"width": 1920, "height": 1080})
    shoot(screen, "workshop-spread", "kk")
    screen.set_viewport_size({"width": DESKTOP, "height": 800})

    screen.locator(".agree [name=value][value=yes]").check()
    screen.fill("[name=rationale]", "2022 жылғы тұжырымдама")
    screen.fill("[name=minority_view]", "Бір қатысушы оны жеткіліксіз деп санайды")
    screen.click(".agree .btn-primary")
    expect(screen.locator(".agreed")).to_be_visible()
    expect(first.locator(".agreed")).to_contain_text("2022 жылғы тұжырымдама", timeout=SOON)
    shoot(screen, "workshop-agreed", "kk")
    shoot(first, "workshop-agreed", "kk")

    screen.click("a.btn-link[href$='/end/']")
    shoot(screen, "workshop-end", "kk")
    screen.click("main .btn-primary")
    screen.wait_for_url("**/results/")
    shoot(screen, "workshop-results", "kk")
    expect(first.locator("h1")).to_contain_text("Семинар аяқталды", timeout=SOON)
    screen.click("main form .btn-primary")
    expect(screen.locator(".messages .success")).to_be_visible()

    response = Response.objects.get()
    assert (response.state, response.participants) == (ResponseState.SUBMITTED, 2)
    assert Agreement.objects.get().present == [1, 2]
    assert sorted(Vote.objects.values_list("value", flat=True)) == ["dk", "yes"]


def test_everything_works_without_a_script_in_russian(open_browser: Open, real_round: Round, facilitator: User) -> None:
    screen = sign_in(open_browser(java_script_enabled=False), facilitator)
    workshop = make_workshop(screen, real_round)
    phone = open_browser(PHONE, java_script_enabled=False).new_page()
    phone.goto(f"/ru/join/{workshop.join_code}/")
    phone.click("form.form .btn-primary")
    expect(phone.locator("h1")).to_contain_text("Вы присоединились")
    screen.click("[name=do][value=begin]")
    screen.click("[name=do][value=open]")
    phone.goto(f"/ru/join/{workshop.join_code}/")
    phone.click(".vote-button.is-yes")
    expect(phone.locator(".saved")).to_contain_text("Ваш голос сохранён: Да")
    screen.click("[name=do][value=close]")
    screen.locator(".agree [name=value][value=yes]").check()
    screen.click(".agree .btn-primary")
    expect(screen.locator(".agreed")).to_be_visible()
    phone.goto(f"/ru/join/{workshop.join_code}/")
    expect(phone.locator(".agreed")).to_contain_text("Да")
    assert Agreement.objects.get().value == "yes"
