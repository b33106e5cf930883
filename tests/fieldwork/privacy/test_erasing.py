"""A person is found, shown, handed over and erased: after that no column of the database names her."""

from __future__ import annotations

import io
import json
import zipfile
from pathlib import Path

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse

from fieldwork.models import AuditEntry, Seat
from fieldwork.privacy.records import find_records, gather
from metep.models import User
from surveys.links import create_link
from surveys.models import Contact, Institution, Participant, PersonalLink, Response, ResponseState, Role, Round
from tests.fieldwork.privacy.people import EMAIL, NAME, Traces, leave_traces
from tests.surveys.administration import sign_in
from tests.surveys.files import keep_evidence_in
from tests.surveys.respondents import text_of

RIGHTS = ("surveys.change_round", "surveys.view_contact")


@pytest.fixture(autouse=True)
def _own_folder(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Files of these tests go with them."""
    keep_evidence_in(tmp_path, monkeypatch)


@pytest.fixture
def traces(survey_round: Round, institution: Institution) -> Traces:
    return leave_traces(survey_round, institution)


@pytest.fixture
def browser(db: None) -> Client:
    return sign_in(*RIGHTS)


def address(page: str = "work-privacy", language: str = "en") -> str:
    return f"/{language}{reverse(page, args=['r1'])[3:]}"


PERSON, EXPORT = "work-privacy-person", "work-privacy-export"


def records_of(traces: Traces) -> list[str]:
    return [f"participant-{traces.participant.pk}", f"seat-{traces.seat.pk}"]


def form_of(traces: Traces, **changes: object) -> dict[str, object]:
    return {
        "record": records_of(traces),
        "answers": "keep",
        "reason": "A written request.",
        "confirmation": "r1",
        **changes,
    }


def columns_naming(*words: str) -> list[str]:
    """Every text or JSON column of the whole database that holds one of these words."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT table_name, column_name FROM information_schema.columns "
            "WHERE table_schema = 'public' AND data_type IN ('text', 'character varying', 'jsonb', 'json', 'ARRAY')"
        )
        found = []
        for table, column in cursor.fetchall():
            for word in words:
                cursor.execute(f'SELECT count(*) FROM "{table}" WHERE "{column}"::text ILIKE %s', [f"%{word}%"])
                if cursor.fetchone()[0]:
                    found.append(f"{table}.{column}")
        return found


@pytest.mark.parametrize("words", [NAME, NAME.split()[0].lower(), EMAIL, EMAIL[:10].upper()])
def test_a_person_is_found_by_name_and_by_address(traces: Traces, words: str) -> None:
    kinds = [one.kind for one in find_records(traces.participant.round, words)]
    assert "participant" in kinds
    assert ("seat" in kinds) == (words not in (EMAIL, EMAIL[:10].upper()))


def test_a_response_is_found_by_its_reference_and_by_what_its_respondent_said(traces: Traces) -> None:
    Response.objects.update(participant=None)
    for words in (traces.response.reference, NAME):
        keys = [one.key for one in find_records(traces.participant.round, words)]
        assert f"response-{traces.response.pk}" in keys


def test_another_round_knows_nothing_of_her(traces: Traces) -> None:
    other = Round.objects.create(
        code="r2", country="KZ", version=traces.participant.round.version, method="m", languages=["kk"], sections=["F"]
    )
    assert find_records(other, NAME) == []
    assert gather(other, records_of(traces)) is None


def test_everything_that_is_held_is_shown(traces: Traces, browser: Client) -> None:
    words = text_of(browser.get(address(PERSON), {"record": records_of(traces)}))
    for told in (NAME, EMAIL, traces.response.reference, "Сілтеме ескірген.", "Шақыру", "version 1 of the notice"):
        assert told in words


def test_the_archive_holds_data_print_answers_and_files(traces: Traces, browser: Client) -> None:
    PersonalLink.objects.update(label="")
    answer = browser.get(address(EXPORT), {"record": records_of(traces)})
    archive = zipfile.ZipFile(io.BytesIO(answer.content))
    names = archive.namelist()
    assert {"data.json", "data.pdf", f"answers-{traces.response.reference}.pdf"} <= set(names)
    (file,) = [name for name in names if name.startswith("evidence/")]
    assert archive.read(file) == b"%PDF-1.7 synthetic"
    data = json.loads(archive.read("data.json"))
    assert data["letters"][0]["mailing"] == f"Шақыру: {traces.response.round.title_en}"  # the page was English
    assert data["participants"][0]["email"] == EMAIL
    assert data["responses"][0]["answers"]["F1.1.a"] == "yes"
    assert data["responses"][0]["notice"] == 1
    assert data["workshop_seats"][0]["votes"][0]["value"] == "yes"
    assert "secret" not in archive.read("data.json").decode().replace('"secret_hash": "***"', "")


def test_after_erasure_nothing_names_her_and_the_facts_stay(traces: Traces, browser: Client) -> None:
    assert len(columns_naming(NAME, EMAIL)) > 12
    before = AuditEntry.objects.count()
    answer = browser.post(address(PERSON), form_of(traces))
    assert answer.status_code == 302
    assert columns_naming(NAME, EMAIL) == []
    assert find_records(traces.participant.round, NAME) == find_records(traces.participant.round, EMAIL) == []
    response = Response.objects.get()
    assert (response.state, response.answers["F1.1.a"]) == (ResponseState.SUBMITTED, "yes")
    assert "position" not in response.profile
    assert not Contact.objects.exists()
    assert Participant.objects.count() == 1
    assert Seat.objects.get().name == ""
    assert PersonalLink.objects.filter(revoked_at__isnull=True).count() == 0
    assert AuditEntry.objects.count() > before
    made = AuditEntry.objects.get(model="surveys.contact", action="insert")
    assert made.erased_at is not None
    assert made.after is not None
    assert made.after["name"] == "[erased]"
    told = AuditEntry.objects.get(action="erase")
    assert told.after is not None
    assert (told.after["contacts"], told.after["reason"]) == (1, "A written request.")
    assert (told.actor_role, told.actor is not None) == ("administrator", True)


def test_others_keep_their_names(traces: Traces, browser: Client, survey_round: Round) -> None:
    other = Participant.objects.create(round=survey_round, language="ru")
    Contact.objects.create(participant=other, round=survey_round, name="Әсем Басқа", email="other@example.org")
    browser.post(address(PERSON), form_of(traces))
    assert Contact.objects.get().name == "Әсем Басқа"


def test_her_answers_can_be_withdrawn_too(traces: Traces, browser: Client) -> None:
    words = text_of(browser.post(address(PERSON), form_of(traces, answers="withdraw"), follow=True))
    response = Response.objects.get()
    assert response.state == ResponseState.EXCLUDED
    assert response.exclusion_reason
    assert "1 response was withdrawn." in words
    assert columns_naming(NAME, EMAIL) == []


def test_somebody_who_was_not_invited_is_shown_and_erased_by_her_response(traces: Traces, browser: Client) -> None:
    Response.objects.update(participant=None)
    record = f"response-{traces.response.pk}"
    assert traces.response.reference in text_of(browser.get(address(PERSON), {"record": record}))
    assert browser.post(address(PERSON), form_of(traces, record=record)).status_code == 302
    told = AuditEntry.objects.get(action="erase")
    assert told.after is not None
    assert record in told.after["records"]
    assert "position" not in Response.objects.get().profile


def test_a_draft_that_is_withdrawn_is_emptied(traces: Traces, browser: Client) -> None:
    Response.objects.update(state=ResponseState.DRAFT, submitted_at=None)
    browser.post(address(PERSON), form_of(traces, answers="withdraw"))
    response = Response.objects.get()
    assert (response.answers, response.changes.count()) == ({}, 0)


def test_erasing_twice_finds_nothing_more(traces: Traces, browser: Client) -> None:
    browser.post(address(PERSON), form_of(traces))
    assert browser.post(address(PERSON), form_of(traces)).status_code == 302
    assert Response.objects.get().state == ResponseState.SUBMITTED


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"confirmation": "R1"}, "confirmation"),
        ({"confirmation": ""}, "confirmation"),
        ({"reason": ""}, "reason"),
        ({"reason": f"{NAME.upper()} asked"}, "reason"),
        ({"reason": "x" * 501}, "reason"),
        ({"answers": "burn"}, "answers"),
        ({"answers": ""}, "answers"),
    ],
)
def test_nothing_is_erased_while_the_form_is_wrong(traces: Traces, browser: Client, changes, field: str) -> None:
    page = browser.post(address(PERSON), form_of(traces, **changes))
    assert page.status_code == 422
    assert field in page.context["form"].errors
    assert Contact.objects.get().name == NAME


@pytest.mark.parametrize(
    "record", ["participant-999", "participant-x", "response-1", "king-1", "seat-", "", "participant-" + "9" * 30]
)
def test_a_record_that_is_not_there_is_not_found(traces: Traces, browser: Client, record: str) -> None:
    assert browser.get(address(PERSON), {"record": [record]}).status_code == 404
    assert browser.get(address(EXPORT), {"record": [record]}).status_code == 404
    assert browser.post(address(PERSON), form_of(traces, record=[record])).status_code == 404


def test_no_record_chosen_leads_back(traces: Traces, browser: Client) -> None:
    assert browser.get(address(PERSON))["Location"] == address()
    assert browser.get(address(EXPORT)).status_code == 404


@pytest.mark.parametrize("words", ["", "ab", "x" * 201])
def test_too_few_words_or_too_many_are_refused(survey_round: Round, browser: Client, words: str) -> None:
    page = browser.get(address(), {"words": words})
    assert page.status_code == 422
    assert "words" in page.context["form"].errors


@pytest.mark.parametrize(("rights", "status"), [(RIGHTS, 200), (RIGHTS[:1], 403), (RIGHTS[1:], 404), ((), 404)])
def test_it_is_open_to_administrators_who_may_see_contacts(survey_round: Round, rights, status: int) -> None:
    browser = sign_in(*rights)
    assert browser.get(address()).status_code == status
    assert browser.get(address(PERSON), {"record": "seat-1"}).status_code == (404 if status == 200 else status)
    assert browser.get(address(EXPORT), {"record": "seat-1"}).status_code == (404 if status == 200 else status)
    assert Client().get(address()).status_code == 302


def test_a_reviewer_is_refused(survey_round: Round) -> None:
    browser = sign_in()
    User.objects.get().assignments.create(role=Role.REVIEWER, round=survey_round)
    assert browser.get(address()).status_code == 403


def test_a_delegate_s_link_is_not_the_respondent_s(traces: Traces) -> None:
    create_link(traces.response.round, None, [], label="A colleague", response=traces.response, chapters=("F1",))
    held = gather(traces.response.round, records_of(traces))
    assert held is not None
    assert "A colleague" not in [link.label for link in held.links]
