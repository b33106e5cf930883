"""What a ministry answers to a recommendation: who may, what each decision needs, where it is shown."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from metep.models import User
from reports.actions.answers import answers_of
from reports.models import Action, Recommendation
from reports.results import results_of
from scoring.results import Unit, UnitTier
from surveys.models import Assignment, Institution, Role, Round

NATION = Unit(UnitTier.NATIONAL, "KZ", {})
BODY = Unit(UnitTier.INSTITUTION, "I1", {})
TOMORROW = timezone.localdate() + timedelta(days=1)
YESTERDAY = timezone.localdate() - timedelta(days=1)
ACCEPTED = {"decision": "accepted", "responsible": "The department of law", "due_on": TOMORROW.isoformat()}


def address(survey_round: Round, code: str, unit: str = "national:KZ") -> str:
    path = reverse("dashboard-action", args=[survey_round.code, code]).replace("/kk/", "/en/")
    return f"{path}?unit={unit}"


def listing(survey_round: Round, unit: str = "national:KZ") -> str:
    return f"{reverse('dashboard-actions', args=[survey_round.code]).replace('/kk/', '/en/')}?unit={unit}"


def client_of(role: Role, survey_round: Round | None, institution: Institution | None = None) -> Client:
    user = User.objects.create_user("somebody@example.org", "a long enough password")
    Assignment.objects.create(user=user, role=role, round=survey_round, institution=institution)
    client = Client()
    client.force_login(user)
    return client


def publish(survey_round: Round) -> None:
    before = timezone.now() - timedelta(days=2)
    Round.objects.filter(pk=survey_round.pk).update(
        opens_at=before, closes_at=before + timedelta(days=1), publishes_at=timezone.now()
    )


def test_an_answer_is_kept_with_what_called_for_it(client_of_all: Client, earlier: Round, law: Recommendation) -> None:
    response = client_of_all.post(address(earlier, "law"), ACCEPTED)
    assert response.status_code == 302
    action = Action.objects.get()
    assert (action.institution, action.decision, action.due_on, action.edition) == (None, "accepted", TOMORROW, 1)
    assert action.by.email == "minister@example.org"
    (fired,) = action.fired
    assert (fired["kind"], fired["target"], fired["bound"]) == ("item", "F1.1.a", 0.9)
    assert fired["value"] == pytest.approx(8 / 60)


def test_an_answer_stands_beside_the_recommendation_and_is_there_for_the_report(
    client_of_all: Client, earlier: Round, law: Recommendation
) -> None:
    client_of_all.post(address(earlier, "law"), ACCEPTED)
    for page in (listing(earlier), reverse("dashboard-unit", args=[earlier.code]).replace("/kk/", "/en/")):
        shown = client_of_all.get(page).text
        assert "Responsible: The department of law" in shown
    (answer,) = answers_of(earlier, NATION).values()
    assert (answer.code, answer.decision, answer.name) == ("law", "accepted", "accepted")
    assert not answer.is_overdue
    assert answers_of(earlier, BODY) == {}
    assert answers_of(earlier, Unit(UnitTier.SUBNATIONAL, "KZ-X1", {})) == {}


def test_a_changed_answer_takes_the_place_of_the_first(
    client_of_all: Client, earlier: Round, law: Recommendation
) -> None:
    client_of_all.post(address(earlier, "law"), ACCEPTED)
    client_of_all.post(address(earlier, "law"), {"decision": "rejected", "reason": "There is one."})
    action = Action.objects.get()
    assert (action.decision, action.reason, action.due_on) == ("rejected", "There is one.", None)


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({}, "decision"),
        ({"decision": "perhaps"}, "decision"),
        ({"decision": "rejected"}, "reason"),
        ({"decision": "rejected", "reason": "  "}, "reason"),
        ({"decision": "postponed", "due_on": TOMORROW.isoformat()}, "reason"),
        (ACCEPTED | {"responsible": ""}, "responsible"),
        (ACCEPTED | {"due_on": ""}, "due_on"),
        (ACCEPTED | {"due_on": YESTERDAY.isoformat()}, "due_on"),
        (ACCEPTED | {"due_on": "soon"}, "due_on"),
        ({"decision": "postponed", "reason": "No money.", "due_on": YESTERDAY.isoformat()}, "due_on"),
        (ACCEPTED | {"responsible": "x" * 301}, "responsible"),
    ],
)
def test_what_a_decision_lacks_is_said_and_nothing_is_lost(
    client_of_all: Client, earlier: Round, law: Recommendation, values: dict[str, Any], field: str
) -> None:
    response = client_of_all.post(
        address(earlier, "law"),
        values | {"reason": values.get("reason", "Because.") or ""} if field != "reason" else values,
    )
    assert response.status_code == 422
    assert list(response.context["form"].errors) == [field]
    assert not Action.objects.exists()
    if values.get("responsible"):
        assert values["responsible"] in response.text


@pytest.mark.parametrize(
    "values",
    [
        {"decision": "done"},
        {"decision": "done", "due_on": YESTERDAY.isoformat()},
        {"decision": "postponed", "reason": "No money."},
        {"decision": "rejected", "reason": "There is one."},
    ],
)
def test_what_is_enough_is_kept(
    client_of_all: Client, earlier: Round, law: Recommendation, values: dict[str, str]
) -> None:
    assert client_of_all.post(address(earlier, "law"), values).status_code == 302
    assert Action.objects.get().decision == values["decision"]


def test_a_day_that_has_passed_meanwhile_may_stay_and_is_told(
    client_of_all: Client, earlier: Round, law: Recommendation
) -> None:
    client_of_all.post(address(earlier, "law"), ACCEPTED)
    Action.objects.update(due_on=YESTERDAY)
    assert "past its day" in client_of_all.get(listing(earlier)).text
    kept = ACCEPTED | {"due_on": YESTERDAY.isoformat(), "responsible": "Another department"}
    assert client_of_all.post(address(earlier, "law"), kept).status_code == 302
    assert Action.objects.get().responsible == "Another department"


def test_the_database_itself_wants_a_reason(earlier: Round, law: Recommendation) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Action.objects.create(round=earlier, recommendation=law, edition=1, decision="rejected")


def test_what_does_not_apply_is_not_answered(client_of_all: Client, earlier: Round, law: Recommendation) -> None:
    assert client_of_all.get(address(earlier, "nothing")).status_code == 404
    assert client_of_all.get(address(earlier, "law", "institution:I1")).status_code == 404


@pytest.mark.parametrize("unit", ["subnational:KZ-X1", "all-institutions:all"])
def test_regions_and_all_institutions_together_do_not_answer(
    client_of_all: Client, earlier: Round, law: Recommendation, unit: str
) -> None:
    assert client_of_all.get(listing(earlier, unit)).status_code == 404
    assert client_of_all.post(address(earlier, "law", unit), ACCEPTED).status_code == 404


def test_an_analyst_of_one_round_answers_for_institutions_but_not_for_the_nation(
    earlier: Round, law: Recommendation, website: Recommendation
) -> None:
    client = client_of(Role.ANALYST, earlier)
    assert client.post(address(earlier, "law"), ACCEPTED).status_code == 403
    assert "Answer<" not in client.get(listing(earlier)).text
    assert client.post(address(earlier, "website", "institution:I1"), ACCEPTED).status_code == 302
    assert Action.objects.get().institution.code == "I1"


def test_a_coordinator_answers_for_her_institution_once_the_round_publishes(
    later: Round, institution: Institution, law: Recommendation, website: Recommendation
) -> None:
    client = client_of(Role.COORDINATOR, later, institution)
    assert client.post(address(later, "website", "institution:I1"), ACCEPTED).status_code == 403
    publish(later)
    assert client.post(address(later, "website", "institution:I1"), ACCEPTED).status_code == 302
    assert client.post(address(later, "law"), ACCEPTED).status_code == 404
    assert [action.recommendation.code for action in Action.objects.all()] == ["website"]


def test_a_coordinator_does_not_answer_for_another_institution(
    later: Round, institution: Institution, website: Recommendation
) -> None:
    other = Institution.objects.create(code="I2", country="KZ", name_kk="Басқа", name_ru="Другое", name_en="Another")
    later.institutions.add(other)
    publish(later)
    client = client_of(Role.COORDINATOR, later, other)
    assert client.post(address(later, "website", "institution:I1"), ACCEPTED).status_code == 404


def test_an_answer_to_what_applies_no_more_stays_in_sight(
    client_of_all: Client, earlier: Round, law: Recommendation
) -> None:
    client_of_all.post(address(earlier, "law"), ACCEPTED)
    Recommendation.objects.update(advising=None, state="retired")
    page = client_of_all.get(listing(earlier))
    assert page.context["rows"] == []
    assert [answer.code for answer, _address in page.context["others"]] == ["law"]
    assert "no longer called for" in page.text
    assert client_of_all.post(address(earlier, "law"), {"decision": "done"}).status_code == 302
    action = Action.objects.get()
    assert (action.decision, action.edition, len(action.fired)) == ("done", 1, 1)


def test_answers_are_counted(client_of_all: Client, earlier: Round, law: Recommendation) -> None:
    assert results_of(earlier).nation.items["F1.1.a"].score is not None
    before = dict(client_of_all.get(listing(earlier)).context["counts"])
    client_of_all.post(address(earlier, "law"), ACCEPTED)
    after = dict(client_of_all.get(listing(earlier)).context["counts"])
    assert (before["without an answer"], after["without an answer"], after["accepted"]) == (1, 0, 1)
