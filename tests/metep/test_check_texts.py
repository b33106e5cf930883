"""Every text of the site is written as the glossary wants it."""

from __future__ import annotations

from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from metep.texts import Written, faults_of, texts_of_files
from surveys.glossary import vocabulary
from surveys.models import Institution

FAULTY = """
[[recommendations]]
code = "one"
title.kk = "Cайт"
title.ru = "Сайт"
title.en = "Site"
steps.kk = ["Бірінші  қадам", "Екінші"]
steps.ru = ["Первый шаг", "Второй"]
steps.en = ["First step", "Second"]
[[sources]]
code = "cited"
text.kk = "Онлайн сервис"
text.ru = "Онлайн-сервис"
text.en = "Online service"
"""
CATALOGUE = """
msgid ""
msgstr "Content-Type: text/plain; charset=UTF-8\\n"

msgid "The round %(round)s is closed."
msgstr "Раунд закрыт."
"""


@pytest.fixture
def faulty_site(tmp_path: Path, settings) -> Path:
    """A site whose files have faults."""
    for name, content in (
        ("fixtures/recommendations/one.toml", FAULTY),
        ("fixtures/instruments/one.toml", FAULTY.replace("Cайт", "Сервис")),
        ("locale/ru/LC_MESSAGES/django.po", CATALOGUE),
        ("templates/page.html", "<p>{{ name }} cлово</p>"),
        ("static/src/page.js", "// сөз"),
    ):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content, "utf-8")
    settings.BASE_DIR = tmp_path
    return tmp_path


def test_no_text_of_our_files_has_a_fault() -> None:
    words = vocabulary()
    assert words.terms
    assert words.unwanted["kk"]
    found = [(text.place, text.language, fault) for text in texts_of_files() for fault in faults_of(text, words)]
    assert found == []


def test_all_kinds_of_files_are_read() -> None:
    texts = list(texts_of_files())
    for beginning in ("locale/kk", "locale_django/kk", "instruments/", "recommendations/", "regions/"):
        assert any(text.place.startswith(beginning) for text in texts), beginning
    assert len(texts) > 10_000


def test_faults_of_files_are_told_with_their_place(faulty_site: Path) -> None:
    out = StringIO()
    with pytest.raises(CommandError, match=r": 5\.$"):
        call_command("check_texts", stdout=out)
    assert out.getvalue().splitlines() == [
        "locale/ru/LC_MESSAGES/django.po: The round %(round)s is closed. [ru] places: %(round)s",
        "instruments/one.toml recommendations one steps [kk] spaces: Бірінші  қадам",
        "recommendations/one.toml recommendations one title [kk] alphabet: Cайт",
        "recommendations/one.toml recommendations one steps [kk] spaces: Бірінші  қадам",
        "templates/page.html [kk] alphabet: cлово",
    ]


def test_one_kind_can_be_asked_for(faulty_site: Path) -> None:
    out = StringIO()
    with pytest.raises(CommandError):
        call_command("check_texts", "--kind=spaces", stdout=out)
    assert len(out.getvalue().splitlines()) == 2


def test_terms_of_a_published_text_are_left_for_its_next_version() -> None:
    kept = Written("instruments/one", "kk", "Сервис", "Service", is_kept=True)
    assert faults_of(kept, vocabulary()) == []
    assert len(faults_of(Written("one", "kk", "Сервис", "Service"), vocabulary())) == 1


def test_what_is_stored_is_checked_too(db) -> None:
    Institution.objects.create(code="X-1", country="QS", name_kk="Mекеме", name_ru="", name_en="Ministry")
    out = StringIO()
    with pytest.raises(CommandError):
        call_command("check_texts", "--stored", stdout=out)
    lines = out.getvalue().splitlines()
    assert [line.split("] ")[1] for line in lines] == ["alphabet: Mекеме", "missing: ru"]
