"""Writing an entry in its form: what is wrong is said at its field, nothing that was typed is lost."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from metep.models import User
from reports.models import Recommendation, SourceDocument
from reports.recommendations.storing import entry_of
from reports.repository import workflow
from surveys.models import InstrumentVersion
from tests.reports.repository.conftest import Make
from tests.reports.repository.entries import entry, text

NEW = "repository-new"


def posted(code: str = "new", examples: int = 0, **changes: Any) -> dict[str, Any]:
    """What the form of a new entry sends."""
    texts = {
        f"{name}_{language}": f"{name} {language}"
        for name in ("title", "action", "reason", "place")
        for language in ("kk", "ru", "en")
    }
    values: dict[str, Any] = {
        "code": code,
        "levels": ["information"],
        "area": "legal",
        "tiers": ["national"],
        "effort": "low",
        "costs": "none",
        "horizon": "months",
        "sources": [],
        "seen": "0",
        "note": "First draft",
        "do": "save",
        "examples-TOTAL_FORMS": str(examples),
        "examples-INITIAL_FORMS": "0",
    }
    return texts | values | changes


def address(made: Recommendation, route: str = "repository-edit") -> str:
    return reverse(route, args=[made.instrument, made.code])


def test_a_new_entry_is_kept_in_three_languages(writers_client: Client, version: InstrumentVersion) -> None:
    response = writers_client.post(
        reverse(NEW), posted(steps_kk="Бір\r\nЕкі", steps_ru="Раз\r\nДва", steps_en="1\r\n2")
    )
    made = Recommendation.objects.get()
    assert response["Location"] == address(made, "repository-entry")
    words = entry_of(made)
    assert words.title == {"kk": "title kk", "ru": "title ru", "en": "title en"}
    assert words.steps == {"kk": "Бір\nЕкі", "ru": "Раз\nДва", "en": "1\n2"}
    assert (words.levels, words.area, words.tiers, words.costs) == (("information",), "legal", ("national",), "none")
    assert made.versions.get().note == "First draft"


def test_each_text_has_its_language(writers_client: Client, version: InstrumentVersion) -> None:
    page = writers_client.get(reverse(NEW)).text
    for language in ("kk", "ru", "en"):
        for name in ("title", "action", "reason", "steps", "place"):
            assert re.search(rf'<textarea name="{name}_{language}"[^>]* lang="{language}"', page)


@pytest.mark.parametrize(
    ("changes", "field", "problem"),
    [
        ({"code": ""}, "code", "This field is required."),
        ({"code": "екі сөз"}, "code", "Enter a valid"),
        ({"title_kk": "", "title_ru": "", "title_en": ""}, "title_kk", "Give a title in at least one language."),
        ({"title_en": "x" * 301}, "title_en", "at most 300 characters"),
        ({"area": "mood"}, "area", "Select a valid choice"),
        ({"levels": ["mood"]}, "levels", "Select a valid choice"),
        ({"effort": "none"}, "effort", "Select a valid choice"),
        ({"sources": ["hearsay"]}, "sources", "Select a valid choice"),
        ({"source_code": "book"}, "source_text_kk", "Describe the source in this language too"),
        ({"source_text_en": "A book"}, "source_code", "Give the source a code."),
        ({"source_code": "study"}, "source_code", "There is a source with this code"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_typed_is_lost(
    writers_client: Client, version: InstrumentVersion, changes: dict[str, Any], field: str, problem: str
) -> None:
    SourceDocument.objects.create(code="study", text_en="Study")
    response = writers_client.post(reverse(NEW).replace("/kk/", "/en/"), posted(**changes))
    assert response.status_code == 422
    form = response.context["form"]
    assert any(problem in sentence for sentence in form.errors[field])
    assert f'href="#id_{field}' in response.text
    assert "action kk</textarea>" in response.text
    assert not Recommendation.objects.exists()
    assert SourceDocument.objects.count() == 1


def test_a_code_is_taken_once_for_each_instrument(writers_client: Client, draft: Make) -> None:
    draft("search")
    response = writers_client.post(reverse(NEW), posted("search"))
    assert response.status_code == 422
    assert "code" in response.context["form"].errors


def test_a_source_is_added_with_the_entry(writers_client: Client, version: InstrumentVersion) -> None:
    described = {f"source_text_{language}": f"Book {language}" for language in ("kk", "ru", "en")}
    writers_client.post(reverse(NEW), posted(source_code="book", **described))
    assert SourceDocument.objects.get().text_ru == "Book ru"
    assert entry_of(Recommendation.objects.get()).sources == ("book",)


def test_examples_are_added_by_a_button_and_empty_ones_left_out(
    writers_client: Client, version: InstrumentVersion
) -> None:
    response = writers_client.post(reverse(NEW), posted(do="add-example", title_kk=""))
    assert response.status_code == 200
    assert 'name="examples-0-country"' in response.text
    assert "title en</textarea>" in response.text
    assert not Recommendation.objects.exists()
    first = {f"examples-0-text_{language}": f"So {language}" for language in ("kk", "ru", "en")}
    writers_client.post(reverse(NEW), posted(examples=2, **first, **{"examples-0-country": "EE"}))
    (example,) = entry_of(Recommendation.objects.get()).examples
    assert (example.country, example.text["ru"], example.source) == ("EE", "So ru", "")


@pytest.mark.parametrize(
    ("example", "field"),
    [({"examples-0-text_kk": "So"}, "country"), ({"examples-0-country": "EE"}, "text_kk")],
)
def test_an_example_without_country_or_words_is_refused(
    writers_client: Client, version: InstrumentVersion, example: dict[str, str], field: str
) -> None:
    response = writers_client.post(reverse(NEW), posted(examples=1, **example))
    assert response.status_code == 422
    assert f"#id_examples-0-{field}" in response.text


def test_changing_a_published_entry_begins_a_draft(
    writers_client: Client, published: Make, version: InstrumentVersion
) -> None:
    made = published()
    page = writers_client.get(address(made))
    assert 'name="code"' not in page.text
    assert 'value="EE" selected' in page.text
    values = posted(seen=str(workflow.version_of(made)), sources=["study"])
    writers_client.post(address(made), values)
    fresh = Recommendation.objects.get()
    assert (fresh.state, fresh.edition, fresh.title_en) == ("draft", 1, "title en")
    assert entry_of(fresh).triggers == entry().triggers
    assert fresh.advising.content["title"]["en"] == "Improve the search (en)"


def test_a_text_that_was_changed_meanwhile_is_refused_and_kept_on_the_page(
    writers_client: Client, draft: Make, second: User
) -> None:
    made = draft()
    workflow.write(made, entry(title=text("Theirs")), second, "", 1)
    response = writers_client.post(
        address(made), posted(seen="1", source_code="book", source_text_kk="К", source_text_ru="К", source_text_en="B")
    )
    assert response.status_code == 409
    assert "title kk</textarea>" in response.text
    assert Recommendation.objects.get().title_en == "Theirs (en)"
    assert not SourceDocument.objects.filter(code="book").exists(), "a source is stored with the entry or not at all"


def test_what_is_missing_before_review_stands_on_the_page(writers_client: Client, draft: Make) -> None:
    made = draft(sources=(), place={"en": "Here"})
    page = writers_client.get(address(made).replace("/kk/", "/en/")).text
    for problem in ("search names no source.", "search: place lacks kk, ru."):
        assert f'<p class="todo-here">{problem}</p>' in page


def test_an_instrument_that_is_not_there_has_no_form(writers_client: Client, version: InstrumentVersion) -> None:
    assert writers_client.get(f"{reverse(NEW)}?instrument=other").status_code == 404
