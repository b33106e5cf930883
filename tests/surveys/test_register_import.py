"""The register of institutions from a file, in the administration; the regions of a country."""

from __future__ import annotations

import io
import re
from io import StringIO
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.test import Client

from surveys.models import Institution, Region
from surveys.regions import read_regions
from surveys.workbooks import write_csv, write_workbook
from tests.surveys.administration import sign_in, words_of

URL = "/en/admin/surveys/institution/import/"
COLUMNS = ("code", "name_kk", "name_ru", "name_en", "kind", "level", "region", "url")
RIGHTS = ("surveys.add_institution", "surveys.change_institution", "surveys.view_institution")
KZ = settings.BASE_DIR / "fixtures" / "regions" / "KZ.toml"

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor(db: None) -> Client:
    return sign_in(*RIGHTS)


def upload(client: Client, content: bytes, url: str = URL):
    file = io.BytesIO(content)
    file.name = "register.csv"
    return client.post(url, {"file": file, "country": "KZ"})


def confirm(client: Client, page):
    fields = dict(re.findall(r'name="(country|rows|seen)" value="([^"]*)"', page.content.decode()))
    return client.post(URL, fields)


ROW = ("I2", "Екінші", "Второе", "Second", "ministry", "central", "KZ-X1", "https://example.org")


@pytest.mark.parametrize("write", [write_csv, write_workbook])
def test_new_and_changed_institutions_are_shown_and_then_written(institution, editor, write) -> None:
    content = write(COLUMNS, [ROW, ("I1", "Жаңа атау", "Учреждение", "Institution", "", "", "First", "")])
    page = upload(editor, content)
    preview = page.context["preview"]
    assert [planned.key for planned in preview.new] == ["I2"]
    ((changed,),) = [planned.changes for planned in preview.changed]
    assert (changed.column, changed.before, changed.after) == ("name_kk", "Мекеме", "Жаңа атау")
    assert Institution.objects.count() == 1
    assert confirm(editor, page).status_code == 302
    assert Institution.objects.get(code="I2").region == institution.region
    assert Institution.objects.get(code="I1").name_kk == "Жаңа атау"
    assert upload(editor, content).context["preview"].unchanged == 2


def test_columns_that_the_file_lacks_stay_as_they_are(institution, editor) -> None:
    Institution.objects.update(kind="ministry", url="https://example.org/")
    confirm(editor, upload(editor, write_csv(COLUMNS[:4], [("I1", "Жаңа", "Новое", "New")])))
    stored = Institution.objects.get()
    assert (stored.name_en, stored.kind, stored.url, stored.region) == (
        "New",
        "ministry",
        "https://example.org/",
        institution.region,
    )


def test_an_unknown_region_is_added_and_announced(institution, editor) -> None:
    page = upload(editor, write_csv(COLUMNS, [(*ROW[:6], "KZ-99", "")]))
    assert "they will be added: KZ-99" in words_of(page)
    assert not Region.objects.filter(code="KZ-99").exists()
    confirm(editor, page)
    assert Institution.objects.get(code="I2").region.code == "KZ-99"


def test_a_bad_cell_is_named_and_nothing_is_written(institution, editor) -> None:
    page = upload(editor, write_csv(COLUMNS, [ROW, ("I3", "", "a", "b", "", "", "", "no address")]))
    assert page.status_code == 422
    assert [problem.split(":")[0] for problem in page.context["preview"].problems] == [
        "Row 3, column url",
        "Row 3, column name_kk",
    ]
    assert Institution.objects.count() == 1


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "The file is empty"),
        (b"code\nI2\n", "These columns are missing"),
        (b"PK\x03\x04", "The workbook is damaged"),
        ("code;name_kk;name_ru;name_en\nI2;Мекеме;;".encode("cp1251"), "not written in UTF-8"),
    ],
)
def test_what_is_no_table_is_refused_in_the_readers_language(editor, content: bytes, words: str) -> None:
    page = upload(editor, content)
    assert page.status_code == 422
    assert words in words_of(page)
    assert words not in words_of(upload(editor, content, "/kk/admin/surveys/institution/import/"))


def test_a_register_that_changed_meanwhile_is_shown_again(institution, editor) -> None:
    page = upload(editor, write_csv(COLUMNS, [ROW]))
    Institution.objects.create(code="I2", country="KZ", name_kk="Басқа")
    again = confirm(editor, page)
    assert "Nothing was written: look again." in words_of(again)
    assert Institution.objects.get(code="I2").name_kk == "Басқа"


def test_the_country_of_a_preview_cannot_be_exchanged(institution, editor) -> None:
    page = upload(editor, write_csv(COLUMNS, [ROW]))
    fields = dict(re.findall(r'name="(country|rows|seen)" value="([^"]*)"', page.content.decode()))
    assert editor.post(URL, fields | {"country": "UZ"}).status_code == 422
    assert Institution.objects.count() == 1


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_the_empty_table_can_be_uploaded_as_it_is(editor, kind: str) -> None:
    file = editor.get(f"{URL}template.{kind}")
    assert upload(editor, file.content).context["preview"].is_good


def test_only_who_may_add_and_change_institutions_imports(institution) -> None:
    reader = sign_in("surveys.view_institution")
    assert reader.get(URL).status_code == 403
    assert reader.get(f"{URL}template.csv").status_code == 403
    assert "import/" not in words_of(reader.get("/en/admin/surveys/institution/"))
    assert "import/" in words_of(sign_in(*RIGHTS).get("/en/admin/surveys/institution/"))


def test_the_regions_of_kazakhstan_are_loaded_once() -> None:
    said = StringIO()
    call_command("load_regions", stdout=said)
    call_command("load_regions", stdout=said)
    assert said.getvalue().splitlines() == [
        "KZ: 20 regions added, 0 changed, 0 unchanged",
        "KZ: 0 regions added, 0 changed, 20 unchanged",
    ]
    regions = Region.objects.filter(country="KZ")
    assert regions.filter(name_kk__endswith=" облысы").count() == 17
    assert set(regions.filter(name_kk__endswith=" қаласы").values_list("code", flat=True)) == {
        "KZ-71",
        "KZ-75",
        "KZ-79",
    }
    new = regions.filter(code__in=("KZ-10", "KZ-33", "KZ-62")).order_by("code")
    assert [region.name_kk for region in new] == ["Абай облысы", "Жетісу облысы", "Ұлытау облысы"]


def test_a_changed_name_is_updated_and_other_regions_stay() -> None:
    Region.objects.create(country="KZ", code="KZ-10", name_kk="Ескі атау")
    Region.objects.create(country="KZ", code="KZ-X", name_kk="Басқа")
    said = StringIO()
    call_command("load_regions", stdout=said)
    assert said.getvalue() == "KZ: 19 regions added, 1 changed, 0 unchanged\n"
    assert Region.objects.get(code="KZ-10").name_ru == "область Абай"
    assert Region.objects.filter(code="KZ-X").exists()


def test_every_defect_of_a_file_is_named_at_once(tmp_path: Path) -> None:
    words = KZ.read_text("utf-8").replace('"KZ-11"', '"KZ-10"').replace('"KZ-15"', '"15"')
    words = words.replace('name.en = "Almaty Region"\n', "").replace("Атырау облысы", "Абай облысы")
    bad = tmp_path / "KZ.toml"
    bad.write_text(words, "utf-8")
    with pytest.raises(CommandError) as refusal:
        call_command("load_regions", bad)
    assert len(str(refusal.value).splitlines()) == 4
    assert not Region.objects.exists()


@pytest.mark.parametrize("words", ["", "country = 'KZ'\nregions = []", "country = 'Kazakhstan'\n", "\xff"])
def test_a_file_that_lists_no_regions_is_refused(tmp_path: Path, words: str) -> None:
    bad = tmp_path / "KZ.toml"
    bad.write_bytes(words.encode("latin-1"))
    with pytest.raises(CommandError):
        call_command("load_regions", bad)


def test_a_code_of_another_country_is_refused() -> None:
    Region.objects.create(country="UZ", code="KZ-10", name_kk="Басқа")
    with pytest.raises(CommandError, match="another country"):
        call_command("load_regions")
    assert Region.objects.count() == 1


def test_the_file_and_its_name_agree() -> None:
    assert read_regions(KZ).country == "KZ"
