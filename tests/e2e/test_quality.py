"""A reviewer runs the checks, opens a finding and lands where it is mended. In Russian."""

from __future__ import annotations

import pytest
from django.conf import LazySettings
from playwright.sync_api import expect

from surveys.models import Institution, Role, Round
from tests.e2e.conftest import DESKTOP, PHONE, Open, shoot, sign_in
from tests.fieldwork.reviewing import make_response, make_staff


@pytest.mark.parametrize("width", [DESKTOP, PHONE])
def test_a_reviewer_runs_the_checks_and_follows_a_finding(
    open_browser: Open, real_round: Round, settings: LazySettings, width: int
) -> None:
    settings.TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}
    settings.CHECK_LINKS = False
    institution = Institution.objects.get(code="S1")
    answers = {"A1.1.c": "yes", "A4.1.a": "no", "A4.1.a1": "yes", "B1.1.a": "no"}
    bad = make_response(real_round, institution, answers | {f"C4.2.{letter}": "3" for letter in "abcdef"})
    page = sign_in(open_browser(width), make_staff("reviewer@example.org", Role.REVIEWER, real_round))

    page.goto(f"/ru/work/{real_round.code}/quality/")
    expect(page.get_by_text("Проверки ещё не выполнялись.")).to_be_visible()
    page.get_by_role("button", name="Запустить проверки").click()
    expect(page.get_by_text("Последняя проверка:")).to_be_visible()
    shoot(page, "quality", "ru")
    page.get_by_role("link", name="Ответы под ответом «Нет»").click()
    expect(page.get_by_text("Даны ответы, хотя на основной пункт не отвечено «Да»: A4.1.a1 (всего 1).")).to_be_visible()
    shoot(page, "quality-check", "ru")
    page.get_by_role("link", name="Открыть анкету").click()
    page.wait_for_url(f"**/responses/{bad.pk}/#A4.1.a1")
    expect(page.get_by_text(bad.reference).first).to_be_visible()
