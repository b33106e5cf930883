"""The demonstration: synthetic, labelled so, the same every time, and good data for everything that reads it."""

from __future__ import annotations

import json
import re
from collections import Counter
from datetime import date
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.test import Client
from django.utils import timezone

from metep.demo.accounts import ADMINISTRATOR, ANALYST, NAMES
from metep.demo.people import day_shares
from metep.demo.plan import BrokenPlan, Plan, read_plan
from metep.models import User
from reports.models import ReportText
from reports.permissions import rounds_analysed
from reports.report.texts import Place, texts_of
from reports.results import results_of
from reports.rounds.reading import compare
from scoring.comparing import Verdict
from scoring.results import Measure
from surveys.content import LANGUAGES, Instrument, ItemType, read_instrument
from surveys.countries import SYNTHETIC as SYNTHETIC_COUNTRY
from surveys.countries import country_name
from surveys.importing import ImportReport, import_responses
from surveys.models import CodedResponse, Institution, Region, Response, ResponseState, Round, Validation
from surveys.publishing import load
from tests.surveys.importing import copy_round

LAST_DAY = date(2026, 10, 11)  # a Sunday
FOLDER = settings.BASE_DIR / "fixtures" / "demo"
SYNTHETIC = {"kk": "синтетикалық", "ru": "синтетическ", "en": "synthetic"}


@pytest.fixture(scope="module")
def plan() -> Plan:
    return read_plan(FOLDER)


@pytest.fixture(scope="module")
def earlier() -> Plan:
    return read_plan(FOLDER, instead=FOLDER / "earlier")


@pytest.fixture(scope="module")
def neighbour() -> Plan:
    return read_plan(FOLDER, instead=FOLDER / "neighbour")


@pytest.fixture(scope="module")
def metep(plan: Plan) -> Instrument:
    path = settings.INSTRUMENTS_DIR / plan.instrument / f"{plan.version}.toml"
    return read_instrument(path.read_text("utf-8"))


@pytest.fixture
def loaded(db: None, metep: Instrument) -> None:
    load(metep)


def make(responses: int = 120, **options: Any) -> str:
    stream = StringIO()
    call_command("make_demo", responses=responses, last_day=LAST_DAY, stdout=stream, **options)
    return stream.getvalue()


def test_everything_that_could_be_taken_for_real_says_that_it_is_synthetic(plan: Plan) -> None:
    texts = [plan.title, plan.exclusion_reason, plan.validation_reason, *(unit.name for unit in plan.institutions)]
    texts += [words.text for words in plan.words if words.item.endswith((".details", ".name"))]
    texts += [words.text for words in plan.texts]
    for text in texts:
        assert set(text) == set(LANGUAGES)
        assert [words for language, words in text.items() if SYNTHETIC[language] not in words.lower()] == []


def test_regions_are_those_of_the_country_in_three_languages(plan: Plan) -> None:
    codes = [region.code for region in plan.regions]
    assert len(set(codes)) == 20
    assert all(re.fullmatch(r"KZ-\d\d", code) for code in codes)
    assert sum(region.name["kk"].endswith(" облысы") for region in plan.regions) == 17
    assert sum(region.name["kk"].endswith(" қаласы") for region in plan.regions) == 3
    assert all(set(region.name) == set(LANGUAGES) for region in plan.regions)


def test_every_region_has_an_institution_and_some_are_central(plan: Plan) -> None:
    regions = Counter(unit.region for unit in plan.institutions)
    assert len(plan.institutions) == 30
    assert set(regions) - {""} == {region.code for region in plan.regions}
    assert regions[""] == sum(unit.level == "central" for unit in plan.institutions) == 8


def test_the_plan_speaks_of_what_the_instrument_has(plan: Plan, metep: Instrument) -> None:
    numbers = {item.code for item in metep.items_by_code.values() if item.type in (ItemType.PERCENT, ItemType.COUNT)}
    assert plan.mean_of.keys() == numbers
    assert plan.words_of.keys() <= metep.items_by_code.keys()
    dimensions = [*metep.levels, *metep.areas, *metep.technologies]
    known = {dimension.code for dimension in dimensions} - {"context"}
    assert known <= plan.effect_of.keys() <= known | metep.items_by_code.keys()
    profile = {item.code: item for item in metep.profile}
    for role in plan.roles:
        assert set(role.sections) <= {section.code for section in metep.sections}
        for answer in role.profile:
            scale = metep.scale_of(profile[answer.item])
            assert all(scale and scale.point(value) for value in answer.values)


@pytest.mark.usefixtures("loaded")
def test_the_round_is_open_labelled_and_complete(plan: Plan) -> None:
    said = make()
    made = Round.objects.get(code="demo")
    assert made.is_synthetic
    assert (made.title_kk, made.title_ru, made.title_en) == tuple(plan.title[language] for language in LANGUAGES)
    assert made.state == "open"
    assert (Region.objects.count(), Institution.objects.count(), made.institutions.count()) == (20, 35, 30)
    assert Round.objects.filter(is_synthetic=False).count() == 0
    assert Counter(made.responses.values_list("state", flat=True)) == {
        "submitted": 105,
        "resubmitted": 1,
        "accepted": 14,
        "excluded": 1,
        "draft": 47,
        "returned": 1,
    }
    assert CodedResponse.objects.filter(round=made).count() == 120
    assert made.validations.count() == 14
    assert "120 responses, 45 drafts, 1 excluded, 14 validated facts" in said


@pytest.mark.usefixtures("loaded")
def test_made_twice_it_is_the_same_round_once() -> None:
    def content() -> tuple[Any, ...]:
        coded = CodedResponse.objects.order_by("round__code", "response_id")
        facts = Validation.objects.order_by("round__code", "item", "institution")
        submitted = Response.objects.exclude(state=ResponseState.DRAFT)  # staff begin some drafts by the usual way
        return (
            list(submitted.order_by("pk").values("pk", "institution", "answers", "state", "submitted_at")),
            [bytes(data) for data in coded.values_list("data", flat=True)],
            list(facts.values_list("institution", "item", "value")),
        )

    make()
    first, keys = content(), dict(Round.objects.values_list("code", "pk"))
    make()
    assert content() == first
    assert dict(Round.objects.values_list("code", "pk")) == keys
    assert list(keys) == ["demo", "demo-neighbour", "demo-earlier"]  # the newest first
    assert Institution.objects.count() == 35


@pytest.mark.usefixtures("loaded")
def test_its_answers_are_valid_and_come_back_through_files_with_the_same_scores(tmp_path: Path) -> None:
    """Skip logic, sections and institutions are respected: the import finds nothing to refuse or to doubt."""
    make(responses=300)
    source = Round.objects.get(code="demo")
    target = copy_round(source, "copy")
    call_command("export_responses", "demo", str(tmp_path), stdout=StringIO())
    report = ImportReport()
    imported = import_responses(target, tmp_path / "responses.csv", tmp_path / "initiatives.csv", report=report)
    assert imported.responses == 300
    assert imported.entries > 10
    assert not report.problems
    assert not report.doubt_counts
    for validation in source.validations.all():
        validation.pk, validation.round = None, target
        validation.save()
    assert score(target, tmp_path) == score(source, tmp_path)


def score(survey_round: Round, folder: Path) -> Any:
    path = folder / f"{survey_round.code}.json"
    call_command("score", survey_round.code, json=path, stdout=StringIO())
    return json.loads(path.read_text("utf-8"))["units"]


@pytest.mark.usefixtures("loaded")
def test_its_shape_is_that_of_a_survey(tmp_path: Path) -> None:
    make(responses=600)
    made = Round.objects.get(code="demo")
    responses = list(made.responses.filter(state=ResponseState.SUBMITTED))
    languages = Counter(response.language for response in responses)
    assert languages["kk"] > languages["ru"] > languages["en"] > 0
    days = Counter(timezone.localtime(response.submitted_at).weekday() for response in responses)
    assert max(days[5], days[6]) < min(days[day] for day in range(5))
    assert made.opens_at is not None
    assert all(made.opens_at <= response.started_at < response.submitted_at for response in responses)
    assert {section for response in responses for section in response.sections} == set("ABCD")
    assert any("D1.1" in response.answers for response in responses)
    nation = next(unit for unit in score(made, tmp_path) if unit["tier"] == "national")
    levels = nation["combined"]["levels"]
    assert levels["information"]["score"] > levels["consultation"]["score"] > levels["decision"]["score"]


def test_weeks_have_a_rhythm(plan: Plan) -> None:
    shares = day_shares(plan, date(2026, 8, 31))  # a Monday
    assert shares.sum() == pytest.approx(1)
    assert shares[5] == pytest.approx(shares[0] * plan.weekend)
    assert shares[7] == pytest.approx(shares[0] * plan.reminder)


@pytest.mark.usefixtures("loaded")
def test_a_round_of_real_answers_is_left_alone() -> None:
    make(responses=0)
    Round.objects.update(is_synthetic=False, title_kk="Нақты")
    with pytest.raises(CommandError, match="not synthetic"):
        make()
    assert set(Round.objects.values_list("title_kk", flat=True)) == {"Нақты"}


@pytest.mark.django_db
def test_without_the_instrument_it_says_what_to_do() -> None:
    with pytest.raises(CommandError, match="run load_instruments first"):
        make()
    assert not Institution.objects.exists()


def test_a_negative_number_of_responses_is_refused() -> None:
    with pytest.raises(CommandError, match="cannot be negative"):
        make(responses=-1)


@pytest.mark.usefixtures("loaded")
def test_its_accounts_sign_in_with_the_passwords_printed_last() -> None:
    first, second = (dict(re.findall(r"Sign in as (\S+) with the password (\S+)", make(responses=0))) for _ in "12")
    assert set(first) == set(NAMES)
    assert set(first.values()).isdisjoint(second.values())
    for email in NAMES:
        assert not Client().login(username=email, password=first[email])
        assert Client().login(username=email, password=second[email])
    assert User.objects.get(email=ADMINISTRATOR).is_superuser
    analyst = User.objects.get(email=ANALYST)
    assert (analyst.is_staff, analyst.is_superuser) == (False, False)
    assert {one.code for one in rounds_analysed(analyst)} == {"demo", "demo-earlier", "demo-neighbour"}
    assert all("(демо)" in name for name in NAMES.values())


@pytest.mark.usefixtures("loaded")
def test_a_password_may_be_chosen(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DEMO_PASSWORD", "chosen for a test")
    make(responses=0)
    assert Client().login(username=ANALYST, password="chosen for a test")


@pytest.mark.usefixtures("loaded")
def test_the_addresses_that_it_prints_answer(client: Client) -> None:
    paths = re.findall(r"http://127\.0\.0\.1:8123(\S+)", make(responses=10, port="8123"))
    assert len(paths) == 5
    client.force_login(User.objects.get(email=ADMINISTRATOR))
    assert [client.get(path).status_code for path in paths] == [200] * 5


def test_the_earlier_round_says_what_it_is(earlier: Plan, plan: Plan) -> None:
    """It differs in what its folder says, and its questionnaire cannot be taken for the source's."""
    for language in LANGUAGES:
        assert SYNTHETIC[language] in earlier.title[language].lower()
    assert (earlier.code, earlier.submitted, len(earlier.institutions)) == ("demo-earlier", 300, 26)
    assert earlier.roles == plan.roles
    version = read_instrument((FOLDER / "instruments" / "2013-demo.toml").read_text("utf-8"))
    assert (version.code, version.version) == (earlier.instrument, earlier.version)
    assert all(SYNTHETIC[language] in version.title[language].lower() for language in LANGUAGES)
    assert all("UNDESA" in version.title[language] for language in LANGUAGES)
    known = {one.code for one in (*version.levels, *version.areas, *version.technologies)} | set(version.items_by_code)
    assert earlier.progress_of.keys() <= known


@pytest.mark.usefixtures("loaded")
def test_the_earlier_round_was_a_year_before_and_weaker_in_most_respects() -> None:
    said = make(responses=300)
    before, after = Round.objects.get(code="demo-earlier"), Round.objects.get(code="demo")
    assert before.opens_at is not None
    assert after.opens_at is not None
    assert (after.opens_at - before.opens_at).days == 364
    assert "Synthetic round demo-earlier: 20 regions, 26 institutions, 300 responses" in said
    comparison = compare(results_of(before), results_of(after))
    assert comparison.judgement.verdict is Verdict.PARTLY
    changes = [change.value for change in comparison.units[0].items.values() if change.value is not None]
    assert comparison.units[0].change(Measure.COMBINED).is_apart
    assert min(changes) < 0 < max(changes)


def test_the_neighbour_is_a_country_that_does_not_exist(neighbour: Plan, plan: Plan) -> None:
    assert neighbour.country == SYNTHETIC_COUNTRY
    assert (neighbour.instrument, neighbour.version, neighbour.method) == (plan.instrument, plan.version, plan.method)
    assert not neighbour.regions
    assert {unit.code for unit in neighbour.institutions}.isdisjoint(unit.code for unit in plan.institutions)
    assert neighbour.effect_of.keys() == {code for code in plan.effect_of if not code.startswith("A")}
    names = [country_name(neighbour.country), neighbour.title, *(unit.name for unit in neighbour.institutions)]
    for name in names:
        assert [words for language, words in name.items() if SYNTHETIC[language] not in words.lower()] == []


@pytest.mark.usefixtures("loaded")
def test_countries_stand_side_by_side_for_the_analyst(client: Client) -> None:
    make(responses=60)
    client.force_login(User.objects.get(email=ANALYST))
    page = client.get("/en/analysis/demo/countries/").text
    assert "Kazakhstan (synthetic) (n = 60)" in page
    assert "Synthetic country (n = 60)" in page
    assert "Synthetic country: coverage" in page
    over_time = client.get("/en/analysis/demo-neighbour/overtime/").text
    assert "There is no other round of this instrument in this country" in over_time
    assert "No institution of this round belongs to a region." in client.get("/en/analysis/demo-neighbour/map/").text
    rounds = client.get("/en/dashboard/").text
    assert "Synthetic country · metep 2014" in rounds
    assert rounds.index("Synthetic round: Kazakhstan") < rounds.index("a country that does not exist")


@pytest.mark.usefixtures("loaded")
def test_texts_of_reports_are_there_as_examples(plan: Plan) -> None:
    make(responses=0)
    written = {row.place: row for row in ReportText.objects.filter(round__code="demo")}
    assert set(written) == {words.place for words in plan.texts} <= {str(place) for place in Place}
    assert {row.by.email for row in written.values() if row.by} == {ANALYST}
    assert "Example of a foreword" in texts_of(Round.objects.get(code="demo"), None)["foreword"]["en"]
    assert not ReportText.objects.exclude(round__code="demo").exists()


def test_a_broken_plan_names_every_defect(tmp_path: Path) -> None:
    (tmp_path / "a.toml").write_text('code = "demo"\nfoo = 1\n')
    (tmp_path / "b.toml").write_text('code = "demo"\n')
    with pytest.raises(BrokenPlan) as caught:
        read_plan(tmp_path)
    assert "b.toml repeats code." in caught.value.problems
    assert any("foo" in problem for problem in caught.value.problems)
    assert any("lacks" in problem for problem in caught.value.problems)
