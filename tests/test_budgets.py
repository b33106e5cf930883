"""Every page has its budget of queries, on the real instrument with a synthetic round, and keeps it as data grow.

The pages of respondents are walked in tests/surveys/test_pages_promises.py.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from urllib.parse import urlencode

import pytest
from django.conf import settings
from django.contrib import admin
from django.contrib.auth.models import Group
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.utils import timezone

from metep.accounts import urls as account_urls
from metep.accounts.second_factor import names_of as names_in
from metep.demo.making import make_round
from metep.demo.plan import Plan, read_plan
from metep.models import User
from scoring.folding import fold
from surveys.models import Round
from surveys.publishing import load
from tests.contents import metep

ADMINISTRATION = 10  # for a list with all its filters
BUDGETS = {
    "home": 1,
    "accessibility": 0,
    "manifest": 0,
    "offline": 0,
    "service-worker": 0,
    "login": 1,
    "dashboard": 6,
    "dashboard-unit": 15,  # with the series of other bodies, for the nation
    "dashboard-context": 14,
    "dashboard-items": 12,
    "dashboard-item": 15,  # with all that its passport tells
    "dashboard-number": 15,
    "dashboard-progress": 12,
    "dashboard-csv": 12,
    "dashboard-xlsx": 12,
    "dashboard-report": 27,  # the first report of a state keeps it as a score run
}
WALKED = {
    "round-start",
    "link-start",
    "answer-link",
    "response",
    "response-link",
    "response-profile",
    "response-check",
    "response-receipt",
    "response-copy",
    "response-table",
    "response-entry-new",
    "response-entry",
    "response-entry-remove",
}
COUNTED_ELSEWHERE = {  # by the tests of their parts
    "healthz",
    "readyz",
    "metrics",
    "analysis",
    "analysis-csv",
    "analysis-page",
    "analysis-round",
    "analysis-view-delete",
    "analysis-view-rename",
    "analysis-views",
    "dashboard-action",
    "dashboard-actions",
    "dashboard-file",
    "dashboard-files",
    "dashboard-outcomes",
    "dashboard-keep",
    "passport",
    "public",
    "public-chart",
    "public-file",
    "public-page",
    "public-round",
    "publication",
    "publication-preview",
    "publication-withdraw",
    "scenario",
    "scenario-compare",
    "scenario-delete",
    "scenario-mark",
    "scenario-new",
    "scenario-next",
    "scenario-plan",
    "scenario-recompute",
    "scenario-rename",
    "scenarios",
    "report-batch",
    "report-batch-archive",
    "report-batch-cancel",
    "report-batch-progress",
    "report-batch-resume",
    "report-batches",
    "report-text",
    "report-texts",
    "repository",
    "repository-edit",
    "repository-entry",
    "repository-keep",
    "repository-mine",
    "repository-new",
    "repository-restore",
    "repository-settle",
    "repository-step",
    "repository-all-texts",
    "repository-texts",
    "repository-texts-export",
    "repository-texts-import",
    "repository-triggers",
    "repository-versions",
    "repository-vote",
    "join",
    "join-changed",
    "join-seat",
    "join-vote",
    "join-workshop",
    "response-delegate",
    "response-delegate-withdraw",
    "response-done",
    "response-evidence",
    "response-evidence-edit",
    "response-evidence-file",
    "response-evidence-new",
    "response-evidence-remove",
    "response-leave",
    "response-remark",
    "response-remarks",
    "response-state",
    "unsubscribe",
}
GROWING = ("dashboard-unit", "dashboard-items", "dashboard-progress", "dashboard-csv")
ONLY_POSTED = {"logout"}
# About one account, which has a password and a few keys: nothing there grows.
ACCOUNT_PAGES = names_in(account_urls.urlpatterns) | names_in(account_urls.outside)
UNITS = {  # with an item that each is asked
    "national:KZ": "A1.1.a",
    "all-institutions:all": "B1.1.a",
    "subnational:{region}": "B1.1.a",
    "institution:{institution}": "B1.1.a",
}


@pytest.fixture
def plan(db: None) -> Plan:
    """The synthetic round's, its instrument loaded."""
    load(metep())
    call_command("load_recommendations", verbosity=0)
    return read_plan(settings.BASE_DIR / "fixtures" / "demo")


@pytest.fixture
def demo(plan: Plan) -> Round:
    """A synthetic round of 40 responses, folded."""
    return make_demo(plan, 40)


def make_demo(plan: Plan, responses: int) -> Round:
    make_round(plan, timezone.localdate() - timedelta(days=1), responses)
    made = Round.objects.get(code=plan.code)
    fold(made)
    return made


@pytest.fixture
def analyst(db: None) -> Client:
    user = User.objects.create_user("analyst@example.org", "a long enough password")
    user.groups.add(Group.objects.get(name="analysts"))
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def administrator(db: None) -> Client:
    client = Client()
    client.force_login(User.objects.create_superuser("administrator@example.org", "a long enough password"))
    return client


def queries_of(client: Client, address: str) -> int:
    """What a page takes in a process that has read the instrument and computed the scores before."""
    with CaptureQueriesContext(connection) as queries:
        answer = client.get(address)
    assert answer.status_code in (200, 302), address  # parts of an instrument have no list of their own
    return len(queries)


def pages_of(survey_round: Round) -> Iterator[tuple[str, str]]:
    """(route, address) of every page of a round for units of each tier, the report only for the nation."""
    institution = survey_round.institutions.select_related("region").exclude(region=None).order_by("code")[0]
    for unit, item in UNITS.items():
        query = urlencode({"unit": unit.format(institution=institution.code, region=institution.region.code)})
        for route in BUDGETS:
            if route.startswith("dashboard-") and route not in (
                "dashboard-item",
                "dashboard-number",
                "dashboard-report",
            ):
                yield route, f"{reverse(route, args=[survey_round.code])}?{query}"
        yield "dashboard-item", f"{reverse('dashboard-item', args=[survey_round.code, item])}?{query}"
        number = f"{query}&source=facts&family=levels&part=information"
        yield "dashboard-number", f"{reverse('dashboard-number', args=[survey_round.code])}?{number}"
    yield "dashboard-report", reverse("dashboard-report", args=[survey_round.code])


def test_every_address_has_a_budget() -> None:
    """Those of staff (`work…`) are followed in tests/test_budgets_of_staff.py."""
    named = {name for name in names_of(get_resolver()) if not name.startswith("work")}
    assert named - ONLY_POSTED - (ACCOUNT_PAGES - {"login"}) == BUDGETS.keys() | WALKED | COUNTED_ELSEWHERE


def names_of(resolver: URLResolver) -> Iterator[str]:
    """The names of all addresses but those of the administration."""
    for entry in resolver.url_patterns:
        if isinstance(entry, URLPattern):
            yield str(entry.name)
        elif entry.namespace != "admin":
            yield from names_of(entry)


def test_every_page_of_analysts_stays_within_its_budget(
    demo: Round, analyst: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("reports.files.kinds.print_report", lambda report: b"%PDF")  # asks the database nothing
    analyst.get(reverse("dashboard-unit", args=[demo.code]))
    counted = {
        address: (queries_of(analyst, address), BUDGETS[route])
        for route, address in [("dashboard", reverse("dashboard")), *pages_of(demo)]
    }
    assert len(counted) == 34
    assert {address: found for address, found in counted.items() if found[0] > found[1]} == {}


def test_pages_for_everybody_stay_within_their_budget(demo: Round, client: Client) -> None:
    counted = {route: queries_of(client, reverse(route)) for route in ("home", "login")}
    assert {route: count for route, count in counted.items() if count > BUDGETS[route]} == {}


def test_no_page_takes_more_queries_when_more_people_answer(plan: Plan, analyst: Client) -> None:
    def count(survey_round: Round) -> dict[str, int]:
        addresses = {route: reverse(route, args=[survey_round.code]) for route in GROWING}
        analyst.get(addresses["dashboard-unit"])
        return {route: queries_of(analyst, address) for route, address in addresses.items()}

    few, many = make_demo(replace(plan, code="few", seed=1), 10), make_demo(replace(plan, code="many", seed=2), 200)
    assert count(many) == count(few)


def test_lists_of_the_administration_stay_within_their_budget(demo: Round, administrator: Client) -> None:
    lists = [
        reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist") for model in admin.site._registry
    ]
    counted = {address: queries_of(administrator, address) for address in (reverse("admin:index"), *lists)}
    assert len(counted) > 5
    assert {address: count for address, count in counted.items() if count > ADMINISTRATION} == {}
