"""The printed report is a tagged PDF that can be read aloud, searched and navigated; nothing is fetched for it."""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pikepdf
import pypdf
import pytest
from django.core.management import CommandError, call_command
from django.utils import translation

from reports.report import build_report, print_report
from reports.report.printing import STYLE
from reports.results import results_of
from surveys.models import Round
from surveys.not_ours import NotOurs
from surveys.printing import print_html
from surveys.typesetting import STATIC, OwnFiles

KAZAKH = "ӘәҒғҚқҢңӨөҰұҮүҺһІі"


@pytest.fixture(params=["kk", "ru", "en"])
def language(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def printed(answered_round: Round, language: str) -> bytes:
    with translation.override(language):
        results = results_of(answered_round)
        return print_report(build_report(results, results.nation))


def elements(node: Any) -> Iterator[Any]:
    """Every element of a structure tree."""
    if isinstance(node, pikepdf.Array):
        for child in node:
            yield from elements(child)
    elif isinstance(node, pikepdf.Dictionary):
        if "/S" in node:
            yield node
        if "/K" in node:
            yield from elements(node.K)


def test_the_report_is_an_accessible_document(printed: bytes, language: str, answered_round: Round) -> None:
    """PDF/UA-1: tagged, titled, in a language; pictures have words; links and bookmarks lead through it."""
    with pikepdf.open(io.BytesIO(printed)) as pdf:
        assert str(pdf.Root.Lang) == language
        assert bool(pdf.Root.MarkInfo.Marked)
        assert bool(pdf.Root.ViewerPreferences.DisplayDocTitle)
        with pdf.open_metadata() as metadata:
            assert metadata["pdfuaid:part"] == "1"
            assert getattr(answered_round, f"title_{language}") in metadata["dc:title"]
        found = list(elements(pdf.Root.StructTreeRoot.K))
        kinds = {str(element.S) for element in found}
        assert {"/H1", "/H2", "/H3", "/P", "/Table", "/TH", "/TD", "/L", "/Figure", "/Link"} <= kinds
        figures = [element for element in found if str(element.S) == "/Figure"]
        assert len(figures) > 5
        assert all(len(str(figure.Alt)) > 20 for figure in figures)
        links = [link for page in pdf.pages for link in page.get("/Annots", [])]
        assert links
        assert all(str(link.Contents) for link in links)

    reader = pypdf.PdfReader(io.BytesIO(printed))
    assert len(reader.pages) > 8
    chapters = [entry for entry in reader.outline if isinstance(entry, dict)]
    assert len(chapters) >= 6
    text = "\n".join(page.extract_text() for page in reader.pages)
    assert "None" not in text
    assert f"1 / {len(reader.pages)}" not in reader.pages[0].extract_text()  # the cover bears no number
    assert f"2 / {len(reader.pages)}" in reader.pages[1].extract_text()


@pytest.mark.parametrize("language", ["kk"], indirect=True)
def test_contents_name_the_pages_of_the_chapters(printed: bytes) -> None:
    reader = pypdf.PdfReader(io.BytesIO(printed))
    contents = reader.pages[1].extract_text()
    for entry in (entry for entry in reader.outline if isinstance(entry, dict)):
        number = (reader.get_destination_page_number(entry) or 0) + 1
        line = next(line for line in contents.splitlines() if line.startswith(str(entry["/Title"])))
        assert line.split()[-1] == str(number)


def test_kazakh_letters_are_in_the_fonts_and_in_the_text() -> None:
    html = f'<html lang="kk"><title>Ә</title><p>{KAZAKH}</p><p><b>{KAZAKH}</b></p><p><i>{KAZAKH}</i></p></html>'
    reader = pypdf.PdfReader(io.BytesIO(print_html(html, STYLE)))
    text = reader.pages[0].extract_text()
    assert text.count(KAZAKH) == 3
    fonts = {str(font.get_object()["/BaseFont"]) for font in reader.pages[0]["/Resources"]["/Font"].values()}
    assert fonts
    assert all("Inter" in font for font in fonts)


@pytest.mark.parametrize(
    "url",
    [
        "https://example.org/picture.png",
        "http://127.0.0.1/picture.png",
        "ftp://example.org/picture.png",
        "data:image/png;base64,AAAA",
        "picture:unknown",
        "file:///etc/passwd",
        f"{STATIC.as_uri()}/../manage.py",
        f"{STATIC.as_uri()}/%2e%2e/manage.py",
        f"{STATIC.as_uri()}/absent.css",
    ],
)
def test_nothing_is_fetched_that_is_not_ours(url: str) -> None:
    with pytest.raises(NotOurs):
        OwnFiles({"known": "<svg/>"}).fetch(url)
    with pytest.raises(NotOurs):
        print_html(f'<html lang="en"><title>A</title><img alt="a" src="{url}"></html>', STYLE)


def test_pictures_and_own_files_are_handed_out() -> None:
    fetcher = OwnFiles({"known": "<svg/>"})
    assert fetcher.fetch("picture:known").read() == b"<svg/>"
    style = STATIC / STYLE
    assert fetcher.fetch(style.as_uri()).read() == style.read_bytes()


@pytest.mark.parametrize(("unit", "name"), [("I1", "Мекеме"), ("KZ-X1", "Бірінші")])
def test_the_command_prints_a_unit(answered_round: Round, tmp_path: Path, unit: str, name: str) -> None:
    out = tmp_path / "report.pdf"
    call_command("report", answered_round.code, "--unit", unit, "--language", "kk", "--out", str(out), verbosity=0)
    reader = pypdf.PdfReader(out)
    assert reader.metadata
    assert name in str(reader.metadata.title)


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        (["nowhere", "--language", "kk", "--out", "x.pdf"], "There is no round nowhere"),
        (["r1", "--unit", "I9", "--language", "kk", "--out", "x.pdf"], "no unit I9. Units: KZ, KZ-X1, I1, all"),
        (["r1", "--language", "fr", "--out", "x.pdf"], "invalid choice: 'fr'"),
        (["r1", "--language", "kk"], "--out"),
        (["r1", "--language", "kk", "--out", "/nowhere/x.pdf"], "cannot be written"),
    ],
)
def test_the_command_says_what_is_wrong(answered_round: Round, arguments: list[str], expected: str) -> None:
    with pytest.raises(CommandError, match=expected):
        call_command("report", *arguments)
