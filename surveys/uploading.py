"""Files that are too big are not received to their end: neither memory nor disk fills up, and no form is lost."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.files.uploadhandler import FileUploadHandler, SkipFile
from django.http import HttpRequest

_SKIPPED = "_uploads_skipped"


class LimitedUploads(FileUploadHandler):
    """Passes over a file once it exceeds UPLOAD_MAX_BYTES, and remembers the name of its field."""

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes:
        """Hand on what came. Raises SkipFile."""
        if start + len(raw_data) > settings.UPLOAD_MAX_BYTES:
            skipped: set[Any] = getattr(self.request, _SKIPPED, set())
            setattr(self.request, _SKIPPED, skipped | {self.field_name})
            raise SkipFile
        return raw_data

    def file_complete(self, file_size: int) -> None:
        """The next handlers keep the file."""


def was_skipped(request: HttpRequest, field: str) -> bool:
    """Whether a file of this field was passed over because it was too big."""
    return field in getattr(request, _SKIPPED, ())
