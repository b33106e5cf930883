"""Tables that are imported: any cell may hold anything."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.test import Client
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from fieldwork.people import bringing
from metep.models import User
from surveys import institutions, validating
from surveys.catalogue import instrument_of
from surveys.content import Instrument
from surveys.importing import ImportRefused, ImportReport, import_responses
from surveys.models import Round
from surveys.response_files import entry_header, response_header
from surveys.spreadsheets import BadFile, write_rows
from surveys.workbooks import write_workbook
from tests.security.fuzz.values import many, words
from tests.surveys.importing import ID, OTHER_ID

GOOD = {
    "response_id": ID,
    "unit": "I1",
    "language": "kk",
    "mode": "individual",
    "participants": "1",
    "sections": "F;P;N",
    "submitted_at": "2026-01-01T10:00:00+05:00",
    "code": "I9",
    "name_kk": "а",
    "name_ru": "б",
    "name_en": "c",
    "name": "A",
    "email": "a@example.org",
    "institution": "I1",
    "item": "F1.1.a",
    "value": "1",
    "reason": "r",
}


@st.composite
def tables(draw: st.DrawFn, header: list[str]) -> list[list[str]]:
    """A header and rows that are good but for some cells."""
    rows = [header]
    for number in range(draw(st.integers(1, 3))):
        good = GOOD | {"response_id": [ID, OTHER_ID, ID][number]}
        changed = draw(st.dictionaries(st.sampled_from(header), words, max_size=4))
        rows.append([changed.get(name, good.get(name, "")) for name in header])
    if draw(st.booleans()):
        rows[0] = [*draw(st.permutations(header))]
    return rows


@pytest.fixture
def instrument(survey_round: Round) -> Instrument:
    return instrument_of(survey_round.version_id)


@pytest.fixture
def root(db: None) -> Client:
    client = Client()
    client.force_login(User.objects.create_superuser("root@example.org", "a long enough password"))
    return client


@many
@given(st.data())
def test_responses_are_imported_or_every_bad_cell_is_named(
    survey_round: Round, instrument: Instrument, tmp_path: Path, data: st.DataObject
) -> None:
    files = [tmp_path / "responses.csv", tmp_path / "entries.csv"]
    for path, header in zip(files, (response_header(instrument), entry_header(instrument)), strict=True):
        path.write_bytes(write_rows(data.draw(tables([str(name) for name in header]))))
    options = {name: data.draw(st.booleans()) for name in ("skip_bad", "may_add_institutions")}
    with transaction.atomic():
        with suppress(BadFile, ImportRefused):
            import_responses(survey_round, *files, report=ImportReport(), **options)
        transaction.set_rollback(True)


@many
@given(st.data())
def test_validated_facts_are_imported_or_every_bad_cell_is_named(
    survey_round: Round, tmp_path: Path, data: st.DataObject
) -> None:
    path = tmp_path / "facts.csv"
    path.write_bytes(write_rows(data.draw(tables(list(validating.COLUMNS)))))
    with transaction.atomic():
        with suppress(BadFile):
            validating.import_validations(survey_round, path)
        transaction.set_rollback(True)


@pytest.fixture
def unlimited(settings: Any) -> None:
    """One address sends more files here than anybody may."""
    settings.RATE_LIMITS = False


UPLOADS: dict[str, tuple[list[str], list[Any]]] = {
    "admin:surveys_institution_import": ([*institutions.REQUIRED, *institutions.OPTIONAL], []),
    "work-people-import": ([*bringing.REQUIRED, *bringing.OPTIONAL], ["r1"]),
}


@pytest.mark.parametrize("name", UPLOADS)
@many
@given(st.data())
def test_an_uploaded_table_is_shown_or_refused_in_words(
    survey_round: Round, root: Client, unlimited: None, name: str, data: st.DataObject
) -> None:
    header, about = UPLOADS[name]
    rows = data.draw(tables(header))
    is_workbook = data.draw(st.booleans())
    content = write_workbook(rows[0], rows[1:]) if is_workbook else write_rows(rows)
    file = SimpleUploadedFile("table.xlsx" if is_workbook else "table.csv", content)
    country = data.draw(st.one_of(st.just("KZ"), words))
    with transaction.atomic():
        answer = root.post(reverse(name, args=about), {"file": file, "country": country})
        assert answer.status_code in (200, 422)
        if answer.status_code == 200 and answer.context.get("rows"):
            shown = {"rows": answer.context["rows"], "seen": answer.context["preview"].fingerprint, "country": country}
            assert root.post(reverse(name, args=about), shown).status_code in (200, 302, 422)
        transaction.set_rollback(True)


def test_good_rows_are_good(survey_round: Round, instrument: Instrument, tmp_path: Path) -> None:
    """What is damaged above would be taken as it is."""
    header = [str(name) for name in response_header(instrument)]
    path = tmp_path / "responses.csv"
    path.write_bytes(write_rows([header, [GOOD.get(name, "") for name in header]]))
    report = ImportReport()
    with suppress(ImportRefused):
        import_responses(survey_round, path, report=report)
    assert [str(problem) for problem in report.problems] == []
