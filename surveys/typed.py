"""What people type and what their files hold, without characters that nobody sees. Pure.

Control characters come along when somebody copies from a document or a terminal. No picture, workbook or text document
can hold them, so that a single one in a name would keep a report from being made. A zero byte is left to the forms and
readers, which say what is wrong.
"""

from __future__ import annotations

import re

_UNSEEN = re.compile("[\x01-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def without_controls(text: str) -> str:
    """The text without control characters and halves of characters; ends of lines and tabs stay."""
    return _UNSEEN.sub("", text)


def has_controls(text: str) -> bool:
    """Whether `without_controls` would change the text."""
    return _UNSEEN.search(text) is not None
