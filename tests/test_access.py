"""Every address of the project, asked for as everybody: who gets in, who is refused, and how."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.db import transaction
from django.http import HttpResponseBase
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from metep.limits.rules import OF_ADDRESSES, OF_PERSONS
from surveys.models import Round
from tests.access.administration import ADMINISTRATION
from tests.access.analysis import ANALYSIS
from tests.access.files import FILES
from tests.access.observing import OBSERVING
from tests.access.pages import ACCOUNTS, ANSWERS, PAGES
from tests.access.passports import PASSPORTS
from tests.access.people import FACTOR, FORBIDDEN, MISSING, OPEN, PEOPLE, SIGN_IN, Rule
from tests.access.public import PUBLIC
from tests.access.repository import REPOSITORY
from tests.access.scenarios import SCENARIOS
from tests.access.work import WORK
from tests.access.world import World, make_world
from tests.security.inspecting import faults_of

RULES = {
    "pages": PAGES,
    "accounts": ACCOUNTS,
    "answers": ANSWERS,
    "public": PUBLIC,
    "files": FILES,
    "analysis": ANALYSIS,
    "passports": PASSPORTS,
    "scenarios": SCENARIOS,
    "repository": REPOSITORY,
    "work": WORK,
    "administration": ADMINISTRATION,
    "observing": OBSERVING,
}
ALL_RULES = {name: rule for part in RULES.values() for name, rule in part.items()}


def addresses(resolver: URLResolver, namespace: str = "") -> Iterator[str]:
    """The names of all addresses; those without one lead on to others."""
    for entry in resolver.url_patterns:
        if isinstance(entry, URLPattern):
            if entry.name:
                yield f"{namespace}{entry.name}"
        else:
            yield from addresses(entry, f"{namespace}{entry.namespace}:" if entry.namespace else namespace)


def unnamed(resolver: URLResolver) -> Iterator[str]:
    for entry in resolver.url_patterns:
        if isinstance(entry, URLPattern):
            if not entry.name:
                yield str(entry.pattern)
        else:
            yield from unnamed(entry)


@pytest.fixture
def world(survey_round: Round, analysts: Group, settings: Any) -> World:
    settings.REQUIRE_SECOND_FACTOR = True
    return make_world(survey_round, analysts)


def outcome_of(answer: HttpResponseBase, is_about_something: bool) -> str:
    """What an answer means to whoever asked."""
    place = str(answer.headers.get("Location", "")).partition("?")[0] if answer.status_code == 302 else ""
    if place in (reverse("login"), reverse("admin:login")):
        return SIGN_IN
    if place == reverse("mfa_activate_totp"):
        return FACTOR
    if is_about_something and place == reverse("admin:index"):
        return MISSING  # how the administration says that there is no such object
    known = {405: "not by this method", 403: FORBIDDEN, 404: MISSING}
    return known.get(answer.status_code, OPEN if answer.status_code < 500 else f"failed {answer.status_code}")


def ask(browser: Client, address: str, rule: Rule) -> str:
    """Ask for a page, which must be as strict as all are; whatever that changed is taken back."""
    cookies = dict(browser.cookies)
    with transaction.atomic():
        answer = browser.post(address) if rule.is_posted else browser.get(address)
        transaction.set_rollback(True)
    browser.cookies.clear()
    browser.cookies.update(cookies)
    faults = [*faults_of(answer), *unlimited_file(answer)]
    return f"not strict: {'; '.join(faults)}" if faults else outcome_of(answer, bool(rule.about))


def unlimited_file(answer: HttpResponseBase) -> Iterator[str]:
    """A file that anybody could ask for without end."""
    if "attachment" in answer.headers.get("Content-Disposition", ""):
        name = answer.resolver_match.view_name  # type: ignore[attr-defined]
        if name not in OF_PERSONS | OF_ADDRESSES:
            yield "a file without a limit: name it in metep/limits/rules.py"


def test_every_address_has_a_rule_and_every_rule_an_address() -> None:
    found = set(addresses(get_resolver()))
    assert not (new := found - ALL_RULES.keys()), f"Write a rule in tests/access/ for {', '.join(sorted(new))}"
    assert not (gone := ALL_RULES.keys() - found), f"No address has the name {', '.join(sorted(gone))} any more"


def test_only_those_of_django_have_no_name() -> None:
    assert set(unnamed(get_resolver())) == {"<path:object_id>/", "(?P<url>.*)$"}


def test_every_rule_speaks_of_everybody() -> None:
    assert {name for name, rule in ALL_RULES.items() if rule.outcomes.keys() != set(PEOPLE)} == set()


@pytest.mark.parametrize("part", RULES)
def test_everybody_gets_what_the_rules_say(world: World, part: str) -> None:
    wrong = [line for name, rule in RULES[part].items() for line in breaches(world, name, rule)]
    assert not wrong, "\n".join(wrong)


def breaches(world: World, name: str, rule: Rule) -> Iterator[str]:
    """Where the rule of an address is not kept: one line for each outcome, with the people who met it."""
    address = reverse(name, args=[world.words[word] for word in rule.about.split()])
    met: dict[tuple[str, str], list[str]] = {}
    if rule.query:
        address = f"{address}?{rule.query}"
    for person in PEOPLE:
        found = ask(world.browsers[person], address, rule)
        if found != rule.outcomes[person]:
            met.setdefault((rule.outcomes[person], found), []).append(person)
    for (expected, found), people in met.items():
        yield f"{name}: {expected} expected, {found} met by {', '.join(people)}"
