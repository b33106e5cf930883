"""A respondent gives chapters to colleagues; a colleague sees and saves these only, and submits nothing."""

from __future__ import annotations

import re
from threading import Barrier, Thread

import pytest
from django.db import connection
from django.test import Client

from surveys.delegating import ChapterTaken, copy_link, delegate, find_delegations, withdraw
from surveys.lifecycle import submit
from surveys.models import AlreadySubmitted, PersonalLink, Response, ResponseState, Round, RoundState
from tests.surveys.respondents import Respondent, seen_in, text_of

DELEGATE = {"chapters": ["F2"], "name": "Айгүл"}


def colleague_of(respondent: Respondent, chapters: list[str], name: str = "Айгүл") -> Respondent:
    """The browser of a colleague who opened her link."""
    secret = delegate(respondent.response, chapters, name)[1]
    colleague = Respondent(Client(), respondent.base)
    assert colleague.client.get(f"/en/answer/{secret}/")["Location"] == respondent.base
    return colleague


def test_the_list_of_questions_leads_to_delegation(respondent: Respondent) -> None:
    assert f'href="{respondent.base}delegate/"' in respondent.get().content.decode()


def test_a_new_link_is_shown_once_with_its_code_and_opens_the_chapter(respondent: Respondent) -> None:
    answer = respondent.post("delegate/", DELEGATE)
    assert respondent.lands_on(answer) == "delegate/"
    page = respondent.get("delegate/").content.decode()
    address = re.search(r'value="http://testserver(/en/answer/[^"]+)"', page)[1]
    assert '<svg aria-hidden="true"' in page
    assert "data:" not in page
    colleague = Respondent(Client(), respondent.base)
    assert colleague.client.get(address)["Location"] == respondent.base
    again = respondent.get("delegate/").content.decode()
    assert "/en/answer/" not in again
    assert "<svg" not in again
    assert "Айгүл" in again


def test_only_chapters_that_are_nobodys_opinion_are_offered(respondent: Respondent) -> None:
    page = respondent.get("delegate/").content.decode()
    assert re.findall(r'name="chapters"[^>]* value="(\w+)"', page) == ["F1", "F2", "N1"]


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"chapters": []}, "Choose at least one chapter."),
        ({"chapters": ["P1"]}, "Choose chapters from the list."),
        ({"chapters": ["F2", "none"]}, "Choose chapters from the list."),
        ({"name": " "}, "Give the name of the colleague."),
        ({"name": "x" * 201}, "Give a shorter name: at most 200 characters."),
    ],
)
def test_a_form_that_cannot_be_used_says_why_and_loses_nothing(
    respondent: Respondent, changed: dict[str, object], words: str
) -> None:
    answer = respondent.post("delegate/", DELEGATE | changed)
    assert answer.status_code == 422
    assert words in text_of(answer)
    assert "There is a problem" in text_of(answer)
    if "name" not in changed:
        assert 'value="Айгүл"' in answer.content.decode()
    assert not PersonalLink.objects.filter(chapters__len__gt=0).exists()


def test_a_chapter_that_a_colleague_has_is_refused_with_her_name(respondent: Respondent) -> None:
    respondent.post("delegate/", DELEGATE)
    answer = respondent.post("delegate/", {"chapters": ["F1", "F2"], "name": "Ерлан"})
    assert answer.status_code == 422
    assert "Айгүл has “The institution” already. Withdraw that link first." in text_of(answer)
    assert "F2 The institution: Айгүл has it" in text_of(answer)
    assert respondent.post("delegate/", {"chapters": ["F1"], "name": "Ерлан"}).status_code == 302


def test_a_withdrawn_link_stops_the_colleague_who_is_in_and_frees_the_chapter(respondent: Respondent) -> None:
    colleague = colleague_of(respondent, ["F2"])
    colleague.fill("F2.1/", {"F2.1.a": "yes"})
    (delegation,) = find_delegations([respondent.response.pk])[respondent.response.pk]
    answer = respondent.post(f"delegate/{delegation.link}/withdraw/", {})
    assert respondent.lands_on(answer) == "delegate/"
    assert "The link of Айгүл has been withdrawn." in text_of(respondent.get("delegate/"))
    assert colleague.get("F2.1/").status_code == 403
    refused = colleague.post("F2.1/", {"F2.1.a": "no"})
    assert refused.status_code == 403
    assert "This personal link has been withdrawn." in text_of(refused)
    assert respondent.answers == {"F2.1.a": "yes"}
    assert respondent.post("delegate/", DELEGATE).status_code == 302


@pytest.mark.parametrize("which", ["unknown", "withdrawn", "own", "another's"])
def test_only_a_colleagues_link_of_this_response_is_withdrawn(respondent: Respondent, which: str) -> None:
    own = PersonalLink.objects.get()
    link, _secret = delegate(respondent.response, ["F2"], "Айгүл")
    other = Respondent.begin()
    theirs, _secret = delegate(other.response, ["F2"], "Ерлан")
    keys = {"unknown": 0, "withdrawn": link.pk, "own": own.pk, "another's": theirs.pk}
    if which == "withdrawn":
        withdraw(respondent.response, link.pk)
    answer = respondent.post(f"delegate/{keys[which]}/withdraw/", {})
    assert answer.status_code == 403
    assert PersonalLink.objects.filter(revoked_at=None, pk__in=[own.pk, theirs.pk]).count() == 2


def test_withdrawing_by_following_an_address_does_nothing(respondent: Respondent) -> None:
    link, _secret = delegate(respondent.response, ["F2"], "Айгүл")
    assert respondent.get(f"delegate/{link.pk}/withdraw/").status_code == 405
    assert PersonalLink.objects.get(pk=link.pk).revoked_at is None


def test_submitted_answers_are_given_to_nobody(respondent: Respondent) -> None:
    submit(respondent.response)
    assert respondent.lands_on(respondent.get("delegate/")) == "receipt/"
    assert respondent.post("delegate/", DELEGATE).status_code == 403
    with pytest.raises(AlreadySubmitted):
        delegate(respondent.response, ["F2"], "Айгүл")


def test_a_closed_round_delegates_nothing(respondent: Respondent) -> None:
    Round.objects.update(state=RoundState.CLOSED)
    assert respondent.get("delegate/").status_code == 403
    assert respondent.post("delegate/", DELEGATE).status_code == 403
    assert PersonalLink.objects.count() == 1


def test_a_stranger_delegates_nothing(respondent: Respondent) -> None:
    stranger = Respondent(Client(), respondent.base)
    assert stranger.get("delegate/").status_code == 403
    assert stranger.post("delegate/", DELEGATE).status_code == 403


def test_a_colleague_sees_her_chapters_only(respondent: Respondent) -> None:
    colleague = colleague_of(respondent, ["F2"])
    page = colleague.get()
    words = text_of(page)
    assert "Chapters for you to answer" in words
    assert "This link was made for: Айгүл." in words
    links = re.findall(rf'href="{re.escape(respondent.base)}([^"]*)"', page.content.decode())
    assert {link for link in links if link} - {"evidence/"} == {"F2.1/", "done/"}
    assert "0 of 1 questions answered" in words


@pytest.mark.parametrize("path", ["F1.1/", "P1.1/", "N1.1/", "N1.1/new/", "profile/"])
def test_a_colleague_is_refused_every_other_page(respondent: Respondent, path: str) -> None:
    colleague = colleague_of(respondent, ["F2"])
    assert colleague.get(path).status_code == 404
    assert colleague.post(path, {"F1.1.a": "yes", "position": "Judge"}).status_code == 404
    assert (respondent.answers, respondent.response.profile) == ({}, {})


@pytest.mark.parametrize("path", ["check/", "receipt/", "copy.pdf", "link/", "delegate/"])
def test_a_colleague_has_no_page_of_the_respondents_own(respondent: Respondent, path: str) -> None:
    colleague = colleague_of(respondent, ["F2"])
    assert colleague.get(path).status_code == 403
    assert colleague.post(path, {"declaration": "on", **DELEGATE}).status_code == 403
    assert respondent.response.state == ResponseState.DRAFT


def test_a_colleague_saves_under_her_own_name(respondent: Respondent) -> None:
    colleague = colleague_of(respondent, ["F2"])
    answer = colleague.fill("F2.1/", {"F2.1.a": "no", "F1.1.a": "yes"})
    assert colleague.lands_on(answer) == "done/"
    assert respondent.answers == {"F2.1.a": "no"}
    assert respondent.response.changes.get().link.label == "Айгүл"
    (delegation,) = find_delegations([respondent.response.pk])[respondent.response.pk]
    assert delegation.changed_at is not None


def test_the_button_before_the_first_page_of_a_colleague_leads_to_her_list(respondent: Respondent) -> None:
    colleague = colleague_of(respondent, ["F2"])
    seen = seen_in(colleague.get("F2.1/"))
    assert colleague.lands_on(colleague.post("F2.1/", {"seen": seen, "go": "previous"})) == ""


def test_who_is_done_is_told_to_say_so_and_who_is_not_what_is_left(respondent: Respondent) -> None:
    colleague = colleague_of(respondent, ["F2"])
    assert "0 of 1 questions answered" in text_of(colleague.get("done/"))
    colleague.fill("F2.1/", {"F2.1.a": "no"})
    words = text_of(colleague.get("done/"))
    assert "You are done" in words
    assert "Tell the person who asked you" in words
    submit(respondent.response)
    assert "The answers have been submitted" in text_of(colleague.get("done/"))
    assert colleague.lands_on(colleague.get()) == "done/"
    assert colleague.lands_on(colleague.get("F2.1/")) == "done/"


def test_the_respondent_has_no_page_for_colleagues(respondent: Respondent) -> None:
    assert respondent.lands_on(respondent.get("done/")) == ""


def test_a_mailed_link_is_withdrawn_with_the_one_that_was_shown(respondent: Respondent) -> None:
    link, shown = delegate(respondent.response, ["F2"], "Айгүл")
    mailed = copy_link(PersonalLink.objects.get(pk=link.pk))
    assert mailed != shown
    (delegation,) = find_delegations([respondent.response.pk])[respondent.response.pk]
    assert delegation.link == link.pk
    withdraw(respondent.response, link.pk)
    assert [Client().get(f"/en/answer/{secret}/").status_code for secret in (shown, mailed)] == [403, 403]


def test_a_name_that_is_used_again_after_a_withdrawal_stands_for_itself(respondent: Respondent) -> None:
    first, _secret = delegate(respondent.response, ["F2"], "Айгүл")
    withdraw(respondent.response, first.pk)
    second, _secret = delegate(respondent.response, ["F2"], "Айгүл")
    found = find_delegations([respondent.response.pk])[respondent.response.pk]
    assert [(one.link, one.is_in_force) for one in found] == [(second.pk, True), (first.pk, False)]


@pytest.mark.django_db(transaction=True)
def test_two_who_give_the_same_chapter_away_at_once_give_it_once(response: Response) -> None:
    begin, outcomes = Barrier(2), []

    def give(name: str) -> None:
        begin.wait()
        try:
            delegate(Response.objects.select_related("round").get(pk=response.pk), ["F2"], name)
            outcomes.append("given")
        except ChapterTaken as refusal:
            outcomes.append(set(refusal.chapters))
        finally:
            connection.close()

    people = [Thread(target=give, args=[name]) for name in ("Айгүл", "Ерлан")]
    for person in people:
        person.start()
    for person in people:
        person.join()
    assert sorted(outcomes, key=str) == ["given", {"F2"}]
