"""An administrator looks at how the site stands, on a phone and at a desk."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from fieldwork.models import Mailing, MailingKind
from metep.models import User
from reports.files.tasks import make_batch
from surveys.models import Round
from tests.e2e.conftest import DESKTOP, PHONE, Open, shoot, sign_in


@pytest.mark.parametrize(
    ("language", "width", "act_now", "start"),
    [
        ("kk", PHONE, "Шұғыл шара қажет", "Өңдеушіні іске қосыңыз"),
        ("kk", DESKTOP, "Шұғыл шара қажет", "Өңдеушіні іске қосыңыз"),
        ("ru", PHONE, "Нужны срочные меры", "Запустите обработчик"),
        ("ru", DESKTOP, "Нужны срочные меры", "Запустите обработчик"),
    ],
)
def test_an_administrator_reads_what_is_wrong_and_what_to_do(
    open_browser: Open, small_round: Round, language: str, width: int, act_now: str, start: str
) -> None:
    make_batch.enqueue(0)
    Mailing.objects.create(
        round=small_round, kind=MailingKind.INVITATION, subject="Сауалнамаға шақыру", body="{link}", problem="421"
    )
    page = sign_in(open_browser(width), User.objects.create_superuser("root@example.org"))
    page.goto(f"/{language}/admin/")
    page.locator('.to-state a[href$="/admin/state/"]').click()
    expect(page.locator("h1")).to_be_visible()
    expect(page.locator(".health.is-bad").first).to_contain_text(act_now)
    expect(page.locator("body")).to_contain_text(start)
    expect(page.locator("code", has_text="reports.files.make_batch").first).to_be_visible()
    shoot(page, "state", language)
