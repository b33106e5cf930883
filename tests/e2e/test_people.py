"""An administrator invites people in Kazakh: a list, an invitation that a worker sends, a link that opens."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.core import mail
from django.utils import timezone
from playwright.sync_api import Page

from fieldwork.models import Mailing
from fieldwork.people import tasks
from metep.models import User
from surveys.models import Participant, Round
from surveys.workbooks import write_workbook
from tests.e2e.conftest import PHONE, shoot

PEOPLE = [
    ("Қатысушы 1 (синтетикалық)", "one@example.org", "S1", "", "kk"),
    ("Участник 2 (синтетический)", "two@example.org", "S2", "", "ru"),
    ("Қатысушы 3 (синтетикалық)", "", "S3", "", "kk"),
]


@pytest.fixture
def administrator(open_browser, client, live_server):
    """A browser in which an administrator has signed in."""
    user = User.objects.create_superuser("administrator@example.org", "a long enough password")
    client.force_login(user)
    session = client.cookies["sessionid"].value

    def open_page(width: int) -> Page:
        context = open_browser(width)
        context.add_cookies([{"name": "sessionid", "value": session, "url": live_server.url}])
        return context.new_page()

    return open_page


@pytest.mark.parametrize("width", [1280, PHONE])
def test_people_are_imported_invited_and_come_by_their_links(
    real_round: Round, administrator, open_browser, live_server, settings, width: int
) -> None:
    settings.SITE_URL = live_server.url
    Round.objects.update(closes_at=timezone.now() + timedelta(days=20))
    page = administrator(width)
    page.goto(f"/kk/work/{real_round.code}/people/")
    page.click("text=Тізімді импорттау")
    columns = ("name", "email", "institution", "sections", "language")
    bad = write_workbook(columns, [*PEOPLE, ("Төртінші", "nobody", "S9", "", "kk")])
    page.set_input_files("#id_file", {"name": "people.xlsx", "mimeType": "application/x", "buffer": bad})
    page.click("text=Не өзгеретінін көру")
    assert "5-жол" in page.inner_text(".error-summary")
    shoot(page, "people-import-errors", "kk")
    page.click("text=Басқа файл")
    good = write_workbook(columns, PEOPLE)
    page.set_input_files("#id_file", {"name": "people.xlsx", "mimeType": "application/x", "buffer": good})
    page.click("text=Не өзгеретінін көру")
    shoot(page, "people-import", "kk")
    page.click("text=Раундқа жазу")
    page.wait_for_url("**/people/")
    assert Participant.objects.count() == 3
    shoot(page, "people", "kk")

    page.goto(f"/kk/work/{real_round.code}/mail/")
    page.click("text=Шақыру жазу")
    page.fill("#id_subject_kk", "{nobody}")
    page.click("text=Сақтап, көру")
    assert "{nobody}" in page.inner_text(".error-summary")
    page.fill("#id_subject_kk", "Шақыру: {round}")
    shoot(page, "people-compose", "kk")
    page.click("text=Сақтап, көру")
    page.wait_for_url(re.compile(r"/mail/\d+/$"))
    shoot(page, "people-mailing", "kk")
    page.click("text=Жіберу немесе жоспарлау")
    assert "Хаттар жіберіле бастады" in page.inner_text(".messages")

    mailing = Mailing.objects.get()
    tasks.deliver.call(mailing.pk, tasks.ticket_of(mailing))
    page.reload()
    assert "аяқталды" in page.inner_text("#numbers")
    shoot(page, "people-mailing-sent", "kk")
    assert [message.to for message in mail.outbox] == [["one@example.org"], ["two@example.org"]]
    link = re.search(r"^http\S+$", mail.outbox[1].body, re.MULTILINE)
    assert link
    respondent = open_browser(PHONE).new_page()
    respondent.goto(link[0])
    assert "Условное учреждение № 2" in respondent.inner_text("main")

    page.goto(f"/kk/work/{real_round.code}/mail/")
    shoot(page, "people-mail", "kk")
    page.goto(f"/kk/work/{real_round.code}/people/?standing=invited")
    assert page.locator("tbody tr").count() == 2
    page.locator("tbody th a").first.click()
    page.click("text=Жаңа сілтеме жасау")
    assert page.input_value("#personal-link").startswith(live_server.url)
    shoot(page, "people-one", "kk")


def test_one_press_unsubscribes_in_russian(real_round: Round, page: Page) -> None:
    from fieldwork.people.keeping import Person, add_people
    from fieldwork.people.letters import token_of

    (one,) = add_people(real_round, [Person("Участник", "two@example.org", None, (), "ru")])
    page.goto(f"/ru/mail/stop/{token_of(one)}/")
    shoot(page, "people-unsubscribe", "ru")
    page.click("text=Не хочу получать письма")
    assert "больше не приходят" in page.inner_text("[role=status]")
    one.contact.refresh_from_db()
    assert one.contact.unsubscribed_at
