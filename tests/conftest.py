"""What most tests start from: a small instrument, a published version of it, an open round."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.contrib.auth.models import Group, Permission
from django.utils import translation

from surveys import catalogue
from surveys.content import Instrument, read_instrument
from surveys.models import Institution, InstrumentVersion, Region, Response, Round, RoundState
from surveys.publishing import load
from tests.contents import SMALL

METHOD = "metep-2014/1"


@pytest.fixture(autouse=True)
def _forget_instruments() -> Iterator[None]:
    """Primary keys begin anew in each database; what a process remembers by them must not outlive a test."""
    yield
    catalogue.clear()


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
