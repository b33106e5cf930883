"""Styles, scripts, pictures and fonts: under names that hold their checksums, so that browsers keep them for ever, and
compressed once, beforehand (WhiteNoise)."""

from __future__ import annotations

from functools import cache
from typing import Any

from django.contrib.staticfiles.storage import StaticFilesStorage
from whitenoise.storage import CompressedManifestStaticFilesStorage

Plain = StaticFilesStorage
"""Files as they are in the source, for development."""


class StaticFiles(CompressedManifestStaticFilesStorage):  # type: ignore[misc]  # WhiteNoise has no types
    """A page names a dozen files: their addresses are put together once for each process."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.url = cache(super().url)
