"""No network, no server, no answer in time: what was opened stays usable, what was answered is sent later, once."""

from __future__ import annotations

from playwright.sync_api import BrowserContext, Page, expect

from surveys.models import AnswerChange, Response, Round
from tests.e2e.conftest import Open, pick, shoot
from tests.e2e.devices import QUEUE, STATE, base_of, nothing_waits, open_kept, start, waits
from tests.e2e.network import Wire


def answers() -> dict[str, object]:
    return Response.objects.get().answers


def send_now(page: Page) -> None:
    page.click("[data-do=send]")
    nothing_waits(page)


def test_a_chapter_answered_without_a_network_is_sent_when_it_is_back(
    phone: BrowserContext, wire: Wire, real_round: Round
) -> None:
    options = {"code": real_round.code, "institution": "S1", "language": "kk"}
    page = start(phone, "", "A1.1/", **options)
    base = base_of(page)
    page.goto(base)
    links = page.locator(".chapter-title + .tasks").first.locator(".task")
    chapter = [str(link.get_attribute("href")).split("/")[-2] + "/" for link in links.all()]
    for path in chapter:
        open_kept(page, f"{base}{path}")
    wire.cut()
    phone.set_offline(True)
    page.goto(base)  # the list comes from the device
    expect(page.locator(STATE)).to_contain_text("Бұл – беттің осы құрылғыда сақталған көшірмесі.")
    page.click(f'.task[href$="{chapter[0]}"]')
    given = 0
    for number, path in enumerate(chapter):
        page.wait_for_url(f"**/{path}")
        for question in page.locator("#answers fieldset.question:visible").all():
            question.locator(".pick").first.click()
            given += 1
        expect(page.locator(STATE)).to_contain_text(f"Құрылғыда сақталды, әлі жіберілген жоқ: {given} жауап.")
        if number == 0:
            shoot(page, "offline", "kk")
        page.click(".save-bar [value=next]" if number < len(chapter) - 1 else ".save-bar [value=list]")
    page.wait_for_url(base)
    expect(page.locator(STATE)).to_contain_text(f"{given} жауап.")
    assert given >= 3
    assert answers() == {}
    wire.join()
    phone.set_offline(False)  # the browser says that it is online, and the page sends by itself
    expect(page.locator(STATE)).not_to_contain_text("жіберілген жоқ", timeout=20_000)
    assert page.evaluate(QUEUE) == []
    assert len(answers()) == given
    assert AnswerChange.objects.count() == len(chapter)
    page.goto(f"{base}{chapter[0]}")
    assert page.locator("#answers fieldset.question:visible input:checked").count() >= 1
    nothing_waits(page)


def test_a_server_that_is_gone_while_saving_loses_nothing(
    phone: BrowserContext, wire: Wire, small_round: Round
) -> None:
    page = start(phone, "F2.1/", "F1.1/")
    wire.cut()
    pick(page, "F1.1.c", "dk")
    waits(page, 1)
    page.click(".save-bar .btn-primary")  # goes on to the next page, which this device keeps
    page.wait_for_url("**/F2.1/")
    waits(page, 1)
    pick(page, "F2.1.a", "no")
    waits(page, 2)
    page.go_back()
    page.wait_for_url("**/F1.1/")
    expect(page.locator('[name="F1.1.c"][value=dk]')).to_be_checked()
    assert answers() == {}
    wire.join()
    page.reload()  # comes from the site, and what waits is sent first
    nothing_waits(page)
    expect(page.locator('[name="F1.1.c"][value=dk]')).to_be_checked()
    assert answers() == {"F1.1.c": "dk", "F2.1.a": "no"}


def test_an_answer_that_arrived_unheard_is_sent_again_and_stored_once(
    phone: BrowserContext, wire: Wire, small_round: Round
) -> None:
    page = start(phone, "F1.1/")
    wire.is_deaf = True
    pick(page, "F1.1.c", "dk")
    waits(page, 1)
    assert answers() == {"F1.1.c": "dk"}  # the site has it, this device does not know
    pick(page, "F1.1.c", "no")  # changed meanwhile: that is no other device
    wire.is_deaf = False
    send_now(page)
    assert answers() == {"F1.1.c": "no"}
    assert [change.patch for change in AnswerChange.objects.order_by("pk")] == [{"F1.1.c": "dk"}, {"F1.1.c": "no"}]
    page.click(".save-bar .btn-primary")
    page.wait_for_url("**/F2.1/")


def test_a_tab_that_was_killed_sends_when_the_answers_are_opened_again(
    phone: BrowserContext, wire: Wire, small_round: Round
) -> None:
    page = start(phone, "", "P1.1/", "F1.1/")
    base = base_of(page)
    wire.cut()
    pick(page, "F1.1.a", "yes")
    page.fill('[name="F1.1.share"]', "40")
    page.locator('[name="F1.1.share"]').blur()
    waits(page, 2)
    page.close()
    again = phone.new_page()
    again.goto(f"{base}F1.1/")  # still no network: what was typed stands there
    expect(again.locator('[name="F1.1.share"]')).to_have_value("40")
    waits(again, 2)
    again.close()
    wire.join()
    last = phone.new_page()
    last.goto(base)  # another page of the same answers
    nothing_waits(last)
    assert answers() == {"F1.1.a": "yes", "F1.1.share": 40}
    assert AnswerChange.objects.count() == 1


def test_two_devices_that_disagree_are_asked_and_the_choice_ends_it(
    phone: BrowserContext, wire: Wire, open_browser: Open, small_round: Round
) -> None:
    page = start(phone, "F1.1/")
    base = base_of(page)
    page.goto(f"{base}link/")
    link = page.input_value("#personal-link").replace(wire.url, "")
    page.goto(f"{base}F1.1/")
    wire.cut()
    pick(page, "F1.1.a", "yes")
    pick(page, "F1.1.c", "dk")
    waits(page, 2)
    other = open_browser(java_script_enabled=False).new_page()
    other.goto(link)
    other.goto(other.url + "F1.1/")
    pick(other, "F1.1.a", "no")
    other.click(".save-bar .btn-primary")
    other.wait_for_url("**/F2.1/")
    wire.join()
    page.reload()
    expect(page.locator(STATE)).to_contain_text("that you have to look at before they can be stored")
    assert answers() == {"F1.1.a": "no", "F1.1.c": "dk"}
    page.click("[data-do=look]")
    expect(page.locator("fieldset.is-conflict")).to_have_count(1)
    shoot(page, "offline-conflict", "en")
    page.close()  # without having chosen: it stays on the device
    page = phone.new_page()
    page.goto(base)
    page.click("[data-do=look]")
    page.locator('label:has([name="choice-F1.1.a"][value=mine])').click()
    page.click(".save-bar .btn-primary")
    page.wait_for_url("**/F2.1/")
    nothing_waits(page)
    assert answers() == {"F1.1.a": "yes", "F1.1.c": "dk"}


def test_new_entries_wait_too_and_each_comes_once(phone: BrowserContext, wire: Wire, small_round: Round) -> None:
    page = start(phone, "N1.1/new/", "N1.1/")
    base = base_of(page)
    wire.cut()
    for name in ("First", "Second"):
        page.goto(f"{base}N1.1/new/")
        page.fill('[name="N1.1.name"]', name)
        page.click(".save-bar .btn-primary")
        page.wait_for_url("**/N1.1/")
    expect(page.locator(STATE)).to_contain_text("not sent yet: 2.")
    wire.join()
    page.goto(base)
    nothing_waits(page)
    assert [entry["N1.1.name"] for entry in Response.objects.get().answers["N1.1"]] == ["First", "Second"]


def test_a_page_that_was_never_opened_says_so_and_names_those_that_were(
    phone: BrowserContext, wire: Wire, small_round: Round
) -> None:
    page = start(phone, "", "F1.1/")
    base = base_of(page)
    wire.cut()
    pick(page, "F1.1.a", "yes")
    waits(page, 1)
    page.goto(f"{base}P1.2/")
    expect(page.locator("h1")).to_have_text("No connection")
    expect(page.locator("#kept li")).to_have_count(2)
    expect(page.locator("#kept [role=status]")).to_have_text("Answers kept on this device, not sent yet: 1.")
    shoot(page, "offline-page", "en")
    page.click('#kept a[href$="F1.1/"]')
    expect(page.locator('[name="F1.1.a"][value=yes]')).to_be_checked()


def test_what_waits_is_sent_after_its_page_was_closed(phone: BrowserContext, wire: Wire, small_round: Round) -> None:
    page = start(phone, "F1.1/")
    wire.cut()
    pick(page, "F1.1.c", "dk")
    waits(page, 1)
    page.close()
    wire.join()
    other = phone.new_page()
    other.goto("/en/")  # no page of answers: nothing is sent by it
    assert answers() == {}
    worker = phone.new_cdp_session(other)
    registrations: list[str] = []
    worker.on(
        "ServiceWorker.workerRegistrationUpdated",
        lambda event: registrations.extend(one["registrationId"] for one in event["registrations"]),
    )
    worker.send("ServiceWorker.enable")
    other.wait_for_timeout(300)
    event = {"origin": wire.url, "registrationId": registrations[0], "tag": "answers", "lastChance": True}
    worker.send("ServiceWorker.dispatchSyncEvent", event)  # what a browser does when the network is back
    for _ in range(50):
        if answers():
            break
        other.wait_for_timeout(100)
    assert answers() == {"F1.1.c": "dk"}
