"""Files are known by their content; names and claims are only compared with it."""

from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile

from surveys import document_structure
from surveys.documents import Document, clean_name, read_document
from tests.surveys.files import PDF, archive, jpeg, office, open_document, png, webp

GOOD = {
    "law.pdf": PDF,
    "photo.jpg": jpeg(),
    "photo.JPEG": jpeg(),
    "picture.png": png(),
    "picture.webp": webp(),
    "text.docx": office("docx"),
    "sheet.xlsx": office("xlsx"),
    "slides.pptx": office("pptx"),
    "text.odt": open_document("text"),
    "sheet.ods": open_document("spreadsheet"),
    "slides.odp": open_document("presentation"),
}
HTML = b"<!doctype html><html><script>alert(1)</script></html>"
SVG = b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>"
BOMB = archive({"word/document.xml": b"0" * 4_000_000})
NOT_TAKEN = "This kind of file is not taken."
BAD = {
    "empty": ("law.pdf", b"", "The file is empty."),
    "HTML called PDF": ("law.pdf", HTML, NOT_TAKEN),
    "SVG called PDF": ("law.pdf", SVG, NOT_TAKEN),
    "SVG called PNG": ("law.png", SVG, NOT_TAKEN),
    "HTML before a PDF": ("law.pdf", HTML + PDF, NOT_TAKEN),
    "a PDF that begins with HTML": ("law.pdf", b"%PDF-1.4\n<html>" + PDF, "The PDF is damaged"),
    "a PDF with HTML behind it": ("law.pdf", PDF + HTML, "The PDF is damaged"),
    "a PDF that is an archive too": ("law.pdf", PDF + archive({"a": b"b"}), "The PDF is damaged"),
    "a PDF inside the comment of an archive": ("law.pdf", PDF + archive({"a": b"b"}, PDF), "The PDF is damaged"),
    "half a PDF": ("law.pdf", PDF[:20], "The PDF is damaged"),
    "half a PNG": ("a.png", png()[:40], "The picture is damaged"),
    "a PNG whose data were changed": ("a.png", png().replace(b"IDAT", b"IDAx"), "The picture is damaged"),
    "a PNG that begins with something else": ("a.png", png()[:8] + png()[33:], "The picture is damaged"),
    "half a JPEG": ("a.jpg", jpeg()[:-2], "The picture is damaged"),
    "a JPEG without a picture": ("a.jpg", b"\xff\xd8\xff\xd9", "The picture is damaged"),
    "half a WebP": ("a.webp", webp()[:-4], "The picture is damaged"),
    "sound called WebP": ("a.webp", webp().replace(b"WEBP", b"WAVE"), "The picture is damaged"),
    "a program": ("a.exe", b"MZ" + b"\0" * 100, NOT_TAKEN),
    "an old Word document": ("a.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, NOT_TAKEN),
    "an archive": ("a.docx", archive({"a": b"b"}), NOT_TAKEN),
    "half an office document": ("a.docx", office()[:60], NOT_TAKEN),
    "an office document with macros": ("a.docx", office(more={"word/vbaProject.bin": b"x"}), NOT_TAKEN),
    "an office document that declares macros": ("a.docm", office(is_macro=True), NOT_TAKEN),
    "an open document with macros": ("a.odt", open_document(more={"Basic/Standard/m.xml": b"x"}), NOT_TAKEN),
    "two main parts": ("a.docx", office(more={"xl/workbook.xml": b"x"}), NOT_TAKEN),
    "an open document of no kind": ("a.odt", open_document("text-master"), NOT_TAKEN),
    "a page behind an office document": ("a.docx", office() + HTML, NOT_TAKEN),
    "words": ("a.txt", b"words", NOT_TAKEN),
    "a picture called PDF": ("law.pdf", png(), "The file is called *.pdf, but it holds what belongs in *.png."),
    "a sheet called text": ("a.docx", office("xlsx"), "The file is called *.docx, but it holds"),
    "a page's name": ("law.html", PDF, "The file is called *.html, but it holds"),
}


def read(name: str, content: bytes) -> Document:
    return read_document(SimpleUploadedFile(name, content, "text/html"))


@pytest.fixture(autouse=True)
def _in_english(settings: object) -> None:
    from django.utils import translation

    translation.activate("en")


@pytest.mark.parametrize("name", GOOD)
def test_a_file_of_a_good_kind_is_kept_as_it_is(name: str) -> None:
    document = read(name, GOOD[name])
    assert document.content == GOOD[name]
    assert document.name == name.lower()
    assert document.content_type != "text/html"
    assert len(document.checksum) == 64


@pytest.mark.parametrize("what", BAD)
def test_what_a_file_only_pretends_to_be_is_refused(what: str) -> None:
    name, content, reason = BAD[what]
    with pytest.raises(ValidationError) as refusal:
        read(name, content)
    assert reason in refusal.value.messages[0]


def test_an_archive_that_unpacks_to_too_much_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    assert read("a.docx", office(more={"word/media.xml": b"0" * 2_000_000})).name == "a.docx"
    monkeypatch.setattr(document_structure, "MAX_UNPACKED", 1_000_000)
    with pytest.raises(ValidationError, match="This kind of file"):
        read("a.docx", office(more={"word/media.xml": b"0" * 2_000_000}))


def test_an_archive_of_too_many_parts_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(document_structure, "MAX_MEMBERS", 3)
    with pytest.raises(ValidationError):
        read("a.docx", office(more={"a": b"", "b": b""}))


def test_a_file_beyond_the_limit_is_refused(settings: object) -> None:
    settings.EVIDENCE_MAX_BYTES = len(PDF)  # type: ignore[attr-defined]
    assert read("a.pdf", PDF)
    with pytest.raises(ValidationError, match="at most"):
        read("a.pdf", PDF + b"\n")


@pytest.mark.parametrize("content", [png(), jpeg(), webp()])
def test_what_hangs_behind_a_picture_is_cut_off(content: bytes) -> None:
    assert read("a", content + b"<script>alert(1)</script>").content == content
    assert read("a", content + archive({"a": b"b"})).content == content


@pytest.mark.parametrize(
    ("name", "cleaned"),
    [
        ("law.pdf", ("law", ".pdf")),
        ("LAW.PDF", ("LAW", ".pdf")),
        ("../../etc/law.pdf", ("law", ".pdf")),
        ("C:\\Users\\law.pdf", ("law", ".pdf")),
        ("law\x00.exe\x00.pdf", ("law.exe", ".pdf")),
        ("fdp.\u202elaw.pdf", ("fdp.law", ".pdf")),
        ("  Заң  туралы №5 .pdf", ("Заң туралы №5", ".pdf")),
        ("law", ("law", "")),
        (".pdf", ("file", ".pdf")),
        ("", ("file", "")),
        ("...", ("file", "")),
        ('a<b>"c|d?.pdf', ("a b c d", ".pdf")),
        ("a\r\nb.pdf", ("ab", ".pdf")),
        ("я" * 500 + ".pdf", ("я" * 150, ".pdf")),
        ("a." + "b" * 20, ("a." + "b" * 20, "")),
        ("и\u0306.pdf", ("й", ".pdf")),
    ],
)
def test_a_name_is_cleaned(name: str, cleaned: tuple[str, str]) -> None:
    assert clean_name(name) == cleaned


def test_a_file_without_extension_gets_that_of_its_content() -> None:
    assert read("image", jpeg()).name == "image.jpg"
