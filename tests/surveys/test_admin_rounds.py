"""Rounds in the administration: prepared, opened, closed; what is pinned; personal links."""

from __future__ import annotations

import base64
import csv
import io
from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from surveys.links import find_link
from surveys.models import Institution, InstrumentVersion, PersonalLink, Response, ResponseState, Round, RoundState
from surveys.publishing import clone
from tests.conftest import METHOD
from tests.surveys.administration import sign_in, words_of

RIGHTS = tuple(f"surveys.{what}_round" for what in ("view", "add", "change", "delete"))
LINKS = ("surveys.add_personallink", "surveys.view_personallink", "surveys.change_personallink")


@pytest.fixture
def editor(db: None) -> Client:
    return sign_in(*RIGHTS, *LINKS)


@pytest.fixture
def prepared(survey_round: Round) -> Round:
    survey_round.state = RoundState.PREPARED
    survey_round.save()
    return survey_round


def url(page: str, *args: object, model: str = "round") -> str:
    return f"/en/{reverse(f'admin:surveys_{model}_{page}', args=args).split('/', 2)[2]}"


def form_of(pinned: InstrumentVersion, **changes: object) -> dict[str, object]:
    return {
        "code": "new",
        "title_kk": "Жаңа раунд",
        "title_ru": "Новый раунд",
        "title_en": "New round",
        "country": "KZ",
        "version": pinned.pk,
        "method": METHOD,
        "opens_at_0": "2026-10-01",
        "opens_at_1": "09:00",
        "time_zone": "Asia/Almaty",
        "grace_minutes": "15",
        "notices-TOTAL_FORMS": "0",
        "notices-INITIAL_FORMS": "0",
        "languages": ["kk", "ru", "en"],
        "has_open_link": "on",
        "has_personal_links": "on",
        **changes,
    }


def test_a_new_round_asks_all_sections_and_leads_to_where_they_are_chosen(version, institution, editor) -> None:
    page = editor.post(url("add"), form_of(version, institutions=[institution.pk]))
    made = Round.objects.get()
    assert page["Location"] == url("change", made.pk)
    assert (made.sections, made.state, made.title_ru) == (["F", "P", "N"], RoundState.PREPARED, "Новый раунд")
    assert made.opens_at == datetime(2026, 10, 1, 4, tzinfo=UTC)  # nine o'clock in Almaty
    assert list(made.institutions.all()) == [institution]


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"code": "two words"}, "code"),
        ({"title_ru": ""}, "title_ru"),
        ({"country": "XX"}, "country"),
        ({"method": "other/1"}, "method"),
        ({"languages": []}, "languages"),
        ({"version": "999"}, "version"),
        ({"version": "x"}, "version"),
        ({"closes_at_0": "2026-09-01", "closes_at_1": "09:00"}, "__all__"),
    ],
)
def test_what_cannot_be_is_refused_at_its_field(version, editor, changes, field: str) -> None:
    page = editor.post(url("add"), form_of(version, **changes))
    assert page.status_code == 200
    assert field in page.context["adminform"].form.errors
    assert not Round.objects.exists()


def test_the_day_and_the_time_have_labels_of_their_own(editor) -> None:
    page = editor.get(url("add")).content.decode()
    for field in ("id_opens_at_0", "id_opens_at_1", "id_closes_at_0", "id_closes_at_1"):
        assert f'<label for="{field}">' in page


def test_a_title_may_lack_in_a_language_that_is_not_offered(version, editor) -> None:
    assert editor.post(url("add"), form_of(version, languages=["kk", "ru"], title_en="")).status_code == 302
    assert Round.objects.get().languages == ["kk", "ru"]


def test_sections_are_chosen_from_the_version_while_the_round_is_prepared(prepared, editor) -> None:
    form = form_of(prepared.version, code="r1", sections=["F", "N"])
    assert editor.post(url("change", prepared.pk), form).status_code == 302
    prepared.refresh_from_db()
    assert prepared.sections == ["F", "N"]
    page = editor.post(url("change", prepared.pk), {**form, "sections": ["F", "X"]})
    assert "sections" in page.context["adminform"].form.errors


def test_another_version_may_be_pinned_while_the_round_is_prepared(prepared, editor) -> None:
    other = clone(prepared.version, "2")
    other.sections.filter(code="N").delete()
    form = form_of(other, code="r1", sections=["F", "P", "N"])
    page = editor.post(url("change", prepared.pk), form)
    assert "sections" in page.context["adminform"].form.errors
    assert editor.post(url("change", prepared.pk), {**form, "sections": ["F", "P"]}).status_code == 302
    prepared.refresh_from_db()
    assert (prepared.version, prepared.sections) == (other, ["F", "P"])


@pytest.mark.parametrize("why", ["open", "answered"])
def test_what_is_asked_is_pinned_once_the_round_is_open_or_has_answers(prepared, editor, why: str) -> None:
    if why == "open":
        prepared.open()
    else:
        Response.objects.create(round=prepared, language="kk", sections=prepared.sections)
    other = clone(prepared.version, "2")
    form = form_of(other, code="other", country="KG", sections=["F"], title_en="Renamed", is_synthetic="on")
    assert editor.post(url("change", prepared.pk), form).status_code == 302
    prepared.refresh_from_db()
    assert (prepared.code, prepared.country, prepared.sections) == ("r1", "KZ", ["F", "P", "N"])
    assert (prepared.version.version, prepared.is_synthetic, prepared.title_en) == ("1", False, "Renamed")


def test_a_round_is_opened_closed_and_opened_again(prepared, editor) -> None:
    page = words_of(editor.post(url("open", prepared.pk), follow=True))
    assert "The round is open and takes answers." in page
    assert "Close the round" in page
    page = words_of(editor.post(url("close", prepared.pk), follow=True))
    assert "The round is closed and takes no more answers." in page
    assert "Open again" in page
    editor.post(url("open", prepared.pk))
    prepared.refresh_from_db()
    assert prepared.is_open()


def test_a_round_opened_ahead_of_time_says_from_when_it_takes_answers(prepared, editor) -> None:
    prepared.opens_at = datetime(2999, 1, 1, 4, tzinfo=UTC)
    prepared.save()
    page = words_of(editor.post(url("open", prepared.pk), follow=True))
    assert "The round is open and will take answers from 1 January 2999, 09:00 on." in page


def test_a_round_with_a_draft_does_not_open_and_says_everything(prepared, editor) -> None:
    prepared.version = clone(prepared.version, "2")
    prepared.closes_at = timezone.now() - timedelta(days=1)
    prepared.save()
    page = words_of(editor.post(url("open", prepared.pk), follow=True))
    assert "A round can only open with a published instrument version." in page
    assert "The closing moment of this round has passed: set a later one first." in page
    prepared.refresh_from_db()
    assert prepared.state == RoundState.PREPARED


@pytest.mark.parametrize("page", ["open", "close"])
def test_opening_and_closing_need_the_right_and_a_button(prepared, editor, page: str) -> None:
    assert editor.get(url(page, prepared.pk)).status_code == 405
    assert sign_in(RIGHTS[0]).post(url(page, prepared.pk)).status_code == 403
    prepared.refresh_from_db()
    assert prepared.state == RoundState.PREPARED


def test_the_page_shows_the_open_link_in_each_language_and_the_numbers(response, survey_round, editor) -> None:
    page = editor.get(url("change", survey_round.pk))
    assert page.context["addresses"] == [
        (language, f"http://testserver/{language}/rounds/r1/") for language in ("kk", "ru", "en")
    ]
    assert (page.context["original"].draft_count, page.context["original"].submitted_count) == (1, 0)
    survey_round.has_open_link = False
    survey_round.save()
    assert editor.get(url("change", survey_round.pk)).context["addresses"] == []


def test_the_list_takes_as_many_queries_for_six_rounds_as_for_two(
    survey_round, editor, django_assert_num_queries
) -> None:
    def more(names: str) -> None:
        for name in names:
            Round.objects.create(
                code=name, country="KZ", version=survey_round.version, method=METHOD, languages=["kk"], sections=["F"]
            )

    more("a")
    editor.get(url("changelist"))
    with django_assert_num_queries(7):
        editor.get(url("changelist"))
    more("bcde")
    with django_assert_num_queries(7):
        editor.get(url("changelist"))


def test_the_list_says_how_many_responses_count_and_how_many_are_drafts(response, survey_round, editor) -> None:
    for state in (ResponseState.SUBMITTED, ResponseState.ACCEPTED, ResponseState.EXCLUDED, ResponseState.RETURNED):
        Response.objects.create(
            round=survey_round,
            language="kk",
            sections=["F"],
            state=state,
            submitted_at=timezone.now(),
            exclusion_reason="A test.",
        )
    [shown] = editor.get(url("changelist")).context["cl"].result_list
    assert (shown.submitted_count, shown.draft_count) == (2, 2)  # what was returned is being written again


def test_a_round_with_answers_cannot_be_deleted(response, survey_round, editor) -> None:
    assert editor.post(url("delete", survey_round.pk), {"post": "yes"}).status_code == 403
    assert Round.objects.exists()


def test_personal_links_are_made_for_an_institution_and_shown_once(survey_round, institution, editor) -> None:
    form = {"institution": institution.pk, "number": 3, "label": "Press office", "sections": ["P"]}
    page = editor.post(url("links", survey_round.pk), form)
    sheet = page.context["sheet"]
    assert [row.label for row in sheet.rows] == ["Press office 1", "Press office 2", "Press office 3"]
    kazakh, _russian, english = sheet.rows[0].addresses
    assert kazakh.startswith("http://testserver/kk/answer/")
    link = find_link(english.rstrip("/").rsplit("/", 1)[1])
    assert (link.round, link.institution, link.sections, link.label) == (
        survey_round,
        institution,
        ["P"],
        "Press office 1",
    )
    assert page["Cache-Control"].startswith("max-age=0, no-cache, no-store")
    assert "Press office 1" not in words_of(editor.get(url("links", survey_round.pk)))
    assert PersonalLink.objects.count() == 3


def test_the_file_of_links_holds_what_the_page_shows(survey_round, institution, editor) -> None:
    form = {"institution": institution.pk, "number": 1, "label": "=Press"}
    sheet = editor.post(url("links", survey_round.pk), form).context["sheet"]
    head, body = sheet.file.split(",")
    rows = list(csv.reader(io.StringIO(base64.b64decode(body).decode("utf-8-sig"))))
    assert head == "data:text/csv;base64"
    assert rows[0] == ["label", "institution", "address_kk", "address_ru", "address_en"]
    assert rows[1] == ["'=Press", "I1", *sheet.rows[0].addresses]


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"number": 0}, "number"),
        ({"number": 501}, "number"),
        ({"sections": ["X"]}, "sections"),
        ({"institution": 99}, "institution"),
    ],
)
def test_links_that_cannot_be_are_refused_at_their_field(survey_round, editor, changes, field: str) -> None:
    page = editor.post(url("links", survey_round.pk), {"number": 1, **changes})
    assert field in page.context["form"].errors
    assert not PersonalLink.objects.exists()


def test_an_institution_that_takes_no_part_gets_no_links(survey_round, editor) -> None:
    stranger = Institution.objects.create(code="I2", country="KZ", name_kk="Басқа")
    page = editor.post(url("links", survey_round.pk), {"number": 1, "institution": stranger.pk})
    assert "institution" in page.context["form"].errors


def test_a_round_without_personal_links_makes_none(survey_round, editor) -> None:
    Round.objects.filter(pk=survey_round.pk).update(has_personal_links=False)
    assert editor.get(url("links", survey_round.pk)).status_code == 404


def test_making_links_needs_the_right(survey_round) -> None:
    assert sign_in(*RIGHTS).post(url("links", survey_round.pk), {"number": 1}).status_code == 403


def test_links_are_revoked_and_those_that_are_stay_as_they_were(survey_round, institution, editor) -> None:
    editor.post(url("links", survey_round.pk), {"number": 2, "institution": institution.pk})
    first, second = PersonalLink.objects.order_by("pk")
    address = url("changelist", model="personallink")
    action = {"action": "revoke", "_selected_action": [first.pk, second.pk]}
    assert "2 links are revoked." in words_of(editor.post(address, action, follow=True))
    first.refresh_from_db()
    moment = first.revoked_at
    assert "0 links are revoked." in words_of(editor.post(address, action, follow=True))
    first.refresh_from_db()
    assert first.revoked_at == moment


def test_revoking_needs_the_right(survey_round, editor) -> None:
    editor.post(url("links", survey_round.pk), {"number": 1})
    link = PersonalLink.objects.get()
    watcher = sign_in("surveys.view_personallink")
    watcher.post(url("changelist", model="personallink"), {"action": "revoke", "_selected_action": [link.pk]})
    link.refresh_from_db()
    assert link.revoked_at is None


def test_the_list_of_links_takes_as_many_queries_for_nine_as_for_one(
    survey_round, institution, editor, django_assert_num_queries
) -> None:
    address = url("changelist", model="personallink")
    for number, label in ((1, "a"), (8, "b")):
        editor.post(url("links", survey_round.pk), {"number": number, "institution": institution.pk, "label": label})
        editor.get(address)
        with django_assert_num_queries(7):
            editor.get(address)
