"""The list of everything to be answered."""

from __future__ import annotations

import pytest
from django.test import Client

from surveys.forms.start import NO_INSTITUTION
from surveys.lifecycle import submit
from surveys.models import Response, Round
from surveys.saving import save_answers, save_profile
from tests.surveys.respondents import Respondent, text_of


def states(respondent: Respondent) -> dict[str, str]:
    """Page -> its state as the list shows it."""
    found = {}
    for part in respondent.get().content.decode().split('<a class="task" href="')[1:]:
        path = part.split('"')[0].removeprefix(respondent.base).strip("/")
        if "is-" in part.split("</a>")[0]:
            found[path] = part.split('class="state is-')[1].split('"')[0]
    return found


def test_a_new_response_has_nothing_done(respondent: Respondent) -> None:
    assert states(respondent) == {
        "profile": "optional",
        "F1.1": "not-started",
        "F2.1": "not-started",
        "P1.1": "not-started",
        "P1.2": "not-started",
        "P1.3": "not-started",
        "N1.1": "optional",
    }


@pytest.mark.parametrize(
    ("answers", "state"),
    [
        ({"F1.1.a": "no"}, "in-progress"),
        ({"F1.1.a": "no", "F1.1.c": "dk"}, "done"),
        ({"F1.1.a": "yes", "F1.1.c": "dk"}, "in-progress"),  # its sub-question is asked now
        ({"F1.1.a": "yes", "F1.1.b": "no", "F1.1.c": "dk"}, "done"),
        ({"F1.1.share": 5}, "in-progress"),
    ],
)
def test_a_page_is_done_when_every_open_question_to_choose_is_answered(
    respondent: Respondent, answers: dict[str, object], state: str
) -> None:
    save_answers(respondent.response, answers)
    assert states(respondent)["F1.1"] == state


def test_a_repeating_page_is_done_with_a_whole_entry(respondent: Respondent) -> None:
    save_answers(respondent.response, {"N1.1": [{"N1.1.url": "https://example.org"}]})
    assert states(respondent)["N1.1"] == "in-progress"
    save_answers(respondent.response, {"N1.1": [{"N1.1.name": "One"}, {"N1.1.name": "Two"}]})
    assert states(respondent)["N1.1"] == "done"
    assert "2 entries" in text_of(respondent.get())


def test_progress_counts_the_questions_that_are_asked(respondent: Respondent) -> None:
    assert "0 of 7 questions answered" in text_of(respondent.get())
    save_answers(respondent.response, {"F1.1.a": "yes"})
    assert "1 of 8 questions answered" in text_of(respondent.get())


def test_the_button_leads_to_the_first_unfinished_page(respondent: Respondent) -> None:
    assert f'btn-lg" href="{respondent.base}F1.1/"' in respondent.get().content.decode()
    save_answers(respondent.response, {"F1.1.a": "no", "F1.1.c": "no"})
    assert f'btn-lg" href="{respondent.base}F2.1/"' in respondent.get().content.decode()


def test_when_all_is_answered_the_button_leads_to_the_check(respondent: Respondent) -> None:
    answers = {"F1.1.a": "no", "F1.1.c": "no", "F2.1.a": "no", "P1.1.a": "1", "P1.2.a.info": "1"}
    save_answers(respondent.response, answers | {"P1.2.a.consult": "1", "P1.3.a": "5"})
    assert f'btn-lg" href="{respondent.base}check/"' in respondent.get().content.decode()


def test_without_an_institution_its_questions_are_not_asked(client: Client, survey_round: Round) -> None:
    respondent = Respondent.begin(client, institution=NO_INSTITUTION)
    # Everybody may describe projects, although they are projects of an institution.
    assert list(states(respondent)) == ["profile", "F1.1", "P1.1", "N1.1"]
    assert respondent.get("F2.1/").status_code == 404


def test_only_the_sections_of_the_response_are_asked(respondent: Respondent) -> None:
    Response.objects.update(sections=["P"])
    assert list(states(respondent)) == ["profile", "P1.1", "P1.2", "P1.3"]
    assert respondent.get("F1.1/").status_code == 404
    assert respondent.post("F1.1/", {"F1.1.a": "yes"}).status_code == 404


def test_a_submitted_response_leads_to_its_receipt(respondent: Respondent) -> None:
    submit(respondent.response)
    for path in ("", "profile/", "F1.1/", "N1.1/", "N1.1/new/", "check/"):
        assert respondent.lands_on(respondent.get(path)) == "receipt/", path


def test_the_profile_of_the_respondent_is_kept_apart_from_the_answers(respondent: Respondent) -> None:
    answer = respondent.fill("profile/", {"position": " Lawyer "})
    assert respondent.lands_on(answer) == "F1.1/"
    assert (respondent.response.profile, respondent.answers) == ({"position": "Lawyer"}, {})
    assert states(respondent)["profile"] == "done"
    respondent.fill("profile/", {"position": ""})
    assert respondent.response.profile == {}


def test_two_parts_of_the_profile_saved_at_once_are_both_kept(respondent: Respondent) -> None:
    first, second = respondent.response, respondent.response
    save_profile(first, {"position": "Lawyer"})
    save_profile(second, {"other": "x"})
    assert respondent.response.profile == {"position": "Lawyer", "other": "x"}
