"""Series of other bodies: checked files, loaded once or twice the same, shown with edition and source, never scored."""

from __future__ import annotations

from io import StringIO
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.test import Client
from django.utils import translation

from reports.context import context_section
from reports.external.content import BrokenSeries, read_series
from reports.external.figures import Beside, series_beside
from reports.figures import UnitView
from reports.models import ContextSeries, ContextValue
from reports.results import results_of
from reports.terms import terms_of
from surveys.counting import start_counting, stop_counting
from surveys.models import Round
from tests.contents import standard_method

FILE = settings.BASE_DIR / "fixtures" / "context" / "KZ.toml"
SOUND = """
[[series]]
code = "index"
country = "KZ"
title = { kk = "Көрсеткіш", ru = "Показатель", en = "Indicator" }
source = { kk = "Дереккөз", ru = "Источник", en = "Source" }
unit = { kk = "мән", ru = "значение", en = "value" }
values = [{ year = 2020, edition = "2020", value = 0.5, place = "p. 1" }]
"""


def load(*files: Path) -> str:
    stream = StringIO()
    call_command("load_context", *files, stdout=stream)
    return stream.getvalue()


def test_the_file_holds_the_figures_of_the_source() -> None:
    """Table 3 of document 001, and the places of EGDI and IDI that its notes give."""
    found = {
        one.code: {value.year: value.value for value in one.values} for one in read_series(FILE.read_text()).series
    }
    assert found["un-epi-rank"] == {2014: 22, 2016: 67, 2018: 42, 2020: 26}
    assert found["un-epi-value"] == {2014: 0.7647, 2016: 0.59322, 2018: 0.8371, 2020: 0.881}
    assert found["un-egdi-rank"] == {2014: 28, 2016: 33, 2018: 39, 2020: 29, 2022: 28}
    assert found["itu-idi-rank"] == {2017: 52}


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        ('"KZ"', '"kz"', "index: the country must be two capital letters, not “kz”."),
        ('"index"', '"in dex"', "“in dex” is no code: use Latin letters, digits, hyphens and underscores."),
        (', ru = "Показатель"', "", "index: title lacks ru."),
        (', en = "value"', "", "index: unit lacks en."),
        ("year = 2020", "year = 202", "index: 202 is no year from 1990 to 2100."),
        ('edition = "2020"', 'edition = " "', "index, 2020: the edition is missing."),
        ('place = "p. 1"', 'place = ""', "index, 2020: the place where the figure was read is missing."),
        ('country = "KZ"', 'country = "KZ"\nis_rank = true', "index, 2020: 0.5 is no rank."),
        ("value = 0.5", 'value = "much"', "index: values: value must be a number, not 'much'."),
    ],
)
def test_each_defect_has_its_sentence(old: str, new: str, problem: str) -> None:
    assert old in SOUND
    with pytest.raises(BrokenSeries) as caught:
        read_series(SOUND.replace(old, new))
    assert len(caught.value.problems) == 1
    if "much" not in new:
        assert caught.value.problems == [problem]


def test_a_year_may_be_there_once() -> None:
    twice = SOUND.replace("}]\n", '}, { year = 2020, edition = "x", value = 1, place = "p" }]\n')
    with pytest.raises(BrokenSeries, match="index has the year 2020 more than once"):
        read_series(twice)


@pytest.mark.django_db
def test_all_or_nothing_is_loaded(tmp_path: Path) -> None:
    sound, broken = tmp_path / "a.toml", tmp_path / "b.toml"
    sound.write_text(SOUND, "utf-8")
    broken.write_text(SOUND.replace('"index"', '"other"').replace("2020, ed", "20, ed"), "utf-8")
    with pytest.raises(CommandError, match="other: 20 is no year"):
        load(sound, broken)
    assert not ContextSeries.objects.exists()


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["absent.toml", "broken.toml"])
def test_a_file_that_cannot_be_read_is_named(tmp_path: Path, name: str) -> None:
    (tmp_path / "broken.toml").write_bytes(b"\xff")
    with pytest.raises(CommandError, match=f"{name}: cannot be read"):
        load(tmp_path / name)


@pytest.mark.django_db
def test_the_same_code_in_two_files_is_refused(tmp_path: Path) -> None:
    for name in ("a.toml", "b.toml"):
        (tmp_path / name).write_text(SOUND, "utf-8")
    with pytest.raises(CommandError, match="index is there more than once"):
        load(tmp_path / "a.toml", tmp_path / "b.toml")


@pytest.mark.django_db
def test_loaded_twice_it_is_the_same_and_what_is_gone_goes(tmp_path: Path) -> None:
    assert "KZ.toml: 6 series, 16 values" in load()
    keys = list(ContextValue.objects.order_by("pk").values_list("pk", flat=True))
    load()
    assert list(ContextValue.objects.order_by("pk").values_list("pk", flat=True)) == keys
    path = tmp_path / "KZ.toml"
    lines = FILE.read_text("utf-8").splitlines()
    path.write_text("\n".join(line for line in lines if "year = 2016" not in line), "utf-8")
    load(path)
    assert not ContextValue.objects.filter(year=2016).exists()
    assert ContextValue.objects.count() == 13


@pytest.mark.django_db
@pytest.mark.parametrize("language", ["kk", "ru", "en"])
def test_edition_and_source_stand_beside_each_value(language: str) -> None:
    load()
    with translation.override(language):
        beside = series_beside("KZ", terms_of(standard_method()))
    charts = {chart.key: chart for chart in beside.charts}
    assert len(charts) == 3
    for chart in charts.values():
        assert all(cell for row in chart.table.rows for cell in row)
        assert chart.sentence.endswith(".")
    rows = charts["context-un-epi-rank"].table.rows
    assert [row[:3] for row in rows] == [
        (str(y), v, str(y)) for y, v in ((2014, "22"), (2016, "67"), (2018, "42"), (2020, "26"))
    ]
    assert all("Kairbayev 2022, Table 3" in row for row in rows)
    assert beside.single is not None
    assert len(beside.single.rows) == 3
    assert all(cell for row in beside.single.rows for cell in (*row, *beside.single.header))


@pytest.mark.django_db
def test_the_best_rank_is_the_smallest_and_stands_above() -> None:
    load()
    with translation.override("en"):
        charts = {chart.key: chart for chart in series_beside("KZ", terms_of(standard_method())).charts}
    assert list(charts) == ["context-un-epi-value", "context-un-epi-rank", "context-un-egdi-rank"]
    assert charts["context-un-epi-rank"].sentence == (
        "2014: rank 22; 2020: rank 26. The best rank was 22 (2014), the worst 67 (2016). "
        "Source: United Nations, E-Government Survey."
    )
    assert "The highest value was 0.881 (2020), the lowest 0.59322 (2016)." in charts["context-un-epi-value"].sentence


@pytest.mark.django_db
@pytest.mark.parametrize(("unit", "shown"), [("per cent of the population",) * 2, ("", "–")])
def test_the_value_of_a_single_year_is_not_drawn_but_told_with_its_unit(unit: str, shown: str) -> None:
    load()
    ContextSeries.objects.update(unit_kk=unit, unit_ru=unit, unit_en=unit)
    with translation.override("en"):
        beside = series_beside("KZ", terms_of(standard_method()))
    assert all(len(chart.table.rows) > 1 for chart in beside.charts)
    assert beside.single is not None
    assert (
        "Internet users in the population",
        "88.2",
        shown,
        "2020",
        "2020",
        "Bureau of National Statistics",
        "Kairbayev 2022",
    ) in beside.single.rows


@pytest.mark.django_db
def test_other_countries_have_no_series() -> None:
    load()
    assert series_beside("KG", terms_of(standard_method())) == Beside((), None)


def test_the_context_of_a_country_stands_on_its_pages(analysts_client: Client, answered_round: Round) -> None:
    load()
    scores = analysts_client.get("/en/dashboard/r1/").content.decode()
    assert "None of these figures is part of the scores" in scores
    assert "UN E-Participation Index (EPI): rank" in scores
    page = analysts_client.get("/en/dashboard/r1/context/").content.decode()
    assert "UN E-Participation Index (EPI): rank" in page
    assert "Figures of a single year" in page
    assert "Kairbayev 2022, Table 3" in page
    institution = analysts_client.get("/en/dashboard/r1/context/?unit=institution:I1").content.decode()
    assert "UN E-Participation" not in institution
    assert "Nothing stands beside the scores of this unit" in institution


def test_series_change_no_score(answered_round: Round) -> None:
    before = results_of(answered_round)
    load()
    after = results_of(answered_round)
    assert after.scores is before.scores
    assert after.evidence.checksum == before.evidence.checksum


def test_answers_in_numbers_stand_beside_the_series(analysts_client: Client, answered_round: Round) -> None:
    response = answered_round.responses.first()
    assert response is not None
    stop_counting(response)
    response.answers = response.answers | {"F1.1.share": 42}
    response.save()
    start_counting([response])
    results = results_of(answered_round)
    with translation.override("en"):
        view = UnitView(results.nation, results.instrument, terms_of(results.method))
        section = context_section(results, view)
        assert section is not None
        assert section.answers is not None
        assert section.answers.rows == (("F1.1.share. What is the share?", "42%", "42% – 42%", "1"),)
        assert context_section(results, view, with_answers=False) is None


def test_the_administration_only_reads_series(admin_client: Client) -> None:
    load()
    series = ContextSeries.objects.get(code="un-epi-rank")
    assert admin_client.get("/en/admin/reports/contextseries/").status_code == 200
    page = admin_client.get(f"/en/admin/reports/contextseries/{series.pk}/change/")
    assert page.status_code == 200
    assert b'name="_save"' not in page.content
    assert admin_client.get("/en/admin/reports/contextseries/add/").status_code == 403
