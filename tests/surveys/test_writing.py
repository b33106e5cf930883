"""How texts are written is checked: each rule finds what it should, and leaves what is right."""

from __future__ import annotations

import pytest

from surveys.writing import FaultKind, Vocabulary, find_faults, read_vocabulary

WRONG = [
    ("kk", "Мекеменің cайты", "", FaultKind.ALPHABET),  # Latin c
    ("ru", "Oтвет сохранён", "", FaultKind.ALPHABET),  # Latin O
    ("ru", "Вопросы o себе", "", FaultKind.ALPHABET),  # a lone Latin o
    ("en", "The answer is а number", "", FaultKind.ALPHABET),  # a lone Cyrillic а
    ("ru", "Сколько мекеме ответило, не знает никто", "", None),
    ("ru", "Сколько мекемелері ответило", "", FaultKind.ALPHABET),
    ("kk", "Сколько вопросов осталось без ответа у всех органов?", "", FaultKind.ALPHABET),
    ("kk", "Екі  бос орын", "", FaultKind.SPACES),
    ("kk", " Басында бос орын", "", FaultKind.SPACES),
    ("kk", "Соңында бос орын ", "", FaultKind.SPACES),
    ("ru", "Пробел перед точкой .", "", FaultKind.SPACES),
    ("ru", "Без пробела,после запятой", "", FaultKind.SPACES),
    ("en", "A zero-width\u200b space", "", FaultKind.SPACES),
    ("kk", "Жауап “Иә” болса", "", FaultKind.QUOTES),
    ("ru", 'Ответ "Да"', "", FaultKind.QUOTES),
    ("ru", "Ответ «Да", "", FaultKind.QUOTES),
    ("en", "The answer «Yes»", "", FaultKind.QUOTES),
    ("en", "the round's end", "", FaultKind.QUOTES),
    ("kk", "Иә - жоқ", "", FaultKind.DASH),
    ("ru", "Да — нет", "", FaultKind.DASH),
    ("ru", "Ответ сохранён", "The answer is saved.", None),  # two words are a label
    ("ru", "Этот ответ уже сохранён", "This answer is saved.", FaultKind.END),
    ("kk", "Бұл жауап сақталды ма.", "Is this answer saved?", FaultKind.END),
    ("ru", "Раунд закрыт", "The round %(round)s is closed", FaultKind.PLACES),
    ("ru", "Раунд %(name)s закрыт", "The round %(round)s is closed", FaultKind.PLACES),
    ("kk", "", "The round is closed", FaultKind.MISSING),
]
RIGHT = [
    ("kk", "«Иә» – 4- және 13-сұрақтар бойынша", "“Yes” – questions 4 and 13"),
    ("kk", "Біл\u00adмеймін", "Do not know"),
    ("kk", "METEP: A-1 тарауы, https://example.org/ сайты", "METEP: chapter A-1, site https://example.org/"),
    ("kk", "p мәні 0,05-тен кіші", "p is below 0.05"),
    ("ru", "Жители Жетісу и система E-Өтініш", "People of Zhetysu and the system E-Otinish"),
    ("ru", "Опросы, сайты и т. д.", "Polls, sites and so on."),
    ("ru", "Опросы, сайты и др.", "Polls, sites and others"),
    ("ru", "Раунд закрыт: %(round)s", "%(round)s is closed."),
    ("en", "It’s “open” – for everybody, 2014–2026", ""),
]
GLOSSARY = """
## Words that are looked for

| English | Қазақша | Русский |
|---|---|---|
| respondent | респондент | респондент |
| round$, rounds$ | раунд, кезең | раунд, *этап |

## Words not to write

| language | not | but | note |
|---|---|---|---|
| kk | сервис | қызмет | |
| ru | ее$ | её | |

## Others

| English | Қазақша | Русский |
|---|---|---|
| never | ешқашан | никогда |
"""


def kinds(words: str, language: str, original: str, vocabulary: Vocabulary | None = None) -> set[FaultKind]:
    return {fault.kind for fault in find_faults(words, language, original, vocabulary)}


@pytest.mark.parametrize(("language", "words", "original", "kind"), WRONG)
def test_a_fault_is_found(language: str, words: str, original: str, kind: FaultKind | None) -> None:
    assert kinds(words, language, original) == ({kind} if kind else set())


@pytest.mark.parametrize(("language", "words", "original"), RIGHT)
def test_what_is_right_is_left(language: str, words: str, original: str) -> None:
    assert find_faults(words, language, original) == []


@pytest.mark.parametrize(
    ("language", "words", "original", "found"),
    [
        ("kk", "Жауап берушілер", "All respondents", ["respondent → респондент"]),
        ("kk", "Респонденттер", "All respondents", []),
        ("ru", "Подэтап", "A round", []),
        ("ru", "Опрос", "A round", ["round → раунд, *этап"]),
        ("ru", "Округлено", "Rounded", []),
        ("kk", "Онлайн сервистер", "", ["сервис → қызмет"]),
        ("ru", "Оценка ее работы", "", ["ее → её"]),
        ("ru", "Чаще всего", "never", []),
    ],
)
def test_words_of_the_glossary_are_kept(language: str, words: str, original: str, found: list[str]) -> None:
    vocabulary = read_vocabulary(GLOSSARY)
    assert [fault.found for fault in find_faults(words, language, original, vocabulary)] == found


def test_a_glossary_without_the_tables_wants_nothing() -> None:
    assert read_vocabulary("# Glossary\n") == Vocabulary()
