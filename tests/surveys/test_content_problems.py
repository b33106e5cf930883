"""What keeps an instrument from being used: each defect has a sentence that names the item."""

from __future__ import annotations

import pytest

from surveys.content import Instrument, Problem, find_problems, read_instrument
from tests.contents import SMALL

TOML = SMALL.read_text("utf-8")


def changed(old: str, new: str) -> Instrument:
    assert old in TOML
    return read_instrument(TOML.replace(old, new, 1))


def test_the_small_instrument_has_no_problems(small: Instrument) -> None:
    assert list(find_problems(small)) == []


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ('["kk", "ru", "en"]', '["kk", "en"]', "The instrument does not offer ru."),
        ('["kk", "ru", "en"]', '["kk", "ru", "en", "fr"]', "The instrument offers unknown languages: fr."),
        ('["kk", "ru", "en"]', '["kk", "ru", "en", "en"]', "The instrument offers a language twice."),
        ('title.ru = "Малая анкета"\n', "", "The instrument: title lacks ru."),
        ('text.ru = "Есть ли закон?"\n', "", "F1.1.a: text lacks ru."),
        ('text.ru = "Есть ли закон?"', 'text.ru = " "', "F1.1.a: text lacks ru."),
        ('code = "F1.1.a"', 'code = "F1.1.a"\nhelp.kk = "Мысалы"', "F1.1.a: help lacks ru, en."),
        ('text.kk = "Иә"\n', "", "yndk: yes: text lacks kk."),
        ('text.kk = "Бюджет"\n', "", "P1.2: a: text lacks kk."),
        ('text.kk = "Лауазымы"\n', "", "position: text lacks kk."),
        ('code = "F1.1.c"', 'code = "F1.1.a"', "The code F1.1.a is there more than once."),
        ('code = "F1.1.c"', 'code = "N1.1"', "The code N1.1 is there more than once."),
        ('code = "F1.1.c"', 'code = "F1.1 c"', "“F1.1 c” is no code: "),
        ('code = "F1.1.c"', 'code = ""', "“” is no code: "),
        ('version = "1"', 'version = "1/2"', "“1/2” is no code: "),
        ('code = "F2"\n', 'code = "F1"\n', "The code F1 is there more than once."),
        ('code = "consult"\n', 'code = "info"\n', "The code info is there more than once."),
        ('value = "other"', 'value = "site"', "Scale media has the answer site more than once."),
        ('value = "other"', 'value = "a;b"', "Scale media has an answer “a;b” that is no code."),
        ('value = "5"', 'value = "6"', "P1.1.a needs a scale with the points 0, 1, 2, 3, 4, 5."),
        ('scale = "media"', 'scale = "radio"', "N1.1.media uses an unknown scale radio."),
        ('scale = "media"\n', "", "N1.1.media uses an unknown scale multichoice."),
        ('parent = "F1.1.a"', 'parent = "F9"', "F1.1.b follows an unknown item F9."),
        ('parent = "F1.1.a"', 'parent = "F1.1.c"', "F1.1.b must come after F1.1.c, in the same table."),
        ('parent = "F1.1.a"', 'parent = "F1.1.b"', "F1.1.b must come after F1.1.b, in the same table."),
        ('parent = "F2.1.a"', 'parent = "F1.1.a"', "F2.1.a.count must come after F1.1.a, in the same table."),
        ('parent = "F2.1.a"', 'parent = "P1.1.a"', "F2.1.a.count follows P1.1.a, which is not answered by Yes or No."),
        ("minimum = 0\n", "minimum = 101\n", "F1.1.share has a minimum above its maximum."),
        ('area = "legal"', 'area = "x"', "F1.1.a names an unknown area x."),
        ('area = "legal"\n', "", "F1.1.a is scored but names no area."),
        ('levels = ["information"]', "", "F1.1.a is scored but names no level."),
        ('levels = ["information"]', 'levels = ["x"]', "F1.1.a names an unknown level x."),
        ('["information", "consultation"]', '["information", "information"]', "F1.1.b names a level or a technology "),
        ('technologies = ["portals"]', 'technologies = ["x"]', "F1.1.c names an unknown technology x."),
        ("maximum = 100", 'maximum = 100\nscored = "level"', "F1.1.share is scored although its type is percent."),
        ('source = "facts"', 'source = "narrative"', "F1.1.a is scored although its section holds neither facts nor "),
        ('code = "P1.1"\n', 'code = "P1.1"\nrepeating = true\n', "P1.1.a is scored although its table repeats."),
        ('code = "P1.2"\n', 'code = "P1.2"\nrepeating = true\n', "Table P1.2 cannot both repeat and have columns."),
        ('row = "a"', 'row = "b"', "P1.2.a.info stands in an unknown row b."),
        ('column = "info"', 'column = "x"', "P1.2.a.info stands in an unknown column x."),
        ('column = "info"', 'column = "x"', "P1.2 has no item in row a, column info."),
        ('column = "info"\n', "", "P1.2.a.info must name both its row and its column, or neither."),
        ('column = "info"', 'column = "consult"', "P1.2 has more than one item in row a, column consult."),
        ('type = "text"\n', 'type = "text"\nparent = "x"\n', "position asks about the respondent and cannot follow "),
        ('type = "text"\n', 'type = "text"\nscored = "level"\n', "position asks about the respondent and cannot be "),
        ('items = ["F1.1.a", "F2.1.a"]', 'items = ["F1.1.a", "F9"]', "law-site relates unknown items: F9."),
        ('items = ["F1.1.a", "F2.1.a"]', 'items = ["F1.1.a"]', "law-site must relate two different items."),
        ('items = ["F1.1.a", "F2.1.a"]', 'items = ["F1.1.a", "F1.1.a"]', "law-site must relate two different items."),
        ('items = ["F1.1.a", "F2.1.a"]', 'items = ["F1.1.a", "P1.1.a"]', "law-site relates P1.1.a, whose type is not "),
        ('kind = "implies"', 'kind = "whole"', "law-site must relate a whole and at least two different parts of it."),
        ('kind = "implies"', 'kind = "period"', "law-site relates dates of different tables."),
        ('"F1.1.a", "F2.1.a"', '"F1.1.a", "N1.1.url"', "law-site relates items of a repeating table."),
        ('text.ru = "Закон требует сайта."\n', "", "law-site: text lacks ru."),
        ('type = "text"\n', 'type = "choice"\n', "position uses an unknown scale choice."),
    ],
)  # fmt: skip
def test_a_defect_has_a_sentence(old: str, new: str, expected: str) -> None:
    assert any(problem.startswith(expected) for problem in find_problems(changed(old, new)))


def test_an_empty_instrument_a_scale_without_answers_and_an_empty_section_are_defects() -> None:
    head = 'code = "x"\nversion = "1"\nlanguages = ["kk", "ru", "en"]\ntitle = {kk = "x", ru = "x", en = "x"}\n'
    bare = read_instrument(head + '[[scales]]\ncode = "s"\npoints = []\n')
    assert list(find_problems(bare)) == ["Scale s has no answers.", "The instrument has no sections."]
    empty = read_instrument(head + '[[sections]]\ncode = "E"\ntitle = {kk = "x", ru = "x", en = "x"}\n')
    assert list(find_problems(empty)) == ["Section E has no items."]


def test_a_problem_keeps_its_sentence_and_its_place_apart() -> None:
    (problem,) = find_problems(changed('parent = "F1.1.a"', 'parent = "F9"'))
    assert isinstance(problem, Problem)
    assert problem.sentence == "%(place)s follows an unknown item %(parent)s."
    assert (problem.place, problem.values["parent"]) == ("F1.1.b", "F9")
