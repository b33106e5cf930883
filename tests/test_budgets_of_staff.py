"""Every page that staff reach from their rounds stays within its budget of queries: found by following links."""

from __future__ import annotations

import re
from collections import Counter
from html import unescape

import pytest
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import get_resolver, resolve, reverse

from fieldwork.models import Stage, Workshop
from metep.models import User
from surveys.models import Contact, Participant, ResponseVersion
from surveys.publishing import load
from tests.contents import metep
from tests.test_budgets import names_of

BUDGET = 25
DEARER = {"work-privacy-export": 60}  # all that the site holds about one person
OFTEN_ENOUGH = 3  # pages of one kind that are looked at
ONLY_POSTED = {
    "work-card-ask",
    "work-card-drop",
    "work-card-reopen",
    "work-card-settle",
    "work-facts-new",
    "work-institution-delegate-withdraw",
    "work-institution-sign-withdraw",
    "work-mail-again",
    "work-mail-cancel",
    "work-mail-release",
    "work-mail-resume",
    "work-mail-test",
    "work-paper-submit",
    "work-people-bounced",
    "work-people-link",
    "work-people-revoke",
    "work-people-sheets",
    "work-privacy-export",
    "work-quality-run",
    "work-review-comment",
    "work-review-comment-end",
    "work-review-decide",
    "work-workshops-do",
    "work-workshops-submit",
}
PRINTED = {"work-institution-sign-pdf", "work-paper-blank", "work-workshops-protocol"}  # tested where they are made
POLLED = {"work-mail-numbers", "work-workshops-changed"}  # by scripts
DRAFTED = {"work-mail-edit"}  # the demonstration's mailings are all sent or planned


@pytest.fixture
def administrator(transactional_db: None) -> Client:
    """An administrator of a site with the synthetic round and all that was done in it."""
    load(metep())
    call_command("load_recommendations", verbosity=0)
    call_command("make_demo", responses=60, verbosity=0)
    client = Client()
    client.force_login(User.objects.get(email="admin@example.org"))
    return client


def hidden() -> list[str]:
    """Pages to which no link leads from where an administrator begins, or only among many others."""
    version, contact = ResponseVersion.objects.all()[0], Contact.objects.order_by("pk")[0]
    of_version = [version.response_id, version.number]
    return [
        "/kk/work/audit/",
        reverse("work-audit-answers", args=["demo"]),
        reverse("work-review-version", args=["demo", *of_version]),
        reverse("work-review-version-csv", args=["demo", *of_version]),
        reverse("work-workshops-end", args=["demo", Workshop.objects.get(stage=Stage.WAITING).pk]),
        reverse("work-people-remove", args=["demo", Participant.objects.filter(response=None).order_by("pk")[0].pk]),
        f"{reverse('work-privacy-person', args=['demo'])}?record=participant-{contact.pk}",
    ]


def follow(client: Client, begin: list[str]) -> tuple[dict[str, int], dict[str, int]]:
    """(kind of page -> how many were seen, address -> queries) of everything that links lead to."""
    waiting, seen, queries = [*begin], Counter[str](), {}
    while waiting:
        address = waiting.pop(0)
        name = str(resolve(address.split("?")[0]).url_name)
        if address in queries or seen[name] >= OFTEN_ENOUGH or name in PRINTED:
            continue
        with CaptureQueriesContext(connection) as counted:
            answer = client.get(address, follow=True)
        assert answer.status_code == 200, address
        seen[name] += 1
        queries[address] = len(counted) - DEARER.get(name, BUDGET)
        if not answer.streaming and answer["Content-Type"].startswith("text/html"):
            found = re.findall(r'href="(/kk/work/[^"#]*)', answer.content.decode())
            waiting += [unescape(link) for link in found]
    return seen, queries


def test_every_page_of_staff_is_reached_and_within_its_budget(administrator: Client) -> None:
    administrator.get("/kk/work/demo/")  # reads the instrument
    seen, queries = follow(administrator, ["/kk/work/", *hidden()])
    coordinator = Client()
    coordinator.force_login(User.objects.get(email="coordinator@example.org"))
    more, of_coordinator = follow(coordinator, ["/kk/work/"])
    seen, queries = seen | more, queries | {f"coordinator: {key}": value for key, value in of_coordinator.items()}
    work = {name for name in names_of(get_resolver()) if name.startswith("work")}
    assert work - seen.keys() - ONLY_POSTED - PRINTED - POLLED - DRAFTED == set()
    assert {address: over + BUDGET for address, over in queries.items() if over > 0} == {}
