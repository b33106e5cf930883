"""The METEP questionnaire of 2014 against an independent list of its codes, and promises about its words."""

from __future__ import annotations

import csv
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from pathlib import Path
from typing import Any

import pytest

from surveys.content import LANGUAGES, Instrument, Item, ItemType, find_problems, write_instrument
from tests import contents

TOML = contents.METEP.read_text("utf-8")
METEP: Instrument = contents.metep()
ITEMS = METEP.items_by_code
with (Path(__file__).parent / "metep_2014_codes.csv").open(encoding="utf-8", newline="") as codes_file:
    ROWS = list(csv.DictReader(codes_file))

QUESTIONS = {ItemType.YNDK, ItemType.SCALE05, ItemType.PERCENT, ItemType.COUNT}
RATES_ABOVE_100 = {"A4.4.c1", "A4.4.c2", "A4.4.c3"}
KAZAKH_LETTERS = set("әғқңөұүһіӘҒҚҢӨҰҮҺІ")
RUSSIAN_WORDS = {"и", "в", "с", "на", "для", "ли", "или", "по", "от", "из", "о", "об", "к", "как", "что"}
KAZAKH_VOWELS = {"ма": "back", "ба": "back", "па": "back", "ме": "front", "бе": "front", "пе": "front"}


def walk(value: Any, place: str = "metep") -> Iterator[tuple[str, dict[str, str]]]:
    """(place, words by language) of every text that is there."""
    place = f"{place}/{getattr(value, 'code', '') or getattr(value, 'value', '')}"
    for field in fields(value):
        member = getattr(value, field.name)
        if isinstance(member, dict) and member:
            yield f"{place}.{field.name}", member
        elif isinstance(member, tuple):
            for part in member:
                if is_dataclass(part):
                    yield from walk(part, f"{place}.{field.name}")


TEXTS = list(walk(METEP))


def words_of(text: str) -> list[str]:
    return re.findall(r"\w+", text)


def of_type(*types: ItemType) -> list[Item]:
    return [item for item in ITEMS.values() if item.type in types]


def test_the_file_has_no_problems_and_is_written_as_the_writer_writes() -> None:
    assert list(find_problems(METEP)) == []
    assert write_instrument(METEP) == TOML


def test_the_file_holds_every_code_in_the_order_of_the_list() -> None:
    assert list(ITEMS) == [row["code"] for row in ROWS]
    assert len(ITEMS) == 176


def test_every_type_is_there_as_often_as_the_source_has_it() -> None:
    outside = [item for item in ITEMS.values() if METEP.section_by_item[item.code].code != "D"]
    assert Counter(item.type.value for item in outside) == {
        "yndk": 81,
        "scale05": 50,
        "percent": 27,
        "count": 2,
        "text": 8,
    }
    described = [item.type.value for item in METEP.section("D").items()]
    assert described == ["text", "date", "date", "multichoice", "text", "longtext", "longtext", "url"]


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["code"])
def test_an_item_is_what_the_list_says(row: dict[str, str]) -> None:
    item = ITEMS[row["code"]]
    found = {
        "code": item.code,
        "section": METEP.section_by_item[item.code].code,
        "group": METEP.table_by_item[item.code].code,
        "type": item.type.value,
        "parent": item.parent,
        "tier": item.tier.value,
        "area": item.area,
        "levels": ";".join(item.levels),
        "technology": ";".join(item.technologies),
        "reverse": "yes" if item.reverse else "",
        "scored": item.scored.value,
    }
    assert found == row


def test_tables_stand_in_the_chapters_and_sections_that_their_codes_name() -> None:
    found = {
        section.code: {c.code: [table.code for table in c.tables] for c in section.chapters}
        for section in METEP.sections
    }
    assert found == {
        "A": {
            "A1": ["A1.1"],
            "A2": ["A2.1", "A2.2", "A2.3"],
            "A3": ["A3.1", "A3.2"],
            "A4": ["A4.1", "A4.2", "A4.3", "A4.4"],
        },
        "B": {"B1": ["B1.1", "B1.2", "B1.3"]},
        "C": {"C1": ["C1.1"], "C2": ["C2.1"], "C3": ["C3.1"], "C4": [f"C4.{number}" for number in range(1, 9)]},
        "D": {"D1": ["D1.1"]},
    }


def test_sections_tell_who_answers_and_what_is_collected() -> None:
    found = {s.code: (s.source.value, s.personal, s.optional) for s in METEP.sections}
    assert found == {
        "A": ("facts", False, False),
        "B": ("facts", False, False),
        "C": ("perceptions", True, False),
        "D": ("narrative", False, True),
    }


def test_levels_stand_from_the_base_of_the_pyramid() -> None:
    assert [level.code for level in METEP.levels] == ["information", "consultation", "decision"]


@pytest.mark.parametrize(
    ("code", "columns", "rows"),
    [
        ("A2.2", ["law", "bylaw"], ["a", "b", "c"]),
        ("A2.3", ["law", "bylaw"], ["a", "a1", "a2"]),
        ("C4.4", ["info", "consult"], ["a", "b", "c", "d", "e", "f"]),
    ],
)
def test_the_three_two_column_tables_have_one_item_in_each_cell(code: str, columns: list[str], rows: list[str]) -> None:
    assert [table.code for table in METEP.tables() if table.columns] == ["A2.2", "A2.3", "C4.4"]
    table = next(table for table in METEP.tables() if table.code == code)
    assert [column.code for column in table.columns] == columns
    assert [row.code for row in table.rows] == rows
    cells = {item.code: (item.row, item.column) for item in table.items if item.row}
    assert cells == {f"{code}.{row}.{column}": (row, column) for row in rows for column in columns}


def test_percentages_lie_between_0_and_100_except_subscription_rates() -> None:
    bounds = {item.code: (item.minimum, item.maximum) for item in of_type(ItemType.PERCENT)}
    assert {code for code, (_, maximum) in bounds.items() if maximum is None} == RATES_ABOVE_100
    assert {minimum for minimum, _ in bounds.values()} == {0}
    assert {maximum for code, (_, maximum) in bounds.items() if code not in RATES_ABOVE_100} == {100}


def test_the_number_of_languages_is_at_least_one() -> None:
    assert {item.code: (item.parent, item.minimum) for item in of_type(ItemType.COUNT)} == {
        "A4.1.a7.count": ("A4.1.a7", 1),
        "B1.1.a7.count": ("B1.1.a7", 1),
    }


def test_initiatives_repeat_need_a_name_and_may_go_on() -> None:
    assert [table.code for table in METEP.tables() if table.repeating] == ["D1.1"]
    assert [item.code for item in ITEMS.values() if item.required] == ["D1.1.name"]
    assert [item.code for item in ITEMS.values() if item.open_ended] == ["D1.1.end"]


def test_scales_have_the_answers_of_the_source() -> None:
    found = {scale.code: [point.value for point in scale.points] for scale in METEP.scales}
    assert found == {
        "yndk": ["yes", "no", "dk"],
        "scale05": ["0", "1", "2", "3", "4", "5"],
        "organisation_type": ["state", "ngo", "education", "other"],
        "expertise": ["ict", "law", "reform", "engagement", "other"],
        "channels": ["website", "social", "mobile", "other"],
    }


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_point_from_0_to_5_is_described(language: str) -> None:
    points = METEP.scales_by_code["scale05"].points
    assert all(point.text[language].startswith(f"{point.value} – ") for point in points)
    assert len({point.help[language] for point in points}) == 6


def test_the_profile_asks_what_the_source_asks_and_requires_only_the_type_of_organisation() -> None:
    assert {item.code: item.type.value for item in METEP.profile} == {
        "name": "text",
        "organisation": "text",
        "organisation_type": "choice",
        "organisation_type_other": "text",
        "position": "text",
        "expertise": "multichoice",
        "expertise_other": "text",
        "email": "email",
        "country": "country",
    }
    assert [item.code for item in METEP.profile if item.required] == ["organisation_type"]


def test_every_text_is_in_all_three_languages() -> None:
    assert [place for place, text in TEXTS if list(text) != list(LANGUAGES)] == []
    assert [place for place, text in TEXTS if not all(words.strip() == words != "" for words in text.values())] == []


def test_no_text_is_the_same_in_two_languages() -> None:
    assert [place for place, text in TEXTS if len(set(text.values())) < len(LANGUAGES)] == []


def test_a_text_mixes_no_two_alphabets_in_one_word() -> None:
    """Latin a, c, e, i, o, p, x, y look like Cyrillic letters, and searching finds neither."""
    mixed = [
        (place, word)
        for place, text in TEXTS
        for words in text.values()
        for word in words_of(words)
        if re.search("[A-Za-zƏə]", word) and re.search("[Ѐ-ӿ]", word)
    ]
    assert mixed == []


def test_an_english_text_has_no_cyrillic_letters() -> None:
    assert [place for place, text in TEXTS if re.search("[Ѐ-ӿ]", text["en"])] == []


def test_a_russian_text_has_no_kazakh_letters() -> None:
    assert [place for place, text in TEXTS if KAZAKH_LETTERS & set(text["ru"])] == []


def test_a_kazakh_text_is_not_russian() -> None:
    texts = [(place, text["kk"]) for place, text in TEXTS]
    russian = [(place, word) for place, text in texts for word in words_of(text.lower()) if word in RUSSIAN_WORDS]
    assert russian == []
    assert [place for place, text in texts if "ё" in text.lower() or "щ" in text.lower()] == []
    sentences = [(place, text) for place, text in texts if len(text.split()) > 3]
    assert [place for place, text in sentences if not KAZAKH_LETTERS & set(text)] == []


@pytest.mark.parametrize("item", of_type(*QUESTIONS), ids=lambda item: item.code)
def test_a_question_ends_with_a_question_mark(item: Item) -> None:
    for words in item.text.values():
        assert words.endswith("?")
        assert words.count("?") == 1
        assert words[0].isupper()


def test_what_is_no_question_has_no_question_mark() -> None:
    others = [item for item in [*ITEMS.values(), *METEP.profile] if item.type not in QUESTIONS]
    assert [item.code for item in others if any("?" in words for words in item.text.values())] == []


@pytest.mark.parametrize("item", of_type(ItemType.YNDK), ids=lambda item: item.code)
def test_a_yes_or_no_question_is_asked_as_one(item: Item) -> None:
    """Kazakh by a particle that stands apart and follows the vowel before it, Russian by «ли», English by its verb."""
    asked = re.search(r"(\w+) (ма|ме|ба|бе|па|пе)(?: \([^)]*\))?\?$", item.text["kk"])
    assert asked is not None
    word, particle = asked.groups()
    last_vowel = [letter for letter in word.lower() if letter in "аоұыуияәөүіеэ"][-1]
    assert KAZAKH_VOWELS[particle] == ("front" if last_vowel in "әөүіеэ" else "back")
    assert "ли" in words_of(item.text["ru"])
    assert re.match("(Is|Are|Does|Do|Did|Has|Have|Can) ", item.text["en"])


def test_every_question_stands_alone() -> None:
    """The same words twice would leave a reader of a report guessing which institution, law or website is meant."""
    for language in LANGUAGES:
        counts = Counter(item.text[language] for item in ITEMS.values())
        assert [words for words, n in counts.items() if n > 1] == []


def glossary() -> dict[str, list[str]]:
    """Identifier -> English, Kazakh, Russian, from docs/glossary.md; of two identifiers in a row the first counts."""
    rows = {}
    for line in (contents.ROOT / "docs" / "glossary.md").read_text("utf-8").splitlines():
        if found := re.match(r"\| `(\w+)`[^|]* \| ([^|]+) \| ([^|]+) \| ([^|]+) \|", line):
            assert found[1] not in rows, f"{found[1]} is there twice"
            rows[found[1]] = [cell.strip() for cell in found.groups()[1:]]
    return rows


@pytest.mark.parametrize(
    "dimension", [*METEP.levels, *METEP.areas, *METEP.technologies], ids=lambda dimension: dimension.code
)
def test_names_of_dimensions_are_those_of_the_glossary(dimension: Any) -> None:
    assert glossary()[dimension.code] == [dimension.text["en"], dimension.text["kk"], dimension.text["ru"]]


@pytest.mark.parametrize(
    ("language", "word"),
    [
        ("kk", r"\bИКТ\b"),
        ("kk", r"\bкеңес (?:өткіз|беру)"),  # a consultation is a консультация, a кеңес is a council
        ("kk", r"мүмкіндігі шектеулі"),
        ("kk", r"қоғамдық желі"),
        ("ru", r"\bАКТ\b"),
        ("ru", r"\bвы\b|\bваш\w*"),  # people are addressed with a capital
        ("ru", r"ограниченными возможностями"),
        ("en", r"\bInternet\b"),
    ],
)
def test_words_that_the_glossary_does_not_use_are_absent(language: str, word: str) -> None:
    assert [place for place, text in TEXTS if re.search(word, text[language])] == []
