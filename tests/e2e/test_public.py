"""Publishing in a real browser: an administrator approves in Russian, the public reads in Kazakh."""

from __future__ import annotations

import random
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from metep.models import User
from surveys.lifecycle import add_submitted
from surveys.models import Institution, Response, ResponseState, Round
from surveys.questionnaires import instrument_of
from tests.e2e.conftest import DESKTOP, PHONE, Open, shoot, sign_in


@pytest.fixture
def closed_round(real_round: Round) -> Round:
    """Twenty respondents each for two institutions, three for the third; closed and publishing."""
    chance = random.Random(4)
    items = instrument_of(real_round.version_id).scored_items
    for code, number in (("S1", 20), ("S2", 20), ("S3", 3)):
        add_submitted(
            Response(
                round=real_round,
                institution=Institution.objects.get(code=code),
                language="kk",
                sections=real_round.sections,
                answers={
                    item.code: chance.choice("012345") if item.type == "scale05" else chance.choice(["yes", "no"])
                    for item in items
                },
                state=ResponseState.SUBMITTED,
                submitted_at=timezone.now(),
            )
            for _number in range(number)
        )
    past = timezone.now() - timedelta(hours=1)
    Round.objects.filter(pk=real_round.pk).update(closes_at=past, publishes_at=past)
    return real_round


@pytest.mark.parametrize("width", [PHONE, DESKTOP])
def test_results_are_approved_and_read_by_anybody(open_browser: Open, closed_round: Round, width: int) -> None:
    administrator = User.objects.create_superuser("administrator@example.org", "a long enough password")
    page = sign_in(open_browser(width), administrator)
    page.goto("/ru/dashboard/kz-test/publication/")
    page.get_by_role("button", name="Опубликовать утверждённые страницы").click()
    expect(page.locator(".error-summary")).to_contain_text("Утвердите хотя бы одну страницу.")
    page.get_by_label("Обзор").check()
    page.get_by_label("Учреждения").check()
    page.get_by_label("Данные").check()
    page.locator("#id_confirmed").check()
    shoot(page, "publication", "ru")
    page.get_by_role("button", name="Опубликовать утверждённые страницы").click()
    expect(page.locator(".messages")).to_contain_text("Утверждённые страницы опубликованы.")

    reader = open_browser(width).new_page()
    reader.goto("/kk/")
    reader.get_by_role("link", name="Жарияланған нәтижелер").click()
    expect(reader.locator("h1")).to_contain_text("Жарияланған нәтижелер")
    reader.get_by_role("link", name=closed_round.title_kk).click()
    expect(reader.locator("h2").first).to_contain_text("шолу")
    shoot(reader, "public-overview", "kk")
    reader.get_by_role("link", name="Мекемелер").click()
    expect(reader.locator("main")).to_contain_text("жарияланбайды: жауап тым аз")
    shoot(reader, "public-institutions", "kk")
    reader.get_by_role("link", name="Деректер").click()
    with reader.expect_download() as download:
        reader.get_by_role("link", name="Барлық бірліктердің балдары (CSV)").click()
    assert download.value.suggested_filename == "kz-test-scores.csv"
    assert reader.goto("/kk/results/kz-test/items/").status == 404  # not approved
