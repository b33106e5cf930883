"""Every sentence of the interface is there in Kazakh and Russian, as docs/glossary.md wants it written."""

from __future__ import annotations

import gettext
import importlib.util
import re
from pathlib import Path

import django
import polib
import pytest
from django.utils import translation
from django.utils.translation import ngettext, trans_real

from tests.messages import (
    BASE_DIR,
    TRANSLATED,
    calls_in_template,
    find_messages,
    fits,
    messages_in,
    read_catalogue,
    translations,
)

CATALOGUES = [("kk", "locale", "django"), ("ru", "locale", "django")]
CATALOGUES += [("kk", "locale_django", domain) for domain in ("django", "djangojs")]
# Written the same in Kazakh and in Russian.
SHARED = {
    "Map",
    "Technology: %(name)s",
    "CSV: %(title)s",
    "Scenario",
    "scenario",
    "No.",
    "%(part)s (%(measure)s)",
    "score %(score)s (n = %(n)s)",
    "Fact",
    "n = %(n)s",
    "Median",
    "Score",
    "Technology",
    "technology",
    "site",
    "Machine",
    "Process",
    "web server",
    "%(shown)s respondent",
    "workshop",
    "card",
    "respondent",
    "file",
    "File",
    "Context",
    "%(round)s, n",
}
# What one language writes otherwise: (language, pattern, why). For the rules of all texts see test_check_texts.py.
UNWANTED = [
    ("kk", r"[^.?!:] Сіз", "сіз has a capital only at the beginning of a sentence"),
    ("ru", r"\b(вы|вас|вам|вами|ваш\w*)\b", "people are addressed with a capital letter"),
    ("ru", r"\b(расчет|отчет|учет|ее|еще|все еще)\b", "ё is written where it belongs"),
]


def texts(language: str) -> list[tuple[polib.POEntry, str]]:
    """Each message with each of its translations."""
    return [(entry, text) for entry in read_catalogue(language) for text in translations(entry)]


@pytest.mark.parametrize("language", TRANSLATED)
def test_every_message_of_code_and_templates_is_translated(language: str) -> None:
    translated = {(entry.msgctxt, entry.msgid) for entry in read_catalogue(language) if entry.translated()}
    missing = [f"{path}: {used[1]}" for used, path in find_messages().items() if used[1] and used not in translated]
    assert missing == []


@pytest.mark.parametrize("language", TRANSLATED)
def test_no_translation_is_left_of_a_message_that_is_gone(language: str) -> None:
    used = find_messages()
    assert [entry.msgid for entry in read_catalogue(language) if (entry.msgctxt, entry.msgid) not in used] == []


@pytest.mark.parametrize(("language", "folder", "domain"), CATALOGUES)
def test_no_translation_is_empty_or_fuzzy_or_obsolete(language: str, folder: str, domain: str) -> None:
    catalogue = read_catalogue(language, folder, domain)
    doubtful = catalogue.untranslated_entries() + catalogue.fuzzy_entries() + catalogue.obsolete_entries()
    assert [entry.msgid for entry in doubtful] == []


@pytest.mark.parametrize(("language", "folder", "domain"), CATALOGUES)
def test_translations_keep_the_named_places(language: str, folder: str, domain: str) -> None:
    wrong = [
        f"{entry.msgid} -> {text}"
        for entry in read_catalogue(language, folder, domain)
        for text in translations(entry)
        if not fits(entry, text)
    ]
    assert wrong == []


def test_kazakh_is_not_russian() -> None:
    russian = {(entry.msgctxt, entry.msgid): set(translations(entry)) for entry in read_catalogue("ru")}
    same = {entry.msgid for entry, text in texts("kk") if text in russian[entry.msgctxt, entry.msgid]}
    assert same <= SHARED


@pytest.mark.parametrize(("language", "pattern", "why"), UNWANTED)
def test_the_rules_of_writing_are_kept(language: str, pattern: str, why: str) -> None:
    assert [text for _entry, text in texts(language) if re.search(pattern, text)] == [], why


@pytest.mark.parametrize(
    ("language", "number", "expected"),
    [
        ("kk", 1, "1 сұраққа жауап берілмеген"),
        ("kk", 5, "5 сұраққа жауап берілмеген"),
        ("ru", 1, "1 вопрос без ответа"),
        ("ru", 3, "3 вопроса без ответа"),
        ("ru", 5, "5 вопросов без ответа"),
        ("ru", 11, "11 вопросов без ответа"),
        ("ru", 21, "21 вопрос без ответа"),
        ("ru", 112, "112 вопросов без ответа"),
    ],
)
def test_numbers_take_the_form_of_the_language(language: str, number: int, expected: str) -> None:
    with translation.override(language):
        form = ngettext("%(n)s question has no answer", "%(n)s questions have no answer", number)
        assert form % {"n": number} == expected


@pytest.mark.parametrize(("language", "folder", "domain"), CATALOGUES)
def test_plural_forms_are_those_of_django(language: str, folder: str, domain: str) -> None:
    """Catalogues of one rule merge; each plural has as many forms as the rule."""
    of_django = Path(django.__file__).parent / "conf" / "locale" / language / "LC_MESSAGES" / "django.po"
    ours, theirs = (
        re.sub(r"\s", "", catalogue.metadata["Plural-Forms"])
        for catalogue in (read_catalogue(language, folder, domain), polib.pofile(str(of_django)))
    )
    assert ours == theirs
    forms = int(re.findall(r"nplurals=(\d)", ours)[0])
    plurals = [entry for entry in read_catalogue(language, folder, domain) if entry.msgid_plural]
    assert [entry.msgid for entry in plurals if len(entry.msgstr_plural) != forms] == []


def test_texts_are_compiled_without_gettext(tmp_path: Path) -> None:
    spec = importlib.util.spec_from_file_location("compiling", BASE_DIR / "script" / "compile_messages.py")
    compiling = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(compiling)
    folder = tmp_path / "kk" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    (folder / "django.po").write_text(str(read_catalogue("kk")), "utf-8")
    assert compiling.compile_messages(tmp_path) == [folder / "django.mo"]
    assert compiling.compile_messages(tmp_path) == []
    compiled = gettext.GNUTranslations((folder / "django.mo").open("rb"))
    assert compiled.gettext("Sign in") == "Кіру"


def test_what_the_site_says_is_what_the_catalogue_says() -> None:
    """Fails where script/compile_messages.py was not run after a change."""
    said = {language: trans_real.DjangoTranslation(language) for language in TRANSLATED}
    stale = [
        entry.msgid
        for language in TRANSLATED
        for entry in read_catalogue(language)
        if not entry.msgid_plural and not entry.msgctxt and said[language].gettext(entry.msgid) != entry.msgstr
    ]
    assert stale == []


def test_messages_are_found_in_templates_and_in_code(tmp_path: Path) -> None:
    template = tmp_path / "page.html"
    template.write_text(
        '{% load i18n %}{% translate "One" %}'
        "{% blocktranslate with n=3 trimmed %}Two of\n  {{ n }}{% endblocktranslate %}"
        "{% translate 'Three' context 'chart' %}{{ _(\"Four\") }}"
        "{% blocktranslate count n=2 %}{{ n }} answer{% plural %}{{ n }} answers{% endblocktranslate %}",
        "utf-8",
    )
    in_template = set(messages_in(calls_in_template(template)))
    expected = {(None, "One"), (None, "Two of %(n)s"), ("chart", "Three"), (None, "Four"), (None, "%(n)s answer")}
    assert in_template == expected
    assert list(messages_in('x = _("Five"); y = pgettext_lazy("chart", "Six"); z = gettext(word)')) == [
        (None, "Five"),
        ("chart", "Six"),
    ]
