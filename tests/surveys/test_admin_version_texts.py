"""A translator reads the texts of a version side by side, mends those of a draft, takes them home and back."""

from __future__ import annotations

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from openpyxl import load_workbook

from surveys.models import InstrumentVersion, Item, TextReview
from surveys.publishing import clone
from surveys.side_by_side.files import HEADER
from surveys.side_by_side.reviewing import Standing
from surveys.storing import read_version
from surveys.text_reviewing import read_reviewed
from surveys.version_texts import texts_of
from surveys.workbooks import write_csv, write_workbook
from tests.surveys.administration import sign_in, words_of
from tests.surveys.test_admin_instruments import CHANGE, VIEW, item_of, url

TRANSLATE = "surveys.translate_instrumentversion"
PLACE = "item F1.1.a text"


@pytest.fixture
def draft(version: InstrumentVersion) -> InstrumentVersion:
    return clone(version, "2")


@pytest.fixture
def translator(db: None) -> Client:
    return sign_in(VIEW, TRANSLATE)


def lines_of(client: Client, version: InstrumentVersion, **asked: str):
    return client.get(url("texts", version), asked).context["lines"]


def form_of(line, **changes: str) -> dict[str, str]:
    """What a browser sends of a line."""
    n = line.number
    form = {f"place-{n}": line.reviewed.text.place, f"seen-{n}": line.reviewed.seen}
    form |= {f"{cell.language}-{n}": cell.words.replace("\n", "\r\n") for cell in line.cells}
    return form | {f"{name}-{n}": words for name, words in changes.items()}


def standing_of(version: InstrumentVersion, place: str) -> Standing:
    return next(one.standing for one in read_reviewed(version) if one.text.place == place)


def the_line(client: Client, version: InstrumentVersion, place: str = PLACE):
    return next(line for line in lines_of(client, version, q=place) if line.reviewed.text.place == place)


def test_every_text_of_the_version_is_there_once_under_its_own_name(version) -> None:
    texts = texts_of(version)
    assert len({text.place for text in texts}) == len(texts)
    instrument = read_version(version)
    shown = {text.place: dict(text.text) for text in texts}
    assert shown["instrument title"] == dict(instrument.title)
    for code, item in instrument.items_by_code.items():
        assert dict(item.text) in (shown.get(f"item {code} text"), shown.get(f"profile {code} text"))
    for scale in instrument.scales:
        for point in scale.points:
            assert shown[f"answer {scale.code}/{point.value} text"] == dict(point.text)


def test_a_clone_calls_its_texts_the_same(version, draft) -> None:
    assert [text.place for text in texts_of(draft)] == [text.place for text in texts_of(version)]


@pytest.mark.parametrize("language", ["kk", "ru", "en"])
def test_each_text_stands_in_its_language_beside_the_others(draft, translator, language) -> None:
    page = words_of(translator.get(url("texts", draft, language), {"q": PLACE}))
    for code in ("kk", "ru", "en"):
        assert f'lang="{code}"' in page
    assert f'<html lang="{language}"' in page


def test_texts_are_paged_and_take_the_same_queries_on_every_page(
    draft, translator, django_assert_max_num_queries
) -> None:
    assert len(lines_of(translator, draft)) == 20
    with django_assert_max_num_queries(24):
        translator.get(url("texts", draft), {"page": 2})


def test_a_marked_text_is_reviewed_until_it_changes(draft, translator) -> None:
    line = the_line(translator, draft)
    assert translator.post(url("texts", draft), form_of(line, reviewed="on")).status_code == 302
    review = TextReview.objects.get(version=draft)
    assert (review.place, review.text) == (PLACE, dict(line.reviewed.text.text))
    assert standing_of(draft, PLACE) == Standing.REVIEWED
    item = item_of(draft, "F1.1.a")
    Item.objects.filter(pk=item.pk).update(text_ru="Другое?")
    assert standing_of(draft, PLACE) == Standing.CHANGED
    line = the_line(translator, draft)
    assert [cell.before for cell in line.cells] == [None, item.text_ru, None]
    page = words_of(translator.get(url("texts", draft, "kk"), {"q": PLACE}))
    assert "Тексерілгеннен кейін өзгерген" in page
    assert item.text_ru in page


def test_a_mark_can_be_taken_back(draft, translator) -> None:
    translator.post(url("texts", draft), form_of(the_line(translator, draft), reviewed="on"))
    translator.post(url("texts", draft), form_of(the_line(translator, draft)))
    assert standing_of(draft, PLACE) == Standing.NEW


def test_saving_again_keeps_who_reviewed_and_when(draft, translator) -> None:
    translator.post(url("texts", draft), form_of(the_line(translator, draft), reviewed="on"))
    before = TextReview.objects.get()
    sign_in(VIEW, TRANSLATE).post(url("texts", draft), form_of(the_line(translator, draft), reviewed="on"))
    after = TextReview.objects.get()
    assert (after.reviewer, after.reviewed_at) == (before.reviewer, before.reviewed_at)


def test_a_text_that_is_mended_and_marked_is_reviewed_as_it_now_is(draft, translator) -> None:
    form = form_of(the_line(translator, draft), ru="Есть ли такой закон?", reviewed="on")
    assert translator.post(url("texts", draft), form).status_code == 302
    assert item_of(draft, "F1.1.a").text_ru == "Есть ли такой закон?"
    assert standing_of(draft, PLACE) == Standing.REVIEWED


def test_a_clone_begins_with_what_was_reviewed_of_its_original(version, translator) -> None:
    translator.post(url("texts", version), form_of(the_line(translator, version), reviewed="on"))
    assert standing_of(clone(version, "3"), PLACE) == Standing.REVIEWED


@pytest.mark.parametrize(
    ("show", "number"), [("new", True), ("reviewed", False), ("changed", False), ("faulty", False), ("", True)]
)
def test_texts_are_filtered_by_their_standing(draft, translator, show: str, number: bool) -> None:
    line = the_line(translator, draft)
    assert any(one.reviewed.text.place == PLACE for one in lines_of(translator, draft, show=show, q=PLACE)) == number
    translator.post(url("texts", draft), form_of(line, kk="Заң  бар ма?", reviewed="on"))
    expected = show in ("reviewed", "faulty", "")
    assert any(one.reviewed.text.place == PLACE for one in lines_of(translator, draft, show=show, q=PLACE)) == expected


def test_what_somebody_else_changed_meanwhile_is_not_overwritten(draft, translator) -> None:
    form = form_of(the_line(translator, draft), ru="Моё")
    Item.objects.filter(pk=item_of(draft, "F1.1.a").pk).update(text_ru="Чужое")
    page = translator.post(url("texts", draft), form)
    assert page.status_code == 422
    assert "Моё" in words_of(page)
    assert item_of(draft, "F1.1.a").text_ru == "Чужое"


@pytest.mark.parametrize("words", ["", "   "])
def test_a_text_cannot_be_emptied_and_nothing_else_of_the_page_is_kept(draft, translator, words: str) -> None:
    lines = lines_of(translator, draft)
    form = form_of(lines[0], reviewed="on", ru=words) | form_of(lines[1], reviewed="on")
    page = translator.post(url("texts", draft), form)
    assert page.status_code == 422
    assert not TextReview.objects.exists()
    assert page.context["lines"][0].cells[1].errors


def test_a_published_version_is_reviewed_but_not_changed(version, translator) -> None:
    line = the_line(translator, version)
    assert "<textarea" not in words_of(translator.get(url("texts", version)))
    assert translator.post(url("texts", version), form_of(line, reviewed="on")).status_code == 302
    assert standing_of(version, PLACE) == Standing.REVIEWED
    assert translator.post(url("texts", version), form_of(line, ru="Другое?")).status_code == 403
    assert translator.get(url("texts_import", version)).status_code == 403


@pytest.mark.parametrize(
    ("permissions", "seen", "kept", "brought"),
    [((), 403, 403, 403), ((VIEW,), 200, 403, 403), ((TRANSLATE,), 200, 302, 200), ((VIEW, CHANGE), 200, 302, 200)],
)
def test_each_page_needs_its_right(draft, translator, permissions, seen: int, kept: int, brought: int) -> None:
    form = form_of(the_line(translator, draft), reviewed="on")
    client = sign_in(*permissions)
    assert client.get(url("texts", draft)).status_code == seen
    assert client.get(f"{url('texts', draft)}texts.xlsx").status_code == seen
    assert client.post(url("texts", draft), form).status_code == kept
    assert client.get(url("texts_import", draft)).status_code == brought


# The file.


def table_of(client: Client, version: InstrumentVersion) -> list[list[str]]:
    content = client.get(f"{url('texts', version)}texts.xlsx").content
    rows = load_workbook(io.BytesIO(content)).active.iter_rows(values_only=True)
    return [[cell or "" for cell in row] for row in rows]


def upload(client: Client, version: InstrumentVersion, rows: list[list[str]], kind: str = "xlsx"):
    content = write_workbook(rows[0], rows[1:]) if kind == "xlsx" else write_csv(rows[0], rows[1:])
    return client.post(url("texts_import", version), {"file": SimpleUploadedFile(f"texts.{kind}", content)})


def confirm(client: Client, version: InstrumentVersion, page):
    sent = {"rows": page.context["rows"], "seen": page.context["preview"].fingerprint}
    return client.post(url("texts_import", version), sent)


@pytest.mark.parametrize("kind", ["xlsx", "csv"])
def test_what_is_taken_home_and_changed_comes_back_whole(draft, translator, kind: str) -> None:
    rows = table_of(translator, draft)
    assert rows[0] == list(HEADER)
    awkward = ["=1+1", "Бірінші жол\nекінші жол", "– «сызықша»", "@сома", "+7 700"]
    for row, words in zip(rows[1:], awkward, strict=False):
        row[1] = words
    page = upload(translator, draft, rows, kind)
    assert len(page.context["preview"].changed) == len(awkward)
    assert texts_of(draft)[0].text["kk"] != awkward[0]  # nothing before it is confirmed
    assert confirm(translator, draft, page).status_code == 302
    assert table_of(translator, draft) == rows
    assert upload(translator, draft, rows, kind).context["preview"].unchanged == len(rows) - 1


def test_rows_and_languages_that_a_file_leaves_out_stay(draft, translator) -> None:
    rows = [["code", "ru"], [PLACE, "Есть ли такой закон?"]]
    confirm(translator, draft, upload(translator, draft, rows))
    item = item_of(draft, "F1.1.a")
    assert (item.text_ru, bool(item.text_kk), bool(item.text_en)) == ("Есть ли такой закон?", True, True)


@pytest.mark.parametrize(
    ("row", "problem"),
    [
        (["item unknown text", "Ә", "А", "A"], "A3"),
        (["", "Ә", "А", "A"], "A3"),
        ([PLACE, "Ә", "А", "A"], "A3"),  # a second time
        (["item F1.1.b text", "Ә", "", "A"], "C3"),
        (["instrument title", "Ә" * 301, "А", "A"], "B3"),
        (["item F1.1.b text", "Ә %(name)s", "А", "A"], "B3"),
    ],
)
def test_a_file_with_a_bad_cell_is_refused_by_its_name_and_changes_nothing(draft, translator, row, problem) -> None:
    rows = [list(HEADER), [PLACE, "Жаңа мәтін", "Новый текст", "New text"], row]
    page = upload(translator, draft, rows)
    assert page.status_code == 422
    problems = page.context["preview"].problems
    assert [one.split(":")[0].split(" ")[0] for one in problems] == [problem]
    assert confirm(translator, draft, page).status_code == 422
    assert item_of(draft, "F1.1.a").text_ru != "Новый текст"


def test_a_file_that_was_looked_at_is_not_written_over_later_changes(draft, translator) -> None:
    page = upload(translator, draft, [["code", "ru"], [PLACE, "Моё"]])
    Item.objects.filter(pk=item_of(draft, "F1.1.a").pk).update(text_ru="Чужое")
    again = confirm(translator, draft, page)
    assert again.context["is_changed"]
    assert item_of(draft, "F1.1.a").text_ru == "Чужое"
