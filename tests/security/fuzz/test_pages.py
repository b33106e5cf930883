"""Every form and every address of the project, by people who may use it: no input is an error of the server."""

from __future__ import annotations

import re
import traceback
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.http import HttpResponseBase
from django.test import Client
from django.urls import NoReverseMatch, reverse
from hypothesis import given
from hypothesis import strategies as st

from surveys.models import Round
from tests.access.people import OPEN, Rule
from tests.access.world import World, make_world
from tests.security.fuzz.forms import FoundForm, forms_of
from tests.security.fuzz.test_files import GOOD, damaged
from tests.security.fuzz.values import NASTY, fields_with, many, words
from tests.test_access import ALL_RULES

CODE = Path(__file__).resolve().parent.parent.parent.parent
ABLE = ("administrator", "respondent", "coordinator", "facilitator", "clerk", "analyst", "delegate", "anonymous")
# What ends the session that all the others need.
LEFT_OUT = {"logout", "account_logout", "admin:logout"}
Target = tuple[str, str]
"""The name of an address, and somebody who may open it."""
_FORMS: dict[Target, list[FoundForm]] = {}
"""Forms of the pages of a world that were read already."""


@pytest.fixture
def world(survey_round: Round, analysts: Group, settings: Any) -> World:
    settings.REQUIRE_SECOND_FACTOR = False
    settings.RATE_LIMITS = False
    settings.ACCOUNT_RATE_LIMITS = settings.MFA_RATE_LIMITS = False
    made = make_world(survey_round, analysts)
    _FORMS.clear()
    for browser in made.browsers.values():
        browser.raise_request_exception = False
    return made


@cache
def targets() -> list[Target]:
    """Each address with the first of ABLE who may open it."""
    found = []
    for name, rule in ALL_RULES.items():
        people = [person for person in ABLE if rule.outcomes[person] == OPEN]
        if people and name not in LEFT_OUT:
            found.append((name, people[0]))
    return found


@cache
def query_names() -> list[str]:
    """Every word of a query that the code asks for."""
    texts = [
        path.read_text("utf-8") for app in ("surveys", "fieldwork", "reports") for path in (CODE / app).rglob("*.py")
    ]
    asked = re.findall(r"GET(?:\.get|\.getlist|\[)\(?\"(\w+)\"", "\n".join(texts))
    return sorted(
        {
            *asked,
            "page",
            "q",
            "o",
            "p",
            "all",
            "language",
            "mode",
            "type",
            "tier",
            "institution",
            "_popup",
            "effort__exact",
        }
    )


def address_of(world: World, name: str, changed: dict[int, str] | None = None) -> str:
    about = [world.words[word] for word in ALL_RULES[name].about.split()]
    return reverse(name, args=[(changed or {}).get(place, word) for place, word in enumerate(about)])


def require_answer(answer: HttpResponseBase, *told: object) -> None:
    """No error of the server. Tells what was asked."""
    if answer.status_code >= 500:
        error = getattr(answer, "exc_info", None)
        trace = "".join(traceback.format_exception(*error)[-6:]) if error else ""
        pytest.fail(f"{answer.status_code} {told}\n{trace}")


def ask(browser: Client, method: str, address: str, sent: dict[str, Any], told: str) -> None:
    """Send it, read the answer to its end, and take back what it changed."""
    cookies = dict(browser.cookies)
    with transaction.atomic():
        answer = browser.post(address, sent) if method == "post" else browser.get(address, sent)
        if answer.streaming:
            b"".join(answer.streaming_content)  # type: ignore[attr-defined]
        transaction.set_rollback(True)
    browser.cookies.clear()
    browser.cookies.update(cookies)
    require_answer(answer, told, method, address[:200], {name: repr(value)[:80] for name, value in sent.items()})


def forms_at(world: World, target: Target) -> list[FoundForm]:
    """The forms of a page that lead to itself or to nowhere else known; one without fields where it is posted only."""
    if target not in _FORMS:
        name, person = target
        rule: Rule = ALL_RULES[name]
        found = []
        if not rule.is_posted:
            answer = world.browsers[person].get(f"{address_of(world, name)}?{rule.query}")
            is_page = answer.headers.get("Content-Type", "").startswith("text/html") and not answer.streaming
            found = forms_of(answer.content.decode()) if is_page else []  # type: ignore[attr-defined]
        _FORMS[target] = found or [FoundForm("", "post")]
    return _FORMS[target]


@many
@given(st.data())
def test_any_form_takes_or_refuses_any_input(world: World, data: st.DataObject) -> None:
    name, person = data.draw(st.sampled_from(targets()))
    form = data.draw(st.sampled_from(forms_at(world, (name, person))))
    action = form.action.partition("#")[0]
    address = action if action.startswith("/") and "sign-out" not in action else address_of(world, name)
    sent = data.draw(fields_with(sorted(form.given), form.given))
    for field in form.files:
        content, called = data.draw(damaged(GOOD)), data.draw(st.sampled_from(["a.pdf", "a.xlsx", "a", "a.csv"]))
        sent[field] = SimpleUploadedFile(called, content)
    ask(world.browsers[person], form.method if form.method in ("get", "post") else "post", address, sent, name)


@many
@given(st.data())
def test_any_page_takes_or_refuses_any_query(world: World, data: st.DataObject) -> None:
    name, person = data.draw(st.sampled_from([one for one in targets() if not ALL_RULES[one[0]].is_posted]))
    sent = data.draw(st.dictionaries(st.sampled_from(query_names()), words, min_size=1, max_size=4))
    ask(world.browsers[person], "get", address_of(world, name), sent, name)


@many
@given(st.data())
def test_any_address_leads_somewhere_or_is_refused(world: World, data: st.DataObject) -> None:
    name, person = data.draw(st.sampled_from([one for one in targets() if ALL_RULES[one[0]].about]))
    places = range(len(ALL_RULES[name].about.split()))
    changed = data.draw(st.dictionaries(st.sampled_from(places), st.one_of(words, st.sampled_from(NASTY)), min_size=1))
    try:
        address = address_of(world, name, changed)
    except NoReverseMatch:
        return
    method = "post" if ALL_RULES[name].is_posted else "get"
    ask(world.browsers[person], method, address, {}, name)


@many
@given(st.data())
def test_answers_of_any_kind_are_stored_or_refused(world: World, data: st.DataObject) -> None:
    name = data.draw(
        st.sampled_from(["response-table", "response-profile", "response-entry-new", "response-evidence-new"])
    )
    target = (name, "respondent")
    form = max(forms_at(world, target), key=lambda form: len(form.given))
    sent = data.draw(fields_with(sorted(form.given), form.given))
    ask(world.browsers["respondent"], "post", address_of(world, name), sent, name)


@many
@given(st.sampled_from(["", "x", "\ufeff"]), st.text(max_size=30), st.dictionaries(words, words, max_size=3))
def test_any_path_and_any_header_is_answered(db: None, before: str, path: str, headers: dict[str, str]) -> None:
    browser = Client(raise_request_exception=False)
    sent = {
        f"HTTP_{re.sub(r'[^A-Z]', '_', name.upper())[:40] or 'X'}": value.encode("utf-8", "replace").decode("latin-1")
        for name, value in headers.items()
        if name.upper() != "HOST"
    }
    with transaction.atomic():
        answer = browser.get("/", PATH_INFO=f"/{before}{path}".encode("utf-8", "replace").decode("latin-1"), **sent)
        transaction.set_rollback(True)
    require_answer(answer, path, headers)
