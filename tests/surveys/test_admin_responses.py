"""Responses in the administration: found, read in words, excluded with a reason, included again, never edited."""

from __future__ import annotations

import re
import uuid
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from surveys.lifecycle import submit
from surveys.models import CodedResponse, Institution, Response, ResponseState
from surveys.saving import save_answers
from tests.surveys.administration import publish, sign_in, words_of

VIEW, DECIDE = "surveys.view_response", "surveys.change_response"


@pytest.fixture
def submitted(response: Response) -> Response:
    entry = {"N1.1.name": "A portal", "N1.1.media": ["site", "other"]}
    save_answers(response, {"F1.1.a": "no", "F1.1.b": "yes", "P1.1.a": "3", "F1.1.share": 12.5, "N1.1": [entry]})
    submit(response)
    return response


@pytest.fixture
def analyst(db: None) -> Client:
    return sign_in(VIEW, DECIDE)


def url(page: str, *args: object, language: str = "en") -> str:
    return f"/{language}/{reverse(f'admin:surveys_response_{page}', args=args).split('/', 2)[2]}"


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("kk", ["Заң бар ма?", "Жоқ", "12,5", "Мекеме"]),
        ("ru", ["Есть ли закон?", "Нет", "Учреждение", "Другое"]),
        ("en", ["Is there a law?", "does not count", "A portal", "Site", "Institution", "saves: 1"]),
    ],
)
def test_answers_are_read_in_words_of_the_readers_language(submitted, analyst, language: str, words: list[str]) -> None:
    page = words_of(analyst.get(url("change", submitted.pk, language=language)))
    assert [word for word in words if word not in page] == []
    assert submitted.reference in page


def test_a_response_is_read_in_few_queries(submitted, analyst, django_assert_max_num_queries) -> None:
    analyst.get(url("change", submitted.pk))
    with django_assert_max_num_queries(9):
        analyst.get(url("change", submitted.pk))


def test_what_respondents_typed_is_shown_as_words_and_never_as_markup(response, analyst) -> None:
    save_answers(response, {"N1.1": [{"N1.1.name": "<script>alert(1)</script>"}]})
    assert "<script>alert" not in words_of(analyst.get(url("change", response.pk)))


def test_nobody_edits_adds_or_deletes_a_response(submitted) -> None:
    root = sign_in(is_superuser=True)
    before = Response.objects.values().get()
    root.post(url("change", submitted.pk), {"answers": "{}", "state": "draft"})
    assert root.get(url("add")).status_code == 403
    assert root.post(url("delete", submitted.pk), {"post": "yes"}).status_code == 403
    root.post(url("changelist"), {"action": "delete_selected", "_selected_action": [submitted.pk], "post": "yes"})
    assert Response.objects.values().get() == before


def test_a_response_is_excluded_with_a_reason_and_included_again(submitted, analyst) -> None:
    page = words_of(analyst.post(url("exclude", submitted.pk), {"reason": "A test."}, follow=True))
    assert "1 response is excluded." in page
    assert "A test." in page
    submitted.refresh_from_db()
    assert (submitted.state, submitted.exclusion_reason) == (ResponseState.EXCLUDED, "A test.")
    assert not CodedResponse.objects.exists()
    assert "1 response counts again." in words_of(analyst.post(url("include", submitted.pk), follow=True))
    submitted.refresh_from_db()
    assert (submitted.state, submitted.exclusion_reason) == (ResponseState.SUBMITTED, "")
    assert CodedResponse.objects.exists()


def test_without_a_reason_nothing_is_excluded(submitted, analyst) -> None:
    page = analyst.post(url("exclude", submitted.pk), {"reason": "  "})
    assert page.context["form"].errors["reason"]
    submitted.refresh_from_db()
    assert submitted.state == ResponseState.SUBMITTED


@pytest.mark.parametrize("page", ["exclude", "include"])
def test_a_draft_is_neither_excluded_nor_included(response, analyst, page: str) -> None:
    analyst.post(url(page, response.pk), {"reason": "A test."})
    response.refresh_from_db()
    assert response.state == ResponseState.DRAFT
    assert not CodedResponse.objects.exists()


def test_many_are_excluded_with_one_reason_and_drafts_left_alone(submitted, survey_round, analyst) -> None:
    draft = Response.objects.create(round=survey_round, language="ru", sections=survey_round.sections)
    chosen = {"action": "exclude_chosen", "_selected_action": [submitted.pk, draft.pk]}
    page = analyst.post(url("changelist"), chosen)
    assert page.status_code == 200
    assert submitted.reference in words_of(page)
    assert "reason" in analyst.post(url("changelist"), {**chosen, "reason": ""}).context["form"].errors
    page = analyst.post(url("changelist"), {**chosen, "reason": "The same address."}, follow=True)
    assert "1 response is excluded." in words_of(page)
    states = Response.objects.order_by("state").values_list("state", flat=True)
    assert list(states) == ["draft", "excluded"]
    chosen["action"] = "include_chosen"
    assert "1 response counts again." in words_of(analyst.post(url("changelist"), chosen, follow=True))


@pytest.mark.parametrize("page", ["exclude", "include"])
def test_deciding_needs_the_right_and_a_button(submitted, analyst, page: str) -> None:
    assert analyst.get(url(page, submitted.pk)).status_code == 405
    assert sign_in(VIEW).post(url(page, submitted.pk), {"reason": "A test."}).status_code == 403
    assert sign_in().get(url("change", submitted.pk)).status_code == 403
    submitted.refresh_from_db()
    assert submitted.state == ResponseState.SUBMITTED


def test_a_response_that_is_not_there_is_not_found(analyst, db: None) -> None:
    assert analyst.get(url("change", uuid.uuid4())).status_code == 404
    assert analyst.post(url("exclude", uuid.uuid4()), {"reason": "x"}).status_code == 404


def test_a_response_is_found_by_its_reference_its_beginning_or_its_identifier(response, survey_round, analyst) -> None:
    for _number in range(5):
        Response.objects.create(round=survey_round, language="ru", sections=survey_round.sections)
    reference = response.reference
    typed = [
        reference,
        reference.lower(),
        reference.replace("-", " "),
        reference[:9],
        str(response.pk),
        response.pk.hex,
    ]
    for words in typed:
        found = analyst.get(url("changelist"), {"q": words}).context["cl"].result_list
        assert list(found) == [response], words
    assert not analyst.get(url("changelist"), {"q": "no such thing!"}).context["cl"].result_list
    assert len(analyst.get(url("changelist"), {"q": ""}).context["cl"].result_list) == 6


@pytest.mark.parametrize("identifier", ["00000000-0000-0000-0000-000000000000", "ffffffff-ffff-ffff-ffff-ffffffffffff"])
def test_every_reference_leads_to_its_response(survey_round, identifier: str) -> None:
    made = Response.objects.create(id=uuid.UUID(identifier), round=survey_round, language="kk", sections=["F"])
    assert list(Response.objects.named(made.reference)) == [made]


def test_the_list_is_filtered(response, survey_round, analyst) -> None:
    other = Response.objects.create(round=survey_round, language="ru", sections=survey_round.sections)
    for query, expected in [
        ({"language__exact": "ru"}, [other]),
        ({"institution__id__exact": response.institution_id}, [response]),
        ({"state__exact": "submitted"}, []),
    ]:
        assert list(analyst.get(url("changelist"), query).context["cl"].result_list) == expected


def test_the_list_takes_as_many_queries_for_thirty_as_for_two(
    response, survey_round, analyst, django_assert_num_queries
) -> None:
    def more(number: int) -> None:
        Response.objects.bulk_create(
            Response(round=survey_round, institution=response.institution, language="ru", sections=["F"])
            for _number in range(number)
        )

    more(1)
    analyst.get(url("changelist"))
    with django_assert_num_queries(9):
        analyst.get(url("changelist"))
    more(28)
    with django_assert_num_queries(9):
        analyst.get(url("changelist"))


def test_once_the_round_publishes_nothing_is_excluded(submitted, survey_round, analyst) -> None:
    publish(survey_round)
    page = analyst.post(url("exclude", submitted.pk), {"reason": "Too late."}, follow=True)
    assert "while the round collects or validates them" in words_of(page)
    submitted.refresh_from_db()
    assert submitted.state == ResponseState.SUBMITTED


def test_responses_are_found_by_what_is_chosen_beside_the_list(submitted, survey_round, analyst) -> None:
    other = Institution.objects.create(code="I2", country="KZ", name_kk="Екінші", name_ru="Второе", name_en="Second")
    survey_round.institutions.add(other)
    Response.objects.create(round=survey_round, language="ru", sections=survey_round.sections)
    page = analyst.get(url("changelist"))
    offered = {spec.title: [choice["display"] for choice in spec.choices(page.context["cl"])] for spec in filters(page)}
    assert offered["institution"] == ["All", "Institution", "-"]  # nobody answered for the second
    assert offered["language"] == ["All", "English", "Kazakh", "Russian"]
    for asked, number in (({}, 2), ({"language": "ru"}, 1), ({"institution__id__exact": submitted.institution_id}, 1)):
        found = analyst.get(url("changelist"), asked).context["cl"]
        assert (found.result_count, len(found.result_list)) == (number, number)


def filters(page: Any) -> Any:
    return page.context["cl"].filter_specs


def test_the_whole_list_is_not_counted_response_by_response(submitted, analyst) -> None:
    with CaptureQueriesContext(connection) as queries:
        assert analyst.get(url("changelist")).context["cl"].result_count == 1
    assert not [one["sql"] for one in queries if re.search(r'COUNT\(.*FROM "surveys_response"', one["sql"])]
