"""Instrument versions in the administration: seen as a tree, cloned, edited, checked, published, downloaded."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from surveys.content import Instrument, read_instrument
from surveys.models import Chapter, InstrumentVersion, Item, Scale, Section, Table
from surveys.publishing import clone
from surveys.storing import read_version
from tests.surveys.administration import sign_in, words_of

VIEW, ADD = "surveys.view_instrumentversion", "surveys.add_instrumentversion"
CHANGE, PUBLISH = "surveys.change_instrumentversion", "surveys.publish_instrumentversion"
DELETE = "surveys.delete_instrumentversion"


@pytest.fixture
def draft(version: InstrumentVersion) -> InstrumentVersion:
    return clone(version, "2")


@pytest.fixture
def editor(db: None) -> Client:
    return sign_in(VIEW, ADD, CHANGE, PUBLISH, DELETE)


def url(page: str, part, language: str = "en") -> str:
    name = f"admin:surveys_{part._meta.model_name}_{page}"
    return f"/{language}/{reverse(name, args=[part.pk]).split('/', 2)[2]}"


def item_of(version: InstrumentVersion, code: str) -> Item:
    return Item.objects.get(table__chapter__section__version=version, code=code)


def item_form(item: Item, **changes: object) -> dict[str, object]:
    columns = ("code", "type", "parent", "row", "column", "scale", "scored", "tier", "area", "levels", "technologies")
    texts = {
        f"{name}_{code}": getattr(item, f"{name}_{code}") or ""
        for name in ("text", "help")
        for code in ("kk", "ru", "en")
    }
    fixed = {name: getattr(item, name) for name in columns}
    return {**fixed, **texts, "replaces": "", "note": "", "minimum": "", "maximum": "", **changes}


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("kk", ["Фактілер", "Заң бар ма?", "Бюджет туралы ақпарат", "Лауазымы", "Консультация"]),
        ("ru", ["Факты", "Есть ли закон?", "Информация о бюджете", "Должность", "Консультации"]),
        (
            "en",
            ["Facts", "Is there a law?", "Information on the budget", "Position", "Consultation", "info: Information"],
        ),
    ],
)
def test_the_tree_shows_the_version_whole_in_the_readers_language(version, editor, language, words) -> None:
    page = words_of(editor.get(url("tree", version, language)))
    assert [word for word in words if word not in page] == []
    assert [code for code in ("F1.1.share", "P1.2.a.consult", "N1.1.media") if code not in page] == []


def test_the_tree_takes_a_handful_of_queries(version, draft, editor, django_assert_max_num_queries) -> None:
    with django_assert_max_num_queries(20):
        editor.get(url("tree", version))
    with django_assert_max_num_queries(32):
        editor.get(url("tree", draft))


def test_the_list_names_problems_and_takes_as_many_queries_for_six_drafts_as_for_two(
    version, editor, django_assert_num_queries, django_assert_max_num_queries
) -> None:
    for name in "23":
        clone(version, name)
    item = item_of(InstrumentVersion.objects.get(version="3"), "F1.1.a")
    Item.objects.filter(pk=item.pk).update(text_ru="", area="x")
    address = reverse("admin:surveys_instrumentversion_changelist")
    page = editor.get(address)
    assert {str(v): v.problem_count for v in page.context["cl"].result_list} == {
        "small 1": 0,
        "small 2": 0,
        "small 3": 2,
    }
    assert [v.item_count for v in page.context["cl"].result_list] == [14, 14, 14]
    with django_assert_max_num_queries(25) as captured:
        editor.get(address)
    for name in "4567":
        clone(version, name)
    with django_assert_num_queries(len(captured)):
        editor.get(address)


def test_a_version_is_cloned_under_a_new_name(version, editor, small: Instrument) -> None:
    page = editor.post(url("clone", version), {"version": "2014-b"})
    draft = InstrumentVersion.objects.get(version="2014-b")
    assert page.status_code == 302
    assert page["Location"] == url("tree", draft)
    assert not draft.is_published
    assert read_version(draft).sections == small.sections


@pytest.mark.parametrize("name", ["1", "", "a/b", "x" * 51, "б"])
def test_a_name_that_is_taken_or_no_name_makes_no_clone(version, editor, name: str) -> None:
    page = editor.post(url("clone", version), {"version": name})
    assert page.status_code == 200
    assert page.context["form"].errors["version"]
    assert InstrumentVersion.objects.count() == 1


def test_an_item_of_a_draft_is_edited_in_three_languages(draft, editor) -> None:
    item = item_of(draft, "F1.1.b")
    form = item_form(
        item, text_kk="Қолданыла ма?", text_ru="Применяется?", text_en="Applied?\r\nAt all?", levels=["consultation"]
    )
    page = editor.post(url("change", item), form)
    assert page["Location"] == f"{url('tree', draft)}#item-{item.pk}"
    item.refresh_from_db()
    assert (item.text_kk, item.text_ru, item.text_en) == ("Қолданыла ма?", "Применяется?", "Applied?\nAt all?")
    assert (item.levels, item.parent, item.area) == (["consultation"], "F1.1.a", "legal")


@pytest.mark.parametrize("code", ["F1.1.a", "P1.2.a.info", "N1.1.media", "F2.1.a.count", "position"])
def test_opening_an_item_and_saving_it_unchanged_changes_nothing(draft, editor, code: str) -> None:
    before = read_version(draft)
    item = draft.profile.get(code=code) if code == "position" else item_of(draft, code)
    form = editor.get(url("change", item)).context["adminform"].form
    data = {name: value for name in form.fields if (value := form[name].value()) not in (None, False)}
    assert editor.post(url("change", item), data).status_code == 302
    assert read_version(draft) == before


def test_an_item_that_names_what_the_version_lacks_keeps_it_until_it_is_mended(draft, editor) -> None:
    item = item_of(draft, "F1.1.b")
    Item.objects.filter(pk=item.pk).update(area="gone", levels=["lost"])
    fields = editor.get(url("change", item)).context["adminform"].form.fields
    assert ("gone", "gone") in fields["area"].choices
    assert ("lost", "lost") in fields["levels"].choices


def test_items_are_added_removed_and_put_in_order_on_the_page_of_their_table(draft, editor) -> None:
    table = Table.objects.get(chapter__section__version=draft, code="F1.1")
    page = editor.get(url("change", table))
    formsets = [inline.formset for inline in page.context["inline_admin_formsets"]]
    forms = [form for formset in formsets for form in (formset.management_form, *formset.forms)]
    values = {form.add_prefix(name): form[name].value() for form in forms for name in form.fields if name != "DELETE"}
    data = {name: "" if value is None else value for name, value in values.items()}
    data |= {"code": "F1.1", "title_kk": "Ел", "title_ru": "Страна", "title_en": "The country"}
    places = {data[f"items-{n}-code"]: n for n in range(4)}
    data[f"items-{places['F1.1.share']}-DELETE"] = "on"
    data[f"items-{places['F1.1.c']}-position"] = "0"
    data[f"items-{places['F1.1.a']}-position"] = "1"
    data[f"items-{places['F1.1.b']}-position"] = "2"
    new = {"position": "4", "code": "F1.1.d", "type": "text", "text_kk": "Жаңа", "text_ru": "Новый", "text_en": "New"}
    data |= {f"items-4-{name}": value for name, value in new.items()} | {"items-TOTAL_FORMS": "5"}
    assert editor.post(url("change", table), data).status_code == 302
    items = read_version(draft).table_by_item["F1.1.a"].items
    assert [item.code for item in items] == ["F1.1.c", "F1.1.a", "F1.1.b", "F1.1.d"]
    assert (items[3].text["ru"], items[3].scored, items[3].tier) == ("Новый", "no", "national")


def test_a_new_row_is_offered_the_last_place_and_left_alone_is_no_row(draft, editor) -> None:
    table = Table.objects.get(chapter__section__version=draft, code="F1.1")
    formsets = editor.get(url("change", table)).context["inline_admin_formsets"]
    items, rows = formsets[0].formset, formsets[1].formset
    assert items.empty_form["position"].value() == 4
    assert rows.empty_form["position"].value() == 0


def test_the_problems_of_a_draft_lead_to_where_they_are_mended(draft, editor) -> None:
    item = item_of(draft, "F1.1.b")
    Item.objects.filter(pk=item.pk).update(text_ru="", area="x")
    scale = Scale.objects.get(version=draft, code="media")
    scale.points.filter(value="site").update(text_en="")
    InstrumentVersion.objects.filter(pk=draft.pk).update(title_ru="")
    problems = {p.sentence: p.url for p in editor.get(url("tree", draft)).context["problems"]}
    assert problems == {
        "The instrument: title lacks ru.": url("change", draft),
        "media: site: text lacks en.": url("change", scale),
        "F1.1.b: text lacks ru.": url("change", item),
        "F1.1.b names an unknown area x.": url("change", item),
    }


def test_publishing_freezes_the_draft(draft, editor) -> None:
    page = editor.post(url("publish", draft), follow=True)
    draft.refresh_from_db()
    assert draft.is_published
    assert "The version small 2 is published and can no longer change." in words_of(page)


def test_an_unfinished_draft_is_not_published_and_all_problems_are_shown(draft, editor) -> None:
    Item.objects.filter(pk=item_of(draft, "F1.1.b").pk).update(text_ru="", area="x")
    page = words_of(editor.post(url("publish", draft), follow=True))
    draft.refresh_from_db()
    assert not draft.is_published
    assert "The version small 2 cannot be published yet. Problems found: 2." in page
    assert "F1.1.b: text lacks ru." in page
    assert "F1.1.b names an unknown area x." in page


def test_following_a_link_publishes_nothing(draft, editor) -> None:
    assert editor.get(url("publish", draft)).status_code == 405
    draft.refresh_from_db()
    assert not draft.is_published


def test_the_file_of_a_version_reads_as_the_version(version, editor, small: Instrument) -> None:
    page = editor.get(url("download", version))
    assert page["Content-Disposition"] == 'attachment; filename="small-1.toml"'
    assert read_instrument(page.content.decode()) == small


@pytest.mark.parametrize("model", [InstrumentVersion, Section, Chapter, Table, Scale, Item])
def test_a_published_version_is_shown_and_refuses_changes(version, editor, model) -> None:
    part = version if model is InstrumentVersion else model.objects.first()
    before = read_version(version)
    page = editor.get(url("change", part))
    assert page.status_code == 200
    assert page.context["has_change_permission"] is False
    assert 'name="_save"' not in words_of(page)
    assert editor.post(url("change", part), {"code": "X", "title_kk": "X"}).status_code == 403
    assert read_version(version) == before


def test_a_published_version_cannot_be_deleted_and_a_draft_can(version, draft, editor) -> None:
    assert editor.post(url("delete", version), {"post": "yes"}).status_code == 403
    assert editor.get(url("delete", draft)).status_code == 200
    assert editor.post(url("delete", draft), {"post": "yes"}).status_code == 302
    assert list(InstrumentVersion.objects.all()) == [version]


def test_a_draft_that_a_round_uses_cannot_be_deleted(draft, editor, survey_round) -> None:
    survey_round.version = draft
    survey_round.save()
    assert str(survey_round) in words_of(editor.get(url("delete", draft, "kk")))
    assert editor.post(url("delete", draft), {"post": "yes"}).status_code in (200, 403)
    assert InstrumentVersion.objects.count() == 2


@pytest.mark.parametrize(
    ("permissions", "allowed"),
    [
        ((), set()),
        ((VIEW,), {"tree", "download", "change"}),
        ((VIEW, ADD), {"tree", "download", "change", "clone"}),
        ((CHANGE,), {"tree", "download", "change"}),
        ((VIEW, PUBLISH), {"tree", "download", "change", "publish"}),
        ((VIEW, DELETE), {"tree", "download", "change", "delete"}),
    ],
)
def test_each_page_needs_its_right(draft, permissions, allowed) -> None:
    client = sign_in(*permissions)
    pages = ["tree", "download", "change", "clone", "delete"]
    seen = {page for page in pages if client.get(url(page, draft)).status_code == 200}
    if client.post(url("publish", draft)).status_code == 302:
        seen.add("publish")
    assert seen == allowed


def test_somebody_who_may_only_look_cannot_edit_a_draft(draft) -> None:
    item = item_of(draft, "F1.1.b")
    client = sign_in(VIEW)
    assert client.get(url("change", item)).context["has_change_permission"] is False
    assert client.post(url("change", item), item_form(item, text_en="Other")).status_code == 403


def test_a_visitor_is_sent_to_the_sign_in_page(draft, client) -> None:
    for page in ("tree", "clone", "download"):
        assert client.get(url(page, draft)).status_code == 302


def test_parts_are_reached_from_the_tree_and_not_from_the_index(version, editor) -> None:
    page = words_of(editor.get(reverse("admin:index")))
    assert "/surveys/instrumentversion/" in page
    assert "/surveys/item/" not in page
    assert editor.get(reverse("admin:surveys_item_changelist"))["Location"].endswith("/surveys/instrumentversion/")


def test_no_page_asks_another_server_for_anything(version, draft, editor) -> None:
    for address in (url("tree", version), url("change", draft), url("change", Table.objects.last())):
        page = words_of(editor.get(address))
        assert [word for word in ('src="//', 'src="http', 'href="//', "googleapis") if word in page] == []
