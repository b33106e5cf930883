"""Which version of the code runs here. Imports no Django."""

from __future__ import annotations

import os
import tomllib
from functools import cache
from pathlib import Path

_BASE = Path(__file__).resolve().parent.parent.parent
REVISION = "METEP_REVISION"
"""Set when an image is built, where there is no history beside the code."""


@cache
def code_version() -> str:
    """The version of the project."""
    project = tomllib.loads((_BASE / "pyproject.toml").read_text("utf-8"))["project"]
    return str(project["version"])


@cache
def revision() -> str:
    """The commit, shortened; empty where nobody can tell."""
    if named := os.environ.get(REVISION, ""):
        return named[:12]
    git = _BASE / ".git"
    try:
        head = (git / "HEAD").read_text("ascii").strip()
        reference = head.removeprefix("ref: ")
        return (head if reference == head else (git / reference).read_text("ascii").strip())[:12]
    except (OSError, UnicodeDecodeError):
        return ""


def named() -> str:
    """Both, as processes are told apart by it."""
    return f"{code_version()}-{revision()[:7]}".rstrip("-")
