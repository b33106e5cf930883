"""What a line of the log belongs to: a request, or a task of the worker, by an identifier that people can quote."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import uuid4

if TYPE_CHECKING:
    from django.http import HttpRequest

HEADER = "X-Request-ID"
_IDENTIFIER = re.compile(r"[A-Za-z0-9-]{8,64}")
UNKNOWN = "unknown"


@dataclass(frozen=True)
class Doing:
    """What this process does. `identifier`: of the request, or of the one that asked for the task; `route`: a name."""

    identifier: str = ""
    request: HttpRequest | None = None
    task: str = ""
    task_id: str = ""

    def fields(self) -> dict[str, str]:
        """What a line says of it; nothing where nothing is known."""
        found = {
            "request_id": self.identifier,
            "route": route_of(self.request) if self.request else "",
            "task": self.task,
            "task_id": self.task_id,
        }
        return {name: value for name, value in found.items() if value}


_doing: ContextVar[Doing] = ContextVar("doing", default=Doing())  # noqa: B039 (frozen)


def current() -> Doing:
    """What is being done now."""
    return _doing.get()


def begin(doing: Doing) -> None:
    """From now on, lines belong to this."""
    _doing.set(doing)


@contextmanager
def during(doing: Doing) -> Iterator[None]:
    """While this lasts, lines belong to this."""
    token = _doing.set(doing)
    try:
        yield
    finally:
        _doing.reset(token)


def identifier_of(given: str, *, is_trusted: bool) -> str:
    """The identifier that a proxy of ours gave, or a new one: what visitors send themselves is not believed."""
    return given if is_trusted and _IDENTIFIER.fullmatch(given) else uuid4().hex


def route_of(request: HttpRequest) -> str:
    """The name of the page, never its address: addresses hold secrets of links and what people searched for."""
    match = request.resolver_match
    return (match.view_name or UNKNOWN) if match else UNKNOWN
