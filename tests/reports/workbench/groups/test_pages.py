"""The pages of distribution, disagreement, groups and languages: what they find, what they refuse."""

from __future__ import annotations

import re
from html import unescape

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from reports.workbench.frame import Content
from reports.workbench.pages.disagreement import DISAGREEMENT
from reports.workbench.pages.distribution import DISTRIBUTION
from reports.workbench.pages.groups import GROUPS
from reports.workbench.pages.groups_counts import AXES, strata_of
from reports.workbench.pages.languages import LANGUAGES
from scoring.wording_counts import Stratum
from surveys.models import Round
from tests.reports.workbench.conftest import Ask, page_address
from tests.reports.workbench.groups.conftest import CONTESTED, SHIFTED

pytestmark = pytest.mark.django_db
PAGES = (DISTRIBUTION, DISAGREEMENT, GROUPS, LANGUAGES)


@pytest.fixture(autouse=True)
def _in_english() -> object:
    with translation.override("en"):
        yield


def column(content: Content, head: str, panel: int = 0) -> list[str]:
    """A column of a panel's table by its head."""
    table = content.panels[panel].chart.table
    return [row[table.header.index(head)] for row in table.rows]


# Groups.


def test_the_difference_between_groups_is_found_and_told(ask: Ask) -> None:
    content = GROUPS.build(ask(GROUPS, by="type", group=["state", "ngo"], items="all"))
    assert content.nothing == ""
    panel = content.panels[0]
    assert panel.codes[0] in (CONTESTED, "F1.1.b", "F1.1.c")  # items below it follow it
    words = dict(zip(panel.codes, column(content, "In plain words"), strict=True))
    assert words[CONTESTED].startswith("Yes is said more often in the group “state” (n = 100)")
    assert "chance alone is an unlikely explanation" in words[CONTESTED]
    assert "Size of the difference: large" in words[CONTESTED]
    assert "with a clear difference" in panel.chart.sentence
    assert words[CONTESTED] in unescape(content.lead)
    assert "random sample" in content.lead


def test_groups_that_answer_alike_do_not_differ_clearly(ask: Ask) -> None:
    content = GROUPS.build(ask(GROUPS, by="mode", items="table-P1.2"))
    assert "In none of them is the difference clear" in content.panels[0].chart.sentence


@pytest.mark.parametrize("axis", list(AXES))
@pytest.mark.parametrize("items", ["all", "levels"])
def test_every_axis_compares_items_and_levels(ask: Ask, axis: str, items: str) -> None:
    content = GROUPS.build(ask(GROUPS, by=axis, items=items))
    assert len(content.panels) == 1
    table = content.panels[0].chart.table
    assert len(content.panels[0].codes) == len(table.rows) > 1
    assert {len(row) for row in table.rows} == {len(table.header)}


def test_both_corrections_say_how_many_comparisons_there_are(ask: Ask) -> None:
    found = {}
    for correction in ("holm", "benjamini-hochberg"):
        content = GROUPS.build(ask(GROUPS, by="type", correction=correction, items="all"))
        found[correction] = column(content, "p after correction")
        tested = sum(p != "–" for p in found[correction])
        assert f"number of comparisons: {tested}," in content.panels[0].note
    assert found["holm"] != found["benjamini-hochberg"]


def test_filters_limit_the_groups(ask: Ask) -> None:
    content = GROUPS.build(ask(GROUPS, by="language", items=f"table-{SHIFTED[:4]}", kind=["ministry"], order="asked"))
    assert column(content, "Kazakh: n")[0] == column(content, "Russian: n")[0] == "51"


@pytest.mark.parametrize("group", [["state"], ["state", "none"], ["none"]])
def test_fewer_than_two_groups_are_refused_and_all_are_shown(ask: Ask, group: list[str]) -> None:
    content = GROUPS.build(ask(GROUPS, by="type", group=group))
    assert content.refused == ["Two groups or more of the chosen kind are needed to compare; all groups are shown."]
    assert content.panels


def test_a_single_group_leaves_nothing_to_compare(ask: Ask) -> None:
    content = GROUPS.build(ask(GROUPS, by="kind", kind=["ministry"]))
    assert content.nothing == "There is only one such group among the chosen responses: nothing to compare."


def test_groups_below_the_threshold_are_not_tested(ask: Ask) -> None:
    asked = ask(GROUPS, by="type", items="all")
    content = GROUPS.build(asked)
    assert "Groups with fewer than 5 answers to an item are not tested." in content.panels[0].note


@pytest.mark.parametrize(("axis", "is_told"), [("region", True), ("kind", True), ("type", False)])
def test_groups_of_institutions_say_how_many_there_are(ask: Ask, axis: str, is_told: bool) -> None:
    content = GROUPS.build(ask(GROUPS, by=axis))
    assert ("Institutions behind these groups: 2." in content.panels[0].note) is is_told


# Languages.


def test_a_shift_between_languages_is_found_with_its_texts(ask: Ask) -> None:
    asked = ask(LANGUAGES, languages="kk-ru", items="all")
    content = LANGUAGES.build(asked)
    assert "remains among alike respondents in: 1." in content.panels[0].chart.sentence
    assert content.panels[0].codes[0] == SHIFTED
    item = asked.results.instrument.items_by_code[SHIFTED]
    for language, words in item.text.items():
        assert f'<p lang="{language}">{words}</p>' in content.lead
    assert "not a proof" in content.lead


def test_no_shift_is_told_as_such(ask: Ask) -> None:
    content = LANGUAGES.build(ask(LANGUAGES, items="table-F2.1"))
    assert "In none of them does a clear difference" in content.panels[0].chart.sentence
    assert "does not prove" in content.lead


def test_one_language_leaves_nothing_to_compare(ask: Ask) -> None:
    content = LANGUAGES.build(ask(LANGUAGES, language=["kk"]))
    assert content.nothing == "All the chosen responses are in one language: nothing to compare."


def test_strata_are_types_of_respondents_by_kinds_of_institutions(ask: Ask) -> None:
    strata = strata_of(ask(LANGUAGES))
    assert set(strata) == {
        Stratum(kind, body) for kind in ("state", "ngo", "education") for body in ("ministry", "akimat", "")
    }
    everyone = sum(counts[0].sum() for by_language in strata.values() for counts in by_language.values())
    assert everyone == 300
    filtered = strata_of(ask(LANGUAGES, kind=["ministry"], language=["ru"]))
    assert set(filtered) == {Stratum(kind, "ministry") for kind in ("state", "ngo", "education")}
    assert {language for by_language in filtered.values() for language in by_language} == {"ru"}


# Distribution and disagreement.


def test_distribution_shows_both_kinds_of_items(ask: Ask) -> None:
    content = DISTRIBUTION.build(ask(DISTRIBUTION, items="all"))
    points, shares = content.panels
    assert points.chart.table.header[1:7] == ("0", "1", "2", "3", "4", "5")
    assert shares.chart.table.header[1:4] == ("No, as it follows from another answer", "No", "Yes")
    assert "Do not know" in shares.chart.table.header


@pytest.mark.parametrize("order", ["value", "asked", "silence"])
def test_distribution_is_sorted_as_chosen(ask: Ask, order: str) -> None:
    asked = ask(DISTRIBUTION, items="all", order=order, unit="institution:I1")
    content = DISTRIBUTION.build(asked)
    codes = list(content.panels[0].codes)
    known = {code: score for code, score in asked.view.scores.items.items() if code in codes}
    expected = {
        "asked": [item.code for item in asked.results.instrument.scored_items if item.code in known],
        "value": sorted(codes, key=lambda code: -(known[code].mean or 0)),
        "silence": sorted(codes, key=lambda code: -known[code].missing / (known[code].missing + known[code].n)),
    }
    assert len(codes) > 1
    assert codes == expected[order]


@pytest.mark.parametrize(
    ("order", "head", "is_reverse"),
    [("agreement", "Agreement", False), ("dk", "Index of Do not know", True), ("weight", "n of agreement", None)],
)
def test_disagreement_is_sorted_as_chosen(ask: Ask, order: str, head: str, is_reverse: bool | None) -> None:
    content = DISAGREEMENT.build(ask(DISAGREEMENT, order=order))
    numbers = [float(cell.rstrip("%")) for cell in column(content, head, panel=-1) if cell != "–"]
    assert numbers
    if is_reverse is not None:
        assert numbers == sorted(numbers, reverse=is_reverse)


def test_disagreement_marks_what_is_contested_and_important(ask: Ask) -> None:
    content = DISAGREEMENT.build(ask(DISAGREEMENT))
    urgent = content.panels[0].chart
    assert urgent.title == "Contested or little known, and important"
    assert all("important" in row[-1] for row in urgent.table.rows)


# All four.


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.code)
def test_tables_have_a_head_for_each_cell(ask: Ask, page: object) -> None:
    for panel in page.build(ask(page, items="all")).panels:
        assert {len(row) for row in panel.chart.table.rows} == {len(panel.chart.table.header)}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.code)
def test_unknown_items_are_refused_in_words(ask: Ask, page: object) -> None:
    content = page.build(ask(page, items="table-Z9<b>"))
    assert content.refused == ["The address asks for the items “table-Z9<b>”; this page has no such choice."]
    assert content.panels


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.code)
@pytest.mark.parametrize("query", [{}, {"region": "KZ-X1"}, {"by": "region"}, {"items": "levels"}])
def test_pages_keep_their_budget(client: Client, telling_round: Round, page: object, query: dict[str, str]) -> None:
    address = page_address(telling_round, page.code, **query)
    assert client.get(address).status_code == 200
    with CaptureQueriesContext(connection) as counted:
        assert client.get(address).status_code == 200
    assert len(counted) <= 15


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.code)
@pytest.mark.parametrize("language", ["kk", "ru"])
def test_pages_speak_one_language(client: Client, telling_round: Round, page: object, language: str) -> None:
    """No English sentence is left in the words of the page itself."""
    with translation.override("kk"):  # addresses are made in the language of the site
        address = page_address(telling_round, page.code, into=language, items="all")
    text = client.get(address).text
    main = re.sub(r"<svg.*?</svg>|<script.*?</script>|<[^>]+>", " ", text[text.index("<main") :], flags=re.DOTALL)
    assert not re.search(r"\b(the|of|and|answers|difference|respondents)\b", main)


def test_tables_can_be_taken_along_with_codes(client: Client, telling_round: Round) -> None:
    address = page_address(telling_round, "groups", "analysis-csv", by="type", panel="figure-groups")
    text = client.get(address).content.decode("utf-8-sig")
    assert CONTESTED in text
    assert "In plain words" in text
