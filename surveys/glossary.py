"""The words of docs/glossary.md that texts are checked against."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from django.conf import settings

from surveys.writing import Vocabulary, read_vocabulary


@cache
def vocabulary() -> Vocabulary:
    """Read once for each process; empty where the documents were not installed."""
    path = Path(settings.BASE_DIR) / "docs" / "glossary.md"
    return read_vocabulary(path.read_text("utf-8")) if path.exists() else Vocabulary()
