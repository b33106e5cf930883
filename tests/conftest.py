"""What most tests start from: a small instrument, a published version of it, an open round."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.contrib.auth.models import Group, Permission
from django.http import HttpResponse
from django.test import Client, override_settings
from django.utils import translation

from metep.limits.middleware import BUCKETS
from surveys import catalogue, typesetting
from surveys.content import Instrument, read_instrument
from surveys.models import Institution, InstrumentVersion, Region, Response, Round, RoundState
from surveys.publishing import load
from tests import accessible_pdf
from tests.contents import SMALL
from tests.emptying import keep_beginning
from tests.security.inspecting import suspicious_faults_of

METHOD = "metep-2014/1"


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: Any) -> None:
    """As ever; then it is remembered what the tables began with."""
    with django_db_blocker.unblock():
        keep_beginning()


@pytest.fixture(scope="session", autouse=True)
def _hash_passwords_quickly() -> Iterator[None]:
    """Most tests have somebody signed in; a hash that is slow to guess is slow to make, too."""
    with override_settings(PASSWORD_HASHERS=["django.contrib.auth.hashers.MD5PasswordHasher"]):
        yield


@pytest.fixture(autouse=True)
def _forget_instruments() -> Iterator[None]:
    """Primary keys begin anew in each database; what a process remembers by them must not outlive a test."""
    yield
    catalogue.clear()


@pytest.fixture(autouse=True)
def _fill_buckets() -> None:
    """All tests come from one address of the network: each begins as if nobody had asked for anything."""
    BUCKETS.forget()


@pytest.fixture(scope="session", autouse=True)
def _inspect_every_page() -> Iterator[None]:
    """Whatever page any test meets has no code and no style written into it."""
    ask = Client.request

    def inspected(client: Client, **request: object) -> HttpResponse:
        answer = ask(client, **request)
        faults = [] if answer.streaming else suspicious_faults_of(answer)
        assert not faults, f"{request.get('PATH_INFO')}: {'; '.join(faults)}"
        return answer

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Client, "request", inspected)
        yield


@pytest.fixture(scope="session", autouse=True)
def _inspect_every_document() -> Iterator[None]:
    """Whatever PDF any test prints can be read aloud, as far as programs can tell."""
    write = typesetting.write

    def inspected(document: Any) -> bytes:
        made = write(document)
        assert not (faults := accessible_pdf.faults_of(made)), "\n".join(faults)
        return made

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(typesetting, "write", inspected)
        yield


@pytest.fixture(autouse=True)
def _speak_kazakh() -> Iterator[None]:
    """A request leaves its language active; the next test begins with the site's own."""
    with translation.override("kk"):
        yield


@pytest.fixture
def small() -> Instrument:
    return read_instrument(SMALL.read_text("utf-8"))


@pytest.fixture
def version(db: None, small: Instrument) -> InstrumentVersion:
    return load(small)[0]


@pytest.fixture
def institution(db: None) -> Institution:
    region = Region.objects.create(country="KZ", code="KZ-X1", name_kk="Бірінші", name_ru="Первый", name_en="First")
    return Institution.objects.create(
        code="I1", country="KZ", region=region, name_kk="Мекеме", name_ru="Учреждение", name_en="Institution"
    )


@pytest.fixture
def survey_round(version: InstrumentVersion, institution: Institution) -> Round:
    made = Round.objects.create(
        code="r1",
        country="KZ",
        title_kk="Сынақ раунды",
        title_ru="Пробный раунд",
        title_en="Test round",
        version=version,
        method=METHOD,
        languages=["kk", "ru", "en"],
        sections=["F", "P", "N"],
        state=RoundState.OPEN,
    )
    made.institutions.add(institution)
    return made


@pytest.fixture
def response(survey_round: Round, institution: Institution) -> Response:
    """A draft for the institution, every section asked, nothing answered."""
    return Response.objects.create(
        round=survey_round, institution=institution, language="kk", sections=survey_round.sections
    )


@pytest.fixture
def analysts(db: None) -> Group:
    """The group that a migration makes; tests with transactions of their own empty its table."""
    group = Group.objects.get_or_create(name="analysts")[0]
    group.permissions.add(Permission.objects.get(content_type__app_label="scoring", codename="view_results"))
    return group
