"""Files that people send as evidence: what they are by their content, and whether they are safe to keep.

The name of a file is a claim. What counts are its first bytes, then its structure, and the claim must agree.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass

import puremagic
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext_lazy as _

from surveys.document_structure import end_of_jpeg, end_of_png, end_of_webp, is_whole_pdf, kind_of_archive

MAX_NAME = 150


@dataclass(frozen=True)
class Kind:
    """A kind of file that is taken. `extensions`: the first one is given to a file that came without any."""

    content_type: str
    extensions: tuple[str, ...]


PDF = Kind("application/pdf", (".pdf",))
JPEG = Kind("image/jpeg", (".jpg", ".jpeg"))
PNG = Kind("image/png", (".png",))
WEBP = Kind("image/webp", (".webp",))
_OPEN_XML = "application/vnd.openxmlformats-officedocument"
_OPEN_DOCUMENT = "application/vnd.oasis.opendocument"
OFFICE = (
    Kind(f"{_OPEN_XML}.wordprocessingml.document", (".docx",)),
    Kind(f"{_OPEN_XML}.spreadsheetml.sheet", (".xlsx",)),
    Kind(f"{_OPEN_XML}.presentationml.presentation", (".pptx",)),
    Kind(f"{_OPEN_DOCUMENT}.text", (".odt",)),
    Kind(f"{_OPEN_DOCUMENT}.spreadsheet", (".ods",)),
    Kind(f"{_OPEN_DOCUMENT}.presentation", (".odp",)),
)
KINDS = (PDF, JPEG, PNG, WEBP, *OFFICE)
ACCEPTED = ",".join([*(kind.content_type for kind in KINDS), *(name for kind in KINDS for name in kind.extensions)])
"""What a browser offers to choose; a phone offers its camera, because pictures are among it."""

_PICTURES: dict[bytes, tuple[Kind, Callable[[bytes], int | None]]] = {
    b"\xff\xd8\xff": (JPEG, end_of_jpeg),
    b"\x89PNG\r\n\x1a\n": (PNG, end_of_png),
    b"RIFF": (WEBP, end_of_webp),
}


@dataclass(frozen=True)
class Document:
    """A file that may be kept. `name`: what it is called, cleaned; `checksum`: SHA-256 of `content`."""

    name: str
    content_type: str
    content: bytes

    @property
    def checksum(self) -> str:
        """SHA-256, in hexadecimal digits."""
        return hashlib.sha256(self.content).hexdigest()


def read_document(upload: UploadedFile) -> Document:
    """What was sent, as it may be kept. Raises ValidationError with the reason against it."""
    require_size(upload.size or 0)
    kind, content = _recognise(upload.read())
    stem, extension = clean_name(upload.name or "")
    if not extension:
        extension = kind.extensions[0]
    if extension not in kind.extensions:
        raise ValidationError(
            _("The file is called %(claimed)s, but it holds what belongs in %(found)s. Save it anew and choose it."),
            params={"claimed": f"*{extension}", "found": f"*{kind.extensions[0]}"},
        )
    return Document(stem + extension, kind.content_type, content)


def require_size(size: int) -> None:
    """Raise ValidationError for an empty file and for one that is too big."""
    if size == 0:
        raise ValidationError(_("The file is empty."))
    limit = settings.EVIDENCE_MAX_BYTES
    if size > limit:
        raise ValidationError(
            _("The file has %(size)s; at most %(limit)s can be stored. Give a link instead, or a smaller file."),
            params={"size": filesizeformat(size), "limit": filesizeformat(limit)},
        )


def clean_name(name: str) -> tuple[str, str]:
    """(stem, extension in small letters with its dot) of a file's name, without folders and unseen characters."""
    name = unicodedata.normalize("NFC", name.encode("utf-8", "replace").decode("utf-8"))
    name = re.split(r"[/\\]", name)[-1]
    # Control and format characters (right-to-left marks among them) make a name look like another one.
    name = "".join(letter for letter in name if unicodedata.category(letter) not in ("Cc", "Cf", "Co", "Cn"))
    name = re.sub(r'[<>:"|?*\s]+', " ", name).strip().rstrip(" .")
    found = re.fullmatch(r"(.*?)(\.[A-Za-z0-9]{1,10})?", name)
    stem, extension = found.groups() if found else (name, None)
    return stem[:MAX_NAME].strip(" .") or "file", (extension or "").lower()


def _recognise(content: bytes) -> tuple[Kind, bytes]:
    """The kind of a file and what of it is to be kept: what hangs behind the end of a picture is cut off."""
    for begins, (kind, end_of) in _PICTURES.items():
        if content.startswith(begins):
            end = end_of(content)
            if end is None:
                raise ValidationError(_("The picture is damaged or not complete. Choose another file."))
            return _confirmed(kind, content[:end])
    if content.startswith(b"%PDF-"):
        if not is_whole_pdf(content):
            raise ValidationError(_("The PDF is damaged, not complete, or holds another file. Save it anew as PDF."))
        return _confirmed(PDF, content)
    if content.startswith(b"PK\x03\x04"):
        content_type = kind_of_archive(content)
        found = next((kind for kind in OFFICE if kind.content_type == content_type), None)
        if found:
            return found, content
    raise _not_taken()


def _confirmed(kind: Kind, content: bytes) -> tuple[Kind, bytes]:
    """A second opinion on what a file is."""
    try:
        opinions = {found.extension for found in puremagic.magic_string(content[:4096] + content[-4096:])}
    except puremagic.PureError:
        opinions = set()
    if opinions.isdisjoint(kind.extensions):
        raise _not_taken()
    return kind, content


def _not_taken() -> ValidationError:
    return ValidationError(
        _(
            "This kind of file is not taken. Choose a PDF, a picture (JPEG, PNG, WebP) or an office document without "
            "macros (DOCX, XLSX, PPTX, ODT, ODS, ODP)."
        )
    )
