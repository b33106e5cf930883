"""Promises of every page: few queries, few bytes, nothing inline, a name for every field. On the real instrument."""

from __future__ import annotations

import gzip
import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext

from surveys.content import ItemType
from surveys.links import create_link
from surveys.models import Institution, Round, RoundState
from surveys.pages import Page
from surveys.publishing import load
from surveys.questionnaires import asked_of
from tests.contents import metep
from tests.surveys.respondents import Respondent, seen_in

QUERIES, PAGE_BYTES, VISIT_BYTES = 6, 60_000, 150_000
VALUES = {
    ItemType.YNDK: "yes",
    ItemType.SCALE05: "3",
    ItemType.PERCENT: "12,5",
    ItemType.COUNT: "2",
    ItemType.TEXT: "Заңның 5-бабы",
    ItemType.LONGTEXT: "Жоба туралы қысқаша",
    ItemType.DATE: "2026-01-31",
    ItemType.URL: "https://example.org",
}


@pytest.fixture
def whole(db: None, institution: Institution) -> Respondent:
    """A respondent in Kazakh, of every section of the real instrument."""
    version = load(metep())[0]
    made = Round.objects.create(
        code="r1",
        country="KZ",
        title_kk="Сынақ",
        version=version,
        method="metep-2014/1",
        languages=["kk", "ru", "en"],
        sections=[section.code for section in version.sections.all()],
        state=RoundState.OPEN,
        is_synthetic=True,
    )
    made.institutions.add(institution)
    return Respondent.begin(language="kk")


def count_queries(queries: CaptureQueriesContext) -> int:
    """Statements that ask or change something; the marks of a transaction are none."""
    marks = ("SAVEPOINT", "RELEASE", "BEGIN", "COMMIT")
    return sum(not query["sql"].startswith(marks) for query in queries.captured_queries)


def answer_to(page: Page) -> dict[str, object]:
    return {
        question.code: question.choices[0].value if question.type in (ItemType.CHOICE, ItemType.MULTICHOICE) else value
        for question in page.all_questions
        if (value := VALUES.get(question.type, "")) is not None
    }


def walk(respondent: Respondent) -> Iterator[tuple[str, HttpResponse, int]]:
    """A whole journey: (what was done, what came back, queries)."""

    def watch(name: str, path: str, data: dict[str, object] | None = None) -> tuple[str, HttpResponse, int]:
        with CaptureQueriesContext(connection) as queries:
            answer = respondent.get(path) if data is None else respondent.post(path, data)
        return name, answer, count_queries(queries)

    yield watch("link", "link/")
    yield watch("list, blank", "")
    yield watch("check, blank", "check/")
    questionnaire = asked_of(respondent.response, "kk")
    for page in (questionnaire.profile, *questionnaire.pages):
        path = f"{page.code}/"
        yield (shown := watch(f"{path}, blank", path))
        if page.is_repeating:
            yield watch(f"{path}new", f"{path}new/")
            yield watch(f"{path}new, posted", f"{path}new/", {"seen": "", **answer_to(page)})
            yield watch(f"{path}1", f"{path}1/")
            yield watch(f"{path}1/remove", f"{path}1/remove/")
        else:
            yield watch(f"{path}, posted", path, {"seen": seen_in(shown[1]), "go": "next", **answer_to(page)})
        yield watch(f"{path}, filled", path)
    yield watch("list, filled", "")
    yield watch("check", "check/")
    yield watch("copy", "copy.pdf")
    yield watch("submitted", "check/", {"declaration": "on"})
    yield watch("receipt", "receipt/")


@pytest.fixture
def journey(whole: Respondent) -> list[tuple[str, HttpResponse, int]]:
    return list(walk(whole))


def test_a_whole_journey_stays_within_its_budget_of_queries_and_bytes(
    whole: Respondent, journey: list[tuple[str, HttpResponse, int]]
) -> None:
    assert len(journey) > 80
    assert [(name, answer.status_code) for name, answer, _n in journey if answer.status_code not in (200, 302)] == []
    assert [(name, queries) for name, _answer, queries in journey if queries > QUERIES] == []
    pages = [(name, len(answer.content)) for name, answer, _n in journey if "html" in answer["Content-Type"]]
    assert [(name, size) for name, size in pages if size > PAGE_BYTES] == []
    assert len(whole.answers) > 150
    assert not whole.response.is_editable


def test_a_page_costs_two_queries_and_a_save_three(journey: list[tuple[str, HttpResponse, int]]) -> None:
    tables = [
        (name, queries) for name, _answer, queries in journey if re.match(r"[A-Z]\d\.\d/, (posted|blank|filled)", name)
    ]
    assert {queries for name, queries in tables if name.endswith("posted")} == {3}
    assert {queries for name, queries in tables if name.endswith("blank")} == {2}
    # A page with a Yes about facts asks for its evidence too.
    assert {queries for name, queries in tables if name.endswith("filled")} == {2, 3}


def test_beginning_stays_within_the_budget(whole: Respondent, institution: Institution) -> None:
    secret = create_link(whole.response.round, institution)[1]
    consent = {"institution": "I1", "mode": "individual", "consent": "on"}
    browser = Client()
    steps = [("get", "/kk/"), ("get", "/kk/rounds/r1/"), ("post", "/kk/rounds/r1/"), ("get", "/kk/rounds/r1/")]
    steps += [
        ("get", f"/kk/answer/{secret}/"),
        ("get", "/kk/answer/"),
        ("post", "/kk/answer/"),
        ("get", f"/kk/answer/{secret}/"),
    ]
    for method, path in steps:
        with CaptureQueriesContext(connection) as queries:
            answer = browser.post(path, consent) if method == "post" else browser.get(path)
        assert answer.status_code in (200, 302), path
        assert count_queries(queries) <= QUERIES, (method, path, [query["sql"] for query in queries])


def test_no_page_needs_anything_inline(journey: list[tuple[str, HttpResponse, int]]) -> None:
    for name, answer, _n in journey:
        if "html" in answer["Content-Type"]:
            page = answer.content.decode()
            assert re.findall(r"<style|<script(?![^>]* src=)|\son\w+=|\sstyle=|javascript:", page) == [], name


def test_no_page_may_stay_in_a_shared_cache(journey: list[tuple[str, HttpResponse, int]]) -> None:
    assert [name for name, answer, _n in journey if "no-store" not in answer["Cache-Control"]] == []


def test_a_first_visit_loads_little(whole: Respondent) -> None:
    """Everything that the heaviest page needs: itself, styles, scripts, pictures, the fonts of our languages."""
    page = max(
        (whole.get(f"{code}/") for code in ("profile", "A4.1", "B1.1", "C4.4")), key=lambda answer: len(answer.content)
    )
    paths = re.findall(r'(?:href|src)="/static/([^"]+)"', page.content.decode())
    paths += ["vendor/fonts/Inter-Regular-core.woff2", "vendor/fonts/Inter-SemiBold-core.woff2", "src/tick.svg"]
    files = [Path(str(finders.find(path))).read_bytes() for path in dict.fromkeys(paths)]
    assert len(files) >= 10
    weight = sum(min(len(gzip.compress(data)), len(data)) for data in [page.content, *files])
    assert weight < VISIT_BYTES, weight


class Fields(HTMLParser):
    """Collects what names the fields of a page, and what is pointed at."""

    def __init__(self) -> None:
        super().__init__()
        self.ids: list[str] = []
        self.labelled: set[str] = set()
        self.pointed: set[str] = set()
        self.fields: list[str] = []
        self.open: list[str] = []
        self.headings: list[int] = []

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        found = {name: value or "" for name, value in attributes}
        if "id" in found:
            self.ids.append(found["id"])
        self.pointed |= set(found.get("aria-describedby", "").split()) | set(found.get("aria-labelledby", "").split())
        if tag == "label":
            self.labelled.add(found.get("for", ""))
        if re.fullmatch(r"h\d", tag):
            self.headings.append(int(tag[1]))
        is_field = tag in ("select", "textarea") or (tag == "input" and found.get("type") != "hidden")
        if is_field and "hidden" not in found and "label" not in self.open:
            self.fields.append(found.get("id", ""))
        if tag in ("label", "fieldset"):
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag in ("label", "fieldset"):
            self.open.remove(tag)


def test_every_field_has_a_name_and_every_description_is_there(journey: list[tuple[str, HttpResponse, int]]) -> None:
    for name, answer, _n in journey:
        if "html" not in answer["Content-Type"] or answer.status_code != 200:
            continue
        page = answer.content.decode()
        fields = Fields()
        fields.feed(page)
        assert set(fields.fields) - fields.labelled == set(), name
        assert fields.pointed - set(fields.ids) == set(), name
        assert len(fields.ids) == len(set(fields.ids)), name
        assert fields.headings.count(1) == 1, name
        steps = zip(fields.headings, fields.headings[1:], strict=False)
        assert [(a, b) for a, b in steps if b > a + 1] == [], name
        assert page.count("<fieldset") == page.count("<legend"), name
        assert '<html lang="kk">' in page, name
        assert re.search(r"<title>[^–]+ – METEP</title>", page), name
        assert 'href="#main"' in page, name


def luminance(colour: str) -> float:
    """Relative luminance by WCAG 2."""
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@pytest.mark.parametrize(
    ("ink", "ground", "least"),
    [
        ("ink", "paper", 7),
        ("quiet", "paper", 4.5),
        ("quiet", "mist", 4.5),
        ("teal", "paper", 4.5),
        ("teal", "mist", 4.5),
        ("deep", "mist", 7),
        ("alarm", "paper", 4.5),
        ("warm", "warm-mist", 4.5),
        ("ink", "gold", 7),
        ("paper", "teal", 4.5),
        ("paper", "deep", 7),
        ("gold", "deep", 3),
        ("edge", "paper", 3),
        ("edge", "mist", 3),
    ],
)
def test_colours_stand_out_from_their_ground(ink: str, ground: str, least: float) -> None:
    styles = Path(str(finders.find("src/site.css"))).read_text("utf-8")
    light_scheme = styles.partition("prefers-color-scheme: dark")[0]  # the dark one is examined in a browser
    colours = dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6});", light_scheme))
    light, dark = sorted((luminance(colours[ink]), luminance(colours[ground])), reverse=True)
    assert (light + 0.05) / (dark + 0.05) >= least
