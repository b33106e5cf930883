"""Documents as PDF/UA.

What sets them, WeasyPrint, keeps 200 MB once it has set a report. A web server therefore lets a process of its own set
each document (`surveys.typesetting`): its processes stay small, and that one knows no secret and no database.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from django.utils.translation import gettext_noop

from surveys.not_ours import REFUSED, NotOurs
from surveys.troubles import DocumentNotSet

SECONDS = 110  # that a document may take; a web server gives a page two minutes
_KNOWN = ("PATH", "HOME", "LANG", "LC_", "TMPDIR", "XDG_", "FONTCONFIG", "PYTHON", "VIRTUAL_ENV")
_BASE = Path(__file__).resolve().parent.parent

is_apart = False
"""Whether documents are set in processes of their own: metep.wsgi says so."""


class TooLong(ValueError):
    """Raised when no setting of a document fits on one page."""

    SENTENCE = gettext_noop("No setting of this document fits on one page.")

    def __init__(self) -> None:
        super().__init__(self.SENTENCE)


def print_html(html: str, style: str, pictures: Mapping[str, str] | None = None) -> bytes:
    """A document as PDF/UA-1; `style`: its style sheet below `static`. Raises NotOurs and DocumentNotSet."""
    document = _set(html, style, pictures or {})
    assert document is not None
    return document


def print_on_one_page(settings: Iterable[str], style: str, pictures: Mapping[str, str] | None = None) -> bytes:
    """The first of several settings of a document that takes one page, as PDF/UA-1.

    Raises TooLong, NotOurs and DocumentNotSet.
    """
    for html in settings:
        if document := _set(html, style, pictures or {}, most=1):
            return document
    raise TooLong


def _set(html: str, style: str, pictures: Mapping[str, str], most: int | None = None) -> bytes | None:
    """None where it takes more pages than `most`."""
    if is_apart:
        return _set_apart({"html": html, "style": style, "pictures": dict(pictures), "most": most})
    from surveys import typesetting

    return typesetting.typeset(html, style, pictures, most)


def _set_apart(asked: Mapping[str, Any]) -> bytes | None:
    environment = {name: value for name, value in os.environ.items() if name.startswith(_KNOWN)}
    try:
        done = subprocess.run(
            [sys.executable, "-m", "surveys.typesetting"],
            cwd=_BASE,
            env=environment,
            input=json.dumps(asked).encode(),
            capture_output=True,
            timeout=SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise DocumentNotSet(f"A document was not set within {SECONDS} seconds.") from error
    if done.returncode == REFUSED:
        raise NotOurs(done.stderr.decode("utf-8", "replace"))
    if done.returncode:
        raise DocumentNotSet(f"The process that sets documents ended with {done.returncode}.")
    return done.stdout or None
