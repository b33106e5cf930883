"""The repository of recommendations: its reader, its checks, and the file for METEP."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace
from functools import cache
from typing import Any

import pytest
from django.conf import settings

from reports.recommendations import (
    BrokenRecommendations,
    Costs,
    Effort,
    Example,
    Horizon,
    Recommendation,
    RecommendationFile,
    Trigger,
    TriggerKind,
    find_problems,
    read_recommendations,
)
from surveys.content import LANGUAGES, ItemType, Scored, Source, Tier
from tests.contents import metep

FOLDER = settings.RECOMMENDATIONS_DIR / "metep"

SHORT = """
instrument = "metep"

[[sources]]
code = "study"
text.kk = "Зерттеу"
text.ru = "Исследование"
text.en = "Study"

[[recommendations]]
code = "search"
title.kk = "Іздеуді жақсарту"
title.ru = "Улучшить поиск"
title.en = "Improve the search"
action.kk = "Толық мәтіндік іздеуді қосу."
action.ru = "Включить полнотекстовый поиск."
action.en = "Search the full text."
reason.kk = "Нәтиже табылмайды."
reason.ru = "Результаты не находятся."
reason.en = "Nothing is found."
levels = ["information"]
area = "channels"
tiers = ["institution"]
effort = "low"
costs = "none"
horizon = "months"
sources = ["study"]
place.kk = "1-кесте"
place.ru = "Таблица 1"
place.en = "Table 1"
[[recommendations.triggers]]
kind = "item"
targets = ["B1.1.a3"]
below = 0.5
"""


@cache
def published() -> RecommendationFile:
    pieces = sorted(FOLDER.glob("*.toml"))
    return read_recommendations("\n".join(piece.read_text("utf-8") for piece in pieces))


def short(**changes: Any) -> RecommendationFile:
    """The short file with its only recommendation changed."""
    file = read_recommendations(SHORT)
    return replace(file, recommendations=(replace(file.recommendations[0], **changes),))


def item(*targets: str, below: float | None = 0.5, **changes: Any) -> Trigger:
    return Trigger(TriggerKind.ITEM, targets, below, **changes)


def test_a_file_becomes_frozen_values():
    file = read_recommendations(SHORT)
    recommendation = file.recommendations[0]
    assert recommendation.title["kk"] == "Іздеуді жақсарту"
    assert recommendation.tiers == (Tier.INSTITUTION,)
    assert (recommendation.effort, recommendation.horizon) == (Effort.LOW, Horizon.MONTHS)
    assert recommendation.costs is Costs.NONE
    assert (recommendation.steps, recommendation.examples) == ({}, ())
    assert recommendation.triggers == (Trigger(TriggerKind.ITEM, ("B1.1.a3",), 0.5),)
    assert file.sources_by_code["study"].text["en"] == "Study"


def test_a_cell_trigger_reads_its_source():
    toml = SHORT.replace('kind = "item"', 'kind = "cell"\nsource = "perceptions"')
    assert read_recommendations(toml).recommendations[0].triggers[0].source is Source.PERCEPTIONS


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        (
            'kind = "item"',
            'kind = "mood"',
            "must be one of item, cell, do_not_know, gap, level, comparison, not 'mood'",
        ),
        ('effort = "low"', 'effort = "none"', "must be one of low, medium, high, not 'none'"),
        ('costs = "none"', 'costs = "some"', "must be one of none, within_budget, project, programme, not 'some'"),
        ('costs = "none"', "", "lacks costs"),
        ('horizon = "months"', "", "lacks horizon"),
        ('tiers = ["institution"]', 'tiers = ["planet"]', "must be one of national, institution, not 'planet'"),
        ("below = 0.5", 'below = "half"', "must be a number, not 'half'"),
        ("below = 0.5", "bellow = 0.5", "has an unknown key bellow"),
        ("title.kk", "title.de", "is in an unknown language de"),
        ('instrument = "metep"', "instrument =", "This is not a TOML file"),
        ('targets = ["B1.1.a3"]', 'targets = "B1.1.a3"', "must be a list"),
    ],
)
def test_a_file_of_another_form_is_refused_by_name(old, new, problem):
    with pytest.raises(BrokenRecommendations, match=re.escape(problem)):
        read_recommendations(SHORT.replace(old, new))


def test_all_defects_of_form_are_reported_at_once():
    toml = SHORT.replace('effort = "low"', "effort = 3").replace('area = "channels"', "")
    with pytest.raises(BrokenRecommendations) as refusal:
        read_recommendations(toml)
    assert len(refusal.value.problems) == 2


def test_a_file_nested_too_deeply_is_refused():
    with pytest.raises(BrokenRecommendations, match="nested too deeply"):
        read_recommendations("x = " + "[" * 5000 + "]" * 5000)


def test_a_sound_file_has_no_problems():
    assert list(find_problems(read_recommendations(SHORT), metep())) == []


WORDS = {"kk": "Сөз", "ru": "Слова", "en": "Words"}
NO_KAZAKH = {"kk": " ", "ru": "Слова", "en": "Words"}


@pytest.mark.parametrize(
    ("changes", "problem"),
    [
        ({"title": NO_KAZAKH}, "search: title lacks kk."),
        ({"action": {}}, "search: action lacks kk, ru, en."),
        ({"reason": NO_KAZAKH}, "search: reason lacks kk."),
        ({"place": NO_KAZAKH}, "search: place lacks kk."),
        ({"steps": NO_KAZAKH}, "search: steps lacks kk."),
        ({"steps": {"kk": "а\nб", "ru": "а\nб", "en": "a"}}, "search: steps has 2 lines in kk and 1 in en."),
        ({"examples": (Example("EE", NO_KAZAKH),)}, "search: example lacks kk."),
        ({"examples": (Example("Estonia", WORDS),)}, "search: Estonia is no country code of two letters."),
        (
            {"examples": (Example("EE", WORDS, "rumour"),)},
            "search: the source rumour of an example is none of its own.",
        ),
        ({"levels": ("mood",)}, "search names an unknown level mood."),
        ({"levels": ()}, "search names no level."),
        ({"levels": ("information", "information")}, "search names information 2 times."),
        ({"area": "mood"}, "search names an unknown area mood."),
        ({"tiers": ()}, "search names no tier."),
        ({"sources": ()}, "search names no source."),
        ({"sources": ("study", "study")}, "search names study 2 times."),
        ({"sources": ("study", "hearsay")}, "search names an unknown source hearsay."),
        ({"tiers": (Tier.INSTITUTION, Tier.NATIONAL)}, "search has no trigger for the tier national."),
        ({"triggers": ()}, "search has no trigger."),
        ({"triggers": (item(),)}, "search: a trigger of kind item has no targets."),
        ({"triggers": (item("B9.9.z"),)}, "search: B9.9.z is no item of the instrument."),
        ({"triggers": (item("B1.3.a"),)}, "search: B1.3.a is not scored."),
        ({"triggers": (item("B1.1.a3", "A4.1.a3"),)}, "search: A4.1.a3 is measured at none of its tiers."),
        ({"triggers": (item("B1.1.a3"), item("B1.1.a3", below=0.3))}, "search names item B1.1.a3 2 times."),
        ({"triggers": (item("B1.1.a3", share=0.5),)}, "search: a trigger of kind item must not have share."),
        ({"triggers": (item("B1.1.a3", source=Source.FACTS),)}, "search: a trigger of kind item must not have source."),
    ],
)  # fmt: skip
def test_each_defect_of_a_recommendation_is_named(changes, problem):
    assert problem in list(find_problems(short(**changes), metep()))


@pytest.mark.parametrize("below", [None, 0, -0.5, 1.1])
def test_a_bound_at_which_a_trigger_always_or_never_fires_is_named(below):
    problems = list(find_problems(short(triggers=(item("B1.1.a3", below=below),)), metep()))
    assert problems == ["search: a trigger of kind item needs below above 0 and at most 1."]


CELL, GAP, DO_NOT_KNOW = TriggerKind.CELL, TriggerKind.GAP, TriggerKind.DO_NOT_KNOW
LEVEL, COMPARISON = TriggerKind.LEVEL, TriggerKind.COMPARISON


@pytest.mark.parametrize(
    ("trigger", "problem"),
    [
        (Trigger(CELL, ("information.channels",), 0.5), "needs facts or perceptions as source"),
        (Trigger(CELL, ("information.legal",), 0.5, source=Source.NARRATIVE), "needs facts or perceptions as source"),
        (Trigger(CELL, ("information.mood",), 0.5, source=Source.FACTS), "information.mood is no cell"),
        (Trigger(CELL, ("channels.information",), 0.5, source=Source.FACTS), "channels.information is no cell"),
        (Trigger(CELL, ("information.legal",), 0.5, source=Source.FACTS), "measured at none of its tiers"),
        (Trigger(GAP, ("mood",), -0.1), "mood is no level"),
        (Trigger(GAP, ("information",), -1), "needs below above -1 and at most 1"),
        (Trigger(DO_NOT_KNOW, ("C4.2.a",), share=0.3), "C4.2.a cannot be answered by Do not know"),
        (Trigger(DO_NOT_KNOW, ("B1.1.a3",), share=0), "needs share above 0 and at most 1"),
        (Trigger(DO_NOT_KNOW, ("B1.1.a3",), 0.3), "must not have below"),
        (Trigger(LEVEL, ("information",), 0.5), "needs facts or perceptions as source"),
        (Trigger(LEVEL, ("mood",), 0.5, source=Source.FACTS), "mood is no level"),
        (Trigger(LEVEL, ("information",), 0, source=Source.FACTS), "needs below above 0 and at most 1"),
        (Trigger(COMPARISON, ("B9.9.z",), -0.1), "B9.9.z is no item"),
        (Trigger(COMPARISON, ("B1.1.a3",), -1), "needs below above -1 and at most 1"),
        (Trigger(COMPARISON, ("B1.1.a3",), -0.1, source=Source.FACTS), "must not have source"),
        (item("B1.1.a3", also=(item("B9.9.z"),)), "B9.9.z is no item"),
        (item("B1.1.a3", also=(item("A4.1.a3"),)), "A4.1.a3 is measured at none of its tiers"),
        (item("B1.1.a3", also=(item("B1.1.a3"),)), "names item B1.1.a3 2 times"),
        (item("B1.1.a3", also=(item("B1.1.a", also=(item("B1.1.a1"),)),)), "must not have also"),
    ],
)  # fmt: skip
def test_each_kind_of_trigger_is_checked(trigger, problem):
    assert any(problem in sentence for sentence in find_problems(short(triggers=(trigger,)), metep()))


@pytest.mark.parametrize(
    "trigger",
    [
        Trigger(CELL, ("information.channels",), 0.5, source=Source.FACTS),
        Trigger(GAP, ("information", "decision"), -0.15),
        Trigger(DO_NOT_KNOW, ("B1.1.a3",), share=1),
        Trigger(LEVEL, ("information",), 0.5, source=Source.PERCEPTIONS),
        Trigger(COMPARISON, ("B1.1.a3",), -0.1),
        item("B1.1.a3", also=(Trigger(LEVEL, ("information",), 0.5, source=Source.FACTS),)),
        item("C4.6.a"),  # reported beside the levels, yet with a score
    ],
)
def test_a_sound_trigger_of_each_kind_passes(trigger):
    assert list(find_problems(short(triggers=(trigger,)), metep())) == []


def test_codes_that_repeat_are_named():
    file = read_recommendations(SHORT)
    doubled = replace(file, sources=file.sources * 2, recommendations=file.recommendations * 3)
    assert list(find_problems(doubled, metep())) == ["study is there 2 times.", "search is there 3 times."]


def test_a_source_needs_all_languages_and_a_reader():
    file = read_recommendations(SHORT)
    unread = replace(file.sources[0], code="unread", text=NO_KAZAKH)
    problems = list(find_problems(replace(file, sources=(*file.sources, unread)), metep()))
    assert problems == ["unread: text lacks kk.", "unread is a source that no recommendation cites."]


def test_a_file_for_another_instrument_is_named(small):
    assert "The file is for the instrument metep, not for small." in list(
        find_problems(read_recommendations(SHORT), replace(small, code="small"))
    )


def test_a_trigger_without_a_bound_has_no_bound():
    with pytest.raises(ValueError, match="find_problems"):
        _ = item("B1.1.a3", below=None).bound


# The file for METEP.


def test_the_recommendations_for_metep_are_sound():
    assert list(find_problems(published(), metep())) == []


def test_there_are_enough_recommendations_of_every_kind():
    file = published()
    assert len(file.recommendations) >= 120
    conditions = [
        one for entry in file.recommendations for trigger in entry.triggers for one in (trigger, *trigger.also)
    ]
    assert {one.kind for one in conditions} == set(TriggerKind)
    levels = Counter(level for one in file.recommendations for level in one.levels)
    areas = Counter(one.area for one in file.recommendations)
    assert min(levels.values()) >= 15
    assert set(areas) == {"legal", "organisational", "channels"}
    assert min(areas.values()) >= 10


def test_every_scored_item_or_its_parent_has_a_recommendation():
    """So no weak item of the instrument is left without advice."""
    watched = {
        target
        for one in published().recommendations
        for trigger in one.triggers
        if trigger.kind is TriggerKind.ITEM
        for target in trigger.targets
    }
    scored = [one for one in metep().items_by_code.values() if one.scored is not Scored.NO]
    assert {one.type for one in scored} == {ItemType.YNDK, ItemType.SCALE05}
    assert [one.code for one in scored if not {one.code, one.parent} & watched] == []


def words(recommendation: Recommendation) -> list[tuple[str, Any]]:
    """Every text of an entry with its name."""
    names = ("title", "action", "reason", "steps", "place")
    texts = [(name, getattr(recommendation, name)) for name in names if getattr(recommendation, name)]
    return texts + [("example", example.text) for example in recommendation.examples]


def figures(text: str, language: str) -> Counter[str]:
    """The numbers of a text, written alike: 5 311 531 and 5,311,531; 13,2 and 13.2."""
    if language == "en":
        text = re.sub(r"(?<=\d),(?=\d{3})", "", text)
    else:
        text = re.sub(r"(?<=\d) (?=\d{3}(?!\d))", "", text)
        text = re.sub(r"(?<=\d),(?=\d)", ".", text)
    return Counter(re.findall(r"\d+(?:\.\d+)*", text))


@pytest.mark.parametrize("recommendation", published().recommendations, ids=lambda one: one.code)
def test_the_three_languages_say_the_same_figures(recommendation):
    for name, text in words(recommendation):
        by_language = {language: set(figures(text[language], language)) for language in LANGUAGES}
        assert by_language["kk"] == by_language["ru"] == by_language["en"], (name, by_language)


@pytest.mark.parametrize("recommendation", published().recommendations, ids=lambda one: one.code)
def test_each_text_is_in_its_language_and_ends_as_it_should(recommendation):
    for name, text in words(recommendation):
        if name != "place":
            assert re.search("[әғқңөұүһі]", text["kk"].lower()), name
            assert not re.search("[әғқңөұүһ]", re.sub("E-Өтініш", "", text["ru"]).lower()), name
        assert not re.search("[а-яёәғқңөұүһі]", text["en"].replace("E-Өтініш", "").lower()), name
        for language in LANGUAGES:
            assert text[language] == text[language].strip()
            assert "  " not in text[language]
            assert text[language].endswith(".") == (name not in ("title", "place")), (name, language)
            assert '"' not in text[language], "quotation marks follow the glossary"
            assert " - " not in text[language], "a dash is an en dash"


def test_what_rests_on_no_document_says_so():
    """Where the analysts speak for themselves, the place names them in each language."""
    signs = {"kk": "талдаушылардікі", "ru": "аналитиков", "en": "the analysts’ own"}
    for one in published().recommendations:
        for language, sign in signs.items():
            assert (sign in one.place[language]) == ("analysts" in one.sources), (one.code, language)
