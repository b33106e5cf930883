"""Whatever people write stands on pages as words: every name, title and comment is poisoned, every page looked at."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.apps import apps
from django.contrib.auth.models import Group
from django.db import DatabaseError, models, transaction
from django.test import Client
from django.urls import reverse

from reports.charts.canvas import Canvas
from reports.templatetags.typography import unbroken
from surveys.models import Response, Round
from surveys.qr_codes import draw_qr
from tests.access.world import World, make_world
from tests.security.inspecting import faults_of_html
from tests.test_access import ALL_RULES

POISON = "\"'><script>alert(1)</script><img src=x onerror=alert(1)>"
OURS = ("metep", "surveys", "fieldwork", "scoring", "reports")
_OF_WORDS = re.compile(
    r"^(name|title|label|text|note|reason|comment|words|summary|body|subject|description|introduction|action|place"
    r"|question|answer|reply|address|filename|file_name|source|unit|position|department)(_\w\w)?$"
)


@pytest.fixture
def poisoned(survey_round: Round, analysts: Group, settings: Any) -> tuple[World, list[str]]:
    """The world of the table of access with the poison wherever people could have written it, and where that is."""
    settings.REQUIRE_SECOND_FACTOR = True
    world = make_world(survey_round, analysts)
    Response.objects.update(profile={"respondent_name": POISON, "comment": POISON})
    return world, list(poison_all())


def poison_all() -> Iterator[str]:
    for model in (model for app in OURS for model in apps.get_app_config(app).get_models()):
        for field in model._meta.concrete_fields:
            if is_of_words(field) and poison(model, field.name):
                yield f"{model._meta.label}.{field.name}"


def is_of_words(field: Any) -> bool:
    is_text = isinstance(field, models.CharField | models.TextField) and not field.choices and not field.unique
    return is_text and bool(_OF_WORDS.match(field.name)) and (field.max_length or 999) >= len(POISON)


def poison(model: Any, name: str) -> bool:
    """False where the database protects what was published, or where there is nothing."""
    try:
        with transaction.atomic():
            return bool(model._base_manager.update(**{name: POISON}))
    except DatabaseError:
        return False


@pytest.mark.parametrize("person", ["anonymous", "respondent", "coordinator", "facilitator", "clerk", "administrator"])
def test_words_that_look_like_code_stay_words(poisoned: tuple[World, list[str]], person: str) -> None:
    world, places = poisoned
    assert len(places) > 30, places
    wrong, shown = [], 0
    browser: Client = world.browsers[person]
    browser.raise_request_exception = True
    for name, rule in ALL_RULES.items():
        if rule.is_posted:
            continue
        address = reverse(name, args=[world.words[word] for word in rule.about.split()])
        with transaction.atomic():
            answer = browser.get(f"{address}?{rule.query}")
            transaction.set_rollback(True)
        if answer.streaming or not answer.headers.get("Content-Type", "").startswith("text/html"):
            continue
        page = answer.content.decode()
        shown += "alert(1)" in page
        if faults_of_html(page) or "<img src=x" in page or "><script>alert" in page:
            wrong.append(name)
    assert wrong == []
    assert shown or person == "anonymous"


def test_pictures_hold_words_as_words() -> None:
    canvas = Canvas(100)
    canvas.text(10, 10, POISON)
    drawn = canvas.write('a"><script>', "kk", POISON, POISON)
    assert "<script" not in drawn
    assert "<img" not in drawn
    assert drawn.count("&lt;script&gt;") >= 3


@pytest.mark.parametrize("text", ["a\x00b", "a\x0bb", "a\ufffeb", "\ud800"])
def test_pictures_can_be_drawn_of_any_words(text: str) -> None:
    canvas = Canvas(100)
    canvas.text(10, 10, text)
    assert canvas.write("key", "kk", text, text).startswith("<svg")


def test_typography_and_codes_escape() -> None:
    assert "<script" not in unbroken(POISON)
    assert "<script" not in draw_qr(POISON)
