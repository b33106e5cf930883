"""The texts of recommendations side by side: reviewed, mended into drafts, taken home and back."""

from __future__ import annotations

import io

import pytest
from django.contrib.auth.models import Permission
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from openpyxl import load_workbook

from metep.models import User
from reports.models import Recommendation, RecommendationState, RecommendationTextReview, RecommendationVersion
from reports.recommendations.storing import entry_of, recommendations_of
from reports.repository.texts import read_reviewed, texts_of
from reports.repository.workflow import MENDED, publish, retire, submit, write
from surveys.side_by_side.files import HEADER
from surveys.side_by_side.reviewing import Standing
from surveys.workbooks import write_workbook
from tests.reports.repository.entries import entry, text
from tests.surveys.administration import words_of

INSTRUMENT = "small"
URL = f"/en/recommendations/texts/{INSTRUMENT}/"
PLACE = "search title"


@pytest.fixture
def author(db: None) -> User:
    return User.objects.create_superuser("author@example.org", "a long enough password")


@pytest.fixture
def published(version: object, author: User) -> Recommendation:
    """An entry that advises."""
    row = Recommendation(instrument=INSTRUMENT, code="search")
    write(row, entry("search"), author)
    submit(row, author)
    publish(row, User.objects.create_superuser("second@example.org", "a long enough password"))
    return row


@pytest.fixture
def translator(db: None) -> Client:
    user = User.objects.create_user("translator@example.org", "a long enough password")
    user.user_permissions.add(Permission.objects.get(codename="translate_recommendation"))
    client = Client()
    client.force_login(user)
    return client


def the_line(client: Client, place: str = PLACE):
    lines = client.get(URL, {"q": place}).context["lines"]
    return next(line for line in lines if line.reviewed.text.place == place)


def form_of(line, **changes: str) -> dict[str, str]:
    """What a browser sends of a line."""
    n = line.number
    form = {f"place-{n}": line.reviewed.text.place, f"seen-{n}": line.reviewed.seen}
    form |= {f"{cell.language}-{n}": cell.words.replace("\n", "\r\n") for cell in line.cells}
    return form | {f"{name}-{n}": words for name, words in changes.items()}


def standing_of(place: str) -> Standing:
    return next(one.standing for one in read_reviewed(INSTRUMENT) if one.text.place == place)


def test_every_text_of_an_entry_is_there_once(published: Recommendation) -> None:
    found = {one.place: dict(one.text) for one in texts_of(INSTRUMENT)}
    words = entry_of(published)
    assert found == {
        **{f"search {name}": getattr(words, name) for name in ("title", "action", "reason", "steps", "place")},
        "search example EE": words.examples[0].text,
    }


def test_retired_entries_are_left_out(published: Recommendation, author: User) -> None:
    retire(published, author, "Not needed.")
    assert texts_of(INSTRUMENT) == []


@pytest.mark.parametrize("language", ["kk", "ru", "en"])
def test_the_page_shows_three_languages_in_each_language(published, translator: Client, language: str) -> None:
    page = words_of(translator.get(f"/{language}/recommendations/texts/{INSTRUMENT}/"))
    assert all(f'lang="{code}"' in page for code in ("kk", "ru", "en"))
    assert 'name="kk-0"' in page


def test_the_address_without_an_instrument_leads_to_one_that_has_recommendations(published, translator) -> None:
    assert translator.get("/en/recommendations/texts/")["Location"] == URL


def test_a_marked_text_is_reviewed_until_it_changes(published, translator: Client, author: User) -> None:
    assert translator.post(URL, form_of(the_line(translator), reviewed="on")).status_code == 302
    assert (standing_of(PLACE), RecommendationTextReview.objects.get().reviewer.email) == (
        Standing.REVIEWED,
        "translator@example.org",
    )
    published.refresh_from_db()
    write(published, entry("search", title=text("Search better")), author, seen=3)
    assert standing_of(PLACE) == Standing.CHANGED
    assert [cell.before for cell in the_line(translator).cells] == [
        f"Improve the search ({language})" for language in ("kk", "ru", "en")
    ]


def test_marks_alone_change_no_entry(published, translator: Client) -> None:
    before = RecommendationVersion.objects.count()
    translator.post(URL, form_of(the_line(translator), reviewed="on"))
    assert RecommendationVersion.objects.count() == before


@pytest.mark.parametrize(("place", "field"), [(PLACE, "title"), ("search example EE", "example")])
def test_mended_words_are_a_draft_while_the_published_edition_advises(
    published, translator: Client, place: str, field: str
) -> None:
    advised = recommendations_of(INSTRUMENT).recommendations
    assert translator.post(URL, form_of(the_line(translator, place), ru="Иначе", reviewed="on")).status_code == 302
    published.refresh_from_db()
    words = entry_of(published)
    changed = words.title if field == "title" else words.examples[0].text
    assert (changed["ru"], published.state, standing_of(place)) == (
        "Иначе",
        RecommendationState.DRAFT,
        Standing.REVIEWED,
    )
    assert recommendations_of(INSTRUMENT).recommendations == advised
    assert published.versions.first().note == MENDED


def test_several_texts_of_an_entry_make_one_version(published, translator: Client) -> None:
    lines = translator.get(URL).context["lines"]
    form = {}
    for line in lines[:3]:
        form |= form_of(line, en=f"Other words {line.number}")
    before = published.versions.count()
    translator.post(URL, form)
    assert published.versions.count() == before + 1


def test_what_somebody_else_changed_meanwhile_is_not_overwritten(published, translator: Client, author: User) -> None:
    form = form_of(the_line(translator), ru="Моё")
    write(published, entry("search", title=text("Чужое")), author, seen=3)
    page = translator.post(URL, form)
    assert page.status_code == 422
    assert "Моё" in words_of(page)
    assert entry_of(Recommendation.objects.get()).title["ru"] == "Чужое (ru)"


@pytest.mark.parametrize("words", ["", "Ә" * 301])
def test_words_that_cannot_be_stored_are_refused_where_they_were_typed(published, translator, words: str) -> None:
    page = translator.post(URL, form_of(the_line(translator), kk=words))
    assert page.status_code == 422
    assert page.context["lines"][0].cells[0].errors
    assert entry_of(Recommendation.objects.get()).title == text("Improve the search")


def table_of(client: Client) -> list[list[str]]:
    rows = load_workbook(io.BytesIO(client.get(f"{URL}texts.xlsx").content)).active.iter_rows(values_only=True)
    return [[cell or "" for cell in row] for row in rows]


def upload(client: Client, rows: list[list[str]]):
    content = write_workbook(rows[0], rows[1:])
    return client.post(f"{URL}import/", {"file": SimpleUploadedFile("texts.xlsx", content)})


def confirm(client: Client, page):
    sent = {"rows": page.context["rows"], "seen": page.context["preview"].fingerprint}
    return client.post(f"{URL}import/", sent)


def test_what_is_taken_home_and_changed_comes_back_whole(published, translator: Client) -> None:
    rows = table_of(translator)
    assert rows[0] == list(HEADER)
    rows[1][1], rows[4][2] = "=1+1", "Первый шаг\nВторой шаг"
    page = upload(translator, rows)
    assert len(page.context["preview"].changed) == 2
    assert table_of(translator) != rows  # nothing before it is confirmed
    assert confirm(translator, page).status_code == 302
    assert table_of(translator) == rows


def test_a_file_with_a_text_that_is_not_there_changes_nothing(published, translator: Client) -> None:
    page = upload(translator, [list(HEADER), [PLACE, "Ә", "Я", "A"], ["gone title", "Ә", "Я", "A"]])
    assert page.status_code == 422
    assert "gone title" in page.context["preview"].problems[0]
    assert confirm(translator, page).status_code == 422


def test_an_instrument_without_recommendations_has_no_page(published, translator: Client) -> None:
    assert translator.get("/en/recommendations/texts/other/").status_code == 404


def test_who_may_not_translate_is_told_so(published) -> None:
    client = Client()
    client.force_login(User.objects.create_user("other@example.org", "a long enough password"))
    page = client.get(URL)
    assert page.status_code == 403
    assert "by translators" in words_of(page)


def test_the_page_takes_the_same_queries_however_many_texts_there_are(
    published, translator: Client, author: User, django_assert_max_num_queries
) -> None:
    for number in range(5):
        write(Recommendation(instrument=INSTRUMENT, code=f"more-{number}"), entry(f"more-{number}"), author)
    translator.get(URL)
    with django_assert_max_num_queries(12):
        translator.get(URL)
