"""Public results: approved page by page, with what is suppressed nowhere on page, picture or file."""

from __future__ import annotations

import csv
import io
import json
import random
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from metep.models import User
from reports.models import Publication
from reports.public.pages import PublicPage
from reports.public.publishing import approve, draft_of, published, withdraw
from scoring.models import ScoreRun
from surveys.lifecycle import add_submitted
from surveys.models import Institution, Round, RoundState
from tests.answering import random_response
from tests.security.inspecting import directives_of, faults_of

pytestmark = pytest.mark.django_db
EVERY = [page.value for page in PublicPage]


@pytest.fixture
def owner() -> User:
    return User.objects.create_superuser("owner@example.org", "a long enough password")


@pytest.fixture
def owners_client(owner: User, settings: Any) -> Client:
    settings.REQUIRE_SECOND_FACTOR = False
    client = Client()
    client.force_login(owner)
    return client


@pytest.fixture
def closed_round(answered_round: Round) -> Round:
    """Forty respondents for one institution, three for another, and six for a third; closed, publishing."""
    chance = random.Random(5)
    for code, number in (("I2", 3), ("I3", 6)):
        body = Institution.objects.create(code=code, country="KZ", name_kk=code, name_ru=code, name_en=code)
        answered_round.institutions.add(body)
        add_submitted(random_response(answered_round, chance, institution=body, language="kk") for _ in range(number))
    past = timezone.now() - timedelta(days=1)
    Round.objects.filter(pk=answered_round.pk).update(closes_at=past, publishes_at=past)
    answered_round.refresh_from_db()
    return answered_round


def of_page(page: str, unit: str = "") -> str:
    return reverse("public-page", args=["r1", page]) + (f"?unit={unit}" if unit else "")


def test_without_approval_nothing_is_public(client: Client, closed_round: Round) -> None:
    for page in EVERY:
        assert client.get(of_page(page)).status_code == 404
    assert client.get(reverse("public-file", args=["r1", "scores.csv"])).status_code == 404
    assert "r1" not in client.get(reverse("public")).content.decode()


@pytest.mark.parametrize("page", EVERY)
def test_an_approved_page_is_public_and_no_other(client: Client, closed_round: Round, owner: User, page: str) -> None:
    approve(closed_round, [page], {}, owner)
    assert client.get(of_page(page)).status_code == 200
    assert {client.get(of_page(other)).status_code for other in EVERY if other != page} == {404}
    assert client.get(reverse("public-round", args=["r1"])).headers["Location"] == of_page(page)
    of_unit = client.get(reverse("public-round", args=["r1"]) + "?unit=institution:I1")
    assert of_unit.headers["Location"] == of_page(page) + "?unit=institution%3AI1"
    expected = 200 if page == PublicPage.DATA else 404
    assert client.get(reverse("public-file", args=["r1", "scores.json"])).status_code == expected


def test_an_open_round_shows_nothing_even_if_it_was_approved(client: Client, closed_round: Round, owner: User) -> None:
    approve(closed_round, EVERY, {}, owner)
    Round.objects.filter(pk=closed_round.pk).update(
        state=RoundState.OPEN, closes_at=timezone.now() + timedelta(days=1), publishes_at=None
    )
    assert client.get(of_page("overview")).status_code == 404
    assert not published().exists()


def test_what_was_approved_stays_as_it_was(client: Client, closed_round: Round, owner: User) -> None:
    approve(closed_round, EVERY, {}, owner)
    before = client.get(reverse("public-file", args=["r1", "scores.json"])).content
    institution = Institution.objects.get(code="I1")
    chance = random.Random(99)
    add_submitted(random_response(closed_round, chance, institution=institution) for _ in range(20))
    assert client.get(reverse("public-file", args=["r1", "scores.json"])).content == before
    approve(closed_round, EVERY, {}, owner)
    assert client.get(reverse("public-file", args=["r1", "scores.json"])).content != before
    assert ScoreRun.objects.filter(round=closed_round, published_at__isnull=False).count() == 2


def test_withdrawn_results_are_gone(client: Client, closed_round: Round, owner: User) -> None:
    withdraw(approve(closed_round, EVERY, {}, owner))
    assert client.get(of_page("overview")).status_code == 404


def items_of(client: Client) -> dict[tuple[str, str], dict[str, str]]:
    written = client.get(reverse("public-file", args=["r1", "items.csv"])).content.decode("utf-8-sig")
    return {(row["unit"], row["item"]): row for row in csv.DictReader(io.StringIO(written))}


def test_too_few_respondents_are_withheld_in_every_file(client: Client, closed_round: Round, owner: User) -> None:
    approve(closed_round, EVERY, {}, owner)
    rows = items_of(client)
    assert rows["I2", "P1.2.a.info"]["suppressed"] == "1"
    assert not any(rows["I2", "P1.2.a.info"][name] for name in ("score", "n", "mean", "point_0", "missing"))
    assert rows["I1", "P1.2.a.info"]["suppressed"] == "0"
    document = json.loads(client.get(reverse("public-file", args=["r1", "scores.json"])).content)
    unit = next(one for one in document["units"] if one["code"] == "I2")
    assert unit["items"]["P1.2.a.info"] == {"suppressed": True}
    assert (
        unit["perceptions"]["overall"] == unit["combined"]["overall"] == unit["gap"]["overall"] == {"suppressed": True}
    )
    scores = client.get(reverse("public-file", args=["r1", "scores.csv"])).content.decode("utf-8-sig")
    overall = [row for row in csv.DictReader(io.StringIO(scores)) if row["unit"] == "I2" and row["family"] == "overall"]
    assert {row["measure"]: bool(row["score"]) for row in overall} == {
        "facts": True,
        "perceptions": False,
        "combined": False,
        "gap": False,
    }


@pytest.mark.parametrize("page", EVERY)
def test_a_page_about_a_withheld_unit_shows_none_of_its_perceptions(
    client: Client, closed_round: Round, owner: User, page: str
) -> None:
    publication = approve(closed_round, EVERY, {}, owner)
    answer = client.get(of_page(page, "institution:I2"))
    assert answer.status_code == 200
    unit = answer.context["view"].scores
    assert unit.perceptions.overall.score is None
    assert unit.perceptions.overall.is_suppressed
    assert all(unit.items[code].n == 0 for code in unit.items if unit.items[code].is_suppressed)
    assert publication.document["units"]


def test_a_table_says_that_a_number_is_withheld(client: Client, closed_round: Round, owner: User) -> None:
    approve(closed_round, EVERY, {}, owner)
    page = client.get(of_page("overview", "institution:I2").replace("/kk/", "/en/")).content.decode()
    assert "withheld: too few answers" in page
    assert "withheld: too few answers" not in client.get(of_page("overview").replace("/kk/", "/en/")).content.decode()


def test_a_chart_can_stand_on_another_site_and_a_page_cannot(client: Client, closed_round: Round, owner: User) -> None:
    approve(closed_round, ["overview"], {}, owner)
    page = client.get(of_page("overview"))
    key = page.context["charts"][0].key
    embedded = client.get(reverse("public-chart", args=["r1", key]))
    assert embedded.status_code == 200
    assert "X-Frame-Options" not in embedded.headers
    assert page.headers["X-Frame-Options"] == "DENY"
    assert faults_of(page) == []
    policies = [directives_of(answer.headers["Content-Security-Policy"]) for answer in (page, embedded)]
    assert [policy.pop("frame-ancestors") for policy in policies] == [["'none'"], ["*"]]
    assert policies[0] == policies[1]
    hidden = client.get(of_page("overview")).context["charts"][0].key.replace("pyramid", "matrix-facts")
    assert client.get(reverse("public-chart", args=["r1", hidden])).status_code == 404


def test_the_codebook_explains_every_item_in_three_languages(client: Client, closed_round: Round, owner: User) -> None:
    approve(closed_round, EVERY, {}, owner)
    written = client.get(reverse("public-file", args=["r1", "codebook.csv"])).content.decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(written)))
    assert {row["item"] for row in rows} == {item for _unit, item in items_of(client)}
    assert all(row["text_kk"] and row["text_ru"] and row["text_en"] for row in rows)


@pytest.mark.parametrize("address", ["nonsense", "institution:nobody", "planet:KZ"])
def test_an_unknown_unit_is_not_found(client: Client, closed_round: Round, owner: User, address: str) -> None:
    approve(closed_round, EVERY, {}, owner)
    assert client.get(of_page("overview", address)).status_code == 404


def test_the_owner_approves_page_by_page(client: Client, owners_client: Client, closed_round: Round) -> None:
    form = {"pages": ["overview", "data"], "confirmed": "on", "introduction_kk": "Бұл – қорытынды."}
    assert owners_client.post(reverse("publication", args=["r1"]), form).status_code == 302
    publication = Publication.objects.get()
    assert publication.pages == ["overview", "data"]
    assert "Бұл – қорытынды." in client.get(of_page("overview")).content.decode()
    assert owners_client.post(reverse("publication-withdraw", args=["r1"])).status_code == 302
    assert client.get(of_page("overview")).status_code == 404


@pytest.mark.parametrize(
    ("form", "field"),
    [
        ({"confirmed": "on"}, "pages"),
        ({"pages": ["everything"], "confirmed": "on"}, "pages"),
        ({"pages": ["overview"]}, "confirmed"),
        ({"pages": ["overview"], "confirmed": "on", "introduction_ru": "х" * 5001}, "introduction_ru"),
    ],
)
def test_a_careless_approval_is_refused_and_kept(
    owners_client: Client, closed_round: Round, form: dict[str, Any], field: str
) -> None:
    refused = owners_client.post(reverse("publication", args=["r1"]), form | {"introduction_kk": "Сақталады"})
    assert refused.status_code == 422
    assert field in refused.context["form"].errors
    assert "Сақталады" in refused.content.decode()
    assert not Publication.objects.exists()


def test_nothing_is_approved_while_the_round_is_open(owners_client: Client, answered_round: Round) -> None:
    form = {"pages": ["overview"], "confirmed": "on"}
    assert owners_client.post(reverse("publication", args=["r1"]), form).status_code == 422
    assert not Publication.objects.exists()
    assert owners_client.get(reverse("publication-preview", args=["r1", "overview"])).status_code == 403


@pytest.mark.parametrize("page", EVERY)
def test_a_preview_shows_a_page_without_publishing_it(
    client: Client, analysts_client: Client, closed_round: Round, page: str
) -> None:
    shown = analysts_client.get(reverse("publication-preview", args=["r1", page]))
    assert shown.status_code == 200
    assert shown.context["is_preview"]
    assert not Publication.objects.exists()
    assert client.get(of_page(page)).status_code == 404


def test_public_pages_cost_a_handful_of_queries(
    client: Client, closed_round: Round, owner: User, django_assert_max_num_queries: Any
) -> None:
    approve(closed_round, EVERY, {}, owner)
    for page in EVERY:
        client.get(of_page(page))
        with django_assert_max_num_queries(6):
            client.get(of_page(page))


def test_so_do_those_of_the_approval(
    owners_client: Client, closed_round: Round, owner: User, django_assert_max_num_queries: Any
) -> None:
    approve(closed_round, EVERY, {}, owner)
    with django_assert_max_num_queries(10):
        owners_client.get(reverse("publication", args=["r1"]))
    for page in EVERY:
        with django_assert_max_num_queries(25):
            owners_client.get(reverse("publication-preview", args=["r1", page]))


def test_the_draft_withholds_what_the_method_says(closed_round: Round) -> None:
    document = draft_of(closed_round).document
    withheld = {one["code"] for one in document["units"] if "suppressed" in one["perceptions"]["overall"]}
    assert withheld == {"I2", "I3"}
