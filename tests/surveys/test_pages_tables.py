"""One page per table: what is shown, what is saved, where it leads."""

from __future__ import annotations

import re

import pytest
from django.test import Client

from surveys.models import AnswerChange, Round
from surveys.saving import save_answers
from tests.surveys.respondents import BACKGROUND, Respondent, field_value, text_of


def test_a_page_saves_and_goes_on_to_the_next(respondent: Respondent) -> None:
    answer = respondent.fill("F1.1/", {"F1.1.a": "yes", "F1.1.b": "dk", "F1.1.share": "12,5"})
    assert respondent.lands_on(answer) == "F2.1/"
    assert respondent.answers == {"F1.1.a": "yes", "F1.1.b": "dk", "F1.1.share": 12.5}


@pytest.mark.parametrize(
    ("page", "go", "path"),
    [
        ("F1.1/", "previous", "profile/"),
        ("F1.1/", "list", ""),
        ("F2.1/", "previous", "F1.1/"),
        ("P1.3/", "next", "N1.1/"),
        ("N1.1/", "next", "check/"),
        ("N1.1/", "previous", "P1.3/"),
        ("N1.1/", "list", ""),
        ("profile/", "next", "F1.1/"),
        ("F1.1/", "nonsense", "F2.1/"),
    ],
)
def test_each_button_leads_where_it_says(respondent: Respondent, page: str, go: str, path: str) -> None:
    assert respondent.lands_on(respondent.post(page, {"go": go})) == path


@pytest.mark.parametrize("go", ["next", "previous", "list"])
def test_every_button_saves(respondent: Respondent, go: str) -> None:
    respondent.post("F1.1/", {"F1.1.a": "no", "go": go})
    assert respondent.answers == {"F1.1.a": "no"}


def test_what_was_saved_stands_in_the_page_again(respondent: Respondent) -> None:
    save_answers(respondent.response, {"F1.1.a": "yes", "F1.1.b": "dk", "F1.1.share": 12.5})
    page = respondent.get("F1.1/")
    assert [field_value(page, code) for code in ("F1.1.a", "F1.1.b", "F1.1.c")] == ["yes", "dk", ""]
    assert field_value(page, "F1.1.share") == "12.5"
    kazakh = respondent.client.get(respondent.base.replace("/en/", "/kk/") + "F1.1/")
    assert field_value(kazakh, "F1.1.share") == "12,5"


def test_an_answer_can_be_taken_back(respondent: Respondent) -> None:
    respondent.fill("F1.1/", {"F1.1.a": "yes", "F1.1.share": "5"})
    assert 'name="F1.1.a" value=""' in respondent.get("F1.1/").content.decode()
    respondent.fill("F1.1/", {"F1.1.a": "", "F1.1.share": " "})
    assert respondent.answers == {}


def test_a_question_that_is_not_posted_stays_as_it_is(respondent: Respondent) -> None:
    respondent.fill("F1.1/", {"F1.1.a": "yes"})
    respondent.fill("F1.1/", {"F1.1.c": "no"})
    assert respondent.answers == {"F1.1.a": "yes", "F1.1.c": "no"}


def test_names_that_are_no_questions_of_the_page_are_passed_over(respondent: Respondent) -> None:
    answer = respondent.fill("F1.1/", {"F1.1.a": "yes", "P1.1.a": "3", "nothing": "x", "F1.1": "x"})
    assert answer.status_code == 302
    assert respondent.answers == {"F1.1.a": "yes"}


@pytest.mark.parametrize(
    ("code", "typed", "message"),
    [
        ("F1.1.a", "maybe", "“maybe” is not one of the answers"),
        ("F1.1.a", "3", "“3” is not one of the answers"),
        ("F1.1.share", "many", "“many” is not a number."),
        ("F1.1.share", "101", "Give a number from 0 to 100."),
        ("F1.1.share", "-1", "Give a number from 0 to 100."),
        ("F1.1.share", "1e2", "is not a number."),
    ],
)
def test_an_error_stands_at_the_top_and_at_the_field_with_what_was_typed(
    respondent: Respondent, code: str, typed: str, message: str
) -> None:
    answer = respondent.fill("F1.1/", {"F1.1.c": "dk", code: typed})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert page.count(message) == 2
    assert f'<a href="#{code}">' in page
    assert f'id="{code}"' in page
    assert re.search(rf'aria-describedby="[^"]*{re.escape(code)}-error', page)
    assert f'id="{code}-error"' in page
    assert "<title>Error:" in page
    if code == "F1.1.share":
        assert field_value(answer, code) == typed
    assert respondent.answers == {"F1.1.c": "dk"}  # what could be read is saved


def test_sub_questions_stand_below_their_parent(respondent: Respondent) -> None:
    page = respondent.get("F1.1/").content.decode()
    below = page.split('<div class="follow-ups">')[1].split("</div>\n")[0]
    assert "If yes:" in below
    assert 'name="F1.1.b"' in below
    assert page.index('name="F1.1.a"') < page.index("follow-ups") < page.index('name="F1.1.c"')


def test_answers_below_a_parent_that_is_not_yes_are_kept_with_a_notice(respondent: Respondent) -> None:
    respondent.fill("F1.1/", {"F1.1.a": "no", "F1.1.b": "yes"})
    assert respondent.answers == {"F1.1.a": "no", "F1.1.b": "yes"}
    assert "is kept, but it does not count unless the answer here is Yes" in text_of(respondent.get("F1.1/"))
    respondent.fill("F1.1/", {"F1.1.a": "yes"})
    assert "does not count" not in text_of(respondent.get("F1.1/"))


def test_a_table_with_columns_has_headers_and_one_question_in_each_cell(respondent: Respondent) -> None:
    page = respondent.get("P1.2/").content.decode()
    assert page.count('<th scope="col">') == 2
    assert page.count('<th scope="row">') == 1
    cells = page.split("<tbody>")[1].split("<td>")[1:]
    assert 'name="P1.2.a.info"' in cells[0]
    assert "Information on the budget" in cells[0]
    assert 'name="P1.2.a.consult"' in cells[1]
    respondent.fill("P1.2/", {"P1.2.a.info": "0", "P1.2.a.consult": "5"})
    assert respondent.answers == {"P1.2.a.info": "0", "P1.2.a.consult": "5"}


def test_an_unknown_table_is_not_found(respondent: Respondent) -> None:
    assert respondent.get("F9.9/").status_code == 404
    assert respondent.post("F9.9/", {"F1.1.a": "yes"}).status_code == 404


def test_a_language_button_saves_and_shows_the_same_page_in_that_language(respondent: Respondent) -> None:
    answer = respondent.fill("F1.1/", {"F1.1.a": "yes", "language": "ru"})
    assert answer["Location"] == respondent.base.replace("/en/", "/ru/") + "F1.1/"
    page = respondent.client.get(answer["Location"])
    assert "Есть ли закон?" in page.content.decode()
    assert field_value(page, "F1.1.a") == "yes"


def test_a_language_button_keeps_what_could_not_be_saved(respondent: Respondent) -> None:
    answer = respondent.fill("F1.1/", {"F1.1.a": "yes", "F1.1.share": "many", "language": "ru"})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert '<html lang="ru">' in page
    assert "Какова доля?" in page
    assert f'action="{respondent.base.replace("/en/", "/ru/")}F1.1/"' in page
    assert field_value(answer, "F1.1.share") == "many"
    assert field_value(answer, "F1.1.a") == "yes"
    assert respondent.answers == {"F1.1.a": "yes"}


def test_a_language_that_is_not_offered_is_no_language(respondent: Respondent) -> None:
    Round.objects.update(languages=["kk", "en"])
    answer = respondent.post("F1.1/", {"F1.1.a": "yes", "language": "ru"})
    assert respondent.lands_on(answer) == "F2.1/"
    page = respondent.get("F1.1/").content.decode()
    assert 'value="kk" lang="kk"' in page
    assert 'value="ru"' not in page
    moved = respondent.client.get(respondent.base.replace("/en/", "/ru/") + "F1.1/")
    assert moved["Location"] == respondent.base.replace("/en/", "/kk/") + "F1.1/"


@pytest.mark.parametrize("language", ["kk", "ru"])
def test_a_form_posted_in_another_language_is_saved(respondent: Respondent, language: str) -> None:
    respondent.client.post(respondent.base.replace("/en/", f"/{language}/") + "F1.1/", {"F1.1.share": "12.5"})
    assert respondent.answers == {"F1.1.share": 12.5}


def test_saving_in_the_background_tells_what_became_of_it(respondent: Respondent) -> None:
    answer = respondent.fill("F1.1/", {"F1.1.a": "yes"}, headers=BACKGROUND)
    told = answer.json()
    assert told["state"] == "saved"
    assert re.fullmatch(r"Saved at \d\d:\d\d\.", told["words"])
    assert told["next"] == f"{respondent.base}F2.1/"
    assert respondent.answers == {"F1.1.a": "yes"}


def test_saving_in_the_background_says_how_much_it_could_not_save(respondent: Respondent) -> None:
    answer = respondent.fill("F1.1/", {"F1.1.a": "yes", "F1.1.share": "x"}, headers=BACKGROUND)
    assert answer.json()["state"] == "attention"
    assert "but 1 answer needs your attention" in answer.json()["words"]
    assert respondent.answers == {"F1.1.a": "yes"}


def test_saving_the_same_again_writes_nothing(respondent: Respondent) -> None:
    for _ in range(2):
        respondent.fill("F1.1/", {"F1.1.a": "yes"})
    assert AnswerChange.objects.count() == 1


def test_html_that_somebody_types_is_shown_as_words(respondent: Respondent, client: Client) -> None:
    words = '<script>alert("1")</script>'
    respondent.fill("profile/", {"position": words})
    for path in ("profile/", "check/"):
        page = respondent.get(path).content.decode()
        assert words not in page
        assert "&lt;script&gt;" in page
