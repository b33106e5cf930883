"""Uploading a table in two steps: what a file would change is shown first, and written when somebody confirms it.

Nothing is kept in between: the rows travel in the page that shows them, signed and packed.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django import forms
from django.core import signing
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from surveys.downloads import CSV, XLSX, download
from surveys.spreadsheets import BadFile, Row
from surveys.workbooks import MAX_UPLOAD, read_table, write_csv, write_workbook

Columns = tuple[Collection[str], Collection[str]]
"""The names of required columns, and of those that may stand beside them."""

_MAX_AGE = 60 * 60 * 24  # seconds that a page with a preview can wait for its answer


@dataclass(frozen=True)
class Change:
    """A cell that differs from what is stored."""

    column: str
    before: str
    after: str


@dataclass(frozen=True)
class Planned:
    """What a row would do. `changes` is empty for a new one."""

    row: int
    key: str
    name: str
    changes: tuple[Change, ...] = ()


@dataclass
class Preview:
    """What a file would do to what is stored."""

    new: list[Planned] = field(default_factory=list)
    changed: list[Planned] = field(default_factory=list)
    unchanged: int = 0
    problems: list[str] = field(default_factory=list)

    @property
    def is_good(self) -> bool:
        """Whether it can be confirmed."""
        return not self.problems and bool(self.new or self.changed)

    @property
    def fingerprint(self) -> str:
        """Differs as soon as storing would do something else than what was shown."""
        shown = repr((self.new, self.changed, self.unchanged, self.problems))
        return hashlib.sha256(shown.encode()).hexdigest()[:16]


class UploadForm(forms.Form):
    """The file."""

    file = forms.FileField(
        label=gettext_lazy("File"),
        help_text=gettext_lazy("CSV (UTF-8) or Excel (xlsx), at most 5 MB."),
        widget=forms.FileInput(attrs={"accept": ".csv,.xlsx,.txt", "class": "form-control"}),
        error_messages={"required": gettext_lazy("Choose a file."), "empty": gettext_lazy("The file is empty.")},
    )

    def clean_file(self) -> UploadedFile:
        """A file of a size that people make by hand."""
        file: UploadedFile = self.cleaned_data["file"]
        if (file.size or 0) > MAX_UPLOAD:
            raise forms.ValidationError(_("The file has more than 5 MB. Divide it."))
        return file


@dataclass(frozen=True)
class Upload:
    """What a request brought. `rows`: None without a readable file; `problems`: why it could not be read.

    `is_confirmation`: the rows come from a preview, whose `fingerprint` is in `seen`.
    """

    rows: list[Row] | None = None
    problems: tuple[str, ...] = ()
    is_confirmation: bool = False
    seen: str = ""

    def confirms(self, preview: Preview) -> bool:
        """Whether somebody saw exactly this and wants it done."""
        return self.is_confirmation and preview.is_good and preview.fingerprint == self.seen


def receive(request: HttpRequest, form: UploadForm, purpose: str, columns: Columns) -> Upload:
    """The rows of a file, or of a preview that somebody confirms. `purpose`: what the rows may be used for."""
    if request.method != "POST":
        return Upload()
    if "rows" in request.POST:
        rows = _unpack(request.POST["rows"], purpose)
        if rows is None:
            return Upload(problems=(_("This page has waited too long. Choose the file again."),))
        return Upload(rows, is_confirmation=True, seen=request.POST.get("seen", ""))
    if not form.is_valid():
        return Upload()
    try:
        return Upload(list(read_table(form.cleaned_data["file"].file, *columns)))
    except BadFile as error:
        return Upload(problems=tuple(error.problems))


def pack(rows: Sequence[Row], purpose: str) -> str:
    """Rows as a signed text for a hidden field; `purpose`: what they may be used for."""
    return signing.dumps(rows, salt=purpose, compress=True)


def _unpack(packed: str, purpose: str) -> list[Row] | None:
    """The rows again; None for a text that is forged, too old, or of another purpose."""
    try:
        found: Any = signing.loads(packed, salt=purpose, max_age=_MAX_AGE)
    except signing.BadSignature:
        return None
    return [(int(row), dict(cells)) for row, cells in found]


def differences(before: Mapping[str, str], after: Mapping[str, str]) -> tuple[Change, ...]:
    """The columns of `after` whose words differ, in their order."""
    return tuple(Change(column, before[column], words) for column, words in after.items() if before[column] != words)


def said(preview: Preview) -> str:
    """What was done, in a sentence."""
    numbers = {"new": len(preview.new), "changed": len(preview.changed), "unchanged": preview.unchanged}
    return _("Imported: %(new)d new, %(changed)d changed, %(unchanged)d unchanged.") % numbers


def table_file(kind: str, name: str, header: Sequence[str], rows: Sequence[Sequence[str]]) -> HttpResponse:
    """A table to download; `kind`: "xlsx", anything else CSV."""
    if kind == "xlsx":
        return download(write_workbook(header, rows), f"{name}.xlsx", XLSX)
    return download(write_csv(header, rows), f"{name}.csv", CSV)
