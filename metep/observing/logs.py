"""Logs: a line of JSON for each event, without personal data, addresses of pages or secrets.

A line holds only what is named here. Texts from elsewhere are cleaned; of an exception its kind and the places in the
code are told, and its words only where they cannot hold what somebody typed.
"""

from __future__ import annotations

import json
import logging
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from traceback import walk_tb
from types import TracebackType
from typing import Any

from metep.observing.tracing import Doing, current, route_of

LEVELS = ("DEBUG", "INFO", "WARNING", "ERROR", "CRITICAL")
FORMATS = ("json", "text")
FIELDS = ("method", "status", "milliseconds", "bytes")
"""What the code may add to a line by `extra`."""

LONGEST = 2000  # characters of a message
FRAMES = 30  # of an exception, the last ones
CHAIN = 5  # exceptions behind an exception
_as_json = json.JSONEncoder(ensure_ascii=False, default=str).encode
_BASE = Path(__file__).resolve().parent.parent.parent
_PACKAGES = "site-packages/"

# Their words name parts of the code, or the server that was not reached.
_TELLING = (
    "ImproperlyConfigured",
    "ImportError",
    "ModuleNotFoundError",
    "NameError",
    "AttributeError",
    "TemplateDoesNotExist",
)
_FIRST_LINE = ("OperationalError", "InterfaceError")  # further lines may quote a statement

_CLEANED = (
    # Mail addresses, also encoded ones.
    (re.compile(r"[\w.+%-]+(?:@|%40)[\w-]+(?:\.[\w-]+)+"), "…@…"),
    # Whoever sent something that gunicorn does not understand.
    (re.compile(r"\bip=\S+"), "ip=…"),
    # Addresses in the web: the host may stay.
    (re.compile(r"(https?://[^\s/?#'\"]+)[^\s'\"]*"), r"\1/…"),
    # Pages of this site, with or without what follows a question mark.
    (re.compile(r"(?<![\w.])/(?:kk|ru|en|oidc|static)(?:/[^\s'\"]*)?"), "/…"),
    (re.compile(r"\?[^\s'\"=]+=[^\s'\"]*"), "?…"),
    # What looks drawn by chance: links, tokens, keys of sessions.
    (re.compile(r"(?<![\w-])(?=[\w-]*\d)(?=[\w-]*[a-z])(?=[\w-]*[A-Z])[\w-]{20,}"), "…"),
)


def cleaned(text: str) -> str:
    """A text without what could be an address of a page, of a person, or a secret."""
    if len(text) > LONGEST:
        text = f"{text[:LONGEST]}…"
    for pattern, instead in _CLEANED:
        text = pattern.sub(instead, text)
    return text


def line_of(record: logging.LogRecord) -> dict[str, Any]:
    """What is told of an event."""
    line: dict[str, Any] = {
        "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
        "level": record.levelname,
        "logger": record.name,
        "message": cleaned(_message(record)),
        **(_of_request(record) or current().fields()),
    }
    line |= {name: getattr(record, name) for name in FIELDS if hasattr(record, name)}
    if record.exc_info and record.exc_info[1]:
        line["exception"] = [describe(error) for error in _chain(record.exc_info[1])]
    return line


def _of_request(record: logging.LogRecord) -> dict[str, str]:
    """What Django says of a request after it was answered belongs to it all the same."""
    request = getattr(record, "request", None)
    identifier = getattr(request, "request_id", "")
    return Doing(identifier, request).fields() if identifier else {}


def _message(record: logging.LogRecord) -> str:
    """The words; where Django speaks of a request, the name of its page stands in the place of its address."""
    words = record.getMessage()
    request = getattr(record, "request", None)
    if request is not None and hasattr(request, "path"):
        written = request.path.encode("unicode_escape").decode("ascii")
        words = words.replace(written, route_of(request)) if len(written) > 1 else words
    return words


def _chain(error: BaseException | None) -> Iterator[BaseException]:
    for _place in range(CHAIN):
        if error is None:
            return
        yield error
        error = error.__cause__ or (None if error.__suppress_context__ else error.__context__)


def describe(error: BaseException) -> dict[str, Any]:
    """An exception: its kind, its words where they are safe, and where it came from."""
    kind = type(error)
    found: dict[str, Any] = {"kind": f"{kind.__module__}.{kind.__qualname__}".removeprefix("builtins.")}
    if words := _safe_words(error):
        found["message"] = cleaned(words)
    found["at"] = list(_places(error.__traceback__))[-FRAMES:]
    return found


def _safe_words(error: BaseException) -> str:
    name = type(error).__name__
    if name in _TELLING:
        return str(error)
    if name in _FIRST_LINE:
        return str(error).partition("\n")[0]
    return error.strerror or "" if isinstance(error, OSError) else ""


def _places(traceback: TracebackType | None) -> Iterator[str]:
    for frame, number in walk_tb(traceback):
        code = frame.f_code
        name = code.co_filename.rpartition(_PACKAGES)[2].removeprefix(f"{_BASE}/")
        yield f"{name}:{number} {code.co_name}"


class JsonLines(logging.Formatter):
    """One object of JSON for each event, on one line."""

    def format(self, record: logging.LogRecord) -> str:
        """The line."""
        return _as_json(line_of(record))


class Words(logging.Formatter):
    """The same for people before a screen."""

    def format(self, record: logging.LogRecord) -> str:
        """The line; an exception follows below it."""
        line = line_of(record)
        exceptions = line.pop("exception", [])
        time, level, name, message = (line.pop(part) for part in ("time", "level", "logger", "message"))
        rest = "".join(f" {name}={value}" for name, value in line.items())
        behind = [
            "\n    ".join([f"\n  {one['kind']}: {one.get('message', '')}".rstrip(": "), *one["at"]])
            for one in exceptions
        ]
        return f"{time} {level} {name}: {message}{rest}{''.join(behind)}"


def configuration(level: str, form: str) -> dict[str, Any]:
    """What `logging` is told. `level` is that of our own words; libraries speak up from WARNING on."""
    others = max(level, "WARNING", key=LEVELS.index)
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"lines": {"()": f"{__name__}.{'JsonLines' if form == 'json' else 'Words'}"}},
        "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "lines"}},
        "root": {"handlers": ["stderr"], "level": others},
        "loggers": {
            "metep": {"level": level},
            "django_tasks": {"level": level},
            "django_tasks_db": {"level": level},
            "gunicorn.error": {"level": level, "handlers": [], "propagate": True},
            # It would tell addresses; `metep.requests` tells names of pages.
            "gunicorn.access": {"level": "CRITICAL", "handlers": [], "propagate": False},
            "django": {"level": others, "handlers": [], "propagate": True},
            # Refusals are told by `metep.requests`; here are told errors.
            "django.request": {"level": "ERROR"},
            "django.server": {"level": "ERROR", "handlers": [], "propagate": True},
        },
    }
