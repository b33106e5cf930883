"""Institutions, regions and validated facts in the administration."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from surveys.models import Institution, Region, Response, Validation
from tests.surveys.administration import publish, sign_in, words_of

MODELS = ("region", "institution", "validation")
RIGHTS = tuple(f"surveys.{what}_{model}" for what in ("view", "add", "change") for model in MODELS)


@pytest.fixture
def editor(db: None) -> Client:
    return sign_in(*RIGHTS, "surveys.view_round")


def url(model: str, page: str, *args: object, language: str = "en") -> str:
    return f"/{language}/{reverse(f'admin:surveys_{model}_{page}', args=args).split('/', 2)[2]}"


def test_an_institution_is_entered_in_three_languages(institution, editor) -> None:
    form = {"code": "I2", "name_kk": "Екінші", "name_ru": "Второе", "name_en": "Second", "country": "KZ"}
    assert editor.post(url("institution", "add"), {**form, "region": institution.region_id}).status_code == 302
    made = Institution.objects.get(code="I2")
    assert (made.name_kk, made.name_ru, made.name_en, made.region) == ("Екінші", "Второе", "Second", institution.region)
    page = editor.post(url("institution", "add"), form)
    assert "code" in page.context["adminform"].form.errors


@pytest.mark.parametrize("words", ["Второе", "второе", "Second", "I2", "екінші"])
def test_an_institution_is_found_by_its_code_or_a_name_in_any_language(institution, editor, words: str) -> None:
    Institution.objects.create(code="I2", country="KZ", name_kk="Екінші", name_ru="Второе", name_en="Second")
    found = editor.get(url("institution", "changelist"), {"q": words}).context["cl"].result_list
    assert [found_one.code for found_one in found] == ["I2"]


@pytest.mark.parametrize(("language", "name"), [("kk", "Мекеме"), ("ru", "Учреждение"), ("en", "Institution")])
def test_the_list_speaks_the_readers_language(institution, editor, language: str, name: str) -> None:
    page = words_of(editor.get(url("institution", "changelist", language=language)))
    assert f">{name}</td>" in page
    assert f'<html lang="{language}"' in page


def test_an_institution_about_which_somebody_answered_stays(institution, survey_round) -> None:
    root = sign_in(is_superuser=True)
    delete = url("institution", "delete", institution.pk)
    assert root.get(delete).status_code == 200
    Response.objects.create(round=survey_round, institution=institution, language="kk", sections=survey_round.sections)
    assert root.post(delete, {"post": "yes"}).status_code == 403
    assert delete not in words_of(root.get(url("institution", "change", institution.pk)))
    assert Institution.objects.filter(pk=institution.pk).exists()


@pytest.mark.parametrize(("model", "queries"), [("institution", 10), ("region", 8), ("validation", 8)])
def test_a_list_takes_as_many_queries_for_nine_as_for_one(
    institution, survey_round, editor, django_assert_num_queries, model: str, queries: int
) -> None:
    def more(numbers: range) -> None:
        for n in numbers:
            region = Region.objects.create(country="KZ", code=f"R{n}", name_kk=f"R{n}")
            one = Institution.objects.create(code=f"X{n}", country="KZ", region=region, name_kk=f"X{n}")
            Validation.objects.create(round=survey_round, institution=one, item="F2.1.a", value="yes", reason="Seen.")

    more(range(1))
    address = url(model, "changelist")
    editor.get(address)
    with django_assert_num_queries(queries):
        editor.get(address)
    more(range(1, 9))
    with django_assert_num_queries(queries):
        editor.get(address)


def fact(survey_round, **changes: object) -> dict[str, object]:
    return {"round": survey_round.pk, "item": "F1.1.a", "value": "yes", "reason": "The law on access.", **changes}


def test_a_fact_is_settled_with_its_reason_and_who_settled_it(survey_round, editor) -> None:
    assert editor.post(url("validation", "add"), fact(survey_round)).status_code == 302
    made = Validation.objects.get()
    assert (made.item, made.value, made.institution, made.reason) == ("F1.1.a", "yes", None, "The law on access.")
    assert made.by.email == "staff-0@example.org"


def test_a_fact_about_an_institution_names_it(survey_round, institution, editor) -> None:
    form = fact(survey_round, item="F2.1.a", institution=institution.pk, value="no")
    assert editor.post(url("validation", "add"), form).status_code == 302
    assert Validation.objects.get().institution == institution


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"item": "F9"}, "item"),
        ({"item": "P1.1.a"}, "item"),  # a perception
        ({"item": "F1.1.share"}, "item"),  # a percentage
        ({"item": "F2.1.a"}, "institution"),  # about an institution, and none is named
        ({"institution": "own"}, "institution"),  # about the country, and one is named
        ({"item": "F2.1.a", "institution": "other"}, "institution"),
        ({"value": "5"}, "value"),
        ({"value": ""}, "value"),
        ({"reason": " "}, "reason"),
    ],
)
def test_what_is_no_fact_of_the_round_is_refused_at_its_field(
    survey_round, institution, editor, changes, field
) -> None:
    other = Institution.objects.create(code="I2", country="KZ", name_kk="Басқа")
    keys = {"own": institution.pk, "other": other.pk}
    form = fact(survey_round, **changes) | {k: keys[v] for k, v in changes.items() if k == "institution"}
    page = editor.post(url("validation", "add"), form)
    assert page.status_code == 200
    assert list(page.context["adminform"].form.errors) == [field]
    assert not Validation.objects.exists()


def test_a_fact_is_settled_once(survey_round, editor) -> None:
    editor.post(url("validation", "add"), fact(survey_round))
    page = editor.post(url("validation", "add"), fact(survey_round, value="no"))
    assert page.status_code == 200
    assert [settled.value for settled in Validation.objects.all()] == ["yes"]


@pytest.mark.parametrize("model", MODELS)
def test_without_a_right_there_is_no_page(db: None, model: str) -> None:
    stranger = sign_in()
    assert stranger.get(url(model, "changelist")).status_code == 403
    assert stranger.get(url(model, "add")).status_code == 403


def test_facts_of_a_published_round_stay(survey_round, editor) -> None:
    editor.post(url("validation", "add"), fact(survey_round))
    made = Validation.objects.get()
    publish(survey_round)
    refused = editor.post(url("validation", "add"), fact(survey_round, item="F1.1.b"))
    assert "This round is published" in words_of(refused)
    assert editor.post(url("validation", "change", made.pk), fact(survey_round, value="no")).status_code == 403
    assert editor.post(url("validation", "delete", made.pk), {"post": "yes"}).status_code == 403
    assert Validation.objects.get().value == "yes"


@pytest.mark.parametrize("value", [" ", "x", "-1", "9" * 40, "²", "7"])
@pytest.mark.parametrize(("model", "field"), [("institution", "region"), ("validation", "institution")])
def test_an_address_that_fills_in_what_is_no_key_opens_an_empty_form(db, model: str, field: str, value: str) -> None:
    page = sign_in(is_superuser=True).get(f"/kk/admin/surveys/{model}/add/", {field: value})
    assert page.status_code == 200


@pytest.mark.parametrize("value", [" ", "x", "'\"><script>", "9" * 40, "²", "1"])
@pytest.mark.parametrize(("model", "field"), [("institution", "region"), ("validation", "institution")])
def test_a_form_with_what_is_no_key_is_shown_again(db, model: str, field: str, value: str) -> None:
    page = sign_in(is_superuser=True).post(f"/kk/admin/surveys/{model}/add/", {field: value})
    assert page.status_code == 200
    assert page.context["adminform"].form.errors[field]
