"""An analyst writes a foreword, orders files of all institutions, watches them and takes the archive home."""

from __future__ import annotations

import random
import zipfile
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import Group
from playwright.sync_api import expect

from metep.models import User
from reports.files import tasks
from reports.models import Batch
from surveys.lifecycle import add_submitted
from surveys.models import Round
from tests.answering import random_response
from tests.e2e.conftest import DESKTOP, PHONE, Open, shoot, sign_in


@pytest.fixture
def answered(small_round: Round) -> Round:
    chance = random.Random(5)
    institution = small_round.institutions.get()
    add_submitted(random_response(small_round, chance, institution=institution) for _number in range(20))
    return small_round


@pytest.fixture
def analyst(answered: Round, analysts: Group) -> User:
    user = User.objects.create_user("analyst@example.org", "a long enough password")
    user.groups.add(analysts)
    return user


@pytest.mark.parametrize(("language", "width"), [("kk", DESKTOP), ("ru", PHONE)])
def test_a_foreword_and_an_archive(
    open_browser: Open, analyst: User, answered: Round, language: str, width: int, settings: Any, tmp_path: Path
) -> None:
    settings.VAR_DIR = tmp_path
    words = WORDS[language]
    page = sign_in(open_browser(width), analyst)
    page.goto(f"/{language}/dashboard/r1/")
    page.get_by_role("link", name=words["files"], exact=True).click()
    expect(page.get_by_role("table")).to_be_visible()
    shoot(page, f"files-{width}", language)
    page.get_by_role("link", name=words["texts"]).click()
    page.get_by_role("link", name=words["foreword"], exact=True).click()
    page.locator(f"textarea[name=text_{language}]").fill("Бірінші абзац.\n\n- бір\n- екі")
    page.get_by_role("button", name=words["preview"]).click()
    expect(page.locator(".report-preview li").first).to_have_text("бір")
    shoot(page, f"files-preview-{width}", language)
    page.get_by_role("button", name=words["save"], exact=True).click()
    expect(page.locator(".messages")).to_be_visible()

    page.goto(f"/{language}/dashboard/r1/files/batches/")
    page.locator("input[name=kinds][value=report]").uncheck()
    page.locator("input[name=kinds][value=brief]").check()
    shoot(page, f"files-order-{width}", language)
    page.get_by_role("button", name=words["order"]).click()
    expect(page.locator("progress")).to_have_attribute("value", "0")
    tasks.make_batch.call(Batch.objects.get().pk)  # what a worker does
    link = page.get_by_role("link", name=words["archive"])
    expect(link).to_be_visible()  # the page asks anew by itself
    shoot(page, f"files-batch-{width}", language)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    with page.expect_download() as download:
        link.click()
    with zipfile.ZipFile(download.value.path()) as archive:
        assert sorted(archive.namelist()) == [f"r1-institution-I1-brief-{code}.pdf" for code in ("en", "kk", "ru")]


WORDS = {
    "kk": {
        "files": "Файлдар",
        "texts": "Барлық есептің мәтіндерін жазу",
        "foreword": "Алғысөз",
        "preview": "Сақтамай алдын ала қарау",
        "save": "Сақтау",
        "order": "Файлдарды дайындау",
        "archive": "Архивті жүктеп алу (ZIP)",
    },
    "ru": {
        "files": "Файлы",
        "texts": "Написать тексты для всех отчётов",
        "foreword": "Предисловие",
        "preview": "Просмотр без сохранения",
        "save": "Сохранить",
        "order": "Подготовить файлы",
        "archive": "Скачать архив (ZIP)",
    },
}
