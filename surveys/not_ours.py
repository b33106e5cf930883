"""What documents are refused for, apart from all else: the process that sets them knows no Django."""

from __future__ import annotations

REFUSED = 3  # how that process ends then


class NotOurs(ValueError):
    """Raised when a document asks for anything but its pictures and the project's own files."""
