"""What coordinators and administrators see of institutions."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client

from fieldwork.coordination import duties, facts, views
from fieldwork.models import Card, Cause
from metep.models import User
from surveys.delegating import delegate
from surveys.models import Contact, Institution, Participant, Response, Role, Round
from tests.browsers import browser_of
from tests.fieldwork.coordination.conftest import answer
from tests.surveys.respondents import text_of

LIST, PAGE = "/en/work/r1/institutions/", "/en/work/r1/institutions/I1/"
WHOLE = {"F1.1.a": "no", "F1.1.c": "no", "F2.1.a": "yes"}


def test_an_administrator_sees_all_institutions_with_their_numbers(
    administrator: Client, survey_round: Round, institution: Institution, other_institution: Institution
) -> None:
    answer(survey_round, institution, WHOLE)
    answer(survey_round, institution, {"F1.1.a": "yes"})
    answer(survey_round, institution, {}, submitted=False)
    page = administrator.get(LIST)
    assert page.status_code == 200
    first, second = page.context["rows"]
    assert (first.institution, first.counted, first.drafts, first.answered, first.owed, first.differing) == (
        institution,
        2,
        1,
        2,
        2,
        1,
    )
    assert (second.institution, second.counted, second.drafts, second.answered, second.differing) == (
        other_institution,
        0,
        0,
        0,
        0,
    )


@pytest.mark.parametrize(
    ("words", "found"),
    [("", 2), ("i2", 1), ("учрежд", 1), ("мекеме", 1), ("First", 1), ("other BODY", 1), ("none such", 0), ("%", 0)],
)
def test_institutions_are_found_by_name_in_any_language_code_and_region(
    administrator: Client, other_institution: Institution, words: str, found: int
) -> None:
    page = administrator.get(LIST, {"q": words})
    assert len(page.context["rows"]) == found


def test_a_long_list_has_pages_and_keeps_what_was_searched(administrator: Client, survey_round: Round) -> None:
    made = [Institution(code=f"X{number}", country="KZ", name_en=f"Body & {number}") for number in range(60)]
    survey_round.institutions.add(*Institution.objects.bulk_create(made))
    page = administrator.get(LIST, {"q": "body &"})
    assert len(page.context["rows"]) == 50
    assert 'href="?q=body+%26&amp;page=2"' in page.content.decode().replace("q=body+%26&page", "q=body+%26&amp;page")
    assert len(administrator.get(LIST, {"q": "body &", "page": "2"}).context["rows"]) == 10


def test_a_coordinator_lands_on_her_own_institution(coordinator: Client, other_institution: Institution) -> None:
    assert coordinator.get(LIST)["Location"] == PAGE
    assert coordinator.get(PAGE).status_code == 200


def test_a_coordinator_of_two_sees_both_and_no_third(
    coordinator: Client, survey_round: Round, institution: Institution, other_institution: Institution
) -> None:
    user = User.objects.get(email=f"{Role.COORDINATOR}@example.org")
    user.assignments.create(role=Role.COORDINATOR, round=survey_round, institution=other_institution)
    survey_round.institutions.add(Institution.objects.create(code="I3", country="KZ", name_en="Third"))
    page = coordinator.get(LIST)
    assert [row.institution.code for row in page.context["rows"]] == ["I1", "I2"]


@pytest.mark.parametrize("path", ["", "sign-off/", "sign-off/withdraw/", "sign-off/confirmation.pdf"])
def test_another_institution_is_not_to_be_found(stranger: Client, institution: Institution, path: str) -> None:
    assert stranger.get(PAGE + path).status_code == 404
    assert stranger.post(PAGE + path).status_code == 404


def test_an_institution_outside_the_round_is_not_to_be_found(administrator: Client, survey_round: Round) -> None:
    Institution.objects.create(code="X1", country="KZ", name_en="Elsewhere")
    assert administrator.get("/en/work/r1/institutions/X1/").status_code == 404


@pytest.mark.parametrize("role", [Role.ANALYST, Role.REVIEWER, Role.FACILITATOR, Role.CLERK])
def test_other_roles_see_no_institutions(make_staff: Callable[..., User], role: Role) -> None:
    client = browser_of(make_staff(role))
    assert [client.get(path).status_code for path in (LIST, PAGE)] == [403, 403]


def test_the_unknown_sign_in_first(client: Client, survey_round: Round) -> None:
    assert client.get(PAGE).status_code == 302


def test_the_page_shows_what_is_asked_and_how_often_it_is_answered(
    coordinator: Client, survey_round: Round, institution: Institution
) -> None:
    answer(survey_round, institution, WHOLE)
    answer(survey_round, institution, {"F1.1.a": "no"}, submitted=False)
    page = coordinator.get(PAGE)
    duties = {one.code: one.answered for duty in page.context["duties"] for one in duty.chapters}
    assert duties == {"F1": 1, "F2": 1, "P1": 0, "N1": 0}


def test_each_response_has_the_state_of_its_chapters(
    coordinator: Client, survey_round: Round, institution: Institution
) -> None:
    answer(survey_round, institution, {"F1.1.a": "no", "F1.1.c": "no", "P1.1.a": "3"}, submitted=False)
    (standing,) = coordinator.get(PAGE).context["standings"]
    states = {chapter.code: chapter.state.value for chapter in standing.chapters}
    assert states == {"F1": "done", "F2": "not-started", "P1": "in-progress", "N1": "optional"}
    assert standing.may_delegate


def test_who_has_a_chapter_and_when_she_answered_last(
    coordinator: Client, survey_round: Round, institution: Institution
) -> None:
    made = answer(survey_round, institution, {}, submitted=False)
    link, _secret = delegate(made, ["F2"], "Айгүл")
    (standing,) = coordinator.get(PAGE).context["standings"]
    (holder,) = [chapter.holder for chapter in standing.chapters if chapter.holder]
    assert (holder.name, holder.chapters, holder.changed_at) == ("Айгүл", ("F2",), None)
    made.changes.create(link=link, patch={"F2.1.a": "yes"})
    page = coordinator.get(PAGE)
    assert page.context["standings"][0].chapters[1].holder.changed_at is not None
    assert "Айгүл, last answered" in text_of(page)


def test_differing_facts_show_each_value_with_the_references(
    coordinator: Client, survey_round: Round, institution: Institution, other_institution: Institution
) -> None:
    yes = [answer(survey_round, institution, {"F1.1.a": "yes", "F1.1.b": "no"}) for _ in range(2)]
    no = answer(survey_round, institution, {"F1.1.a": "no"})
    answer(survey_round, institution, {"F1.1.a": "dk"})
    answer(survey_round, other_institution, {"F1.1.c": "yes"})
    answer(survey_round, institution, {"F1.1.c": "no"})
    page = coordinator.get(PAGE)
    (difference,) = page.context["differences"]
    assert (difference.item, [(value.words, value.count) for value in difference.values]) == (
        "F1.1.a",
        [("Yes", 2), ("No", 1), ("Do not know", 1)],
    )
    assert set(difference.values[0].references) == {response.reference for response in yes}
    assert difference.values[1].references == [no.reference]


def test_open_facts_are_shown_and_settled_ones_are_not(
    coordinator: Client, survey_round: Round, institution: Institution, other_institution: Institution
) -> None:
    Card.objects.create(round=survey_round, institution=institution, item="F2.1.a", cause=Cause.NO_EVIDENCE)
    Card.objects.create(round=survey_round, institution=other_institution, item="F2.1.a", cause=Cause.QUESTION)
    words = text_of(coordinator.get(PAGE))
    assert "F2.1.a Is there a site? Evidence is missing" in words
    assert "A reviewer asks" not in words


@pytest.fixture
def named(survey_round: Round, institution: Institution) -> Response:
    """The response of a participant whose contact is known."""
    participant = Participant.objects.create(round=survey_round, institution=institution, language="kk")
    Contact.objects.create(participant=participant, round=survey_round, name="Сынақ адам", email="p1@example.org")
    made = answer(survey_round, institution, {}, submitted=False)
    Response.objects.filter(pk=made.pk).update(participant=participant)
    return made


def test_the_coordinator_sees_who_answers_and_an_administrator_only_with_the_right(
    coordinator: Client, named: Response, django_user_model: type
) -> None:
    from django.contrib.auth.models import Permission

    assert "Сынақ адам (p1@example.org)" in text_of(coordinator.get(PAGE))
    user = User.objects.create_user("plain@example.org", "a long enough password", is_staff=True)
    user.user_permissions.add(Permission.objects.get(content_type__app_label="surveys", codename="change_round"))
    words = text_of(browser_of(user).get(PAGE))
    assert named.reference in words
    assert "p1@example.org" not in words
    user.user_permissions.add(Permission.objects.get(content_type__app_label="surveys", codename="view_contact"))
    assert "p1@example.org" in text_of(browser_of(user).get(PAGE))


def test_of_many_references_ten_are_shown_and_the_others_counted(
    survey_round: Round, institution: Institution, coordinator: Client
) -> None:
    for said in ["yes"] * 12 + ["no", "dk"]:
        answer(survey_round, institution, {"F2.1.a": said})
    (difference,) = coordinator.get(PAGE).context["differences"]
    assert [(value.count, len(value.references), value.others) for value in difference.values] == [
        (12, 10, 2),
        (1, 1, 0),
        (1, 1, 0),
    ]


@pytest.mark.parametrize("looked_through", [1, 3, 1000])
def test_what_few_say_is_found_however_many_others_there_are(
    survey_round: Round,
    institution: Institution,
    coordinator: Client,
    monkeypatch: pytest.MonkeyPatch,
    looked_through: int,
) -> None:
    monkeypatch.setattr(facts, "LOOKED_THROUGH", looked_through)
    said = [answer(survey_round, institution, {"F2.1.a": words}) for words in ("yes", "yes", "yes", "yes", "no")]
    (difference,) = coordinator.get(PAGE).context["differences"]
    assert [set(value.references) for value in difference.values] == [
        {response.reference for response in said[:4]},
        {said[4].reference},
    ]


def test_of_very_many_responses_the_latest_are_looked_through(
    survey_round: Round, institution: Institution, coordinator: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    for module in (duties, views):
        monkeypatch.setattr(module, "LATEST", 2)
    for said in ("yes", "no", "yes"):
        answer(survey_round, institution, {"F2.1.a": said})
    page = coordinator.get(PAGE)
    assert "of the latest 2 responses" in text_of(page)
    assert max(chapter.answered for duty in page.context["duties"] for chapter in duty.chapters) == 2


def test_the_list_says_that_only_the_latest_are_looked_through(
    survey_round: Round, institution: Institution, admin_client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    for module in (duties, views):
        monkeypatch.setattr(module, "LATEST", 2)
    for number in range(3):
        page = admin_client.get(f"/en/work/{survey_round.code}/institutions/")
        assert "the latest 2 are looked through" not in text_of(page), number
        answer(survey_round, institution, {"F2.1.a": "yes"})
    page = admin_client.get(f"/en/work/{survey_round.code}/institutions/")
    assert "the latest 2 are looked through" in text_of(page)
