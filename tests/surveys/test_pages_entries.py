"""A table that is answered once for each entry: any number of them, without JavaScript."""

from __future__ import annotations

import pytest

from surveys.catalogue import instrument_of
from surveys.content import read_instrument
from surveys.lifecycle import submit
from surveys.models import InstrumentVersion
from surveys.saving import save_answers
from tests.contents import SMALL
from tests.surveys.respondents import Respondent, field_value, seen_in, text_of

ONE, TWO = {"N1.1.name": "One"}, {"N1.1.name": "Two"}


def add(respondent: Respondent, **answers: object) -> None:
    answer = respondent.fill("N1.1/new/", {f"N1.1.{name}": value for name, value in answers.items()})
    assert respondent.lands_on(answer) == "N1.1/"


def test_entries_are_added_one_after_another(respondent: Respondent) -> None:
    assert "There are no entries yet." in text_of(respondent.get("N1.1/"))
    add(respondent, name="One", end=["2026-12-31"], media=["", "other", "site"], url="example.org")
    add(respondent, name="Two", end=["", "ongoing"])
    assert respondent.answers["N1.1"] == [
        {
            "N1.1.name": "One",
            "N1.1.end": "2026-12-31",
            "N1.1.media": ["site", "other"],
            "N1.1.url": "https://example.org",
        },
        {"N1.1.name": "Two", "N1.1.end": "ongoing"},
    ]
    words = text_of(respondent.get("N1.1/"))
    assert all(part in words for part in ("One", "Site; Other", "Two", "ongoing", "Add another entry"))


def test_an_entry_is_shown_and_changed(respondent: Respondent) -> None:
    save_answers(respondent.response, {"N1.1": [ONE, TWO | {"N1.1.media": ["site"], "N1.1.end": "ongoing"}]})
    page = respondent.get("N1.1/2/")
    assert field_value(page, "N1.1.name") == "Two"
    assert page.content.decode().count(" checked") == 2
    answer = respondent.fill("N1.1/2/", {"N1.1.name": "2", "N1.1.media": [""], "N1.1.end": [""]})
    assert respondent.lands_on(answer) == "N1.1/"
    assert respondent.answers["N1.1"] == [ONE, {"N1.1.name": "2"}]


def test_an_entry_is_removed_after_a_question(respondent: Respondent) -> None:
    save_answers(respondent.response, {"N1.1": [ONE, TWO]})
    question = respondent.get("N1.1/1/remove/")
    assert "Remove this entry? One" in text_of(question).replace("  ", " ")
    answer = respondent.post("N1.1/1/remove/", {"seen": seen_in(question)})
    assert respondent.lands_on(answer) == "N1.1/"
    assert respondent.answers["N1.1"] == [TWO]
    respondent.fill("N1.1/1/remove/", {})
    assert respondent.answers == {}


def test_pressing_remove_twice_removes_one(respondent: Respondent) -> None:
    save_answers(respondent.response, {"N1.1": [ONE, TWO]})
    seen = seen_in(respondent.get("N1.1/1/remove/"))
    for _ in range(2):
        respondent.post("N1.1/1/remove/", {"seen": seen})
    assert respondent.answers["N1.1"] == [TWO]


def test_pressing_save_twice_adds_one(respondent: Respondent) -> None:
    page = seen_in(respondent.get("N1.1/new/"))
    for _ in range(2):
        assert respondent.lands_on(respondent.post("N1.1/new/", {"seen": page, **ONE})) == "N1.1/"
    assert respondent.answers["N1.1"] == [ONE]


def test_pressing_save_twice_on_an_entry_is_no_conflict(respondent: Respondent) -> None:
    save_answers(respondent.response, {"N1.1": [ONE, TWO]})
    seen = seen_in(respondent.get("N1.1/1/"))
    for _ in range(2):
        assert respondent.lands_on(respondent.post("N1.1/1/", {"seen": seen, "N1.1.name": "Uno"})) == "N1.1/"
    assert respondent.answers["N1.1"] == [{"N1.1.name": "Uno"}, TWO]


def test_an_entry_may_become_like_another(respondent: Respondent) -> None:
    save_answers(respondent.response, {"N1.1": [ONE, TWO]})
    respondent.fill("N1.1/1/", TWO)
    assert respondent.answers["N1.1"] == [TWO, TWO]


def test_an_entry_that_is_emptied_is_kept_until_it_is_removed(respondent: Respondent) -> None:
    save_answers(respondent.response, {"N1.1": [ONE]})
    answer = respondent.fill("N1.1/1/", {"N1.1.name": ""})
    assert answer.status_code == 422
    assert f'action="{respondent.base}N1.1/1/"' in answer.content.decode()
    assert respondent.answers["N1.1"] == [ONE]


def test_a_gap_in_a_new_entry_is_told_and_the_rest_is_kept(respondent: Respondent) -> None:
    answer = respondent.fill("N1.1/new/", {"N1.1.name": "", "N1.1.url": "https://example.org"})
    assert answer.status_code == 422
    assert answer.content.decode().count("Answer this question.") == 2
    assert respondent.answers["N1.1"] == [{"N1.1.url": "https://example.org"}]
    # The page goes on as that of the entry: saving again does not add another.
    assert f'action="{respondent.base}N1.1/1/"' in answer.content.decode()
    respondent.post("N1.1/1/", {"seen": seen_in(answer), **ONE})
    assert respondent.answers["N1.1"] == [ONE | {"N1.1.url": "https://example.org"}]


def test_a_blank_entry_is_not_added(respondent: Respondent) -> None:
    answer = respondent.fill("N1.1/new/", {"N1.1.name": " "})
    assert answer.status_code == 422
    assert respondent.answers == {}


@pytest.mark.parametrize(
    ("field", "typed", "message"),
    [
        ("end", ["tomorrow"], "“tomorrow” is not a date."),
        ("end", ["2026-01-01", "ongoing"], "Give a date or mark that it is ongoing, not both."),
        ("url", "not an address", "is not a web address."),
        ("media", ["radio"], "“radio” is not one of the answers"),
    ],
)
def test_an_error_in_an_entry_keeps_what_was_typed(
    respondent: Respondent, field: str, typed: str | list[str], message: str
) -> None:
    answer = respondent.fill("N1.1/new/", {"N1.1.name": "One", f"N1.1.{field}": typed})
    assert answer.status_code == 422
    assert answer.content.decode().count(message) == 2
    if field != "media":
        assert field_value(answer, f"N1.1.{field}") == (typed if isinstance(typed, str) else typed[0])
    assert respondent.answers["N1.1"] == [ONE]


def test_an_entry_that_moved_is_still_the_one_that_is_changed(respondent: Respondent) -> None:
    save_answers(respondent.response, {"N1.1": [ONE, TWO]})
    seen = seen_in(respondent.get("N1.1/2/"))
    save_answers(respondent.response, {"N1.1": [TWO]})
    respondent.post("N1.1/2/", {"seen": seen, "N1.1.name": "Second"})
    assert respondent.answers["N1.1"] == [{"N1.1.name": "Second"}]


def test_an_entry_changed_elsewhere_is_not_overwritten_before_the_next_save(respondent: Respondent) -> None:
    save_answers(respondent.response, {"N1.1": [ONE]})
    seen = seen_in(respondent.get("N1.1/1/"))
    save_answers(respondent.response, {"N1.1": [{"N1.1.name": "Uno"}]})
    answer = respondent.post("N1.1/1/", {"seen": seen, "N1.1.name": "Eins"})
    assert answer.status_code == 409
    assert "It says now: Name: Uno." in text_of(answer)
    assert field_value(answer, "N1.1.name") == "Eins"
    assert respondent.answers["N1.1"] == [{"N1.1.name": "Uno"}]
    respondent.post("N1.1/1/", {"seen": seen_in(answer), "N1.1.name": "Eins"})
    assert respondent.answers["N1.1"] == [{"N1.1.name": "Eins"}]


def test_an_entry_removed_elsewhere_can_be_added_anew(respondent: Respondent) -> None:
    save_answers(respondent.response, {"N1.1": [ONE]})
    seen = seen_in(respondent.get("N1.1/1/"))
    save_answers(respondent.response, {"N1.1": None})
    answer = respondent.post("N1.1/1/", {"seen": seen, "N1.1.name": "Eins"})
    assert answer.status_code == 409
    assert f'action="{respondent.base}N1.1/new/"' in answer.content.decode()
    respondent.post("N1.1/new/", {"seen": seen_in(answer), "N1.1.name": "Eins"})
    assert respondent.answers["N1.1"] == [{"N1.1.name": "Eins"}]


def test_a_language_button_keeps_an_entry(respondent: Respondent) -> None:
    answer = respondent.fill("N1.1/new/", {**ONE, "language": "ru"})
    assert answer["Location"] == respondent.base.replace("/en/", "/ru/") + "N1.1/1/"
    wrong = respondent.fill("N1.1/1/", {**ONE, "N1.1.end": "x", "language": "kk"})
    assert wrong.status_code == 422
    assert '<html lang="kk">' in wrong.content.decode()
    assert field_value(wrong, "N1.1.end") == "x"
    assert respondent.fill("N1.1/new/", {"language": "ru"})["Location"].endswith(
        "/ru/" + respondent.base[4:] + "N1.1/new/"
    )


def test_a_submitted_response_takes_no_entry(respondent: Respondent) -> None:
    submit(respondent.response)
    answer = respondent.post("N1.1/new/", ONE)
    assert answer.status_code == 403
    assert "One" in text_of(answer)
    assert respondent.answers == {}


@pytest.mark.parametrize("path", ["N1.1/3/", "N1.1/0/remove/", "N1.1/3/remove/", "F1.1/new/", "F1.1/1/", "F9/1/"])
def test_an_entry_that_is_not_there_is_not_found(respondent: Respondent, path: str) -> None:
    save_answers(respondent.response, {"N1.1": [ONE]})
    assert respondent.get(path).status_code == 404


def test_an_end_before_the_start_is_refused_and_nothing_typed_is_lost(
    version: InstrumentVersion, respondent: Respondent, monkeypatch: pytest.MonkeyPatch
) -> None:
    # The small instrument has one date: another instrument is read in its place, with a start.
    small = instrument_of(version.pk)
    text = SMALL.read_text("utf-8").replace('code = "N1.1.url"\ntype = "url"', 'code = "N1.1.url"\ntype = "date"')
    text += '\n[[relations]]\ncode = "p"\nkind = "period"\nitems = ["N1.1.url", "N1.1.end"]\n'
    text += 'text = {kk = "x", ru = "x", en = "x"}\n'
    changed = read_instrument(text)
    assert changed != small
    monkeypatch.setattr("surveys.forms.periods.instrument_of", lambda pk: changed)
    monkeypatch.setattr("surveys.questionnaires.instrument_of", lambda pk: changed)
    dates = {"N1.1.name": "One", "N1.1.url": "2026-05-02", "N1.1.end": ["2026-05-01"]}
    answer = respondent.fill("N1.1/new/", dates)
    assert answer.status_code == 422
    assert text_of(answer).count("The end is before the start. Change one of the two dates.") == 4
    assert [field_value(answer, code) for code in ("N1.1.url", "N1.1.end")] == ["2026-05-02", "2026-05-01"]
    assert respondent.answers["N1.1"] == [{"N1.1.name": "One"}]
    answer = respondent.fill("N1.1/1/", dates | {"N1.1.end": ["2026-05-02"]})
    assert respondent.lands_on(answer) == "N1.1/"
    assert respondent.answers["N1.1"][0]["N1.1.end"] == "2026-05-02"
    answer = respondent.fill("N1.1/1/", dates)  # the end alone was changed: it alone is refused
    assert text_of(answer).count("The end is before the start. Change one of the two dates.") == 2
    assert respondent.answers["N1.1"][0]["N1.1.end"] == "2026-05-02"
