"""The people and the objects of the table of access."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.apps import apps
from django.contrib.auth.hashers import make_password
from django.contrib.auth.models import Group
from django.test import Client
from django.urls import reverse

from fieldwork.models import SignOff
from fieldwork.quality.registry import BY_CODE
from metep.models import User
from reports.models import Batch, ContextSeries, Recommendation
from scoring.calculate import freeze, read_evidence
from surveys.links import create_link
from surveys.models import Assignment, Institution, Response, Role, Round, Validation
from tests.access.administration import MODELS
from tests.access.analysis import make_view
from tests.access.objects import add_to, make_objects
from tests.access.passports import passport_of
from tests.access.people import PEOPLE, VISITORS
from tests.access.repository import make_entry
from tests.access.scenarios import make_scenario


@dataclass(frozen=True)
class World:
    """A browser for each of PEOPLE; the words by which rules name parts of addresses."""

    browsers: dict[str, Client]
    words: dict[str, Any]


def make_world(survey_round: Round, analysts: Group) -> World:
    own, other = survey_round.institutions.get(), _institution(survey_round, "I2")
    elsewhere = Round.objects.create(
        code="r2",
        country="KZ",
        title_kk="Басқа раунд",
        title_ru="Другой раунд",
        title_en="Another round",
        version=survey_round.version,
        method=survey_round.method,
        languages=["kk"],
        sections=survey_round.sections,
    )
    response, secret = _response(survey_round, own)
    _theirs, their_secret = _response(survey_round, other)
    _link, delegated = create_link(survey_round, own, chapters=["F1"], response=response, label="A colleague")
    users = _users(survey_round, elsewhere, own, other, analysts)
    browsers = {name: Client(raise_request_exception=False) for name in PEOPLE}
    for name, user in users.items():
        browsers[name].force_login(user)
    for name, key in (("respondent", secret), ("other_respondent", their_secret), ("delegate", delegated)):
        assert browsers[name].get(reverse("answer-link", args=[key])).status_code == 302
    _make_the_rest(survey_round, own)
    objects = make_objects(survey_round, own, users) | add_to(response)
    # The last: any change of answers withdraws it.
    SignOff.objects.create(round=survey_round, institution=own, by=users["coordinator"])
    words = {
        "code": survey_round.code,
        "scored": "F1.1.a",
        "table": "F1.1",
        "chapter": "F1",
        "entries": "N1.1",
        "response": response.pk,
        "number": 1,
        "forged": "forged",
        "uid": "zz",
        "key": "forged-key",
        "passkey": 1,
        "provider": "nobody",
        "institution": own.code,
        "user": users["stranger"].pk,
        **objects,
        "nobody": 999_999,
        **{name: apps.get_model(name.replace("_", ".", 1)).objects.order_by("pk")[0].pk for name in MODELS},
        "app": "surveys",
        **make_entry(survey_round, users),
        "csv": "csv",
        "overview": "overview",
        "scores_csv": "scores.csv",
        "chart": "figure-pyramid",
        "check": next(iter(BY_CODE)),
        "file_kind": "brief",
        "language": "kk",
        "question": "profile",
        "passport": passport_of(survey_round),
        "saved_view": make_view(survey_round, users["analyst"]).pk,
        "text_place": "foreword",
        "scenario": make_scenario(survey_round, users["analyst"]).pk,
        "batch": Batch.objects.create(round=survey_round, by=users["analyst"]).pk,
    }
    return World(browsers, words)


def _institution(survey_round: Round, code: str) -> Institution:
    made = Institution.objects.create(code=code, country="KZ", name_kk="Басқа", name_ru="Другое", name_en="Another")
    survey_round.institutions.add(made)
    return made


def _response(survey_round: Round, institution: Institution) -> tuple[Response, str]:
    response = Response.objects.create(
        round=survey_round, institution=institution, language="kk", sections=survey_round.sections
    )
    return response, create_link(survey_round, institution, response.sections, response=response)[1]


def _users(here: Round, elsewhere: Round, own: Institution, other: Institution, analysts: Group) -> dict[str, User]:
    users = {name: User.objects.create_user(f"{name}@example.org") for name in PEOPLE if name not in VISITORS}
    roles = {
        "analyst": (Role.ANALYST, None, None),
        "analyst_here": (Role.ANALYST, here, None),
        "analyst_elsewhere": (Role.ANALYST, elsewhere, None),
        "reviewer": (Role.REVIEWER, here, None),
        "coordinator": (Role.COORDINATOR, here, own),
        "other_coordinator": (Role.COORDINATOR, here, other),
        "facilitator": (Role.FACILITATOR, here, None),
        "other_facilitator": (Role.FACILITATOR, here, None),
        "clerk": (Role.CLERK, here, None),
    }
    for name, (role, survey_round, institution) in roles.items():
        Assignment.objects.create(user=users[name], role=role, round=survey_round, institution=institution)
    users["reader"].groups.add(analysts)
    User.objects.update(password=make_password("a long enough password"))
    User.objects.filter(email__in=["staff@example.org"]).update(is_staff=True)
    User.objects.filter(email__in=["bare@example.org", "administrator@example.org"]).update(
        is_staff=True, is_superuser=True
    )
    for name in ("staff", "administrator"):
        TOTP.activate(users[name], generate_totp_secret())
    return {user.email.partition("@")[0]: user for user in User.objects.all()}


def _make_the_rest(survey_round: Round, own: Institution) -> None:
    """One object for each list of the administration that would else be empty."""
    Validation.objects.create(round=survey_round, institution=own, item="P1.1.a", value="1", reason="A test.")
    words = {"title": "R", "action": "A", "reason": "B", "place": "P", "effort": "low", "horizon": "years"}
    Recommendation.objects.create(instrument="another", code="r", levels=[], tiers=[], triggers=[], **words)
    ContextSeries.objects.create(code="index", title="T", source="S")
    freeze(read_evidence(survey_round))
