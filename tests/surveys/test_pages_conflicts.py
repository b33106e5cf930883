"""The same response open twice: nothing is overwritten unknowingly."""

from __future__ import annotations

from typing import Any

import pytest

from surveys.forms import fingerprint, fingerprints, merge, seen_after
from surveys.saving import save_answers
from tests.surveys.respondents import Respondent, field_value, seen_in, text_of

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


def test_a_conflict_shows_both_answers_and_the_next_save_decides(respondent: Respondent) -> None:
    seen = seen_in(respondent.get("F1.1/"))
    respondent.fill("F1.1/", {"F1.1.a": "yes", "F1.1.share": "10"})
    answer = respondent.post("F1.1/", {"seen": seen, "F1.1.a": "no", "F1.1.share": "20", "F1.1.c": "dk"})
    assert answer.status_code == 409
    assert "These answers were changed elsewhere meanwhile" in text_of(answer)
    assert answer.content.decode().count("“Yes” was saved elsewhere meanwhile.") == 2  # at the top, at the field
    assert (field_value(answer, "F1.1.a"), field_value(answer, "F1.1.share")) == ("no", "20")
    assert respondent.answers == {"F1.1.a": "yes", "F1.1.share": 10, "F1.1.c": "dk"}
    again = respondent.post("F1.1/", {"seen": seen_in(answer), "F1.1.a": "no", "F1.1.share": "10"})
    assert again.status_code == 302
    assert respondent.answers == {"F1.1.a": "no", "F1.1.share": 10, "F1.1.c": "dk"}


def test_an_answer_taken_back_elsewhere_is_a_conflict_too(respondent: Respondent) -> None:
    respondent.fill("F1.1/", {"F1.1.a": "yes"})
    seen = seen_in(respondent.get("F1.1/"))
    save_answers(respondent.response, {"F1.1.a": None})
    answer = respondent.post("F1.1/", {"seen": seen, "F1.1.a": "no"})
    assert answer.status_code == 409
    assert "was taken back elsewhere" in text_of(answer)


def test_a_conflict_with_an_error_on_the_same_page_shows_both(respondent: Respondent) -> None:
    seen = seen_in(respondent.get("F1.1/"))
    respondent.fill("F1.1/", {"F1.1.a": "yes"})
    answer = respondent.post("F1.1/", {"seen": seen, "F1.1.a": "no", "F1.1.share": "x", "language": "kk"})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert page.count('class="error-summary') == 2
    assert 'lang="kk"' in page
    assert (field_value(answer, "F1.1.a"), field_value(answer, "F1.1.share")) == ("no", "x")


def test_saving_in_the_background_overwrites_nothing_either(respondent: Respondent) -> None:
    seen = seen_in(respondent.get("F1.1/"))
    respondent.fill("F1.1/", {"F1.1.a": "yes"})
    answer = respondent.post("F1.1/", {"seen": seen, "F1.1.a": "no", "F1.1.c": "dk"}, headers={"HX-Request": "true"})
    assert "1 answer needs your attention" in answer.content.decode()
    assert respondent.answers == {"F1.1.a": "yes", "F1.1.c": "dk"}
    # The page goes on to know that it has not seen the other answer: pressing Save shows it.
    assert respondent.post("F1.1/", {"seen": seen_in(answer), "F1.1.a": "no"}).status_code == 409


def test_the_profile_is_guarded_likewise(respondent: Respondent) -> None:
    seen = seen_in(respondent.get("profile/"))
    respondent.fill("profile/", {"position": "Lawyer"})
    answer = respondent.post("profile/", {"seen": seen, "position": "Judge"})
    assert answer.status_code == 409
    assert respondent.response.profile == {"position": "Lawyer"}
