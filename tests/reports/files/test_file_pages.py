"""Who gets which files; orders of many; texts: pages and their refusals."""

from __future__ import annotations

import io
import zipfile
from datetime import timedelta
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext

from metep.models import User
from reports.files import keeping, tasks, views, working
from reports.files.kinds import Kind
from reports.models import Batch, BatchState, ReportText
from reports.results import results_of
from surveys import printing
from surveys.models import Assignment, Institution, Role, Round
from surveys.printing import TooLong, print_html

ALL = {"scope": "all", "kinds": ["brief"], "languages": ["kk"]}


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Files of one word."""

    def make(kind: Kind, _results: Any, scores: Any, language: str) -> bytes:
        return f"{kind} {scores.unit.code} {language}".encode()

    monkeypatch.setattr(views, "make_file", make)
    monkeypatch.setattr(working, "make_file", make)


@pytest.fixture
def coordinator(answered_round: Round, institution: Institution) -> Client:
    user = User.objects.create_user("coordinator@example.org", "a long enough password")
    Assignment.objects.create(user=user, role=Role.COORDINATOR, round=answered_round, institution=institution)
    client = Client()
    client.force_login(user)
    return client


def publish(survey_round: Round) -> None:
    past = timezone.now() - timedelta(days=1)
    Round.objects.filter(pk=survey_round.pk).update(closes_at=past, publishes_at=past)


def address(name: str, *parts: Any, unit: str = "") -> str:
    return reverse(name, args=["r1", *parts]) + (f"?unit={unit}" if unit else "")


def text_of(answer: HttpResponse) -> str:
    return answer.content.decode()


def test_the_page_lists_every_file_of_a_unit_in_every_language(answered_round: Round, analysts_client: Client) -> None:
    page = text_of(analysts_client.get(address("dashboard-files", unit="institution:I1")))
    for kind in (Kind.REPORT, Kind.WORD, Kind.BRIEF, Kind.ANSWERS):
        for language in ("kk", "ru", "en"):
            assert f"{address('dashboard-file', kind, language)}?unit=institution%3AI1" in page
    assert "/rounds/kk/" not in page  # there is no other round
    assert "/answers/" not in text_of(analysts_client.get(address("dashboard-files")))


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("kk", "Құжатты дәл қазір дайындау мүмкін болмады. Кейінірек қайталап көріңіз."),
        ("ru", "Сейчас документ подготовить не удалось. Повторите попытку позже."),
        ("en", "The document could not be made at the moment. Try again later."),
    ],
)
def test_a_document_whose_process_dies_is_asked_for_again(
    answered_round: Round, analysts_client: Client, monkeypatch: pytest.MonkeyPatch, language: str, words: str
) -> None:
    monkeypatch.setattr(views, "make_file", lambda *_: print_html("<title>A</title>", "src/report.css"))
    monkeypatch.setattr(printing, "is_apart", True)
    monkeypatch.setattr(printing.sys, "executable", "/bin/false")
    analysts_client.raise_request_exception = False
    with translation.override(language):
        answer = analysts_client.get(address("dashboard-file", "report", language))
    assert (answer.status_code, answer["Retry-After"]) == (503, "10")
    assert words in text_of(answer)


@pytest.mark.parametrize(
    ("kind", "name", "kind_of_content"),
    [
        ("report", "r1-institution-I1-report-ru.pdf", "application/pdf"),
        ("word", "r1-institution-I1-word-ru.docx", "application/vnd.openxmlformats"),
        ("brief", "r1-institution-I1-brief-ru.pdf", "application/pdf"),
        ("answers", "r1-institution-I1-answers-ru.pdf", "application/pdf"),
    ],
)
def test_a_file_is_made_in_the_language_asked_for(
    answered_round: Round, analysts_client: Client, kind: str, name: str, kind_of_content: str
) -> None:
    answer = analysts_client.get(address("dashboard-file", kind, "ru", unit="institution:I1"))
    assert answer.content == f"{kind} I1 ru".encode()
    assert f'filename="{name}"' in answer["Content-Disposition"]
    assert answer["Content-Type"].startswith(kind_of_content)


@pytest.mark.parametrize(
    ("kind", "language", "unit"),
    [
        ("unknown", "ru", ""),
        ("brief", "de", ""),
        ("answers", "ru", "national:KZ"),
        ("brief", "ru", "institution:none"),
        ("rounds", "ru", ""),
    ],
)
def test_what_there_is_not_is_not_found(
    answered_round: Round, analysts_client: Client, kind: str, language: str, unit: str
) -> None:
    assert analysts_client.get(address("dashboard-file", kind, language, unit=unit)).status_code == 404


def test_a_file_that_fits_on_no_page_leads_back_with_the_reason(
    answered_round: Round, analysts_client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_asked: Any) -> bytes:
        raise TooLong

    monkeypatch.setattr(views, "make_file", refuse)
    answer = analysts_client.get(address("dashboard-file", "brief", "kk", unit="institution:I1"), follow=True)
    assert answer.redirect_chain == [(f"{address('dashboard-files')}?unit=institution%3AI1", 302)]
    with translation.override("kk"):
        assert gettext(TooLong.SENTENCE) in text_of(answer)


def test_a_round_with_one_before_it_has_a_comparison(answered_round: Round, analysts_client: Client) -> None:
    earlier = Round.objects.get(pk=answered_round.pk)
    earlier.pk, earlier.code = None, "r0"
    earlier.opens_at, earlier.closes_at = (timezone.now() - timedelta(days=days) for days in (400, 370))
    Round.objects.filter(pk=answered_round.pk).update(opens_at=timezone.now() - timedelta(days=30))
    earlier._state.adding = True
    earlier.save()
    assert "make/rounds/kk/" in text_of(analysts_client.get(address("dashboard-files")))
    assert analysts_client.get(address("dashboard-file", "rounds", "kk")).status_code == 200


def test_a_coordinator_gets_files_of_her_institution_once_the_round_publishes(
    coordinator: Client, answered_round: Round
) -> None:
    own = address("dashboard-file", "answers", "kk", unit="institution:I1")
    assert coordinator.get(own).status_code == 403
    publish(answered_round)
    assert coordinator.get(own).status_code == 200
    page = text_of(coordinator.get(address("dashboard-files")))
    assert "make/answers/kk/" in page
    assert reverse("report-batches", args=["r1"]) not in page
    assert coordinator.get(address("dashboard-file", "report", "kk", unit="national:KZ")).status_code == 404
    for name in ("report-batches", "report-texts"):
        assert coordinator.get(address(name)).status_code == 403


def test_an_analyst_orders_files_of_all_institutions_and_downloads_one_archive(
    answered_round: Round, analysts_client: Client, django_capture_on_commit_callbacks: Any
) -> None:
    answer = analysts_client.post(address("report-batches"), ALL | {"languages": ["kk", "ru"]}, follow=True)
    batch = Batch.objects.get()
    assert answer.redirect_chain[-1][0] == address("report-batch", batch.pk)
    assert batch.files.count() == 2
    assert 'hx-trigger="every 3s"' in text_of(answer)
    assert "HX-Refresh" not in analysts_client.get(address("report-batch-progress", batch.pk)).headers
    assert analysts_client.get(address("report-batch-archive", batch.pk)).status_code == 404
    with django_capture_on_commit_callbacks(execute=True):
        tasks.make_batch.call(batch.pk)
    answer = analysts_client.get(address("report-batch-progress", batch.pk))
    assert answer.headers["HX-Refresh"] == "true"  # the list of files below is made anew
    page = text_of(answer)
    assert "hx-get" not in page
    assert address("report-batch-archive", batch.pk) in page
    answer = analysts_client.get(address("report-batch-archive", batch.pk))
    assert answer.streaming
    with zipfile.ZipFile(io.BytesIO(b"".join(answer.streaming_content))) as archive:
        assert archive.read("r1-institution-I1-brief-ru.pdf") == b"brief I1 ru"
    Batch.objects.update(ended_at=timezone.now() - timedelta(days=60))
    keeping.remove_old()
    assert analysts_client.get(address("report-batch-archive", batch.pk)).status_code == 404


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"kinds": []}, "Файлдың кемінде бір түрін таңдаңыз."),
        ({"kinds": ["unknown"]}, "unknown"),
        ({"languages": []}, "Кемінде бір тілді таңдаңыз."),
        ({"scope": ""}, "Қай бірліктер бойынша екенін таңдаңыз."),
        ({"scope": "chosen"}, "Кемінде бір бірлікті таңдаңыз."),
        ({"scope": "chosen", "units": ["institution:none"]}, "institution:none"),
        ({"scope": "chosen", "units": ["national:KZ"], "kinds": ["answers"]}, "Бұл бірліктер бойынша мұндай файлдар"),
        ({"kinds": ["rounds"]}, "rounds"),
    ],
)
def test_bad_orders_are_refused_and_what_was_chosen_stays(
    answered_round: Round, analysts_client: Client, changed: dict[str, Any], words: str
) -> None:
    answer = analysts_client.post(address("report-batches"), ALL | changed)
    assert answer.status_code == 422
    assert words in text_of(answer)
    assert not Batch.objects.exists()


def test_an_order_of_too_many_files_is_refused(
    answered_round: Round, analysts_client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("reports.files.forms.MOST", 2)
    chosen = {"languages": ["kk", "ru", "en"]}
    assert analysts_client.post(address("report-batches"), ALL | chosen).status_code == 422


def test_a_chosen_unit_comes_with_the_address(answered_round: Round, analysts_client: Client) -> None:
    page = text_of(analysts_client.get(address("report-batches", unit="national:KZ")))
    assert '<option value="national:KZ" selected>' in page


def test_a_batch_is_cancelled_once_and_cannot_go_on(
    answered_round: Round, analysts_client: Client, analyst: User
) -> None:
    units = [one.unit for one in results_of(answered_round).scores.units]
    batch = tasks.order(answered_round, units, [Kind.BRIEF], ["kk"], analyst)
    page = text_of(analysts_client.post(address("report-batch-resume", batch.pk), follow=True))
    assert "Файлдарды дайындау жалғасады." in page
    page = text_of(analysts_client.post(address("report-batch-cancel", batch.pk), follow=True))
    assert "Тапсырыс тоқтатылды." in page
    for name in ("report-batch-cancel", "report-batch-resume"):
        assert "Бұл тапсырыс аяқталып қойған." in text_of(analysts_client.post(address(name, batch.pk), follow=True))
    batch.refresh_from_db()
    assert batch.state == BatchState.CANCELLED


def test_a_batch_belongs_to_its_round(answered_round: Round, analysts_client: Client, analyst: User) -> None:
    other = Round.objects.get(pk=answered_round.pk)
    other.pk, other.code = None, "r9"
    other._state.adding = True
    other.save()
    batch = Batch.objects.create(round=other, by=analyst)
    for name in ("report-batch", "report-batch-progress", "report-batch-archive"):
        assert analysts_client.get(address(name, batch.pk)).status_code == 404


def test_what_failed_is_told_in_the_readers_language(
    answered_round: Round, analysts_client: Client, analyst: User
) -> None:
    batch = tasks.order(answered_round, [results_of(answered_round).nation.unit], [Kind.BRIEF], ["kk"], analyst)
    batch.files.update(state=BatchState.FAILED, error="This round has no such unit any more.")
    page = text_of(analysts_client.get(address("report-batch", batch.pk).replace("/kk/", "/ru/")))
    assert "В этом раунде такой единицы больше нет." in page
    assert "1 файл не удалось подготовить." in page


@pytest.mark.parametrize(
    ("error", "told"),
    [
        ("No setting of this document fits on one page.", "Как ни набирать этот документ, он не помещается"),
        ("KeyError", "Ошибка системы: KeyError"),
        ("[Errno 28] No space left on device", "Ошибка системы: [Errno 28] No space left on device"),
    ],
)
def test_what_nobody_foresaw_is_told_as_the_words_of_the_system(
    answered_round: Round, analysts_client: Client, analyst: User, error: str, told: str
) -> None:
    batch = tasks.order(answered_round, [results_of(answered_round).nation.unit], [Kind.BRIEF], ["kk"], analyst)
    batch.files.update(state=BatchState.FAILED, error=error)
    assert told in text_of(analysts_client.get(address("report-batch", batch.pk).replace("/kk/", "/ru/")))
    Batch.objects.update(problem=error)
    page = text_of(analysts_client.get(address("report-batch-progress", batch.pk).replace("/kk/", "/ru/")))
    assert told in page


def test_pages_of_files_keep_their_budget_of_queries(
    answered_round: Round, analysts_client: Client, analyst: User, django_assert_max_num_queries: Any
) -> None:
    units = [one.unit for one in results_of(answered_round).scores.units]
    batch = tasks.order(answered_round, units, [Kind.BRIEF], ["kk", "ru", "en"], analyst)
    pages = [
        *(address(name) for name in ("dashboard-files", "report-batches", "report-texts")),
        address("report-text", "foreword"),
        *(address(name, batch.pk) for name in ("report-batch", "report-batch-progress")),
    ]
    for page in pages:
        analysts_client.get(page)
        with django_assert_max_num_queries(25):
            assert analysts_client.get(page).status_code == 200


def test_nothing_is_ordered_by_looking(answered_round: Round, analysts_client: Client) -> None:
    analysts_client.get(address("report-batches") + "?kinds=brief&languages=kk&scope=all")
    assert not Batch.objects.exists()
    assert not ReportText.objects.exists()
