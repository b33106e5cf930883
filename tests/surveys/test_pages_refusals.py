"""Bad input and bad moments: a clear answer, and nothing that was typed is lost."""

from __future__ import annotations

from unittest.mock import patch

import pytest
from django.conf import settings
from django.db import InterfaceError, OperationalError, connection
from django.test import Client

from surveys.answers import MAX_TEXT
from surveys.lifecycle import submit
from surveys.models import Round
from tests.surveys.respondents import BACKGROUND, Respondent, field_value, text_of


def test_a_zero_character_is_refused_and_the_words_shown_again(respondent: Respondent) -> None:
    answer = respondent.fill("profile/", {"position": "Law\x00yer"})
    assert answer.status_code == 422
    assert "holds a character that cannot be stored" in text_of(answer)
    assert field_value(answer, "position") == "Lawyer"
    assert respondent.response.profile == {}


def test_a_zero_character_in_a_choice_is_no_answer(respondent: Respondent) -> None:
    assert respondent.fill("F1.1/", {"F1.1.a": "yes\x00"}).status_code == 422
    assert respondent.answers == {}


@pytest.mark.parametrize("letter", ["a", "ә"])
def test_a_megabyte_of_words_is_refused_with_the_limit_and_shown_again(respondent: Respondent, letter: str) -> None:
    words = letter * 1_048_576
    answer = respondent.client.post(
        respondent.base + "profile/",
        "position=" + "".join(f"%{byte:02X}" for byte in words.encode()),
        content_type="application/x-www-form-urlencoded",
    )
    assert answer.status_code == 422
    assert f"at most {MAX_TEXT} can be stored" in text_of(answer)
    assert field_value(answer, "position") == words
    assert respondent.response.profile == {}


def test_the_longest_words_allowed_are_stored(respondent: Respondent) -> None:
    assert respondent.fill("profile/", {"position": "ә" * MAX_TEXT}).status_code == 302
    assert len(respondent.response.profile["position"]) == MAX_TEXT


def test_more_than_the_site_takes_is_a_bad_request_in_plain_words(respondent: Respondent) -> None:
    answer = respondent.client.post(
        respondent.base + "profile/",
        "position=" + "a" * (settings.DATA_UPLOAD_MAX_MEMORY_SIZE + 1),
        content_type="application/x-www-form-urlencoded",
    )
    assert answer.status_code == 400
    assert "More was sent at once than the site takes" in text_of(answer)


def test_words_in_a_broken_encoding_are_stored_as_they_can_be_read(respondent: Respondent) -> None:
    answer = respondent.client.post(
        respondent.base + "profile/", "position=%FF%FEok", content_type="application/x-www-form-urlencoded"
    )
    assert answer.status_code == 302
    assert respondent.response.profile == {"position": "\ufffd\ufffdok"}


@pytest.mark.parametrize("path", ["F1.1/", "profile/", "N1.1/new/", "check/"])
def test_a_round_that_closed_meanwhile_shows_what_was_typed(respondent: Respondent, path: str) -> None:
    Round.objects.update(state="closed")
    answer = respondent.post(path, {"F1.1.a": "yes", "position": "Lawyer", "N1.1.name": "A portal"})
    words = text_of(answer)
    assert answer.status_code == 403
    assert "This round is closed and takes no more answers." in words
    assert all(typed in words for typed in ("Lawyer", "A portal", "Is there a law?"))
    assert respondent.answers == respondent.response.profile == {}


def test_what_was_chosen_is_shown_in_words_and_in_the_language_of_the_page(respondent: Respondent) -> None:
    Round.objects.update(state="closed")
    ours = Respondent(respondent.client, respondent.base.replace("/en/", "/ru/"))
    words = text_of(ours.post("F1.1/", {"F1.1.a": "dk"}))
    assert "Не знаю" in words
    assert "dk" not in words


def test_a_declaration_that_came_too_late_is_no_answer(respondent: Respondent) -> None:
    Round.objects.update(state="closed")
    words = text_of(respondent.post("check/", {"declaration": "on"}))
    assert "This round is closed" in words
    assert "What you typed" not in words


@pytest.mark.parametrize("path", ["", "F1.1/", "profile/", "N1.1/", "N1.1/new/", "check/"])
def test_a_closed_round_says_so_and_offers_a_copy_of_what_was_saved(respondent: Respondent, path: str) -> None:
    respondent.fill("F1.1/", {"F1.1.a": "yes"})
    Round.objects.update(state="closed")
    answer = respondent.get(path)
    assert answer.status_code == 403
    assert "was not submitted and does not count" in text_of(answer)
    assert f"{respondent.base}copy.pdf" in answer.content.decode()


def test_answers_after_submission_are_refused_and_shown(respondent: Respondent) -> None:
    submit(respondent.response)
    answer = respondent.post("F1.1/", {"F1.1.share": "77"})
    assert answer.status_code == 403
    assert "were submitted and can no longer be changed" in text_of(answer)
    assert "77" in text_of(answer)
    assert respondent.answers == {}


def test_without_a_session_the_words_are_shown_and_the_personal_link_asked_for(respondent: Respondent) -> None:
    respondent.client.cookies.clear()
    answer = respondent.post("F1.1/", {"F1.1.share": "77", "seen": "abc"})
    assert answer.status_code == 403
    assert "Open your personal link to go on." in text_of(answer)
    assert "77" in text_of(answer)
    assert "abc" not in text_of(answer)


@pytest.mark.parametrize("error", [OperationalError, InterfaceError])
def test_a_database_that_stops_while_saving_is_named_and_the_words_can_be_sent_again(
    respondent: Respondent, error: type[Exception]
) -> None:
    with patch("surveys.saving.connection") as stopped:
        stopped.cursor.side_effect = error("gone")
        answer = respondent.post("F1.1/", {"F1.1.a": "yes", "F1.1.share": '"7"', "go": "list"})
    page = answer.content.decode()
    assert answer.status_code == 503
    assert "The last save did not succeed" in text_of(answer)
    assert "What is the share?" in text_of(answer)
    assert f'<form method="post" action="{respondent.base}F1.1/"' in page
    assert field_value(answer, "F1.1.share") == "&quot;7&quot;"
    assert field_value(answer, "F1.1.a") == "yes"
    assert field_value(answer, "go") == "list"
    assert respondent.answers == {}


def test_a_database_that_stops_while_submitting_lets_one_try_again(respondent: Respondent) -> None:
    with patch("surveys.views.check.submit", side_effect=OperationalError("gone")):
        answer = respondent.post("check/", {"declaration": "on"})
    assert answer.status_code == 503
    assert f'<form method="post" action="{respondent.base}check/"' in answer.content.decode()
    assert field_value(answer, "declaration") == "on"
    assert respondent.response.is_editable


@pytest.mark.django_db(transaction=True)
def test_a_server_process_that_dies_while_saving_loses_nothing(respondent: Respondent) -> None:
    def terminate(*args: object, **options: object) -> None:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_terminate_backend(pg_backend_pid())")

    with patch("surveys.views.tables.merge", side_effect=terminate):
        answer = respondent.post("F1.1/", {"F1.1.share": "77", "go": "list"})
    connection.close()  # as the next request would
    assert answer.status_code == 503
    assert field_value(answer, "F1.1.share") == "77"
    assert respondent.answers == {}
    assert respondent.post("F1.1/", {"F1.1.share": "77", "go": "list"}).status_code == 302
    assert respondent.answers == {"F1.1.share": 77}


def test_a_database_that_stops_before_the_session_is_read_is_told_too(respondent: Respondent) -> None:
    with patch("metep.sessions.SessionStore.load", side_effect=OperationalError("gone")):
        answer = respondent.post("F1.1/", {"F1.1.share": "77"})
    assert answer.status_code == 503
    assert "77" in text_of(answer)


def test_a_failed_save_in_the_background_is_one_line(respondent: Respondent) -> None:
    with patch("surveys.saving.connection") as stopped:
        stopped.cursor.side_effect = OperationalError("gone")
        answer = respondent.post("F1.1/", {"F1.1.a": "yes"}, headers=BACKGROUND)
    assert answer.status_code == 503
    assert answer.json()["state"] == "later"
    assert answer.json()["words"].startswith("Not saved. The last save did not succeed")


def test_a_form_without_its_token_is_refused_and_shown_again(respondent: Respondent) -> None:
    strict = Client(enforce_csrf_checks=True)
    strict.cookies = respondent.client.cookies
    answer = strict.post(respondent.base + "F1.1/", {"F1.1.share": "77"})
    assert answer.status_code == 403
    assert "Allow cookies and try again." in text_of(answer)
    assert "77" in text_of(answer)
    assert respondent.answers == {}


def test_a_fault_of_ours_is_told_in_plain_words_without_the_database(respondent: Respondent) -> None:
    respondent.client.raise_request_exception = False
    with patch("surveys.views.tables.merge", side_effect=ZeroDivisionError):
        answer = respondent.post("F1.1/", {"F1.1.a": "yes"})
    assert answer.status_code == 500
    assert "The fault is ours." in text_of(answer)


def test_a_page_that_nobody_wrote_is_not_found_in_every_language(client: Client, db: None) -> None:
    for language in ("kk", "ru", "en"):
        answer = client.get(f"/{language}/nothing/")
        assert answer.status_code == 404
        assert f'<html lang="{language}">' in answer.content.decode()
