"""The numbers of the workbench, against what is worked out by hand."""

from __future__ import annotations

from statistics import fmean

import pytest
from django.http import QueryDict

from metep.models import User
from reports.results import results_of
from reports.workbench.asking import filtered
from reports.workbench.filtering import KINDS, known_values, read_filters
from reports.workbench.maps import map_of
from reports.workbench.pages.countries import COUNTRIES
from reports.workbench.pages.peers import choose_peers, mean_score
from reports.workbench.pages.profile import PROFILE
from reports.workbench.pages.standing_out import find_differing
from reports.workbench.pages.themes import THEMES
from reports.workbench.pages.units import UNITS, Line, sort_lines
from reports.workbench.specs import Point, Series, dots, heat
from reports.workbench.together import national_scores
from scoring.results import Score, UnitTier
from scoring.selecting import Selection
from surveys.models import Assignment, Institution, Region, Response, Role, Round
from surveys.regions import read_regions
from tests.contents import ROOT
from tests.reports.making import unit_scores
from tests.reports.workbench.conftest import Ask, answer, results_for

pytestmark = pytest.mark.django_db


def score(value: float | None, mapped: int = 2) -> Score:
    return Score(value, None, None, 1.0, 1, mapped)


@pytest.mark.parametrize(
    ("values", "expected"),
    [([0.2, 0.4], (0.3, 2, 2)), ([0.2, None], (0.2, 1, 2)), ([None, None], (None, 0, 2)), ([0.0], (0.0, 1, 1))],
)
def test_the_mean_of_others_is_that_of_the_known(
    values: list[float | None], expected: tuple[float | None, int, int]
) -> None:
    found = mean_score(map(score, values))
    assert found is not None
    assert (found.score if found.score is None else pytest.approx(found.score), found.items, found.mapped) == expected


def test_nothing_measured_has_no_mean() -> None:
    assert mean_score([score(None, mapped=0)]) is None
    assert mean_score([]) is None


def test_filtered_results_rest_on_those_responses_only(survey_round: Round, responses: list[Response]) -> None:
    russian = [one for one in responses if one.language == "ru"]
    found = results_for(survey_round, languages=frozenset({"ru"}))
    assert found.scores.round.counted == len(russian)
    answers = [one.answers.get("F1.1.a") for one in russian]
    item = found.nation.items["F1.1.a"]
    assert (item.yes, item.no, item.dk) == tuple(answers.count(value) for value in ("yes", "no", "dk"))
    assert item.score == pytest.approx(answers.count("yes") / (answers.count("yes") + answers.count("no")))


def test_filtered_results_follow_every_change(
    survey_round: Round, bodies: list[Institution], responses: list[Response]
) -> None:
    limits = {"languages": frozenset({"ru"}), "regions": frozenset({"KZ-X1"})}
    before = results_for(survey_round, **limits)
    assert results_for(survey_round, **limits) is before  # remembered
    more = answer(survey_round, bodies, 30, seed=12)
    fitting = [one for one in more if one.language == "ru" and one.institution in bodies[:2]]
    after = results_for(survey_round, **limits)
    assert after.scores.round.counted == before.scores.round.counted + len(fitting)
    assert fitting


def test_known_values_have_the_names_of_the_language(survey_round: Round, responses: list[Response]) -> None:
    known = known_values(results_of(survey_round).evidence, "kk")
    assert known["kind"] == {"ministry": "министрлік", "akimat": "әкімдік"}
    assert known["region"] == {"KZ-X1": "Бірінші", "KZ-X2": "Екінші"}
    assert set(known["language"]) == {"kk", "ru", "en"}
    assert set(KINDS) == {"ministry", "agency", "akimat"}


def test_filters_keep_what_is_known_and_name_the_rest(survey_round: Round, responses: list[Response]) -> None:
    known = known_values(results_of(survey_round).evidence, "kk")
    filters, refused = read_filters(QueryDict("region=KZ-X1&region=KZ-9&region=KZ-9&mode=&kind=ministry"), known)
    assert (filters.region, filters.kind, filters.mode) == ({"KZ-X1"}, {"ministry"}, frozenset())
    assert len(refused) == 1
    assert "KZ-9" in refused[0]


@pytest.mark.parametrize(
    ("against", "codes"),
    [("", ["I1", "I2", "I3"]), ("kind", ["I1", "I3"]), ("region", ["I1", "I2"]), ("nonsense", ["I1", "I2", "I3"])],
)
def test_an_institution_is_held_against_all_its_kind_or_its_region(ask: Ask, against: str, codes: list[str]) -> None:
    _control, peers = choose_peers(ask(PROFILE, unit="institution:I1", against=against))
    assert peers is not None
    assert sorted(member.unit.code for member in peers.members) == codes


def test_the_nation_is_held_against_nobody(ask: Ask) -> None:
    assert choose_peers(ask(PROFILE)) == (None, None)


def test_what_stands_out_is_the_difference_from_the_mean(ask: Ask) -> None:
    asked = ask(PROFILE, unit="institution:I1")
    _control, peers = choose_peers(asked)
    assert peers is not None
    found = {one.item.code: one for one in find_differing(asked, peers)}
    members = asked.results.units(UnitTier.INSTITUTION)
    own = next(member for member in members if member.unit.code == "I1")
    for code, one in found.items():
        scores = [member.items[code].score for member in members]
        assert one.difference == pytest.approx(own.items[code].score - fmean(s for s in scores if s is not None))
    differences = [one.difference for one in found.values()]
    assert differences == sorted(differences, reverse=True)
    assert found


LINES = [
    Line(unit_scores(), name, region, mean)
    for name, region, mean in [("A", "", 0.5), ("B", "South", None), ("C", "North", 0.9), ("D", "South", 0.1)]
]


@pytest.mark.parametrize(
    ("order", "is_grouped", "names"),
    [
        ("score", False, "CADB"),
        ("low", False, "DACB"),
        ("name", False, "ABCD"),
        ("n", False, "ABCD"),
        ("score", True, "CDBA"),
        ("name", True, "CBDA"),
    ],
)
def test_institutions_without_a_score_or_a_region_come_last(order: str, is_grouped: bool, names: str) -> None:
    assert "".join(line.name for line in sort_lines(LINES, order, is_grouped)) == names


def test_the_heat_map_has_a_row_for_each_institution_and_counts_those_with_a_score(ask: Ask) -> None:
    asked = ask(UNITS, part="F")
    panel = UNITS.build(asked).panels[0]
    header, rows = panel.chart.table.header, panel.chart.table.rows
    assert len(rows) == 3 + 1
    assert [row[2] for row in rows[:3]] == [
        str(member.respondents)
        for code in panel.codes[:3]
        for member in asked.results.units(UnitTier.INSTITUTION)
        if member.unit.code == code
    ]
    assert header[4].startswith("F2.1.a ")
    assert rows[-1][4] == "3"
    assert panel.shades[-1] == []
    assert all(len(shades) == len(row) - 1 for shades, row in zip(panel.shades[:3], rows[:3], strict=True))


def test_the_sides_of_a_theme_are_the_scores_of_their_parts(ask: Ask) -> None:
    asked = ask(THEMES, theme="areas:channels")
    content = THEMES.build(asked)
    numbers = asked.view.terms.numbers
    shown = [row[2].split(" ")[0] for row in content.panels[0].chart.table.rows]
    mean = asked.results.mean
    assert mean is not None
    assert shown == [
        numbers.score(part.score)
        for part in (
            asked.results.nation.facts.areas["channels"],
            mean.facts.areas["channels"],
            mean.perceptions.areas["channels"],
        )
    ]
    codes = [code for panel in content.panels[1:] for code in panel.codes]
    assert codes == ["F1.1.c", "F2.1.a", "P1.2.a.info", "P1.2.a.consult"]  # items of profiles enter no area


def test_an_institution_takes_the_place_of_all_in_a_theme(ask: Ask) -> None:
    asked = ask(THEMES, theme="areas:channels", unit="institution:I3")
    row = THEMES.build(asked).panels[0].chart.table.rows[1]
    own = asked.results.unit("institution", "I3")
    assert own is not None
    assert row[2].startswith(asked.view.terms.numbers.score(own.facts.areas["channels"].score))


def test_every_region_of_the_country_has_a_place_of_its_own_on_the_map() -> None:
    places = map_of("KZ")
    regions = read_regions(ROOT / "fixtures" / "regions" / "KZ.toml").regions
    assert set(places) == {region.code for region in regions}
    assert len({(place.column, place.row) for place in places.values()}) == len(places) == 20
    assert all(place.name.keys() == {"kk", "ru", "en"} for place in places.values())
    assert "Караган\N{SOFT HYPHEN}динская" in [place.name["ru"] for place in places.values()]
    assert "Карагандинская" in [place.whole("ru") for place in places.values()]


@pytest.mark.parametrize("country", ["ZZ", "../KZ", ""])
def test_a_country_without_a_map_has_none(country: str) -> None:
    assert map_of(country) == {}


@pytest.fixture
def neighbour(survey_round: Round, analyst: User) -> Round:
    """A round of another country by the same instrument, made up, which the analyst may see, too."""
    made = Round.objects.create(
        code="r2",
        country="UZ",
        title_kk="Екінші раунд",
        title_ru="Второй раунд",
        title_en="Second round",
        version=survey_round.version,
        method=survey_round.method,
        languages=["kk", "ru", "en"],
        sections=survey_round.sections,
        is_synthetic=True,
    )
    Assignment.objects.create(user=analyst, role=Role.ANALYST, round=made)
    region = Region.objects.create(country="UZ", code="UZ-X1", name_en="One")
    body = Institution.objects.create(code="U1", country="UZ", region=region, name_en="U1")
    made.institutions.add(body)
    answer(made, [body], 50, seed=3)
    return made


@pytest.mark.parametrize("selection", [Selection(), Selection(languages=frozenset({"ru"}), modes=frozenset({"paper"}))])
def test_rounds_read_together_have_the_scores_that_they_have_alone(
    survey_round: Round, responses: list[Response], neighbour: Round, selection: Selection
) -> None:
    together = national_scores([survey_round, neighbour], selection)
    for one, scores in zip((survey_round, neighbour), together, strict=True):
        alone = filtered(results_of(one), selection)
        assert scores.units[0] == alone.nation


def test_countries_stand_side_by_side_and_made_up_ones_are_marked(ask: Ask, neighbour: Round) -> None:
    asked = ask(COUNTRIES)
    content = COUNTRIES.build(asked)
    table = content.panels[0].chart.table
    assert table.header[1:] == (
        "Қазақстан (n = 80)",
        "Қазақстан: қамту",
        "Өзбекстан (синтетикалық) (n = 50)",
        "Өзбекстан (синтетикалық): қамту",
    )
    assert [row[2] for row in table.rows] == [row[4] for row in table.rows]  # the same items are asked of both
    assert all(row[2].endswith("%") for row in table.rows)
    assert "ойдан құрылған" in content.panels[0].note


def test_each_number_of_a_country_leads_to_its_own_round_without_filters_on_institutions(
    ask: Ask, neighbour: Round
) -> None:
    panel = COUNTRIES.build(ask(COUNTRIES, region="KZ-X1", language="kk")).panels[0]
    assert panel.cells is not None
    own, other = panel.cells[0, 1], panel.cells[0, 3]
    assert "/dashboard/r1/number/?unit=national%3AKZ&source=combined&family=overall&part=" in own
    assert "/dashboard/r2/number/?unit=national%3AUZ" in other
    assert all(address.endswith("&language=kk") for address in panel.cells.values())
    assert {column for _row, column in panel.cells} == {1, 3}


def test_rounds_of_other_versions_or_of_others_are_refused_in_words(
    ask: Ask, neighbour: Round, survey_round: Round
) -> None:
    Round.objects.create(
        code="hidden",
        country="KG",
        version=survey_round.version,
        method=survey_round.method,
        languages=["kk"],
        sections=[],
    )
    content = COUNTRIES.build(ask(COUNTRIES, **{"with": ["hidden", "r2"], "region": "KZ-X1"}))
    assert len(content.refused) == 2
    assert "hidden" in content.refused[0]
    assert content.panels
    assert not COUNTRIES.build(ask(COUNTRIES, **{"with": ["hidden"]})).panels


def test_a_series_that_does_not_fit_its_rows_is_a_mistake() -> None:
    with pytest.raises(ValueError, match="one point for each row"):
        dots(["a", "b"], [Series("s", [None])])


def test_specs_leave_out_what_is_not_known() -> None:
    spec = heat(["a"], ["b", "c"], [[Point(0.0, "0.0", "zero"), None]])
    assert spec["cells"] == [[{"value": 0.0, "shown": "0.0", "text": "zero"}, None]]


def test_a_large_heat_map_writes_each_address_once_and_stays_small(ask: Ask) -> None:
    asked = ask(UNITS, part="F")
    spec = UNITS.build(asked).panels[0].spec
    assert spec is not None
    assert (
        spec["leads"]["address"]
        == f"/kk/dashboard/{asked.results.survey_round.code}/items/{{column}}/?unit=institution:{{row}}"
    )
    assert spec["leads"]["rows"] == [row for row in UNITS.build(asked).panels[0].codes if row]
    assert spec["leads"]["columns"] == ["", "F2.1.a"]
    assert all("address" not in point for row in spec["cells"] for point in row[1:])
