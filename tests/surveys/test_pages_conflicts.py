"""The same response open twice: nothing is overwritten unknowingly."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client

from surveys.delegating import delegate
from surveys.forms import Choice, fingerprint, fingerprints, merge, seen_after
from surveys.lifecycle import submit
from surveys.models import AlreadySubmitted
from surveys.saving import ChangedMeanwhile, save_answers, save_profile
from tests.surveys.respondents import BACKGROUND, Respondent, field_value, seen_in, text_of

CODES = ["a", "b"]


@pytest.mark.parametrize(
    ("shown", "stored", "posted", "patch", "conflicts"),
    [
        ({}, {}, {"a": "1"}, {"a": "1"}, {}),
        ({"a": "1"}, {"a": "1"}, {"a": None}, {"a": None}, {}),
        ({"a": "1"}, {"a": "1"}, {"a": "1"}, {}, {}),
        ({}, {"b": "9"}, {"a": "1", "b": None}, {"a": "1"}, {}),  # another answer changed: both stand
        ({}, {"a": "1"}, {"a": "1"}, {}, {}),  # both said the same
        ({"a": "1"}, {"a": "2"}, {"a": "1"}, {}, {}),  # left as it was shown: the newer one stands
        ({"a": "1"}, {"a": "2"}, {"a": "3"}, {}, {"a": "2"}),
        ({"a": "1"}, {}, {"a": "3"}, {}, {"a": None}),
        ({}, {"a": [1.5, {"x": "ә"}]}, {"a": "3"}, {}, {"a": [1.5, {"x": "ә"}]}),
    ],
)
def test_answers_merge_unless_both_changed_the_same(
    shown: dict[str, Any], stored: dict[str, Any], posted: dict[str, Any], patch: dict, conflicts: dict
) -> None:
    merged = merge(CODES, stored, posted, fingerprints(CODES, shown))
    assert (merged.patch, merged.conflicts) == (patch, conflicts)


SHOWN = fingerprints(CODES, {"a": "theirs"})


@pytest.mark.parametrize(
    ("choice", "stored", "posted", "patch", "conflicts", "undecided"),
    [
        (Choice.MINE, "theirs", "mine", {"a": "mine"}, {}, set()),
        (Choice.THEIRS, "theirs", "mine", {}, {}, set()),
        (None, "theirs", "mine", {}, {"a": "theirs"}, {"a"}),
        (Choice.MINE, "third", "mine", {}, {"a": "third"}, set()),  # neither of the two that were shown
        (Choice.THEIRS, "third", "mine", {}, {"a": "third"}, set()),
        (None, "third", "mine", {}, {"a": "third"}, {"a"}),
        (Choice.THEIRS, None, "mine", {}, {"a": None}, set()),
        (Choice.THEIRS, "mine", "mine", {}, {}, set()),  # by now both say the same
        (Choice.MINE, "theirs", None, {"a": None}, {}, set()),  # she takes the answer back
    ],
)
def test_a_choice_holds_between_the_two_answers_that_were_shown(
    choice: Choice | None, stored: Any, posted: Any, patch: dict, conflicts: dict, undecided: set
) -> None:
    merged = merge(CODES, {"a": stored}, {"a": posted}, SHOWN, {"a": choice})
    assert (merged.patch, merged.conflicts, merged.undecided) == (patch, conflicts, undecided)


def test_a_page_that_does_not_say_what_it_showed_saves_no_answer_that_was_not_chosen() -> None:
    choices = {"a": Choice.THEIRS, "b": None}
    assert merge(["a", "b", "c"], {}, {"a": "1", "b": "2", "c": "3"}, "", choices).patch == {"c": "3"}


@pytest.mark.parametrize("seen", ["", "nonsense", "f" * 300])
def test_a_page_that_does_not_say_what_it_showed_is_saved(seen: str) -> None:
    assert merge(CODES, {"a": "2"}, {"a": "3"}, seen).patch == {"a": "3"}
    assert seen_after(CODES, {"a": "2"}, {"a": "3"}, seen) == seen


def test_equal_answers_have_equal_fingerprints() -> None:
    assert fingerprint({"x": 1, "y": 2}) == fingerprint({"y": 2, "x": 1})
    assert len({fingerprint(value) for value in (None, "", "yes", "no", 0, "0", [], ["a"], ["b"], 1.5)}) == 10


def test_a_page_that_saved_by_itself_has_seen_only_what_it_shows() -> None:
    before = fingerprints(CODES, {})
    # "a" was saved by the page; "b" was changed by somebody else and still stands blank on the page.
    after = seen_after(CODES, {"a": "1", "b": "9"}, {"a": "1", "b": None}, before)
    assert after == fingerprint("1") + fingerprint(None)
    assert merge(CODES, {"a": "1", "b": "9"}, {"a": "1", "b": None}, after).patch == {}


def test_two_tabs_that_answer_different_questions_are_both_saved(respondent: Respondent) -> None:
    seen = seen_in(respondent.get("F1.1/"))
    respondent.fill("F1.1/", {"F1.1.a": "yes"})
    answer = respondent.post("F1.1/", {"seen": seen, "F1.1.c": "no"})
    assert answer.status_code == 302
    assert respondent.answers == {"F1.1.a": "yes", "F1.1.c": "no"}


def hidden_value(answer: HttpResponse, name: str) -> list[str]:
    """What goes along unseen under a name."""
    return re.findall(rf'type="hidden" name="{re.escape(name)}" value="([^"]*)"', answer.content.decode())


@pytest.fixture
def conflicting(respondent: Respondent) -> HttpResponse:
    """The page that shows a respondent that two of her answers were given otherwise in another window."""
    seen = seen_in(respondent.get("F1.1/"))
    respondent.fill("F1.1/", {"F1.1.a": "yes", "F1.1.share": "10"})
    return respondent.post("F1.1/", {"seen": seen, "F1.1.a": "no", "F1.1.share": "20", "F1.1.c": "dk"})


def test_a_conflict_shows_both_answers_and_stores_neither_anew(
    respondent: Respondent, conflicting: HttpResponse
) -> None:
    assert conflicting.status_code == 409
    words = text_of(conflicting)
    assert "These answers were changed elsewhere meanwhile" in words
    assert "Your answer No" in words
    assert "The other answer Yes" in words
    assert "Your answer 20" in words
    assert words.count("The other answer was saved in another window:") == 4  # at the top, at the question
    assert hidden_value(conflicting, "asked") == ["F1.1.a", "F1.1.share"]
    assert (hidden_value(conflicting, "F1.1.a"), hidden_value(conflicting, "F1.1.share")) == (["no"], ["20"])
    assert respondent.answers == {"F1.1.a": "yes", "F1.1.share": 10, "F1.1.c": "dk"}


def choose(respondent: Respondent, page: HttpResponse, language: str = "", **options: Any) -> HttpResponse:
    """Post a page of conflicts: `options` are the choices by the last part of the code."""
    data = {name: hidden_value(page, name)[0] for name in hidden_value(page, "asked")}
    choices = {f"choice-F1.1.{name}": value for name, value in options.items()}
    sent = {"seen": seen_in(page), "asked": hidden_value(page, "asked"), "go": "list", **data, **choices}
    return respondent.post("F1.1/", sent | ({"language": language} if language else {}))


@pytest.mark.parametrize(
    ("a", "share", "stored"),
    [
        ("mine", "mine", {"F1.1.a": "no", "F1.1.share": 20}),
        ("mine", "theirs", {"F1.1.a": "no", "F1.1.share": 10}),
        ("theirs", "mine", {"F1.1.a": "yes", "F1.1.share": 20}),
        ("theirs", "theirs", {"F1.1.a": "yes", "F1.1.share": 10}),
    ],
)
def test_the_answer_that_is_chosen_stands(
    respondent: Respondent, conflicting: HttpResponse, a: str, share: str, stored: dict[str, object]
) -> None:
    answer = choose(respondent, conflicting, a=a, share=share)
    assert respondent.lands_on(answer) == ""
    assert respondent.answers == stored | {"F1.1.c": "dk"}


@pytest.mark.parametrize("choices", [{}, {"a": ""}, {"a": "nonsense"}])
def test_without_a_choice_the_question_is_asked_again(
    respondent: Respondent, conflicting: HttpResponse, choices: dict[str, str]
) -> None:
    answer = choose(respondent, conflicting, **choices, share="mine")
    assert answer.status_code == 409
    assert "Choose one of the two answers." in text_of(answer)
    assert hidden_value(answer, "asked") == ["F1.1.a"]
    assert respondent.answers == {"F1.1.a": "yes", "F1.1.share": 20, "F1.1.c": "dk"}
    assert choose(respondent, answer, a="mine").status_code == 302
    assert respondent.answers["F1.1.a"] == "no"


@pytest.mark.parametrize("choice", ["mine", "theirs"])
def test_a_third_answer_that_came_meanwhile_is_shown_before_it_is_overwritten(
    respondent: Respondent, conflicting: HttpResponse, choice: str
) -> None:
    save_answers(respondent.response, {"F1.1.a": "dk"})
    answer = choose(respondent, conflicting, a=choice, share="theirs")
    assert answer.status_code == 409
    assert "The other answer Do not know" in text_of(answer)
    assert respondent.answers["F1.1.a"] == "dk"


def test_the_conflict_is_told_in_the_language_that_is_asked_for(
    respondent: Respondent, conflicting: HttpResponse
) -> None:
    answer = choose(respondent, conflicting, language="ru", share="theirs")
    assert answer.status_code == 409
    assert '<html lang="ru">' in answer.content.decode()
    assert "Ваш ответ" in text_of(answer)
    assert respondent.answers["F1.1.a"] == "yes"


def test_a_choice_waits_for_the_button_when_the_page_saves_by_itself(
    respondent: Respondent, conflicting: HttpResponse
) -> None:
    sent = {"seen": seen_in(conflicting), "asked": ["F1.1.a", "F1.1.share"], "F1.1.a": "no", "F1.1.share": "20"}
    sent |= {"choice-F1.1.a": "mine", "choice-F1.1.share": "theirs", "F1.1.c": "yes"}
    answer = respondent.post("F1.1/", sent, headers=BACKGROUND)
    assert "2 answers were changed elsewhere meanwhile" in answer.content.decode()
    assert respondent.answers == {"F1.1.a": "yes", "F1.1.share": 10, "F1.1.c": "yes"}
    sent |= {"seen": answer.json()["seen"], "choice-F1.1.a": "theirs"}
    assert respondent.post("F1.1/", sent).status_code == 302
    assert respondent.answers == {"F1.1.a": "yes", "F1.1.share": 10, "F1.1.c": "yes"}


def test_a_colleague_is_named_as_the_one_who_saved_the_other_answer(respondent: Respondent) -> None:
    secret = delegate(respondent.response, ["F1"], "Айгүл")[1]
    colleague = Respondent(Client(), respondent.base)
    colleague.client.get(f"/en/answer/{secret}/")
    of_respondent, of_colleague = seen_in(respondent.get("F1.1/")), seen_in(colleague.get("F1.1/"))
    assert colleague.post("F1.1/", {"seen": of_colleague, "F1.1.a": "yes"}).status_code == 302
    answer = respondent.post("F1.1/", {"seen": of_respondent, "F1.1.a": "no", "F1.1.c": "no"})
    assert "The other answer was saved by Айгүл:" in text_of(answer)
    answer = colleague.post("F1.1/", {"seen": of_colleague, "F1.1.c": "dk"})
    assert answer.status_code == 409
    assert "The other answer was saved by the person who asked you:" in text_of(answer)


def test_an_answer_saved_by_staff_is_said_to_be_theirs(respondent: Respondent, django_user_model: type) -> None:
    seen = seen_in(respondent.get("F1.1/"))
    clerk = django_user_model.objects.create_user("clerk@example.org", "a long enough password")
    save_answers(respondent.response, {"F1.1.a": "yes"}, by=clerk)
    answer = respondent.post("F1.1/", {"seen": seen, "F1.1.a": "no"})
    assert "The other answer was saved by staff:" in text_of(answer)
    assert "clerk@example.org" not in text_of(answer)


def test_an_answer_taken_back_elsewhere_is_a_conflict_too(respondent: Respondent) -> None:
    respondent.fill("F1.1/", {"F1.1.a": "yes"})
    seen = seen_in(respondent.get("F1.1/"))
    save_answers(respondent.response, {"F1.1.a": None})
    answer = respondent.post("F1.1/", {"seen": seen, "F1.1.a": "no"})
    assert answer.status_code == 409
    assert "The other answer No answer" in text_of(answer)


def test_a_conflict_with_an_error_on_the_same_page_shows_both(respondent: Respondent) -> None:
    seen = seen_in(respondent.get("F1.1/"))
    respondent.fill("F1.1/", {"F1.1.a": "yes"})
    answer = respondent.post("F1.1/", {"seen": seen, "F1.1.a": "no", "F1.1.share": "x", "language": "kk"})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert page.count('class="error-summary') == 2
    assert 'lang="kk"' in page
    assert (hidden_value(answer, "F1.1.a"), field_value(answer, "F1.1.share")) == (["no"], "x")


def test_what_is_asked_about_is_escaped(respondent: Respondent) -> None:
    seen = seen_in(respondent.get("profile/"))
    respondent.fill("profile/", {"position": "<b>Lawyer</b>"})
    answer = respondent.post("profile/", {"seen": seen, "position": '"><script>'})
    assert "<script>" not in answer.content.decode()
    assert "&lt;b&gt;Lawyer&lt;/b&gt;" in answer.content.decode()


def test_saving_in_the_background_overwrites_nothing_either(respondent: Respondent) -> None:
    seen = seen_in(respondent.get("F1.1/"))
    respondent.fill("F1.1/", {"F1.1.a": "yes"})
    answer = respondent.post("F1.1/", {"seen": seen, "F1.1.a": "no", "F1.1.c": "dk"}, headers=BACKGROUND)
    assert "1 answer was changed elsewhere meanwhile" in answer.content.decode()
    assert respondent.answers == {"F1.1.a": "yes", "F1.1.c": "dk"}
    # The page goes on to know that it has not seen the other answer: pressing Save shows it.
    assert respondent.post("F1.1/", {"seen": answer.json()["seen"], "F1.1.a": "no"}).status_code == 409


def test_the_profile_is_guarded_likewise(respondent: Respondent) -> None:
    seen = seen_in(respondent.get("profile/"))
    respondent.fill("profile/", {"position": "Lawyer"})
    answer = respondent.post("profile/", {"seen": seen, "position": "Judge"})
    assert answer.status_code == 409
    assert "The other answer was saved in another window." in text_of(answer)
    assert respondent.response.profile == {"position": "Lawyer"}


def test_an_answer_saved_at_the_very_same_moment_is_not_overwritten(
    respondent: Respondent, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Somebody saves after the page was read and before it is written."""
    seen = seen_in(respondent.get("F1.1/"))
    merged = []

    def merge_late(*arguments: Any) -> Any:
        if not merged:
            save_answers(respondent.response, {"F1.1.a": "yes", "F1.1.c": "dk"})
        merged.append(merge(*arguments))
        return merged[-1]

    monkeypatch.setattr("surveys.views.tables.merge", merge_late)
    answer = respondent.post("F1.1/", {"seen": seen, "F1.1.a": "no", "F1.1.share": "20"})
    assert answer.status_code == 409
    assert len(merged) == 2
    assert respondent.answers == {"F1.1.a": "yes", "F1.1.c": "dk", "F1.1.share": 20}


def test_a_save_of_other_answers_at_the_same_moment_disturbs_nobody(respondent: Respondent) -> None:
    first, second = respondent.response, respondent.response
    save_answers(first, {"F1.1.a": "yes"}, if_unchanged=True)
    save_answers(second, {"F1.1.c": "no"}, if_unchanged=True)
    with pytest.raises(ChangedMeanwhile):
        save_answers(second, {"F1.1.a": "no"}, if_unchanged=True)
    save_profile(first, {"position": "Lawyer"}, if_unchanged=True)
    with pytest.raises(ChangedMeanwhile):
        save_profile(second, {"position": "Judge"}, if_unchanged=True)
    assert respondent.answers == {"F1.1.a": "yes", "F1.1.c": "no"}
    submit(first)
    with pytest.raises(AlreadySubmitted):
        save_answers(second, {"F1.1.a": "no"}, if_unchanged=True)
