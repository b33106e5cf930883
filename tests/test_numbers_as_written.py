"""In Kazakh and Russian a decimal comma stands in every number, on every page and in every file."""

from __future__ import annotations

import io
import random
import re
from collections.abc import Iterator
from html.parser import HTMLParser
from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.test import Client
from django.urls import reverse
from django.utils import translation
from docx import Document
from openpyxl import load_workbook
from pypdf import PdfReader

from fieldwork.quality.page import as_written
from reports.files.kinds import Kind, make_file
from reports.results import results_of
from scoring.folding import fold
from surveys.lifecycle import add_submitted
from surveys.models import Institution, Round
from tests.access.people import Rule
from tests.access.world import World, make_world
from tests.answering import random_response
from tests.test_access import ALL_RULES

DECIMAL = re.compile(r"(?<![\w.,/:-])\d+\.\d+(?!\w|\.\w)")
"""A number with a point: no code (F1.1), no date (22.11.2026), no version (1.2.3), no address."""
NUMBERED = re.compile(r"\d+\.\d+ \w")
"""What a heading begins with: 2.1 Results."""
VERSIONED = re.compile(r"(WCAG|axe-core|PostgreSQL) \d+\.\d+")
STORED = re.compile(r"^\s*[\[{]")
"""What the audit trail shows as it is stored."""
SAID = ("aria-label", "title", "alt", "placeholder", "content")
SILENT = ("script", "style", "code", "kbd")
ASKED_BY = ("administrator", "respondent", "anonymous")


class Words(HTMLParser):
    """What a page says in its own language."""

    def __init__(self) -> None:
        super().__init__()
        self.said: list[str] = []
        self._open: list[tuple[str, bool]] = []
        self.language = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        self.language = self.language or given.get("lang", "")
        if tag != "meta":
            self.said += [given[name] for name in SAID if name in given]
            is_other = tag in SILENT or given.get("lang", self.language) != self.language
            self._open.append((tag, is_other))

    def handle_endtag(self, tag: str) -> None:
        while any(tag == name for name, _other in self._open):
            if self._open.pop()[0] == tag:
                break

    def handle_data(self, data: str) -> None:
        if not any(is_other for _tag, is_other in self._open):
            self.said.append(data)


def decimals_in(page: str) -> list[str]:
    words = Words()
    words.feed(page)
    said = [VERSIONED.sub("", text) for text in words.said if not STORED.match(text)]
    return [f"{found[0]} in “{text.strip()[:90]}”" for text in said for found in DECIMAL.finditer(text)]


@pytest.mark.parametrize(
    ("words", "is_found"),
    [
        ("<p>Индекс 47.3</p>", True),
        ("<p>−0.25 дейін</p>", True),
        ('<p aria-label="47.3 балл">x</p>', True),
        ("<p>47,3; F1.1; A4.4.b; 22.11.2026, 1.2.3, 127.0.0.1</p>", False),
        ("<p>WCAG 2.2</p>", False),
        ("<script>x = 1.5</script>", False),
        ('<html lang="kk"><p lang="en">47.3</p></html>', False),
        ('<html lang="kk"><br><p lang="en">a</p><p>47.3</p></html>', True),
    ],
)
def test_a_decimal_point_is_found(words: str, is_found: bool) -> None:
    assert bool(decimals_in(words)) == is_found


@pytest.fixture
def answered(survey_round: Round, institution: Institution) -> Round:
    """Forty responses: scores, means and intervals have decimals."""
    chance = random.Random(5)
    add_submitted(random_response(survey_round, chance, institution=institution) for _ in range(40))
    fold(survey_round)
    return survey_round


@pytest.fixture
def world(answered: Round, analysts: Group, settings: Any) -> World:
    settings.REQUIRE_SECOND_FACTOR = True
    return make_world(answered, analysts)


def pages(world: World, language: str) -> Iterator[tuple[str, str]]:
    """(name, content) of every page that one of a few people may open."""
    for name, rule in ALL_RULES.items():
        if not rule.is_posted:
            yield from ((name, page) for person in ASKED_BY for page in _asked(world, name, rule, person, language))


def _asked(world: World, name: str, rule: Rule, person: str, language: str) -> Iterator[str]:
    if rule.outcomes[person] != "open":
        return
    with translation.override(language):  # a page before may have answered in another one
        address = reverse(name, args=[world.words[word] for word in rule.about.split()])
    browser: Client = world.browsers[person]
    answer = browser.get(f"{address}?{rule.query}" if rule.query else address)
    if answer.status_code == 200 and answer["Content-Type"].startswith("text/html"):
        yield answer.content.decode()


@pytest.mark.parametrize("language", ["kk", "ru"])
def test_no_page_has_a_decimal_point_in_a_number(world: World, language: str) -> None:
    met = 0
    wrong = []
    for name, page in pages(world, language):
        met += 1
        wrong += [f"{name}: {one}" for one in decimals_in(page)]
    assert met > 100
    assert not wrong, "\n".join(sorted(set(wrong)))


def of_pdf(content: bytes) -> Iterator[str]:
    for page in PdfReader(io.BytesIO(content)).pages:
        yield from page.extract_text().splitlines()


def of_word(content: bytes) -> Iterator[str]:
    document = Document(io.BytesIO(content))
    yield from (paragraph.text for paragraph in document.paragraphs)
    yield from (cell.text for table in document.tables for row in table.rows for cell in row.cells)


def of_workbook(content: bytes) -> Iterator[str]:
    """Only cells of words: the program writes numbers as its own language does."""
    for sheet in load_workbook(io.BytesIO(content)):
        yield from (cell for row in sheet.iter_rows(values_only=True) for cell in row if isinstance(cell, str))


@pytest.mark.parametrize("language", ["kk", "ru"])
@pytest.mark.parametrize(("kind", "read"), [(Kind.REPORT, of_pdf), (Kind.WORD, of_word), (Kind.BRIEF, of_pdf)])
def test_no_report_has_a_decimal_point_in_a_number(answered: Round, language: str, kind: Kind, read: Any) -> None:
    results = results_of(answered)
    lines = list(read(make_file(kind, results, results.nation, language)))
    assert any(re.search(r"\d,\d", line) for line in lines)
    assert [
        line for line in lines if DECIMAL.search(NUMBERED.sub("", line, count=1) if NUMBERED.match(line) else line)
    ] == []


@pytest.mark.parametrize("language", ["kk", "ru"])
def test_no_table_to_take_home_has_a_decimal_point_in_words(world: World, answered: Round, language: str) -> None:
    with translation.override(language):
        address = reverse("dashboard-xlsx", args=[answered.code])
    lines = list(of_workbook(world.browsers["administrator"].get(address).content))
    assert lines
    assert [line for line in lines if DECIMAL.search(line)] == []


@pytest.mark.parametrize(("language", "expected"), [("kk", "12,5"), ("ru", "12,5"), ("en", "12.5")])
def test_a_finding_says_numbers_as_its_reader_writes_them(language: str, expected: str) -> None:
    with translation.override(language):
        said = as_written({"seconds": 1.5, "answered": 12, "numbers": {"A1": 12.5, "A2": 3}, "relation": "r"})
    assert said["numbers"] == f"A1 = {expected}; A2 = 3"
    assert (said["answered"], said["relation"]) == (12, "r")
