"""Files that a page answers with: to be kept, not shown."""

from __future__ import annotations

from django.http import HttpResponse

CSV = "text/csv; charset=utf-8"
PDF = "application/pdf"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
ZIP = "application/zip"


def download(content: bytes | str, name: str, kind: str) -> HttpResponse:
    """The content as a file of this name; `kind`: its content type."""
    return HttpResponse(content, content_type=kind, headers={"Content-Disposition": f'attachment; filename="{name}"'})
