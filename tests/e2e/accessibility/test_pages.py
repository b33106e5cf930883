"""Every page, as everybody sees it who may: no fault against WCAG 2.2 AA, in light, dark, wide and narrow."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.urls import reverse
from django.utils import translation
from playwright.sync_api import Page

from tests.access.people import OPEN, PEOPLE, Rule
from tests.access.world import World
from tests.e2e.accessibility.axe import all_faults
from tests.e2e.accessibility.serving import Seen, Shown, ask, show
from tests.test_access import ALL_RULES, RULES

# Pages in the languages that are not the site's own: what differs is words, so one page of each kind is enough.
SAMPLE = (
    "home",
    "accessibility",
    "login",
    "round-start",
    "response",
    "response-profile",
    "response-table",
    "response-check",
    "response-entry-new",
    "dashboard-unit",
    "dashboard-item",
    "analysis-round",
    "analysis-page",
    "work",
    "work-round",
    "work-people",
    "work-institutions",
    "public",
    "repository",
    "scenarios",
    "admin:index",
    "admin:surveys_round_change",
)


def address_of(world: World, name: str, rule: Rule) -> str:
    address = reverse(name, args=[world.words[word] for word in rule.about.split()])
    return f"{address}?{rule.query}" if rule.query else address


def pages_of(world: World, name: str, rule: Rule, seen: Seen) -> Iterator[tuple[str, Shown]]:
    """What an address shows to those who may open it, the richest first; of pages that are alike, one."""
    if rule.is_posted:
        return
    address = address_of(world, name, rule)
    asked = ((who, ask(world.browsers[who], address)) for who in PEOPLE if rule.outcomes[who] == OPEN)
    pages = [(person, shown) for person, shown in asked if shown]
    for person, shown in sorted(pages, key=lambda page: -len(page[1].kinds())):
        if seen.is_new(shown):
            yield person, shown


def faults_of(window: Page, name: str, shown: Shown) -> list[str]:
    show(window, shown)
    found = list(all_faults(window))
    if not name.startswith("public-chart") and not window.locator("footer a[href$='/accessibility/']").count():
        found.append("no way to the accessibility statement")
    return found


@pytest.mark.parametrize("part", RULES)
def test_every_page_of_every_role(world: World, window: Page, part: str) -> None:
    seen = Seen()
    faults = [
        f"{name} as {person}: {fault}"
        for name, rule in RULES[part].items()
        for person, shown in pages_of(world, name, rule, seen)
        for fault in faults_of(window, name, shown)
    ]
    assert not faults, "\n".join(faults)


@pytest.mark.parametrize("language", ["ru", "en"])
def test_a_page_of_each_kind_in_the_other_languages(world: World, window: Page, language: str) -> None:
    faults = []
    with translation.override(language):
        for name in SAMPLE:
            rule = ALL_RULES[name]
            who = [person for person in reversed(PEOPLE) if rule.outcomes[person] == OPEN]
            asked = (ask(world.browsers[person], address_of(world, name, rule)) for person in who)
            shown = next(page for page in asked if page)  # the page to sign in leads on who has done so
            faults += [f"{name}: {fault}" for fault in faults_of(window, name, shown)]
            assert window.locator("html").get_attribute("lang") == language
    assert not faults, "\n".join(faults)


@pytest.mark.parametrize(
    ("name", "person", "status"),
    [
        ("answer-link", "anonymous", 404),
        ("link-start", "anonymous", 403),
        ("work-people", "facilitator", 403),
        ("work-people", "stranger", 404),
    ],
)
def test_refusals_are_pages_like_others(world: World, window: Page, name: str, person: str, status: int) -> None:
    shown = ask(world.browsers[person], address_of(world, name, ALL_RULES[name]))
    assert shown is not None
    assert shown.status == status
    assert faults_of(window, "refusal", shown) == []
