"""Every chart is a small, readable, reproducible picture with a sentence and a table that say the same."""

from __future__ import annotations

import datetime
import itertools
import re
from collections.abc import Callable
from xml.etree import ElementTree

import pytest

from reports.charts import (
    Bar,
    BarRow,
    Caption,
    Chart,
    Day,
    DistributionRow,
    GapRow,
    MatrixRow,
    PyramidLevel,
    Terms,
    UnitRow,
    draw_bars,
    draw_distribution,
    draw_gaps,
    draw_matrix,
    draw_progress,
    draw_pyramid,
    draw_shares,
    draw_units,
    style,
)
from reports.charts.canvas import text_width, wrap
from reports.charts.progress import _scale_end
from scoring.results import Measure
from tests.reports.making import NOTHING, UNANSWERED, score, terms

CAPTION = Caption("chart", "Тақырып <«Ә»>", "Сөйлем: ӘҒҚҢӨҰҮҺІ & 5 < 6.")
Draw = Callable[[Terms], Chart]


def _pyramid(terms: Terms) -> Chart:
    levels = [
        PyramidLevel("Э-ақпарат", score(0.8123), score(0.6), score(0.7)),
        PyramidLevel("Э-консультация", score(0.4, None), UNANSWERED, score(0.4)),
        PyramidLevel("Э-шешім қабылдау", NOTHING, UNANSWERED, NOTHING),
    ]
    return draw_pyramid(terms, CAPTION, levels)


def _matrix(terms: Terms) -> Chart:
    rows = [
        MatrixRow("Құқықтық негіз", (score(0.8123), score(0.1)), score(0.5)),
        MatrixRow("Арналар", (NOTHING, UNANSWERED), NOTHING),
    ]
    return draw_matrix(terms, CAPTION, ["Э-ақпарат", "Э-консультация"], rows, (score(0.3), score(0.4), score(0.35)))


def _gap_matrix(terms: Terms) -> Chart:
    rows = [MatrixRow("Құқықтық негіз", (score(-0.8123), score(0.1)))]
    return draw_matrix(terms, CAPTION, ["Э-ақпарат", "Э-консультация"], rows, is_gap=True)


def _gaps(terms: Terms) -> Chart:
    rows = [
        GapRow("Э-ақпарат", score(0.8123), score(0.6), score(-0.2123)),
        GapRow("Э-консультация", score(0.4), UNANSWERED, UNANSWERED),
    ]
    return draw_gaps(terms, CAPTION, rows)


def _bars(terms: Terms) -> Chart:
    rows = [
        BarRow("Порталдар", (_bar(Measure.FACTS, 0.8123), _bar(Measure.PERCEPTIONS, None))),
        BarRow("Әлеуметтік желілер " * 20, (_bar(Measure.FACTS, 0), _bar(Measure.PERCEPTIONS, 1))),
    ]
    return draw_bars(terms, CAPTION, rows, "Технология", "Тармақтар")


def _shares(terms: Terms) -> Chart:
    return draw_shares(terms, CAPTION, [BarRow("Заң бар ма?", (_bar(Measure.COMBINED, 0.8123),), "F1.1.a")])


def _distribution(terms: Terms) -> Chart:
    rows = [
        DistributionRow("P1", "Ашықтық", (1, 2, 3, 4, 5, 6), 3.33),
        DistributionRow("P2", "Ұзақ " * 60, (0, 0, 1, 0, 0, 0), 2),
    ]
    return draw_distribution(terms, CAPTION, rows)


def _units(terms: Terms) -> Chart:
    rows = [
        UnitRow("Бірінші", score(0.2), 10),
        UnitRow("Екінші " * 20, score(0.8123), 1200, is_marked=True),
        UnitRow("Жауапсыз", UNANSWERED, 0),
    ]
    return draw_units(terms, CAPTION, rows, ("Барлығы", score(0.5)))


def _progress(terms: Terms) -> Chart:
    start = datetime.date(2026, 9, 1)
    days = [Day(f"{start + datetime.timedelta(number):%d.%m}", number * 30 % 77) for number in range(60)]
    return draw_progress(terms, CAPTION, days)


def _bar(measure: Measure, value: float | None) -> Bar:
    return Bar(measure, value, None if value is None else value / 2, None if value is None else 1.0, "n = 5")


ALL: list[Draw] = [
    _pyramid,
    _matrix,
    _gap_matrix,
    _gaps,
    _bars,
    _shares,
    _distribution,
    _units,
    _progress,
]
every_chart = pytest.mark.parametrize("draw", ALL, ids=lambda draw: draw.__name__)
SVG = "{http://www.w3.org/2000/svg}"


@every_chart
@pytest.mark.parametrize("language", ["kk", "ru", "en"])
def test_pictures_can_be_read_aloud(draw: Draw, language: str) -> None:
    root = ElementTree.fromstring(draw(terms(language)).svg)
    assert (root.get("role"), root.get("lang")) == ("img", language)
    names = [root.find(f"{SVG}{tag}") for tag in ("title", "desc")]
    assert [name.text for name in names if name is not None] == [CAPTION.title, CAPTION.sentence]
    assert root.get("aria-labelledby") == " ".join(name.get("id", "") for name in names if name is not None)


@every_chart
def test_pictures_are_small_and_the_same_each_time(draw: Draw) -> None:
    chart = draw(terms())
    assert len(chart.svg.encode()) < 40_000
    assert draw(terms()) == chart


@every_chart
def test_pictures_can_share_a_page(draw: Draw) -> None:
    """Only title and description have identifiers, made from the key; nothing styles what lies outside."""
    written = draw(terms()).svg
    assert re.findall(r' id="([^"]+)"', written) == ["chart-title", "chart-description"]
    assert "<style" not in written
    assert " style=" not in written
    assert "url(" not in written


@every_chart
@pytest.mark.parametrize("language", ["kk", "en"])
def test_coordinates_have_no_decimal_comma(draw: Draw, language: str) -> None:
    root = ElementTree.fromstring(draw(terms(language)).svg)
    for element in root.iter():
        for name in ("d", "x", "y", "viewBox", "width", "height", "font-size", "stroke-width", "transform"):
            assert "," not in element.get(name, "")


@every_chart
def test_letters_stay_letters(draw: Draw) -> None:
    root = ElementTree.fromstring(draw(terms("kk")).svg)
    words = " ".join(element.text or "" for element in root.iter(f"{SVG}text"))
    assert re.search("[А-Яа-яӘәҒғҚқҢңӨөҰұҮүҺһІі]" if draw is not _progress else r"\d\d\.\d\d", words)


@every_chart
def test_tables_are_whole_and_say_the_numbers_of_the_picture(draw: Draw) -> None:
    chart = draw(terms())
    assert {len(row) for row in chart.table.rows} == {len(chart.table.header)}
    assert all(cell for row in chart.table.rows for cell in row)
    assert "None" not in str(chart.table)


NUMBERED = [draw for draw in ALL if draw not in (_progress, _distribution)]


@pytest.mark.parametrize("draw", NUMBERED, ids=lambda draw: draw.__name__)
@pytest.mark.parametrize(("language", "shown"), [("kk", "81,2"), ("en", "81.2")])
def test_labels_are_written_as_the_language_writes_numbers(draw: Draw, language: str, shown: str) -> None:
    shown = {"kk": "81\xa0%", "en": "81%"}[language] if draw is _shares else shown
    chart = draw(terms(language))
    assert shown in chart.svg
    assert shown in str(chart.table).replace("\\xa0", "\xa0")


def test_what_is_not_measured_differs_from_what_nobody_answered() -> None:
    words = terms().words
    table = _matrix(terms()).table
    assert table.rows[1][1:3] == (words.nothing_asked, words.no_answers)


def test_units_are_sorted_and_those_without_a_score_come_last() -> None:
    assert [row[0].split()[0] for row in _units(terms()).table.rows] == ["Екінші", "Бірінші", "Жауапсыз"]


def test_a_pyramid_begins_at_its_base() -> None:
    """The first level is the lowest in the picture; its table reads from the top."""
    chart = _pyramid(terms())
    root = ElementTree.fromstring(chart.svg)
    heights = {element.text: float(element.get("y", "0")) for element in root.iter(f"{SVG}text")}
    assert heights["Э-ақпарат"] > heights["Э-консультация"] > heights["Э-шешім қабылдау"]
    assert [row[0] for row in chart.table.rows] == ["Э-шешім қабылдау", "Э-консультация", "Э-ақпарат"]


@pytest.mark.parametrize("fill", [*style.BANDS, *style.BELOW, *style.ABOVE, style.WHITE])
def test_text_on_every_fill_can_be_read(fill: str) -> None:
    assert style.contrast(style.text_on(fill), fill) >= 4.5


@pytest.mark.parametrize("colour", [style.INK, style.MUTED, style.FACTS, style.PERCEPTIONS])
def test_text_and_marks_stand_out_from_paper(colour: str) -> None:
    assert style.contrast(colour, style.WHITE) >= 4.5


def test_bands_can_be_told_apart_in_grey() -> None:
    """Each band is darker than the one below, by a step that the eye sees."""
    steps = [style.contrast(lighter, darker) for lighter, darker in itertools.pairwise(style.BANDS)]
    assert min(steps) > 1.1
    assert style.contrast(style.BANDS[0], style.BANDS[-1]) > 7


@pytest.mark.parametrize(
    ("words", "width", "most", "expected"),
    [
        ("бір", 100, 2, ("бір",)),
        ("бір екі", 10, 2, ("бір", "екі")),
        ("ұзынсөзқысқармайды", 20, 2, ("ұзынсөзқысқармайды",)),  # a single word is never broken
        ("", 10, 2, ("",)),
    ],
)
def test_words_are_wrapped_between_words(words: str, width: float, most: int, expected: tuple[str, ...]) -> None:
    assert wrap(words, width, most=most) == expected


def test_what_does_not_fit_ends_in_an_ellipsis() -> None:
    lines = wrap("Электрондық қатысу деңгейінің " * 9, 120, most=2)
    assert len(lines) == 2
    assert lines[-1].endswith("…")
    assert all(text_width(line) <= 120 for line in lines)


@pytest.mark.parametrize(("highest", "end"), [(0, 4), (4, 4), (5, 8), (9, 20), (21, 40), (41, 80), (1500, 2000)])
def test_a_scale_of_counts_ends_at_a_round_number(highest: int, end: int) -> None:
    assert _scale_end(highest) == end
